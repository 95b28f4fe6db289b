// A project made from nothing by the lines of docs/page.md alone, with the packed client: type-checked strictly, built by Vite,
// and used in Chromium at an origin of its own against `discounts dev`. Then as a server renders it: imported there, required
// there, and taken over by the browser.
//
//   node installed/project.js      needs Chromium, `cargo build -p discounts`, and npm's registry

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as playwright from '@playwright/test';
import { preview } from 'vite';

import { buy, visit } from '../browser/elsewhere.js';
import config from '../browser/playwright.config.js';
import { startServer } from '../browser/server.js';
import { LOCKED, here, pack, run, step } from './tools.js';

const DOCS = await readFile(here('../../docs/page.md'), 'utf8');
/** The page's lines for a terminal: the project, and what is installed into it. */
const CREATE = 'npm create vite@latest shop -- --template react-ts && cd shop';
const INSTALL = 'npm install ../checkout-discounts/storefront/client @stripe/stripe-js @stripe/react-stripe-js';
const ENTRIES = ['@checkout-discounts/client', '@checkout-discounts/client/react', '@checkout-discounts/client/elements', '@checkout-discounts/client/testing'];

const folder = await mkdtemp(join(tmpdir(), 'project-'));
const server = await startServer({ DISCOUNT_WRITER: 'line_items' });
try {
  const shop = await create();
  run(shop, join(shop, 'node_modules/.bin/tsc'), '-p', 'tsconfig.app.json', '--strict');
  run(shop, 'npm', 'run', 'build', '--silent');
  await use(shop, 'dist');
  step('project of docs/page.md: strict types, Vite, an offer, Pay');

  await render(shop);
  await use(shop, 'rendered');
  step('project of docs/page.md, rendered on a server: import, require, taken over by the browser, Pay');
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}

/** The project, in the versions that are locked here. Returns its folder. */
async function create() {
  assert.ok(DOCS.includes(CREATE) && DOCS.includes(INSTALL), 'docs/page.md has other lines');
  const shop = join(folder, 'shop');
  run(folder, process.execPath, here('../node_modules/create-vite/index.js'), ...CREATE.replace(/^npm create vite@latest (.*) -- (.*) &&.*$/, '$1 $2').split(' '), '--no-interactive');
  await edit(join(shop, 'package.json'), (text) => JSON.stringify(pinned(JSON.parse(text))));
  const [, ...packages] = INSTALL.replace('npm install ', '').split(' ');
  run(shop, 'npm', 'install', pack(folder), ...packages.map((name) => `${name}@${LOCKED[name]}`), '--save-exact', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error');
  const [tag] = /<script type="module" src="[^"]*stripe\.js"><\/script>/.exec(DOCS) ?? [];
  const [, component] = /```tsx\n(.*?)```/s.exec(DOCS) ?? [];
  assert.ok(tag && component, 'docs/page.md has no tag or no component');
  await edit(join(shop, 'index.html'), (text) => text.replace('</head>', `${tag}\n</head>`));
  await writeFile(join(shop, 'src/CheckoutPage.tsx'), component);
  await edit(join(shop, 'src/main.tsx'), (text) => text.replace("import App from './App.tsx'", "import { CheckoutPage as App } from './CheckoutPage.tsx'"));
  return shop;
}

/**
 * A template's package with exact versions. What is not locked here, such as its linter, is left out.
 *
 * @param {Record<'dependencies' | 'devDependencies', Record<string, string>>} template
 */
function pinned(template) {
  const exact = (/** @type {Record<string, string>} */ names) => Object.fromEntries(Object.keys(names).flatMap((name) => (LOCKED[name] ? [[name, LOCKED[name]]] : [])));
  return { ...template, dependencies: exact(template.dependencies), devDependencies: exact(template.devDependencies) };
}

/**
 * Renders the page on a server, as Next.js does, and builds what takes it over.
 *
 * @param {string} shop
 */
async function render(shop) {
  run(shop, process.execPath, '--input-type=module', '-e', ENTRIES.map((entry) => `await import('${entry}');`).join(''));
  run(shop, process.execPath, '--input-type=commonjs', '-e', ENTRIES.map((entry) => `require('${entry}');`).join(''));
  await writeFile(join(shop, 'src/server.tsx'), "import { renderToString } from 'react-dom/server';\nimport { CheckoutPage } from './CheckoutPage.tsx';\nprocess.stdout.write(renderToString(<CheckoutPage />));\n");
  run(shop, join(shop, 'node_modules/.bin/vite'), 'build', '--ssr', 'src/server.tsx', '--outDir', 'server', '--logLevel', 'warn');
  const html = run(shop, process.execPath, 'server/server.js');
  assert.equal(html, '<p>Loading …</p>');
  await writeFile(join(shop, 'src/main.tsx'), "import { hydrateRoot } from 'react-dom/client';\nimport { CheckoutPage } from './CheckoutPage.tsx';\nhydrateRoot(document.getElementById('root')!, <CheckoutPage />);\n");
  await edit(join(shop, 'index.html'), (text) => text.replace('<div id="root">', `<div id="root">${html}`));
  run(shop, join(shop, 'node_modules/.bin/vite'), 'build', '--outDir', 'rendered', '--logLevel', 'warn');
}

/**
 * Applies an offer and pays, in a browser.
 *
 * @param {string} shop
 * @param {string} outDir
 */
async function use(shop, outDir) {
  const served = await preview({ root: shop, configFile: false, build: { outDir }, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'silent' });
  const launchOptions = config.use?.launchOptions ?? {};
  const wrong = await visit({ playwright, launchOptions, server }, served.resolvedUrls?.local[0] ?? '', buy);
  await served.close();
  assert.deepEqual(wrong, [], 'nothing is thrown in the page');
}

/** @param {string} path @param {(text: string) => string} change */
async function edit(path, change) {
  const text = await readFile(path, 'utf8');
  const changed = change(text);
  assert.notEqual(changed, text, `${path} stays as it is`);
  await writeFile(path, changed);
}
