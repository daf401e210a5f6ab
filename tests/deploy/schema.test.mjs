// Every object has a schema and obeys it, down to fields that the schema does not know.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { objects, one, parse, root, sources } from './lib/renders.mjs';
import { typescript, validate } from './lib/schema.mjs';

// Below node_modules' parent, so that tsc finds the types.
mkdirSync(join(root, 'tests/deploy/.work'), { recursive: true });
const work = mkdtempSync(join(root, 'tests/deploy/.work/types-'));
after(() => rmSync(work, { recursive: true, force: true }));

function compile(all) {
  writeFileSync(join(work, 'objects.ts'), typescript(all));
  try {
    execFileSync(process.execPath, [join(root, 'tests/deploy/node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck',
      '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022', join(work, 'objects.ts')],
    { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return [];
  } catch (error) {
    const lines = readFileSync(join(work, 'objects.ts'), 'utf8').split('\n');
    return error.stdout.split('\n').filter((line) => line.includes('error TS')).map((line) => {
      const number = /objects\.ts\((\d+),/.exec(line)?.[1];
      return `${number ? lines[number - 1].split('// ').at(-1) : ''}: ${line.replace(/^.*error /, '')}`.slice(0, 400);
    });
  }
}

// The same object in many combinations is looked at once.
const distinct = new Map();
for (const name of Object.keys(sources)) {
  for (const object of objects(name)) distinct.set(JSON.stringify(object), object);
}
const roots = parse(readFileSync(join(root, 'kustomize/argocd/root.yaml'), 'utf8'));
const all = [...distinct.values(), ...roots];

test(`all ${all.length} distinct objects obey their schema`, async () => {
  assert.deepEqual((await Promise.all(all.map(validate))).flat(), []);
});

test('no object has a field that its schema does not know', () => assert.deepEqual(compile(all), []));

const planted = [
  ['a wrong type', 'Deployment', (o) => { o.spec.minReadySeconds = 'five'; }],
  ['a missing field', 'Deployment', (o) => { delete o.spec.selector; }],
  ['a wrong type in a custom resource', 'Cluster', (o) => { o.spec.instances = 'three'; }],
  ['a value outside its list in a custom resource', 'ExternalSecret', (o) => { o.spec.target.creationPolicy = 'Sometimes'; }],
  ['a kind without a schema', 'Service', (o) => { o.kind = 'Servise'; }],
];
for (const [what, kind, plant] of planted) {
  test(`${what} is noticed`, async () => {
    const object = structuredClone(objects('prod').find((o) => o.kind === kind));
    plant(object);
    assert.equal((await validate(object)).length, 1);
  });
}

test('unknown fields are noticed, in core kinds and in custom resources', () => {
  const prod = objects('prod');
  const deployment = one(prod, 'Deployment');
  deployment.spec.template.spec.containers[0].imagee = 'x';
  const cluster = one(prod, 'Cluster');
  cluster.spec.instancess = 3;
  const application = one(objects('argocd'), 'Application', 'config');
  application.spec.syncPolicyy = {};
  const found = compile([deployment, cluster, application]);
  for (const word of ['imagee', 'instancess', 'syncPolicyy']) assert.ok(found.some((line) => line.includes(word)), `${word}: ${found}`);
});
