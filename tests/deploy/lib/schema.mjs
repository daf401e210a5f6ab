// Types of Kubernetes and of the custom resources: which package knows a kind.
import { id } from './renders.mjs';

const custom = {
  'argoproj.io': '@kubernetes-models/argo-cd',
  'cert-manager.io': '@kubernetes-models/cert-manager',
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'generators.external-secrets.io': '@kubernetes-models/external-secrets',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
};

export function modulePath({ apiVersion, kind }) {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return `${custom[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

/** What the schema says is wrong: types, formats, what is missing. */
export async function validate(object) {
  let model;
  try {
    model = (await import(modulePath(object)))[object.kind];
  } catch (error) {
    return [`${id(object)}: there is no schema of ${object.apiVersion} ${object.kind} (${error.code ?? error.message})`];
  }
  try {
    new model(structuredClone(object)).validate();
    return [];
  } catch (error) {
    return [`${id(object)}: ${error.message}`];
  }
}

/** TypeScript that does not compile when an object has a field that its kind does not have. */
export function typescript(objects) {
  const names = new Map();
  const imports = [];
  const constants = objects.map((object, n) => {
    const path = modulePath(object);
    if (!names.has(path)) {
      names.set(path, `T${names.size}`);
      imports.push(`import type { I${object.kind} as ${names.get(path)} } from "${path}";`);
    }
    return `export const c${n}: ${names.get(path)} = ${JSON.stringify(object)}; // ${id(object)}`;
  });
  return [...imports, ...constants, ''].join('\n');
}
