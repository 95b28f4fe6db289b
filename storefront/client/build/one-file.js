// The client in one file: everything but the hook for React and the fakes for tests.

export * from '../src/index.js';
import '../src/elements.js';
