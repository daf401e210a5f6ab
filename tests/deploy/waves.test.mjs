// Argo CD's waves: what someone needs is there before him.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containersOf, environments, id, objects, one, workloads } from './lib/renders.mjs';

const wave = (object) => Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

/** Pairs [earlier, later] that are the wrong way round or in one wave. */
function disorder(all) {
  const wrong = [];
  const before = (earlier, later) => {
    for (const a of earlier) for (const b of later) if (a !== b && wave(a) >= wave(b)) wrong.push(`${id(a)} (${wave(a)}) before ${id(b)} (${wave(b)})`);
  };
  const kind = (...names) => all.filter((o) => names.includes(o.kind));
  const hook = kind('Job');
  const database = kind('StatefulSet', 'Cluster');
  before(kind('Namespace'), all.filter((o) => o.kind !== 'Namespace'));
  before(kind('NetworkPolicy', 'ResourceQuota', 'LimitRange', 'Role', 'RoleBinding'), [...database, ...hook, ...kind('Deployment')]);
  before(kind('SecretStore', 'Password'), kind('ExternalSecret'));
  before(kind('ExternalSecret'), [...database, ...hook, ...kind('Deployment')]);
  before(database, hook);
  before(all.filter((o) => o.kind === 'Service' && o.metadata.name === 'postgres'), hook);
  before(hook, kind('Deployment'));
  before(kind('Deployment'), kind('Ingress', 'HorizontalPodAutoscaler', 'Gateway', 'HTTPRoute', 'PodMonitor'));
  for (const { object, pod } of workloads(all)) {
    const names = [...(pod.volumes ?? []).map((v) => v.configMap?.name), ...containersOf(pod).flatMap((c) => (c.envFrom ?? []).map((e) => e.configMapRef?.name))];
    before(all.filter((o) => o.kind === 'ConfigMap' && names.includes(o.metadata.name)), [object]);
    before(all.filter((o) => o.kind === 'ServiceAccount' && o.metadata.name === pod.serviceAccountName), [object]);
  }
  for (const job of hook) {
    const annotations = job.metadata.annotations;
    // PreSync would run before the first database; a deleted ConfigMap of the last sync would be missed too.
    if (annotations['argocd.argoproj.io/hook'] !== 'Sync') wrong.push(`${id(job)} is no Sync hook`);
    if (annotations['argocd.argoproj.io/hook-delete-policy'] !== 'BeforeHookCreation') wrong.push(`${id(job)} is not made anew`);
    if (!(job.spec.backoffLimit >= 1 && job.spec.activeDeadlineSeconds > 0)) wrong.push(`${id(job)} has no end`);
  }
  return wrong;
}

for (const name of [...environments, 'gateway', 'ha-gateway', 'small']) {
  test(`${name}: what comes first is in an earlier wave`, () => assert.deepEqual(disorder(objects(name)), []));
}

const planted = {
  'a database after its migrations': (all) => { one(all, 'StatefulSet').metadata.annotations['argocd.argoproj.io/sync-wave'] = '0'; },
  'a PreSync migration': (all) => { one(all, 'Job').metadata.annotations['argocd.argoproj.io/hook'] = 'PreSync'; },
  'pods before the migrations': (all) => { one(all, 'Deployment').metadata.annotations['argocd.argoproj.io/sync-wave'] = '-1'; },
  'settings without a wave': (all) => { delete all.find((o) => o.data?.['logins.sql']).metadata.annotations; },
  'a Namespace too late': (all) => { one(all, 'Namespace').metadata.annotations['argocd.argoproj.io/sync-wave'] = '-4'; },
};
for (const [what, plant] of Object.entries(planted)) {
  test(`waves: ${what} is noticed`, () => {
    const all = objects('staging');
    plant(all);
    assert.notDeepEqual(disorder(all), []);
  });
}
