// The program itself accepts the settings that each environment gives to its pools.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { environments, objects, one, parse, root } from './lib/renders.mjs';

const work = mkdtempSync(join(tmpdir(), 'deploy-settings-'));
after(() => rmSync(work, { recursive: true, force: true }));
const expensed = [process.env.EXPENSED, process.env.TEST_BUILD && `${process.env.TEST_BUILD}/expensed`, `${root}/var/check/build-gcc/expensed`, `${root}/var/build/expensed`]
  .filter(Boolean).find(existsSync);
const skip = !expensed && 'expensed is not built';

const { data } = parse(execFileSync(join(root, 'kustomize/components/local-secrets/make-secret'), { encoding: 'utf8' }))[0];
for (const [key, value] of Object.entries(data)) writeFileSync(join(work, key), Buffer.from(value, 'base64'));

const maps = (all, container) => Object.assign({}, ...container.envFrom.map((e) => one(all, 'ConfigMap', e.configMapRef.name).data));
function settingsOf(all, pool) {
  const container = one(all, 'Deployment').spec.template.spec.containers.find((c) => c.name === pool);
  const env = Object.fromEntries((container.env ?? []).map((e) => [e.name, e.value.replace('/run/secrets/expense-tracker', work)]));
  return { ...maps(all, container), ...env };
}
const check = (pool, env) => spawnSync(expensed, [`--pool=${pool}`, '--check-config'], { env, encoding: 'utf8' });

for (const name of environments) {
  for (const pool of ['api', 'identity']) {
    test(`${name}: expensed accepts the settings of ${pool}`, { skip }, () => {
      const { status, stderr, stdout } = check(pool, settingsOf(objects(name), pool));
      assert.equal(status, 0, stderr + stdout);
    });
  }
}
test('a wrong setting is noticed', { skip }, () => {
  assert.equal(check('api', { ...settingsOf(objects('prod'), 'api'), EXPENSE_PUBLIC_ORIGIN: 'http://k8s.example.com' }).status, 2);
});
test('every setting is one that the program knows', () => {
  const known = readFileSync(join(root, 'fcgi/settings.c'), 'utf8');
  for (const name of environments) {
    const all = objects(name);
    for (const pool of ['api', 'identity']) {
      for (const setting of Object.keys(settingsOf(all, pool)).filter((key) => key.startsWith('EXPENSE_'))) assert.ok(known.includes(`"${setting.replace(/_FILE$/, '')}"`), setting);
    }
  }
});
test('sample data is off in prod, and prod says that it is production', () => {
  const settings = settingsOf(objects('prod'), 'api');
  assert.deepEqual([settings.EXPENSE_SAMPLE_DATA, settings.EXPENSE_ENVIRONMENT], ['off', 'production']);
});
