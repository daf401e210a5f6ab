// The NetworkPolicies, evaluated: exactly the needed flows are allowed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environments, matches, objects, one, pods } from './lib/renders.mjs';

const ip = (text) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const inside = (address, cidr) => {
  const [base, bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(ip(address) / size) === Math.floor(ip(base) / size);
};

/** Whether `policy`'s peer list covers `other`; a peer list that is not there covers all. */
function peerMatches(peers, other, namespace) {
  if (!peers || peers.length === 0) return true;
  return peers.some((peer) => {
    if (peer.ipBlock) return other.ip !== undefined && inside(other.ip, peer.ipBlock.cidr) && !(peer.ipBlock.except ?? []).some((cidr) => inside(other.ip, cidr));
    if (other.ip !== undefined) return false;
    const sameSpace = peer.namespaceSelector ? matches({ 'kubernetes.io/metadata.name': other.namespace }, peer.namespaceSelector) : other.namespace === namespace;
    return sameSpace && matches(other.labels, peer.podSelector ?? {});
  });
}
const portMatches = (ports, target, port, protocol) => !ports || ports.some((p) => (p.protocol ?? 'TCP') === protocol &&
  (p.port === undefined || p.port === port || (target.ports ?? {})[p.port] === port));

/** Kubernetes' rule: a pod that some policy selects for a direction may do only what one of them allows. */
function allowed(policies, from, to, port, protocol) {
  const way = (pod, other, direction, key, peers) => {
    if (pod.ip !== undefined) return true;
    const selecting = policies.filter((p) => p.metadata.namespace === pod.namespace && matches(pod.labels, p.spec.podSelector) && p.spec.policyTypes.includes(direction));
    return selecting.length === 0 || selecting.some((p) => (p.spec[key] ?? []).some((rule) => peerMatches(rule[peers], other, pod.namespace) && portMatches(rule.ports, to, port, protocol)));
  };
  return way(from, to, 'Egress', 'egress', 'to') && way(to, from, 'Ingress', 'ingress', 'from');
}

const PORTS = [[53, 'UDP'], [53, 'TCP'], [80, 'TCP'], [443, 'TCP'], [5432, 'TCP'], [8000, 'TCP'], [8080, 'TCP'], [9187, 'TCP'], [10250, 'TCP'], [123, 'UDP']];

/** Every flow that is allowed between what matters, as 'from -> to:port/protocol', without those among outsiders. */
function flows(all, environment) {
  const policies = all.filter((o) => o.kind === 'NetworkPolicy');
  const { namespace } = one(all, 'Deployment').metadata;
  const inner = Object.fromEntries(pods(all).map((pod) => [
    { Deployment: 'app', Job: 'migrate', StatefulSet: 'postgres', Cluster: 'postgres' }[pod.owner.kind],
    { namespace, labels: pod.labels, ports: Object.fromEntries(pod.spec.containers.flatMap((c) => (c.ports ?? []).map((p) => [p.name, p.containerPort]))) },
  ]));
  const who = {
    ...inner,
    stranger: { namespace, labels: { app: 'stranger' } },
    ingress: { namespace: 'nginx-ingress', labels: { 'app.kubernetes.io/name': 'nginx-ingress' } },
    prometheus: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } },
    grafana: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'grafana' } },
    dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    system: { namespace: 'kube-system', labels: { 'k8s-app': 'other' } },
    operator: { namespace: 'cnpg-system', labels: { 'app.kubernetes.io/name': 'cloudnative-pg' } },
    neighbour: { namespace: `${namespace}-other`, labels: inner.app.labels },
    'api-server': { ip: '10.0.1.20' },
    metadata: { ip: '169.254.169.254' },
    private: { ip: '192.168.1.1' },
    internet: { ip: '142.250.74.78' },
  };
  const found = [];
  for (const [fromName, from] of Object.entries(who)) {
    for (const [toName, to] of Object.entries(who)) {
      if (!(fromName in inner) && !(toName in inner) && fromName !== 'stranger' && toName !== 'stranger') continue;
      // An address outside is only ever a target: connections from there come by the ingress.
      if (from.ip !== undefined) continue;
      for (const [port, protocol] of PORTS) if (allowed(policies, from, to, port, protocol)) found.push(`${fromName} -> ${toName}:${port}/${protocol}`);
    }
  }
  return found.sort();
}

const always = [
  ...['app', 'migrate', 'postgres', 'stranger'].flatMap((pod) => [`${pod} -> dns:53/UDP`, `${pod} -> dns:53/TCP`]),
  'app -> internet:443/TCP',
  'app -> postgres:5432/TCP',
  'migrate -> postgres:5432/TCP',
  'ingress -> app:8080/TCP',
  'prometheus -> app:8000/TCP',
];
const ha = ['prometheus -> postgres:9187/TCP', 'operator -> postgres:8000/TCP', 'operator -> postgres:5432/TCP', 'postgres -> postgres:5432/TCP', 'postgres -> postgres:8000/TCP', 'postgres -> api-server:443/TCP'];

for (const name of [...environments, 'gateway', 'ha-gateway']) {
  const expected = [...always, ...(name === 'prod' || name === 'ha-gateway' ? ha : [])].sort();
  test(`${name}: the flows that are needed are allowed, and no others`, () => assert.deepEqual(flows(objects(name), name), expected));
}

test("a Gateway's own pods reach the application, and take connections from outside", () => {
  const all = objects('gateway');
  const policies = all.filter((o) => o.kind === 'NetworkPolicy');
  const { namespace } = one(all, 'Deployment').metadata;
  const gateway = { namespace, labels: { 'gateway.networking.k8s.io/gateway-name': 'expense-tracker' } };
  const app = { namespace, labels: one(all, 'Deployment').spec.template.metadata.labels, ports: { http: 8080, internal: 8000 } };
  const postgres = { namespace, labels: { 'app.kubernetes.io/name': 'postgres' } };
  const outside = { namespace: 'x', labels: {} };
  assert.ok(allowed(policies, gateway, app, 8080, 'TCP'));
  assert.ok(allowed(policies, outside, gateway, 443, 'TCP'));
  assert.ok(!allowed(policies, gateway, app, 8000, 'TCP'));
  assert.ok(!allowed(policies, gateway, postgres, 5432, 'TCP'));
});

const planted = {
  'a missing policy': (all) => all.splice(all.findIndex((o) => o.metadata.name === 'app-to-postgres'), 1),
  'a policy for one side only': (all) => all.splice(all.findIndex((o) => o.metadata.name === 'postgres-from-app'), 1),
  'an open database': (all) => { delete one(all, 'NetworkPolicy', 'postgres-from-app').spec.ingress[0].from; },
  'a missing denial': (all) => all.splice(all.findIndex((o) => o.metadata.name === 'default-deny'), 1),
  'the metadata service': (all) => { one(all, 'NetworkPolicy', 'app-to-internet').spec.egress[0].to[0].ipBlock.except.splice(2, 1); },
  'a port whose name is gone': (all) => { one(all, 'NetworkPolicy', 'ingress-to-app').spec.ingress[0].ports[0].port = 'web'; },
};
for (const [what, plant] of Object.entries(planted)) {
  test(`flows: ${what} is noticed`, () => {
    const all = objects('staging');
    plant(all);
    assert.notDeepEqual(flows(all, 'staging'), [...always].sort());
  });
}
