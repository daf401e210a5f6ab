// What Prometheus is told to ask is there: pods, the name of the port, the address.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { environments, id, matches, objects, one, pods, root } from './lib/renders.mjs';

const internal = readFileSync(join(root, 'kustomize/base/nginx/nginx.conf'), 'utf8').split(/listen [^;]*8000/)[1];
const served = (path) => [...internal.matchAll(/location ~ (\S+) \{/g)].some(([, pattern]) => new RegExp(pattern).test(path));

/** Monitors that find nothing: no such pod, no port of that name, an address that the pod doesn't answer. */
function blind(all) {
  return all.filter((o) => o.kind === 'PodMonitor').flatMap((monitor) => {
    const found = pods(all).filter(({ labels }) => matches(labels, monitor.spec.selector));
    return monitor.spec.podMetricsEndpoints.filter(({ port, path = '/metrics' }) => {
      const owner = found.find(({ spec }) => spec.containers.some((c) => c.ports?.some((p) => p.name === port)))?.owner;
      return owner === undefined || (owner.kind === 'Deployment' && !served(path));
    }).map(({ port, path }) => `${id(monitor)} ${port} ${path ?? '/metrics'}`);
  });
}

for (const name of [...environments, 'ha-gateway']) {
  test(`${name}: Prometheus finds both pools, and the exporter of CloudNativePG where that is`, () => {
    const all = objects(name);
    const app = one(all, 'PodMonitor', 'expense-tracker');
    assert.deepEqual(app.spec.podMetricsEndpoints.map(({ path }) => path), ['/metrics', '/identity/metrics']);
    assert.equal(all.some((o) => o.kind === 'PodMonitor' && o.metadata.name === 'postgres'), all.some((o) => o.kind === 'Cluster'));
    assert.deepEqual(blind(all), []);
  });
}

const planted = {
  'another label': (monitor) => { monitor.spec.selector.matchLabels['app.kubernetes.io/component'] = 'application'; },
  'a port whose name is gone': (monitor) => { monitor.spec.podMetricsEndpoints[0].port = 'metrics'; },
  'an address that is not there': (monitor) => { monitor.spec.podMetricsEndpoints[0].path = '/api/metrics'; },
};
for (const [what, plant] of Object.entries(planted)) {
  test(`monitors: ${what} is noticed`, () => {
    const all = objects('prod');
    plant(one(all, 'PodMonitor', 'expense-tracker'));
    assert.notDeepEqual(blind(all), []);
  });
}
