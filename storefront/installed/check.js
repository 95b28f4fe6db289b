// The package as its users have it: packed, installed in a project made from nothing, type-checked strictly, and run as a
// module, by `require`, and on a server. Then once more from its folder, as `file:` and git install it.
//
//   node installed/check.js

import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CLIENT, LOCKED, here, pack, run, step } from './tools.js';

const BIN = here('../node_modules/.bin');
/** The other packages that a project needs, in the versions that are locked here. */
const NEEDED = ['@stripe/react-stripe-js', '@stripe/stripe-js', '@types/node', '@types/react', '@types/react-dom', 'react', 'react-dom', 'typescript'];
/** The oldest Stripe.js that the client takes. */
const OLDEST_STRIPE_JS = '9.17.0';
const FILES = ['module.mts', 'common.cts', 'server.tsx'];

const versions = Object.fromEntries(NEEDED.map((name) => [name, LOCKED[name]]));
const project = await mkdtemp(join(tmpdir(), 'installed-'));
try {
  run(CLIENT, join(BIN, 'publint'), '--strict');
  const tarball = pack(project);
  run(project, join(BIN, 'attw'), tarball, '--no-emoji', '--quiet', '--exclude-entrypoints', './one-file');
  step('publint and attw find nothing');

  const compilerOptions = { strict: true, target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], jsx: 'react-jsx', types: ['node'], skipLibCheck: false, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true };
  const config = (/** @type {object} */ more, /** @type {string[]} */ files) => JSON.stringify({ compilerOptions: { ...compilerOptions, ...more }, files });
  await Promise.all([
    writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies: { ...versions, '@checkout-discounts/client': `file:${tarball}` } })),
    writeFile(join(project, 'bundler.json'), config({ module: 'preserve', moduleResolution: 'bundler', noEmit: true }, ['CheckoutPage.tsx', 'server.tsx', 'module.mts'])),
    writeFile(join(project, 'node.json'), config({ module: 'nodenext', outDir: 'out' }, ['module.mts', 'common.cts', 'server.tsx'])),
    ...FILES.map((file) => cp(here(file), join(project, file))),
    cp(here('../examples/CheckoutPage.tsx'), join(project, 'CheckoutPage.tsx')),
  ]);
  run(project, 'npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', '--loglevel=error');
  checkTypes();
  for (const file of ['module.mjs', 'common.cjs', 'server.js']) run(project, process.execPath, join('out', file));
  step('tarball: types, modules, require, a server');

  run(project, 'npm', 'install', `@stripe/stripe-js@${OLDEST_STRIPE_JS}`, '--force', '--no-save', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', '--loglevel=error');
  run(project, join(project, 'node_modules/.bin/tsc'), '-p', 'node.json', '--noEmit');
  step(`types with @stripe/stripe-js ${OLDEST_STRIPE_JS}`);

  const place = join(project, 'node_modules/@checkout-discounts/client');
  await rm(place, { recursive: true });
  await symlink(CLIENT, place);
  run(project, join(project, 'node_modules/.bin/tsc'), '-p', 'node.json', '--noEmit', '--preserveSymlinks');
  step('folder, without a build: types');
} finally {
  await rm(project, { recursive: true });
}

function checkTypes() {
  for (const file of ['bundler.json', 'node.json']) run(project, join(project, 'node_modules/.bin/tsc'), '-p', file);
}
