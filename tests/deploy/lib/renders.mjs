// What Kustomize makes of each environment and combination. Without kubectl and kustomize the committed
// golden renders stand in, so that every test but the comparison itself still runs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

export const root = new URL('../../..', import.meta.url).pathname.replace(/\/$/, '');
const kustomize = join(root, 'kustomize');
const folders = (path) => readdirSync(join(kustomize, path), { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();

export const environments = folders('overlays');
export const combinations = folders('tests');
export const components = folders('components');

/** name -> folder, below kustomize/ */
export const sources = Object.fromEntries([
  ...environments.map((name) => [name, `overlays/${name}`]),
  ...combinations.map((name) => [name, `tests/${name}`]),
  ['argocd', 'argocd'],
  ['argocd-config', 'argocd/config'],
]);

export function has(program, ...args) {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Commands that can render, each as an array; the first one is used. */
export const renderers = [
  ...(has('kubectl', 'kustomize', '--help') ? [['kubectl', 'kustomize']] : []),
  ...(has(process.env.KUSTOMIZE ?? 'kustomize', 'version') ? [[process.env.KUSTOMIZE ?? 'kustomize', 'build']] : []),
];

export const goldenPath = (name) => join(root, 'tests/deploy/golden', `${name}.yaml`);

// A home of its own: what renders must not depend on whoever runs it.
const home = mkdtempSync(join(tmpdir(), 'deploy-home-'));
process.on('exit', () => execFileSync('rm', ['-rf', home]));

export function render(name, [program, ...args] = renderers[0]) {
  return execFileSync(program, [...args, join(kustomize, sources[name])], {
    encoding: 'utf8',
    maxBuffer: 32 << 20,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: home },
  });
}

export const parse = (text) => parseAllDocuments(text, { merge: true }).map((document) => {
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
}).filter(Boolean);

const texts = new Map();
export function text(name) {
  if (!texts.has(name)) {
    const shared = process.env.DEPLOY_RENDERS && join(process.env.DEPLOY_RENDERS, `${name}.yaml`);
    if (shared && existsSync(shared)) texts.set(name, readFileSync(shared, 'utf8'));
    else if (renderers.length > 0) texts.set(name, render(name));
    else if (existsSync(goldenPath(name))) texts.set(name, readFileSync(goldenPath(name), 'utf8'));
    else throw new Error(`${name}: nothing can render here, and there is no golden render`);
  }
  return texts.get(name);
}

const parsed = new Map();
/** Fresh objects each time, so that a test may change them. */
export function objects(name) {
  if (!parsed.has(name)) parsed.set(name, parse(text(name)));
  return structuredClone(parsed.get(name));
}

export const id = (object) => `${object.kind}/${object.metadata?.name}`;
export const one = (all, kind, name) => {
  const found = all.filter((o) => o.kind === kind && (name === undefined || o.metadata.name === name));
  if (found.length !== 1) throw new Error(`${found.length} of ${kind}/${name ?? '*'}`);
  return found[0];
};

/** Deployments, StatefulSets, Jobs, CronJobs: the object and its pod template. */
export function workloads(all) {
  return all.flatMap((object) => {
    const template = object.kind === 'CronJob' ? object.spec.jobTemplate.spec.template : object.spec?.template;
    return ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(object.kind) ? [{ object, template, pod: template.spec }] : [];
  });
}

export const containersOf = (pod) => [...(pod.initContainers ?? []), ...pod.containers];

/** Every container of every workload, with where it is. */
export const containers = (all) =>
  workloads(all).flatMap(({ object, pod, template }) =>
    containersOf(pod).map((container) => ({ object, pod, template, container, where: `${id(object)} ${container.name}` })));

export const matches = (labels = {}, selector = {}) =>
  Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
  (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    switch (operator) {
      case 'In': return values.includes(labels[key]);
      case 'NotIn': return !values.includes(labels[key]);
      case 'Exists': return key in labels;
      case 'DoesNotExist': return !(key in labels);
      default: throw new Error(`operator ${operator}`);
    }
  });

/** The pods that the workloads make, and those that CloudNativePG makes of a Cluster. */
export function pods(all) {
  return [
    ...workloads(all).map(({ object, template }) => ({ owner: object, labels: template.metadata?.labels ?? {}, spec: template.spec })),
    ...all.filter((o) => o.kind === 'Cluster' && o.apiVersion.startsWith('postgresql.cnpg.io/')).map((object) => ({
      owner: object,
      labels: { ...object.spec.inheritedMetadata?.labels, 'cnpg.io/cluster': object.metadata.name, 'cnpg.io/instanceRole': 'primary', 'cnpg.io/podRole': 'instance' },
      spec: { containers: [{ name: 'postgres', ports: [{ name: 'postgresql', containerPort: 5432 }, { name: 'metrics', containerPort: 9187 }, { name: 'status', containerPort: 8000 }] }] },
    })),
  ];
}

/** A quantity of Kubernetes as a number: cores, or bytes. */
export function quantity(value) {
  const [, number, unit] = /^([0-9.]+)([a-zA-Z]*)$/.exec(String(value));
  const factor = { '': 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 }[unit];
  if (factor === undefined) throw new Error(`unit ${unit}`);
  return Number(number) * factor;
}
