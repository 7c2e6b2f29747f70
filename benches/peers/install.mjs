// Puts the peers of the bench into target/bench, in the versions named here. They serve the bench alone: neither the
// engine nor the site knows of them. What cannot be installed is told, and the bench goes on without it.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../target/bench', import.meta.url));
const PYTHON = ['numpy==2.3.5', 'intangible-valuation==2.1.4', 'pydantic==2.14.3'];
const SQUIGGLE = '@quri/squiggle-lang@0.10.0';

/** Runs what installs, unless it was done with the same words before; whether it is there. */
function installed(what, words, install) {
  const mark = join(FOLDER, `${what}.installed`);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === words) return true;
  console.log(`installing ${words} into target/bench`);
  try {
    mkdirSync(join(FOLDER, what), { recursive: true });
    install(join(FOLDER, what));
    writeFileSync(mark, words);
    return true;
  } catch (reason) {
    const said = String(reason.stderr ?? reason.message).trim().split('\n').at(-1);
    console.log(`cannot be installed here, the bench goes on without: ${words} (${said})`);
    return false;
  }
}

const quietly = { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] };

/** The Python that has NumPy and intangible-valuation. */
export function python() {
  const has = installed('python', PYTHON.join(' '), (folder) => {
    execFileSync('python3', ['-m', 'venv', '--clear', folder], quietly);
    execFileSync(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PYTHON], quietly);
  });
  return has ? join(FOLDER, 'python/bin/python') : undefined;
}

/** Squiggle's `run`. */
export async function squiggle() {
  const has = installed('node', SQUIGGLE, (folder) => {
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', SQUIGGLE], quietly);
  });
  if (!has) return undefined;
  const folder = join(FOLDER, 'node/node_modules/@quri/squiggle-lang');
  const { module } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { run } = await import(pathToFileURL(join(folder, module)));
  return run;
}
