// Argo CD: what it runs, from where, in which order, and what it may.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { environments, id, objects, one, parse, root, sources, text } from './lib/renders.mjs';

const folder = join(root, 'kustomize/argocd');
const read = (path) => parse(readFileSync(join(folder, path), 'utf8'))[0];
const platform = read('platform.yaml').data;
const all = () => objects('argocd');
const rootApplication = read('root.yaml');
const sourcesOf = ({ spec }) => spec.sources ?? [spec.source];
const exact = /^v?\d+\.\d+\.\d+$/;

test('every add-on has its pinned chart, in the wave that its file name says', () => {
  for (const name of readdirSync(join(folder, 'platform'))) {
    const [, wave, addOn] = /^(\d\d)-(.+)\.yaml$/.exec(name);
    const application = one(all(), 'Application', addOn);
    assert.equal(application.metadata.annotations['argocd.argoproj.io/sync-wave'], String(Number(wave)), name);
  }
  assert.equal(all().filter((o) => o.kind === 'Application').length, readdirSync(join(folder, 'platform')).length);
});
test('the add-ons that the system needs are there', () => {
  const charts = all().filter((o) => o.kind === 'Application').flatMap(sourcesOf).map((s) => s.chart).filter(Boolean).sort();
  assert.deepEqual(charts, ['argo-cd', 'aws-load-balancer-controller', 'cert-manager', 'cloudnative-pg', 'cluster-autoscaler', 'external-secrets',
    'kube-prometheus-stack', 'metrics-server', 'nginx-ingress']);
});

const unpinned = (applications) => applications.flatMap((application) => sourcesOf(application).filter((s) => s.chart && !exact.test(s.targetRevision)).map((s) => s.chart));
test('charts are given by an exact version', () => assert.deepEqual(unpinned(all().filter((o) => o.kind === 'Application')), []));
test('a range of versions is noticed', () => {
  const application = one(all(), 'Application', 'cert-manager');
  application.spec.source.targetRevision = 'v1.x';
  assert.deepEqual(unpinned([application]), ['cert-manager']);
});
test('the autoscaler has an image of its own choice, since the chart names one that is gone', () => {
  assert.match(one(all(), 'Application', 'cluster-autoscaler').spec.source.helm.valuesObject.image.tag, exact);
});

/** Applications whose project does not allow their source, destination or kinds. */
function refused(objectsOfArgo) {
  const projects = Object.fromEntries(objectsOfArgo.filter((o) => o.kind === 'AppProject').map((p) => [p.metadata.name, p.spec]));
  return objectsOfArgo.filter((o) => o.kind === 'Application').concat(rootApplication).flatMap((application) => {
    const project = projects[application.spec.project];
    if (!project) return [`${id(application)}: no project ${application.spec.project}`];
    const { destination } = application.spec;
    return [
      ...sourcesOf(application).filter((s) => !project.sourceRepos.includes(s.repoURL)).map((s) => `${id(application)}: ${s.repoURL}`),
      ...(project.destinations.some((d) => d.server === destination.server && d.namespace === destination.namespace) ? [] : [`${id(application)}: ${destination.namespace}`]),
    ];
  });
}
test('every Application is in a project that allows its source and its place', () => {
  assert.deepEqual(refused(all()), []);
  assert.ok(all().concat(rootApplication).every((o) => o.spec?.project !== 'default'));
});
test('an Application outside its project is noticed', () => {
  const changed = all();
  one(changed, 'Application', 'nginx-ingress').spec.destination.namespace = 'default';
  one(changed, 'Application', 'cert-manager').spec.source.repoURL = 'https://charts.example.com';
  assert.equal(refused(changed).length, 2);
});

