// What must hold in every environment, whatever it is made of.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { containers, containersOf, environments, id, objects, one, parse, quantity, root, sources, text, workloads } from './lib/renders.mjs';

const kustomize = join(root, 'kustomize');
const file = (path) => readFileSync(join(kustomize, path), 'utf8');
const env = (name) => parse(file(`overlays/${name}/env.yaml`))[0].data;
const every = Object.keys(sources);

/** Runs `check` over the real thing, where it must be silent, and over a broken one, where it must not. */
function rule(words, names, check, plant, where = 'prod') {
  test(words, () => {
    for (const name of names) assert.deepEqual(check(objects(name), name), [], name);
  });
  test(`${words}: a planted fault is noticed`, () => {
    const all = objects(where);
    plant(all);
    assert.notDeepEqual(check(all, where), []);
  });
}

// Nothing that looks like a secret: values of telling names, connection strings with a password, keys.
const telling = /(password|passwd|pwd|secret|token|api[-_]?key|private[-_]?key)$/i;
const keys = [/password=(?!\{\{)[^\s'"$%]/i, /:\/\/[^\s:@/]+:[^\s:@/]+@/, /-----BEGIN [A-Z ]*PRIVATE KEY/, /\bAKIA[0-9A-Z]{16}\b/, /\bgh[pousr]_[A-Za-z0-9]{30,}/];
function secretsIn(value, name = '') {
  if (typeof value === 'string') {
    const literal = telling.test(name) && name !== 'existingSecret' && value !== '' && !value.includes('{{');
    return [...(literal ? [name] : []), ...keys.filter((pattern) => pattern.test(value)).map((pattern) => `${name} ${pattern}`)];
  }
  return value && typeof value === 'object' ? Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, key)) : [];
}
test('no environment and no file has a password or a key', () => {
  for (const name of every) assert.deepEqual(secretsIn(objects(name)), [], name);
  for (const path of readdirSync(kustomize, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))) {
    assert.deepEqual(secretsIn(readFileSync(path, 'utf8')), [], path);
    if (path.endsWith('.yaml')) assert.deepEqual(secretsIn(parse(readFileSync(path, 'utf8'))), [], path);
  }
});
for (const planted of [{ adminPassword: 'hunter2' }, { a: ['host=a password=abc'] }, { x: '-----BEGIN EC PRIVATE KEY-----' }, { k: `AKIA${'A'.repeat(16)}` },
  { data: { API_TOKEN: 'x' } }, { url: 'postgresql://me:secret@host/db' }]) {
  test(`no password: ${Object.keys(planted)[0]} is noticed`, () => assert.notDeepEqual(secretsIn(planted), []));
}
rule('no Secret is in git', every, (all) => all.filter((o) => o.kind === 'Secret').map(id),
  (all) => all.push({ kind: 'Secret', metadata: { name: 'x' } }));

const pinned = /^[a-z0-9./-]+:[A-Za-z0-9._-]+@sha256:[0-9a-f]{64}$/;
rule('every image is given by tag and digest', environments, (all) => [
  ...containers(all).filter(({ container }) => !pinned.test(container.image)).map(({ where }) => where),
  ...all.filter((o) => o.kind === 'Cluster' && !pinned.test(o.spec.imageName) && !o.metadata.annotations['waiver.expense-tracker/image-digest']).map(id),
], (all) => { one(all, 'Deployment').spec.template.spec.containers[1].image = 'ghcr.io/expense-tracker/expense-api:1.2.3'; });

test('promotion is copying one file: it names the same images everywhere', () => {
  const shape = (name) => parse(file(`overlays/${name}/images/kustomization.yaml`))[0].images.map((image) => image.name).sort();
  for (const name of environments) {
    assert.deepEqual(shape(name), shape('dev'));
    const digests = parse(file(`overlays/${name}/images/kustomization.yaml`))[0].images;
    for (const { newTag, digest } of digests) {
      assert.match(digest, /^sha256:[0-9a-f]{64}$/);
      assert.equal(/^sha256:0+$/.test(digest), newTag === '0.0.0', 'the digest of zeroes is for 0.0.0, before the first release');
    }
  }
});
const trio = (all) => ['web', 'api', 'identity'].map((name) => one(all, 'Deployment').spec.template.spec.containers.find((c) => c.name === name));
test('both pools of a pod are of one image', () => {
  for (const name of environments) {
    const [, api, identity] = trio(objects(name));
    assert.equal(api.image, identity.image);
  }
});

rule('containers of one pod have different users, and one group for their sockets', environments, (all) => {
  const [web, api, identity] = trio(all).map((c) => c.securityContext);
  return web.runAsUser === 10001 && api.runAsUser === 10002 && identity.runAsUser === 10002 &&
    [web, api, identity].every((s) => s.runAsGroup === 10000) ? [] : ['users'];
}, (all) => { trio(all)[1].securityContext.runAsGroup = 10002; });

rule('no pod gets a token of the cluster', every, (all) => [
  ...workloads(all).filter(({ pod }) => pod.automountServiceAccountToken !== false).map(({ object }) => id(object)),
  ...all.filter((o) => o.kind === 'ServiceAccount' && o.automountServiceAccountToken !== false).map(id),
], (all) => { delete one(all, 'ServiceAccount', 'expense-tracker').automountServiceAccountToken; });

rule('the Namespace enforces the restricted standard', environments, (all) => {
  const labels = one(all, 'Namespace').metadata.labels;
  return ['enforce', 'audit', 'warn'].filter((mode) => labels[`pod-security.kubernetes.io/${mode}`] !== 'restricted');
}, (all) => { one(all, 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline'; });

rule('volumes are of the kinds that the restricted standard allows', every, (all) => workloads(all).flatMap(({ object, pod }) =>
  (pod.volumes ?? []).filter((v) => !['configMap', 'secret', 'emptyDir', 'projected', 'persistentVolumeClaim'].some((kind) => kind in v)).map((v) => `${id(object)} ${v.name}`)),
(all) => { one(all, 'Deployment').spec.template.spec.volumes.push({ name: 'x', nfs: {} }); });

rule('every volume is there and used', every, (all) => workloads(all).flatMap(({ object, pod }) => {
  const claimed = (object.spec.volumeClaimTemplates ?? []).map((c) => c.metadata.name);
  const there = [...(pod.volumes ?? []).map((v) => v.name), ...claimed];
  const used = containersOf(pod).flatMap((c) => (c.volumeMounts ?? []).map((m) => m.name));
  return [...there.filter((name) => !used.includes(name)), ...used.filter((name) => !there.includes(name))].map((name) => `${id(object)} ${name}`);
}), (all) => { one(all, 'Deployment').spec.template.spec.volumes.pop(); });

rule('every ConfigMap that a pod names is there, under the name with its hash', every, (all) => workloads(all).flatMap(({ object, pod }) => [
  ...(pod.volumes ?? []).filter((v) => v.configMap).map((v) => v.configMap.name),
  ...containersOf(pod).flatMap((c) => (c.envFrom ?? []).map((e) => e.configMapRef.name)),
].filter((name) => !all.some((o) => o.kind === 'ConfigMap' && o.metadata.name === name) || !/-[a-z0-9]{10}$/.test(name)).map((name) => `${id(object)} ${name}`)),
(all) => { one(all, 'Deployment').spec.template.spec.containers[0].envFrom = [{ configMapRef: { name: 'nginx' } }]; });

test('a changed setting is a new ConfigMap, so the pods roll', () => {
  const name = (environment) => objects(environment).find((o) => o.kind === 'ConfigMap' && o.data.EXPENSE_LOG_LEVEL).metadata.name;
  assert.notEqual(name('dev'), name('prod'));
});

// ---- secrets
const produced = (all) => Object.keys(one(all, 'ExternalSecret', 'expense-tracker').spec.target.template.data).sort();
rule('every key of a Secret that a pod mounts is made', environments, (all) => workloads(all).flatMap(({ object, pod }) =>
  (pod.volumes ?? []).filter((v) => v.secret?.secretName === 'expense-tracker')
    .flatMap((v) => v.secret.items.map((item) => item.key)).filter((key) => !produced(all).includes(key)).map((key) => `${id(object)} ${key}`)),
(all) => { one(all, 'Deployment').spec.template.spec.volumes.find((v) => v.name === 'api-secrets').secret.items[0].key = 'database-url'; });
test('a container sees its own keys only', () => {
  const { volumes } = one(objects('prod'), 'Deployment').spec.template.spec;
  const keys = (name) => volumes.find((v) => v.name === name).secret.items.map((i) => i.key).sort();
  assert.deepEqual(keys('api-secrets'), ['api-database-url', 'token-keys']);
  assert.deepEqual(keys('identity-secrets'), ['identity-database-url', 'oidc-client-secret', 'token-keys']);
});
test('external-secrets, local-secrets and make-secret make the same keys', () => {
  const made = parse(execFileSync(join(kustomize, 'components/local-secrets/make-secret'), { encoding: 'utf8' }))[0];
  assert.deepEqual(Object.keys(made.data).sort(), produced(objects('prod')));
  assert.deepEqual(produced(objects('dev')), produced(objects('prod')));
});
test('make-secret makes other values each time, a token key of 32 bytes, and passwords that fit a connection string', () => {
  const make = (...args) => Object.fromEntries(Object.entries(parse(execFileSync(join(kustomize, 'components/local-secrets/make-secret'), args, { encoding: 'utf8' }))[0].data)
    .map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
  const [a, b] = [make(), make('--database-host', 'db')];
  for (const key of Object.keys(a)) assert.notEqual(a[key], b[key], key);
  assert.equal(Buffer.from(a['token-keys'].split(':')[1], 'base64url').length, 32);
  assert.match(a['api-password'], /^[0-9a-f]{48}$/);
  assert.equal(b['api-database-url'], `host=db port=5432 dbname=expense user=expense_api password=${b['api-password']}`);
});
test('a variable that names a secret names a file that is mounted', () => {
  for (const name of environments) {
    for (const { container, pod } of containers(objects(name))) {
      for (const { name: variable, value } of (container.env ?? []).filter((e) => e.name.endsWith('_FILE') || e.name === 'PGSSLROOTCERT')) {
        const mount = container.volumeMounts.find((m) => value.startsWith(`${m.mountPath}/`));
        const volume = pod.volumes.find((v) => v.name === mount?.name);
        assert.ok(volume?.secret.items.some((item) => `${mount.mountPath}/${item.path}` === value), `${variable}=${value}`);
      }
    }
  }
});

// ---- values that must agree
for (const name of environments) {
  test(`${name}: host, domain, namespace and account stand where env.yaml says`, () => {
    const all = objects(name);
    const { host, domain, namespace, issuer, awsAccount, awsRegion, secretsRole } = env(name);
    const ingress = one(all, 'Ingress');
    assert.deepEqual(ingress.spec.rules.map((r) => r.host), [host]);
    assert.deepEqual(ingress.spec.tls, [{ hosts: [host], secretName: 'expense-tracker-tls' }]);
    const certificate = one(all, 'Certificate');
    assert.deepEqual([certificate.spec.dnsNames, certificate.spec.issuerRef.name, certificate.spec.secretName], [[host], issuer, 'expense-tracker-tls']);
    assert.equal(all.find((o) => o.data?.EXPENSE_PUBLIC_ORIGIN).data.EXPENSE_PUBLIC_ORIGIN, `https://${host}`);
    assert.match(all.find((o) => o.data?.['tools.conf']).data['tools.conf'], new RegExp(`set \\$platform_domain "${domain}";`));
    assert.equal(one(all, 'Namespace').metadata.name, namespace);
    for (const object of all.filter((o) => o.kind !== 'Namespace')) assert.equal(object.metadata.namespace, namespace, id(object));
    if (name === 'dev') return;
    assert.equal(one(all, 'ServiceAccount', 'secrets-reader').metadata.annotations['eks.amazonaws.com/role-arn'], `arn:aws:iam::${awsAccount}:role/${secretsRole}`);
    assert.equal(one(all, 'SecretStore').spec.provider.aws.region, awsRegion);
    for (const secret of all.filter((o) => o.kind === 'ExternalSecret')) {
      for (const { remoteRef } of secret.spec.data) assert.ok(remoteRef.key.startsWith(`expense-tracker/${name}/`), remoteRef.key);
    }
  });
}
test('the example host is in no environment', () => {
  for (const name of environments) assert.doesNotMatch(text(name), /example\.com/);
});
test('Terraform names the same namespaces and roles', () => {
  const terraform = (path) => readFileSync(join(root, 'infra/terraform/live', path), 'utf8');
  for (const name of environments) {
    const { namespace, secretsRole } = env(name);
    assert.match(terraform('variables.tf'), new RegExp(`^\\s+${name}\\s+=.*"${namespace}"`, 'm'));
    assert.equal(secretsRole, `gitops-delivery-cluster-secrets-${name}`);
  }
  assert.match(terraform('workloads.tf').replaceAll(/\s+/g, ' '), /"?secrets-\$\{name\}"?\s*(=|=>)\s*\{[^}]*service_account\s*=\s*"secrets-reader"/);
});

// ---- stopping
rule('a pod has time to drain: NGINX leaves first, the pools after it, all before the end', environments, (all) => {
  const { spec } = one(all, 'Deployment').spec.template;
  const sleep = (name) => spec.containers.find((c) => c.name === name).lifecycle.preStop.sleep.seconds;
  const drain = Number(all.find((o) => o.data?.EXPENSE_DRAIN_SECONDS).data.EXPENSE_DRAIN_SECONDS);
  return [
    ...['api', 'identity'].filter((name) => sleep(name) < sleep('web') + 15),
    ...['api', 'identity'].filter((name) => sleep(name) + drain >= spec.terminationGracePeriodSeconds),
  ];
}, (all) => { one(all, 'Deployment').spec.template.spec.terminationGracePeriodSeconds = 30; });

// ---- probes: what they must not depend on
rule('an outage of PostgreSQL restarts no pod', environments, (all) => one(all, 'Deployment').spec.template.spec.containers
  .flatMap((c) => ['startupProbe', 'livenessProbe'].filter((probe) => /readyz/.test(c[probe].httpGet.path)).map((probe) => `${c.name} ${probe}`)),
(all) => { one(all, 'Deployment').spec.template.spec.containers[1].livenessProbe.httpGet.path = '/readyz'; });
rule("the pools' liveness is slower than NGINX's, through which it comes", environments, (all) => {
  const [web, ...pools] = trio(all).map(({ livenessProbe: p }) => p.periodSeconds * p.failureThreshold);
  return pools.filter((seconds) => seconds <= web);
}, (all) => { one(all, 'Deployment').spec.template.spec.containers.forEach((c) => { c.livenessProbe.failureThreshold = 1; }); });

// ---- capacity
const settings = (all, key) => Number(all.find((o) => o.kind === 'ConfigMap' && o.metadata.name.startsWith(key)).data.EXPENSE_WORKERS);
const most = (all) => all.find((o) => o.kind === 'HorizontalPodAutoscaler')?.spec.maxReplicas ?? 1;
rule('PostgreSQL takes the connections of all pods, a rolling update, migrations and three people', environments, (all) => {
  const cluster = all.find((o) => o.kind === 'Cluster');
  const limit = Number(cluster?.spec.postgresql.parameters.max_connections ?? /max_connections = (\d+)/.exec(all.find((o) => o.data?.['postgresql.conf']).data['postgresql.conf'])[1]);
  const pod = settings(all, 'api-settings') * (1 + 4 + 1) + settings(all, 'identity-settings');
  const needed = (most(all) + 1) * pod + 2 + 3;
  return needed <= limit - 3 ? [] : [`${needed} of ${limit - 3}`];
}, (all) => { one(all, 'HorizontalPodAutoscaler').spec.maxReplicas = 12; });

rule('the quota holds the environment at its largest', environments, (all) => {
  const { hard } = one(all, 'ResourceQuota').spec;
  const total = { 'requests.cpu': 0, 'requests.memory': 0, 'requests.ephemeral-storage': 0, 'limits.cpu': 0, 'limits.memory': 0, 'limits.ephemeral-storage': 0, pods: 0 };
  const add = (times, list) => {
    total.pods += times;
    for (const { resources } of list) for (const side of ['requests', 'limits']) for (const what of ['cpu', 'memory', 'ephemeral-storage']) total[`${side}.${what}`] += times * quantity(resources[side][what]);
  };
  for (const { object, pod } of workloads(all)) add(object.kind === 'Deployment' ? most(all) + 1 : object.spec.replicas ?? 1, pod.containers);
  // Besides its instances the operator makes a Job for a new one.
  for (const cluster of all.filter((o) => o.kind === 'Cluster')) add(cluster.spec.instances + 1, [{ resources: cluster.spec.resources }]);
  return Object.entries(total).filter(([what, sum]) => sum > quantity(hard[what])).map(([what, sum]) => `${what}: ${sum} of ${hard[what]}`);
}, (all) => { one(all, 'ResourceQuota').spec.hard['requests.memory'] = '1Gi'; });
rule('no container asks for more than the LimitRange allows', environments, (all) => {
  const { max } = one(all, 'LimitRange').spec.limits.find((l) => l.type === 'Container');
  return containers(all).flatMap(({ container, where }) => Object.keys(max).filter((what) => quantity(container.resources.limits[what]) > quantity(max[what])).map((what) => `${where} ${what}`));
}, (all) => { one(all, 'Deployment').spec.template.spec.containers[0].resources.limits.cpu = '8'; });

// ---- what holds data
rule('nothing that holds data is pruned without a yes', every, (all) => all
  .filter((o) => ['Namespace', 'StatefulSet', 'PersistentVolumeClaim', 'StorageClass', 'AppProject', 'ApplicationSet'].includes(o.kind) || (o.kind === 'Cluster' && o.apiVersion.startsWith('postgresql')))
  .filter((o) => !/Prune=confirm,Delete=confirm/.test(o.metadata.annotations?.['argocd.argoproj.io/sync-options'] ?? '')).map(id),
(all) => { delete one(all, 'Cluster').metadata.annotations['argocd.argoproj.io/sync-options']; });
test('volumes outlive their owners', () => {
  for (const name of ['dev', 'staging']) {
    const { spec } = one(objects(name), 'StatefulSet');
    assert.deepEqual(spec.persistentVolumeClaimRetentionPolicy, { whenDeleted: 'Retain', whenScaled: 'Retain' });
    assert.equal(spec.volumeClaimTemplates[0].spec.storageClassName, 'gp3-retain');
  }
  const cluster = one(objects('prod'), 'Cluster').spec;
  assert.deepEqual([cluster.storage.storageClass, cluster.walStorage.storageClass], ['gp3-retain', 'gp3-retain']);
  const storage = one(objects('argocd-config'), 'StorageClass');
  assert.deepEqual([storage.metadata.name, storage.reclaimPolicy, storage.parameters.encrypted], ['gp3-retain', 'Retain', 'true']);
});

// ---- rights
const plural = { NetworkPolicy: 'networkpolicies', Ingress: 'ingresses', StorageClass: 'storageclasses' };
const resource = (kind) => plural[kind] ?? `${kind.toLowerCase()}s`;
rule('the role deployer has the kinds that the environment has, whole', environments, (all) => {
  const { rules } = one(all, 'Role', 'deployer');
  return all.filter((o) => o.kind !== 'Namespace').filter((o) => {
    const group = o.apiVersion.includes('/') ? o.apiVersion.split('/')[0] : '';
    return !rules.some((r) => r.apiGroups.includes(group) && r.resources.includes(resource(o.kind)) && ['create', 'update', 'patch', 'delete'].every((v) => r.verbs.includes(v)));
  }).map(id);
}, (all) => one(all, 'Role', 'deployer').rules.pop() && one(all, 'Role', 'deployer').rules.splice(1, 1));
rule('every binding names a role that is there', every, (all) => all.filter((o) => o.kind === 'RoleBinding' &&
  !all.some((r) => r.kind === o.roleRef.kind && r.metadata.name === o.roleRef.name)).map(id),
(all) => { one(all, 'RoleBinding', 'reader').roleRef.name = 'cluster-admin'; });
