// Before the tests: a check of the client's builds, and the React shop as it would be shipped.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export default async () => {
  // The plain shop has the client's one file: a stale one would be tested.
  execFileSync(process.execPath, [fileURLToPath(new URL('../client/build/build.js', import.meta.url)), '--check'], { stdio: ['ignore', 'ignore', 'inherit'] });
  await build({ root: fileURLToPath(new URL('../react', import.meta.url)), logLevel: 'warn' });
};