const beyond = (project, objectsOfEnvironment) => objectsOfEnvironment.filter((o) => {
  const group = o.apiVersion.includes('/') ? o.apiVersion.split('/')[0] : '';
  const list = o.kind === 'Namespace' ? project.spec.clusterResourceWhitelist : project.spec.namespaceResourceWhitelist;
  return !list.some((allowed) => allowed.group === group && allowed.kind === o.kind && (allowed.name === undefined || allowed.name === o.metadata.name));
}).map(id);
for (const name of environments) {
  test(`${name} has a project of its own, that allows what it has and its own Namespace only`, () => {
    const project = one(all(), 'AppProject', `expense-${name}`);
    const namespace = one(objects(name), 'Namespace').metadata.name;
    assert.deepEqual(beyond(project, objects(name)), []);
    assert.deepEqual(project.spec.destinations, [{ server: 'https://kubernetes.default.svc', namespace }]);
    assert.deepEqual(project.spec.clusterResourceWhitelist, [{ group: '', kind: 'Namespace', name: namespace }]);
    assert.deepEqual(project.spec.sourceRepos, [platform.repository]);
  });
}
test('a kind that a project does not allow is noticed', () => {
  const project = one(all(), 'AppProject', 'expense-prod');
  assert.equal(beyond(project, [{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'x' } }]).length, 1);
  assert.equal(beyond(project, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } }]).length, 1);
});

