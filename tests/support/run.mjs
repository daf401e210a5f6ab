// `npm test`: starts one stack, runs the API tests one file after the other against it, stops it.
//   node support/run.mjs [--dir DIR] [file or folder …]     (default: api)
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { destroyStack, startStack } from './stack.mjs';

const tests = join(dirname(fileURLToPath(import.meta.url)), '..');
const words = process.argv.slice(2);
const options = {};
const names = [];
while (words.length > 0) {
  const word = words.shift();
  if (word === '--dir') options.dir = words.shift();
  else if (word.startsWith('--')) throw new Error(`unknown option ${word}`);
  else names.push(word);
}

function filesOf(name) {
  if (!statSync(name).isDirectory()) return [name];
  return readdirSync(name).filter((file) => file.endsWith('.test.mjs')).sort()
    .map((file) => join(name, file));
}

// Fault tests start stacks of their own: they break them.
const own = names.length > 0 && names.every((name) => name.includes('faults'));
const files = (names.length > 0 ? names : [join(tests, 'api')]).flatMap(filesOf);
const given = own || process.env.TEST_STACK_DIR !== undefined;
const it = given ? undefined
  : await startStack({ ...options, args: ['--no-limits', '--postgres', 'fsync=off'] });
let code = 1;
try {
  code = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--test', '--test-concurrency=1',
      `--test-reporter=${process.env.TEST_REPORTER ?? 'spec'}`, ...files], {
      cwd: tests, stdio: 'inherit',
      env: { ...process.env, ...(it ? { TEST_STACK_DIR: it.dir } : {}) },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (status) => resolve(status ?? 1));
  });
} finally {
  if (it) destroyStack(it);
}
process.exitCode = code;
