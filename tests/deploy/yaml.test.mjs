// How the YAML looks, and that one file holds one object.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { has, parse, root } from './lib/renders.mjs';

const skip = !has('yamllint', '--version') && 'yamllint is not installed';
const lint = (path) => {
  try {
    return execFileSync('yamllint', ['--strict', '-f', 'parsable', '-c', join(root, 'tests/deploy/yamllint.yaml'), path], { encoding: 'utf8' });
  } catch (error) {
    return error.stdout;
  }
};
const files = readdirSync(join(root, 'kustomize'), { recursive: true }).filter((path) => path.endsWith('.yaml')).map((path) => join(root, 'kustomize', path));

test('yamllint finds nothing in kustomize/', { skip }, () => assert.equal(lint(join(root, 'kustomize')), ''));
test('yamllint: a planted fault is noticed', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-yaml-'));
  try {
    writeFileSync(join(folder, 'x.yaml'), 'a: 1\na:  2 \n');
    assert.match(lint(folder), /duplication of key "a"/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
test('one file holds one object', () => {
  for (const path of files) assert.equal(parse(readFileSync(path, 'utf8')).length, 1, path);
});
test('every file of a folder with a kustomization is named in it, or is a script or a text', () => {
  for (const path of files.filter((p) => p.endsWith('/kustomization.yaml'))) {
    const folder = path.slice(0, -'kustomization.yaml'.length);
    const named = readFileSync(path, 'utf8');
    const inner = files.filter((p) => p.startsWith(folder) && p !== path && !files.some((k) => k.endsWith('/kustomization.yaml') && k !== path && k.startsWith(folder) && p.startsWith(k.slice(0, -'kustomization.yaml'.length))));
    const outside = ['root.yaml', 'values/argo-cd.yaml'];
    for (const file of inner.map((p) => p.slice(folder.length)).filter((p) => !outside.includes(p))) assert.ok(named.includes(file), `${folder}${file}`);
  }
});
