// Running programs, and the packed client.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A path beside this file. @param {string} path */
export const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const CLIENT = here('../client');

const { packages } = JSON.parse(await readFile(here('../package-lock.json'), 'utf8'));

/** The versions that are locked here, by name. @type {Record<string, string>} */
export const LOCKED = Object.fromEntries(
  Object.entries(packages).flatMap(([path, { version }]) => (/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && version ? [[path.slice('node_modules/'.length), version]] : [])),
);

/**
 * Runs a program. Returns its output.
 *
 * @param {string} folder
 * @param {string} command
 * @param {...string} parameters
 */
export function run(folder, command, ...parameters) {
  return execFileSync(command, parameters, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * Packs the client. Returns the tarball's path.
 *
 * @param {string} folder
 */
export function pack(folder) {
  const [{ filename }] = JSON.parse(run(CLIENT, 'npm', 'pack', '--json', '--pack-destination', folder));
  return join(folder, filename);
}

/** @param {string} done */
export function step(done) {
  console.log(`installed: ${done}`);
}
