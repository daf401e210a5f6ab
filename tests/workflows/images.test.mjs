// infra/images: what the scripts between the images and the environments promise.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const work = mkdtempSync(join(tmpdir(), 'expense-images-'));
after(() => rmSync(work, { recursive: true, force: true }));
const digest = `sha256:${'a'.repeat(64)}`;

// Commands that only write down how they were called.
const stubs = join(work, 'bin');
mkdirSync(stubs);
for (const name of ['kustomize', 'cosign', 'gh']) {
  writeFileSync(join(stubs, name), `#!/bin/sh\necho "${name} $*" >>"${work}/calls"\n`);
  chmodSync(join(stubs, name), 0o755);
}
const calls = () => (existsSync(join(work, 'calls')) ? readFileSync(join(work, 'calls'), 'utf8').trim() : '');

function script(name, args, { env = {}, cwd = root } = {}) {
  rmSync(join(work, 'calls'), { force: true });
  return spawnSync(join(root, 'infra/images', name), args, { encoding: 'utf8', cwd,
    env: { ...process.env, PATH: `${stubs}:${process.env.PATH}`, ...env } });
}

const about = (image, env) => Object.fromEntries(script('about', [image, 'ghcr.io/owner'], { env }).stdout
  .split('\n').filter((line) => /^\w+=/.test(line)).map((line) => line.split(/=(.*)/, 2)));

test('about gives the same answer twice, and a reference of version and inputs', () => {
  const first = about('web');
  assert.deepEqual(about('web'), first);
  assert.match(first.inputs, /^[0-9a-f]{16}$/);
  assert.equal(first.reference, `ghcr.io/owner/expense-web:${first.version}-${first.inputs}`);
  assert.notEqual(about('api').inputs, first.inputs);
});

test('about takes the date from SOURCE_DATE_EPOCH', () => {
  assert.match(script('about', ['api'], { env: { SOURCE_DATE_EPOCH: '0' } }).stdout, /created=1970-01-01T00:00:00Z/);
});

test('every input of an image is there, and every file that its Dockerfile copies is an input', () => {
  for (const image of ['web', 'api', 'migrate']) {
    const folder = join(root, 'infra/images', image);
    const inputs = readFileSync(join(folder, 'inputs'), 'utf8').trim().split('\n');
    assert.deepEqual(inputs.filter((path) => !existsSync(join(root, path))), [], image);
    for (const [, words] of readFileSync(join(folder, 'Dockerfile'), 'utf8').matchAll(/^COPY (?!--from)(.*)$/gm)) {
      for (const path of words.split(' ').slice(0, -1)) {
        const covered = inputs.some((input) => path === input || path.startsWith(`${input}/`));
        assert.ok(covered, `${image} copies ${path}`);
      }
    }
  }
});

test('no image starts as root, from a base of its own, or without a digest', () => {
  for (const name of readdirSync(join(root, 'infra/images'))) {
    if (!existsSync(join(root, 'infra/images', name, 'Dockerfile'))) continue;
    const text = readFileSync(join(root, 'infra/images', name, 'Dockerfile'), 'utf8');
    for (const [, from] of text.matchAll(/^FROM (\S+)/gm)) assert.ok(['${BASE_IMAGE}', 'scratch'].includes(from), `${name}: ${from}`);
    assert.match(text, /^USER 1000[1-9]:1000[0-9]$/m, name);
    assert.match(text, /^HEALTHCHECK /m, name);
  }
  assert.match(readFileSync(join(root, 'infra/images/base.env'), 'utf8'), /^BASE_IMAGE=\S+@sha256:[0-9a-f]{64}$/m);
});

test('pin writes tag and digest, and refuses what has none', () => {
  const reference = `ghcr.io/owner/expense-web:1.2.3-0123456789abcdef@${digest}`;
  assert.equal(script('pin', ['dev', 'web', reference]).status, 0);
  assert.equal(calls(), `kustomize edit set image ghcr.io/expense-tracker/expense-web=${reference}`);
  for (const wrong of ['ghcr.io/owner/expense-web:latest', `ghcr.io/owner/expense-web@${digest.slice(0, -1)}`]) {
    assert.equal(script('pin', ['dev', 'web', wrong]).status, 2, wrong);
    assert.equal(calls(), '', wrong);
  }
  assert.equal(script('pin', ['dev', 'database', reference]).status, 2);
});

test('verify asks for this repository, its images workflow and main', () => {
  assert.equal(script('verify', [`ghcr.io/owner/expense-web@${digest}`, 'owner/name']).status, 0);
  assert.match(calls(), /--certificate-identity https:\/\/github\.com\/owner\/name\/\.github\/workflows\/images\.yml@refs\/heads\/main /);
  assert.equal(script('verify', ['ghcr.io/owner/expense-web:latest', 'owner/name']).status, 2);
});

test('propose does nothing when nothing changed, and commits only what it is given', () => {
  const place = join(work, 'repository');
  const git = (...args) => spawnSync('git', ['-C', place, ...args], { encoding: 'utf8' });
  spawnSync('git', ['init', '-q', '-b', 'main', place]);
  for (const name of ['images', 'other']) writeFileSync(join(place, name), 'before\n');
  git('add', '.');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'Begin');
  const propose = () => script('propose', ['bump/dev', 'Bump', 'Why', 'images'], { cwd: place,
    env: { GH_TOKEN: 'secret-token', GITHUB_REPOSITORY: 'owner/name', GIT_ALLOW_PROTOCOL: 'file',
      GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: `url.${work}/remote.git.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://github.com/owner/name.git' } });
  assert.match(propose().stdout, /Nothing to propose/);
  assert.equal(calls(), '');

  spawnSync('git', ['init', '-q', '--bare', join(work, 'remote.git')]);
  for (const name of ['images', 'other']) writeFileSync(join(place, name), 'after\n');
  writeFileSync(join(stubs, 'gh'), `#!/bin/sh\necho "gh $*" >>"${work}/calls"\n[ "$2" != list ] || echo 0\n`);
  const { status, stderr } = propose();
  assert.equal(status, 0, stderr);
  assert.equal(git('show', '--name-only', '--format=%s', 'bump/dev').stdout.trim(), 'Bump\n\nimages');
  const { stdout } = spawnSync('git', ['-C', join(work, 'remote.git'), 'log', '--format=%s', 'bump/dev'], { encoding: 'utf8' });
  assert.equal(stdout.trim(), 'Bump\nBegin');
  assert.match(calls(), /gh pr create --base main --head bump\/dev [\s\S]*gh workflow run ci\.yml --ref bump\/dev/);
  assert.doesNotMatch(calls(), /secret-token/);
});
