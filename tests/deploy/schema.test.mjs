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

/** File name -> what tsc says of its objects. One run for all, since reading the types is what takes time. */
function compile(files) {
  const lines = {};
  for (const [name, all] of Object.entries(files)) {
    writeFileSync(join(work, `${name}.ts`), typescript(all));
    lines[name] = typescript(all).split('\n');
  }
  let output = '';
  try {
    execFileSync(process.execPath, [join(root, 'tests/deploy/node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck',
      '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022', ...Object.keys(files).map((name) => join(work, `${name}.ts`))],
    { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    output = error.stdout;
  }
  const found = output.split('\n').filter((line) => line.includes('error TS'));
  const of = (name) => found.filter((line) => !/^\S+\.ts\(/.test(line) || line.includes(`${name}.ts(`)).map((line) => {
    const number = /\.ts\((\d+),/.exec(line)?.[1];
    return `${number ? lines[name][number - 1].split('// ').at(-1) : ''}: ${line.replace(/^.*error /, '')}`.slice(0, 400);
  });
  return Object.fromEntries(Object.keys(files).map((name) => [name, of(name)]));
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

const unknown = () => {
  const prod = objects('prod');
  const deployment = one(prod, 'Deployment');
  deployment.spec.template.spec.containers[0].imagee = 'x';
  const cluster = one(prod, 'Cluster');
  cluster.spec.instancess = 3;
  const application = one(objects('argocd'), 'Application', 'config');
  application.spec.syncPolicyy = {};
  return [deployment, cluster, application];
};
let compiled;
const results = () => (compiled ??= compile({ real: all, planted: unknown() }));

test('no object has a field that its schema does not know', () => assert.deepEqual(results().real, []));
test('unknown fields are noticed, in core kinds and in custom resources', () => {
  for (const word of ['imagee', 'instancess', 'syncPolicyy']) assert.ok(results().planted.some((line) => line.includes(word)), `${word}: ${results().planted}`);
});

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
