// kube-score's and kube-linter's checks, and that each of them notices what it is for.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { environments, has, id, objects, sources, text } from './lib/renders.mjs';
import { rules, violations, waiver } from './lib/rules.mjs';

const whole = [...environments, 'gateway', 'ha-gateway'];
const show = (found) => found.map(([object, words]) => `${id(object)} ${words}`);
// Where to plant: staging has a StatefulSet, an autoscaler and an Ingress.
const plantIn = 'staging';

for (const rule of rules) {
  test(`${rule.tool} ${rule.check}: nothing to complain of`, () => {
    for (const name of whole) assert.deepEqual(show(violations(rule, objects(name))), [], name);
  });
  test(`${rule.tool} ${rule.check}: a planted fault is noticed`, () => {
    const all = objects(plantIn);
    rule.plant(all);
    assert.notDeepEqual(show(violations(rule, all)), []);
  });
}

test('every waiver has a reason, and is of a check that would complain somewhere', () => {
  const used = new Set();
  const said = new Set();
  for (const name of Object.keys(sources)) {
    const all = objects(name);
    for (const object of all) {
      const annotations = object.metadata.annotations ?? {};
      const checks = [
        ...(annotations['kube-score/ignore'] ?? '').split(',').filter(Boolean).map((check) => ['kube-score', check.trim()]),
        ...Object.keys(annotations).filter((key) => key.startsWith('ignore-check.kube-linter.io/')).map((key) => ['kube-linter', key.split('/')[1]]),
      ];
      for (const [tool, check] of checks) {
        assert.ok((waiver({ tool, check }, object) ?? '').length > 30, `${id(object)} gives no reason for ${check}`);
        said.add(`${id(object)} ${check}`);
      }
    }
    for (const rule of rules) for (const [object] of rule.find(all)) used.add(`${id(object)} ${rule.check}`);
  }
  assert.deepEqual([...said].filter((waived) => !used.has(waived)), []);
});

// Where the real tools are installed they have the last word.
const score = process.env.KUBE_SCORE ?? 'kube-score';
const linter = process.env.KUBE_LINTER ?? 'kube-linter';
const noScore = !has(score, 'version') && 'kube-score is not installed';
const noLinter = !has(linter, 'version') && 'kube-linter is not installed';
const critical = (name) => {
  let output = '';
  try {
    output = execFileSync(score, ['score', '--output-format', 'ci', '-'], { input: text(name), encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  } catch (error) {
    output = error.stdout;
  }
  assert.match(output, /^\[OK\]/m);
  return output.split('\n').filter((line) => line.startsWith('[CRITICAL]'));
};
test('kube-score itself finds nothing critical', { skip: noScore }, () => {
  for (const name of whole) assert.deepEqual(critical(name), [], name);
});
test('kube-linter itself finds nothing', { skip: noLinter }, () => {
  for (const name of whole) execFileSync(linter, ['lint', '-'], { input: text(name), stdio: ['pipe', 'pipe', 'pipe'] });
});
