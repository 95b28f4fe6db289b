// Before the tests: the React shop as it would be shipped.

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export default async () => {
  await build({ root: fileURLToPath(new URL('../react', import.meta.url)), logLevel: 'warn' });
};
