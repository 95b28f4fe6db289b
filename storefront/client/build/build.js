// Makes what the package has beside its modules, all of it from `src` and openapi.json:
//
// | folder | |
// |---|---|
// | src/api.js | the types of bodies and answers |
// | types | types for TypeScript |
// | cjs | the modules and their types for CommonJS |
// | dist | the client in one file, and its integrity hash |
//
//   node build/build.js            writes them
//   node build/build.js --check    fails if they are not current, or if the one file is too large

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

import { moduleOf } from './openapi.js';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const CLIENT = here('..');
const MADE = ['types', 'cjs', 'dist'];
/** The modules that a page imports by name. */
const ENTRIES = ['elements', 'index', 'react', 'testing'];
/** The licenses, which the package has beside its code. */
const LICENSES = ['LICENSE-APACHE', 'LICENSE-MIT'];
/** The largest one-file build: bytes, as a host compresses it. */
const LARGEST = 9_000;

const check = process.argv.includes('--check');
const api = moduleOf(JSON.parse(await readFile(here('../../../openapi.json'), 'utf8')));
if (!check) await writeFile(join(CLIENT, 'src/api.js'), api);
const folder = check ? await mkdtemp(join(tmpdir(), 'client-')) : CLIENT;
try {
  if (!check) await Promise.all(MADE.map((name) => rm(join(CLIENT, name), { recursive: true, force: true })));
  await makeTypes();
  await makeCommonJs();
  const hash = await makeOneFile();
  if (check) await compare(hash);
  else await Promise.all([writeHash(hash), ...LICENSES.map((name) => cp(here(`../../../${name}`), join(CLIENT, name)))]);
} finally {
  if (check) await rm(folder, { recursive: true });
}

async function makeTypes() {
  const tsc = here('../../node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(CLIENT, 'tsconfig.json'), '--outDir', join(folder, 'types')], { stdio: 'inherit' });
}

/** One folder, whose package.json says that its files are CommonJS, code and types alike. */
async function makeCommonJs() {
  const cjs = join(folder, 'cjs');
  const input = Object.fromEntries(ENTRIES.map((name) => [name, join(CLIENT, `src/${name}.js`)]));
  const bundle = await rolldown({ cwd: CLIENT, input, external: ['react'], platform: 'neutral' });
  await bundle.write({ dir: cjs, format: 'cjs', exports: 'named', entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' });
  await bundle.close();
  await cp(join(folder, 'types'), cjs, { recursive: true });
  await writeFile(join(cjs, 'package.json'), '{ "type": "commonjs" }\n');
}

async function makeOneFile() {
  const bundle = await rolldown({ cwd: CLIENT, input: join(CLIENT, 'build/one-file.js'), platform: 'browser' });
  const { output: [chunk] } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'dist/checkout-discounts.js'), chunk.code);
  const bytes = gzipSync(chunk.code, { level: 9 }).length;
  console.log(`dist/checkout-discounts.js: ${chunk.code.length} bytes, ${bytes} compressed`);
  if (bytes > LARGEST) throw new Error(`the one-file build has ${bytes} compressed bytes; ${LARGEST} are the limit`);
  return `sha384-${createHash('sha384').update(chunk.code).digest('base64')}`;
}

/** @param {string} hash */
async function writeHash(hash) {
  const path = join(CLIENT, 'README.md');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/sha384-[A-Za-z0-9+/=]{64}/g, hash));
}

/** @param {string} hash */
async function compare(hash) {
  const stale = [];
  if ((await readFile(join(CLIENT, 'src/api.js'), 'utf8')) !== api) stale.push('src/api.js');
  for (const name of LICENSES) {
    const [own, root] = await Promise.all([readFile(join(CLIENT, name), 'utf8'), readFile(here(`../../../${name}`), 'utf8')]);
    if (own !== root) stale.push(name);
  }
  for (const name of MADE) {
    const [made, kept] = await Promise.all([filesOf(join(folder, name)), filesOf(join(CLIENT, name))]);
    const paths = new Set([...made.keys(), ...kept.keys()]);
    stale.push(...[...paths].filter((path) => made.get(path) !== kept.get(path)).map((path) => `${name}/${path}`));
  }
  if (!(await readFile(join(CLIENT, 'README.md'), 'utf8')).includes(hash)) stale.push('README.md (the integrity hash)');
  if (stale.length > 0) throw new Error(`not current: ${stale.join(', ')}. Run \`npm run build -w client\` and commit what it writes.`);
}

/**
 * @param {string} root
 * @returns {Promise<Map<string, string>>}
 */
async function filesOf(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (path) => /** @type {const} */ ([path.slice(root.length + 1), await readFile(path, 'utf8')]))));
}