test('one ApplicationSet makes an Application of each overlay', () => {
  const set = one(all(), 'ApplicationSet');
  const { git } = set.spec.generators[0];
  const found = globSync(git.files[0].path, { cwd: root }).map((path) => path.split('/').at(-2)).sort();
  assert.deepEqual(found, environments);
  const fill = (template, name) => template.replace('{{ .path.basename }}', name).replace('{{ .path.path }}', `kustomize/overlays/${name}`)
    .replace('{{ .data.namespace }}', parse(readFileSync(join(root, `kustomize/overlays/${name}/env.yaml`), 'utf8'))[0].data.namespace);
  for (const name of environments) {
    const { spec } = set.spec.template;
    const project = one(all(), 'AppProject', fill(spec.project, name));
    assert.equal(fill(spec.destination.namespace, name), project.spec.destinations[0].namespace);
    assert.ok(existsSync(join(root, fill(spec.source.path, name), 'kustomization.yaml')));
  }
  assert.doesNotMatch(text('argocd').match(/kind: ApplicationSet[\s\S]*/)[0].replaceAll(/\{\{-? (?:\.path\.(?:basename|path)|\.data\.namespace|if eq \.path\.basename "prod"|end) \}\}/g, ''), /\{\{/,
    'nothing but folder and namespace is filled in');
});
test('environments sync by themselves, prune, heal and try again; prod asks before it removes', () => {
  const { template, templatePatch, syncPolicy } = one(all(), 'ApplicationSet').spec;
  const { automated, retry, syncOptions } = template.spec.syncPolicy;
  assert.deepEqual(automated, { prune: true, selfHeal: true });
  assert.ok(retry.limit > 0 && retry.backoff.factor > 1);
  assert.deepEqual(syncPolicy, { applicationsSync: 'create-update', preserveResourcesOnDeletion: true });
  assert.match(templatePatch, /^\{\{- if eq \.path\.basename "prod" \}\}\n/);
  const prod = parse(templatePatch.replaceAll(/^\{\{.*\}\}$/gm, ''))[0].spec.syncPolicy.syncOptions;
  assert.deepEqual(prod, [...syncOptions, 'Prune=confirm', 'Delete=confirm']);
});
test('a rollback by hand can switch off the healing of an environment', () => {
  assert.deepEqual(one(all(), 'ApplicationSet').spec.ignoreApplicationDifferences, [{ jsonPointers: ['/spec/syncPolicy/automated'] }]);
});
test('every Application of the platform heals itself and tries again', () => {
  for (const application of all().filter((o) => o.kind === 'Application').concat(rootApplication)) {
    const { automated, retry, syncOptions } = application.spec.syncPolicy;
    assert.ok(automated.selfHeal && retry.limit > 0 && syncOptions.includes('ServerSideApply=true'), id(application));
  }
});
test('waves of Applications wait for each other: the health of an Application is looked at', () => {
  const values = read('values/argo-cd.yaml');
  assert.match(values.configs.cm['resource.customizations.health.argoproj.io_Application'], /hs\.status = obj\.status\.health\.status/);
});

test('repository, domain, region, account and cluster are the same everywhere', () => {
  const everything = [text('argocd'), text('argocd-config'), readFileSync(join(folder, 'root.yaml'), 'utf8'), readFileSync(join(folder, 'values/argo-cd.yaml'), 'utf8')].join('\n');
  const distinct = (pattern) => [...new Set([...everything.matchAll(pattern)].map((m) => m[1]))];
  assert.deepEqual(distinct(/(https:\/\/github\.com\/\S+)/g), [platform.repository]);
  assert.deepEqual(distinct(/arn:aws:iam::(\d+):/g), [platform.awsAccount]);
  assert.deepEqual(distinct(/role\/([a-z-]+?)-(?:cert-manager|load-balancer-controller|cluster-autoscaler|secrets-platform)$/gm), [platform.cluster]);
  assert.deepEqual(distinct(/[rR]egion: (\S+)/g), [platform.awsRegion]);
  assert.deepEqual(distinct(/(?:argocd|grafana)\.([a-z0-9.]*dakshayahuja\.in)/g), [platform.domain]);
  assert.deepEqual(distinct(/dnsZones:\n\s*- (\S+)/g), [platform.domain]);
  for (const name of environments) {
    const { domain, awsAccount, awsRegion, host } = parse(readFileSync(join(root, `kustomize/overlays/${name}/env.yaml`), 'utf8'))[0].data;
    assert.deepEqual([domain, awsAccount, awsRegion], [platform.domain, platform.awsAccount, platform.awsRegion], name);
    assert.ok(host === domain || host.endsWith(`.${domain}`));
  }
});
test('Terraform has a role for each service account that names one', () => {
  const workloads = readFileSync(join(root, 'infra/terraform/live/workloads.tf'), 'utf8');
  for (const [, role] of `${text('argocd')}${text('argocd-config')}`.matchAll(new RegExp(`role/${platform.cluster}-([a-z-]+)`, 'g'))) {
    assert.match(workloads, new RegExp(`^\\s+${role}\\s*= \\{`, 'm'), role);
  }
});

test('certificates are proved by DNS, with a staging and a production issuer', () => {
  const issuers = objects('argocd-config').filter((o) => o.kind === 'ClusterIssuer');
  assert.deepEqual(issuers.map((o) => o.metadata.name).sort(), ['letsencrypt-production', 'letsencrypt-staging']);
  for (const { spec: { acme } } of issuers) assert.ok(acme.solvers.every((s) => s.dns01?.route53 && !s.http01));
  assert.equal(new Set(issuers.map((o) => o.spec.acme.server)).size, 2);
});
test('an environment uses an issuer and a class that are there', () => {
  const config = objects('argocd-config');
  for (const name of environments) {
    one(config, 'ClusterIssuer', one(objects(name), 'Certificate').spec.issuerRef.name);
  }
  assert.equal(one(all(), 'Application', 'nginx-ingress').spec.source.helm.valuesObject.controller.ingressClass.name, 'nginx');
});
test('no add-on has a load balancer of its own but the ingress controller', () => {
  const services = [...text('argocd').matchAll(/type: (LoadBalancer|NodePort)/g)];
  assert.equal(services.length, 1);
  assert.equal(read('values/argo-cd.yaml').server.service.type, 'ClusterIP');
});
test('the ingress controller waits longer than NGINX in the pods, and takes an import', () => {
  const { entries } = one(all(), 'Application', 'nginx-ingress').spec.source.helm.valuesObject.controller.config;
  const inner = readFileSync(join(root, 'nginx/nginx.conf.in'), 'utf8');
  const waits = [...inner.matchAll(/fastcgi_read_timeout (\d+)s/g)].map(([, seconds]) => Number(seconds));
  assert.ok(waits.length > 0 && Number.parseInt(entries['proxy-read-timeout'], 10) > Math.max(...waits));
  assert.equal(entries['client-max-body-size'], /client_max_body_size (8m)/.exec(inner)[1]);
});
test('every folder that Argo CD is sent to is there', () => {
  for (const application of all().filter((o) => o.kind === 'Application').concat(rootApplication)) {
    for (const { path } of sourcesOf(application)) if (path) assert.ok(existsSync(join(root, path, 'kustomization.yaml')), path);
  }
  assert.ok(Object.values(sources).includes('argocd/config'));
});
