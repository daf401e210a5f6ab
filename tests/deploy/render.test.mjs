// Every environment and combination renders, and to what is committed.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { combinations, components, environments, goldenPath, render, renderers, root, sources, text } from './lib/renders.mjs';

// Golden renders have our own images without their release, so that a promotion changes one file only.
const released = (words) => words.replaceAll(/(ghcr\.io\/expense-tracker\/expense-[a-z]+):[^@\s]+@sha256:[0-9a-f]{64}/g, `$1:0.0.0@sha256:${'0'.repeat(64)}`);
const skip = renderers.length === 0 && 'neither kubectl nor kustomize is installed';

test('there are the environments dev, staging and prod', () => assert.deepEqual(environments, ['dev', 'prod', 'staging']));

if (skip) test('environments and combinations render to their golden renders', { skip });
for (const name of skip ? [] : Object.keys(sources)) {
  test(`${sources[name]} renders to its golden render (tests/deploy/update-golden renews it)`, () => {
    assert.ok(existsSync(goldenPath(name)), `there is no ${goldenPath(name)}`);
    assert.equal(released(text(name)), readFileSync(goldenPath(name), 'utf8'));
  });
}

test('a release changes no golden render', () => {
  assert.equal(released(`image: ghcr.io/expense-tracker/expense-api:1.2.3@sha256:${'a'.repeat(64)}`), `image: ghcr.io/expense-tracker/expense-api:0.0.0@sha256:${'0'.repeat(64)}`);
  assert.match(released(`postgres:15.18-bookworm@sha256:${'a'.repeat(64)}`), /a{64}/);
});
test('no golden render is left over', () => {
  assert.deepEqual(readdirSync(`${root}/tests/deploy/golden`).sort(), Object.keys(sources).map((name) => `${name}.yaml`).sort());
});

for (const renderer of renderers.slice(1)) {
  for (const name of Object.keys(sources)) {
    test(`${sources[name]} renders the same by ${renderer[0].split('/').at(-1)} as by ${renderers[0][0]}`, () => {
      assert.equal(render(name, renderer), text(name));
    });
  }
}

for (const name of components.filter((component) => component !== 'environment')) {
  test(`the component ${name} renders alone on base`, () => assert.ok(combinations.includes(`alone-${name}`)));
}
for (const name of components) {
  test(`the component ${name} has a README`, () => assert.ok(existsSync(`${root}/kustomize/components/${name}/README.md`)));
}

test('nothing uses a part of Kustomize that is deprecated', () => {
  for (const path of readdirSync(`${root}/kustomize`, { recursive: true }).filter((path) => path.endsWith('kustomization.yaml'))) {
    const file = readFileSync(`${root}/kustomize/${path}`, 'utf8');
    assert.doesNotMatch(file, /^(commonLabels|patchesStrategicMerge|patchesJson6902|vars|bases|imageTags|helmCharts):/m, path);
  }
});
