// The checks of kube-score and kube-linter that concern us, each by its own name, over what an
// environment renders to. find() yields [object, what is wrong]; plant() breaks the rule, so that a
// test sees it noticed.
import { containers, containersOf, matches, one, pods, workloads } from './renders.mjs';

const appDeployment = (all) => one(all, 'Deployment', 'expense-tracker');
const first = (all) => appDeployment(all).spec.template.spec.containers[0];
const many = (object) => (object.kind === 'Deployment' || object.kind === 'StatefulSet') && (object.spec.replicas ?? 1) > 1;
const kinds = (all, ...names) => all.filter((object) => names.includes(object.kind));
const each = (all, list, wrong) => list.filter((item) => wrong(item));

const ofContainers = (wrong, words) => (all) =>
  containers(all).flatMap((item) => (wrong(item, all) ? [[item.object, `${item.container.name} ${words}`]] : []));
const ofPods = (wrong, words) => (all) =>
  workloads(all).flatMap((item) => (wrong(item, all) ? [[item.object, words]] : []));
const selects = (policy, pod) => matches(pod.labels, policy.spec.podSelector);
const serviceOf = (all, ingress) =>
  (ingress.spec.rules ?? []).flatMap((rule) => rule.http.paths.map((path) => path.backend.service));
const probes = (c) => ['startupProbe', 'readinessProbe', 'livenessProbe'].map((name) => c[name]).filter(Boolean);
const handler = ({ httpGet, tcpSocket, exec, grpc }) => JSON.stringify({ httpGet, tcpSocket, exec, grpc });
const probePort = (kind) => ofContainers(({ container: c }) => {
  const port = (c[kind]?.httpGet ?? c[kind]?.tcpSocket)?.port;
  return port !== undefined && !(c.ports ?? []).some((p) => p.name === port || p.containerPort === port);
}, `has a ${kind} on a port that it does not expose`);
const running = ({ object }) => object.kind === 'Deployment' || object.kind === 'StatefulSet';
const policyRules = (all) => kinds(all, 'Role', 'ClusterRole').flatMap((role) => role.rules.map((rule) => [role, rule]));

const score = (check, find, plant) => ({ tool: 'kube-score', check, find, plant });
const lint = (check, find, plant) => ({ tool: 'kube-linter', check, find, plant });

export const rules = [
  score('container-resources', ofContainers(({ container: { resources: r } }) =>
    !['cpu', 'memory'].every((name) => r?.requests?.[name] && r?.limits?.[name]), 'has no request or limit of cpu or memory'),
  (all) => { delete first(all).resources.limits.memory; }),
  score('container-ephemeral-storage-request-and-limit', ofContainers(({ container: { resources: r } }) =>
    !(r?.requests?.['ephemeral-storage'] && r?.limits?.['ephemeral-storage']), 'has no request or limit of ephemeral storage'),
  (all) => { delete first(all).resources.requests['ephemeral-storage']; }),
  score('container-memory-requests-equal-limits', ofContainers(({ container: { resources: r } }) =>
    r?.requests?.memory !== r?.limits?.memory, 'asks for less memory than it may use'),
  (all) => { first(all).resources.requests.memory = '1Mi'; }),
  score('container-image-tag', ofContainers(({ container: { image } }) => !/:[^/@]+(@|$)/.test(image) || /:latest(@|$)/.test(image),
    'has an image without a fixed tag'), (all) => { first(all).image = 'ghcr.io/expense-tracker/expense-web:latest'; }),
  score('container-image-pull-policy', ofContainers(({ container: c }) => c.imagePullPolicy !== 'Always', 'does not always pull'),
    (all) => { delete appDeployment(all).metadata.annotations['kube-score/ignore']; }),
  score('container-security-context-user-group-id', ofContainers(({ container: { securityContext: s } }) =>
    !(s?.runAsUser >= 10000 && s?.runAsGroup >= 10000), 'has a low user or group id'),
  (all) => { first(all).securityContext.runAsUser = 33; }),
  score('container-security-context-privileged', ofContainers(({ container: c }) => c.securityContext?.privileged, 'is privileged'),
    (all) => { first(all).securityContext.privileged = true; }),
  score('container-security-context-readonlyrootfilesystem', ofContainers(({ container: c }) =>
    c.securityContext?.readOnlyRootFilesystem !== true, 'can write to its root'),
  (all) => { delete first(all).securityContext.readOnlyRootFilesystem; }),
  score('container-seccomp-profile', ofPods(({ pod }) => pod.securityContext?.seccompProfile?.type !== 'RuntimeDefault',
    'has no seccomp profile'), (all) => { delete appDeployment(all).spec.template.spec.securityContext.seccompProfile; }),
  score('container-ports-check', ofContainers(({ container: c }) =>
    (c.ports ?? []).some((p) => !p.name || !p.containerPort) || new Set((c.ports ?? []).map((p) => p.name)).size !== (c.ports ?? []).length,
  'has a port without a name of its own'), (all) => { first(all).ports[1].name = 'http'; }),
  score('environment-variable-key-duplication', ofContainers(({ container: c }) =>
    new Set((c.env ?? []).map((e) => e.name)).size !== (c.env ?? []).length, 'has a variable twice'),
  (all) => { first(all).env = [{ name: 'A', value: '1' }, { name: 'A', value: '2' }]; }),
  score('pod-probes', ofPods(({ object, pod }) => running({ object }) &&
    !(pod.containers.every((c) => c.readinessProbe && c.livenessProbe) && pod.containers.every((c) => handler(c.readinessProbe) !== handler(c.livenessProbe))),
  'has a container without probes, or with the same probe for readiness and liveness'),
  (all) => { first(all).livenessProbe = structuredClone(first(all).readinessProbe); }),
  score('pod-networkpolicy', (all) => pods(all).flatMap((pod) => {
    const policies = kinds(all, 'NetworkPolicy').filter((policy) => selects(policy, pod));
    const both = ['Ingress', 'Egress'].every((way) => policies.some((p) => p.spec.policyTypes.includes(way)));
    return both ? [] : [[pod.owner, 'has pods without network policies both ways']];
  }), (all) => all.splice(0, all.length, ...all.filter((o) => o.kind !== 'NetworkPolicy'))),
  score('networkpolicy-targets-pod', (all) => each(all, kinds(all, 'NetworkPolicy'), (policy) => !pods(all).some((pod) => selects(policy, pod)))
    .map((policy) => [policy, 'selects no pod']), (all) => {
    one(all, 'NetworkPolicy', 'app-to-postgres').spec.podSelector.matchLabels['app.kubernetes.io/name'] = 'expense-trakker';
  }),
  score('pod-topology-spread-constraints', ofPods(({ object, pod }) => object.kind === 'Deployment' &&
    !(pod.topologySpreadConstraints ?? []).some((c) => c.topologyKey === 'topology.kubernetes.io/zone' && matches(object.spec.template.metadata.labels, c.labelSelector)),
  'is not spread over zones'), (all) => { appDeployment(all).spec.template.spec.topologySpreadConstraints.shift(); }),
  score('deployment-has-host-podantiaffinity', ofPods(({ object, pod }) => object.kind === 'Deployment' &&
    !JSON.stringify(pod.affinity?.podAntiAffinity ?? {}).includes('kubernetes.io/hostname'), 'may put its pods on one node'),
  (all) => { delete appDeployment(all).spec.template.spec.affinity; }),
  score('deployment-has-poddisruptionbudget', ofPods(({ object, template }, all) => object.kind === 'Deployment' &&
    !kinds(all, 'PodDisruptionBudget').some((b) => matches(template.metadata.labels, b.spec.selector)), 'has no disruption budget'),
  (all) => all.splice(all.findIndex((o) => o.kind === 'PodDisruptionBudget' && o.metadata.name === 'expense-tracker'), 1)),
  score('statefulset-has-poddisruptionbudget', ofPods(({ object, template }, all) => object.kind === 'StatefulSet' &&
    !kinds(all, 'PodDisruptionBudget').some((b) => matches(template.metadata.labels, b.spec.selector)), 'has no disruption budget'),
  (all) => all.splice(all.findIndex((o) => o.kind === 'PodDisruptionBudget' && o.metadata.name === 'postgres'), 1)),
  score('poddisruptionbudget-has-policy', (all) => each(all, kinds(all, 'PodDisruptionBudget'), ({ spec }) =>
    (spec.minAvailable === undefined) === (spec.maxUnavailable === undefined)).map((b) => [b, 'says not exactly one of minAvailable and maxUnavailable']),
  (all) => { one(all, 'PodDisruptionBudget', 'expense-tracker').spec.minAvailable = 1; }),
  score('statefulset-has-servicename', ofPods(({ object, template }, all) => object.kind === 'StatefulSet' &&
    !kinds(all, 'Service').some((s) => s.metadata.name === object.spec.serviceName && s.spec.clusterIP === 'None' &&
      matches(template.metadata.labels, { matchLabels: s.spec.selector })), 'names no headless Service of its own'),
  (all) => { delete one(all, 'Service', 'postgres').spec.clusterIP; }),
  score('deployment-pod-selector-labels-match-template-metadata-labels', ofPods(({ object, template }) => object.spec.selector &&
    !matches(template.metadata.labels, object.spec.selector), 'does not select its own pods'),
  (all) => { appDeployment(all).spec.template.metadata.labels['app.kubernetes.io/component'] = 'other'; }),
  score('deployment-targeted-by-hpa-does-not-have-replicas-configured', (all) => kinds(all, 'HorizontalPodAutoscaler').flatMap((hpa) =>
    all.filter((o) => o.kind === hpa.spec.scaleTargetRef.kind && o.metadata.name === hpa.spec.scaleTargetRef.name && o.spec.replicas !== undefined)
      .map((o) => [o, 'has replicas, which the autoscaler owns'])), (all) => { appDeployment(all).spec.replicas = 2; }),
  score('horizontalpodautoscaler-has-target', (all) => each(all, kinds(all, 'HorizontalPodAutoscaler'), ({ spec: { scaleTargetRef: t } }) =>
    !all.some((o) => o.apiVersion === t.apiVersion && o.kind === t.kind && o.metadata.name === t.name)).map((hpa) => [hpa, 'scales nothing']),
  (all) => { one(all, 'HorizontalPodAutoscaler').spec.scaleTargetRef.name = 'other'; }),
  score('horizontalpodautoscaler-replicas', (all) => each(all, kinds(all, 'HorizontalPodAutoscaler'), ({ spec }) => !(spec.minReplicas >= 2))
    .map((hpa) => [hpa, 'goes below two pods']), (all) => { one(all, 'HorizontalPodAutoscaler').spec.minReplicas = 1; }),
  score('service-targets-pod', (all) => each(all, kinds(all, 'Service'), (service) =>
    !pods(all).some((pod) => matches(pod.labels, { matchLabels: service.spec.selector }))).map((s) => [s, 'selects no pod']),
  (all) => { one(all, 'Service', 'frontend').spec.selector['app.kubernetes.io/component'] = 'web'; }),
  score('service-type', (all) => each(all, kinds(all, 'Service'), ({ spec }) => !['ClusterIP', undefined].includes(spec.type))
    .map((s) => [s, 'is open on the nodes']), (all) => { one(all, 'Service', 'frontend').spec.type = 'NodePort'; }),
  score('ingress-targets-service', (all) => kinds(all, 'Ingress').flatMap((ingress) => serviceOf(all, ingress).filter((backend) =>
    !kinds(all, 'Service').some((s) => s.metadata.name === backend.name && s.spec.ports.some((p) => p.name === backend.port.name || p.port === backend.port.number)))
    .map((backend) => [ingress, `leads to ${backend.name}, which is not there or has no such port`])),
  (all) => { one(all, 'Ingress').spec.rules[0].http.paths[0].backend.service.port.name = 'https'; }),
  score('stable-version', (all) => each(all, all, (o) => /(alpha|beta)/.test(o.apiVersion) && /^[a-z]*(\.k8s\.io)?\//.test(o.apiVersion))
    .map((o) => [o, `is of ${o.apiVersion}`]), (all) => { one(all, 'HorizontalPodAutoscaler').apiVersion = 'autoscaling/v2beta2'; }),
  score('label-values', (all) => each(all, all, (o) => Object.values(o.metadata.labels ?? {}).some((v) => !/^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/.test(v)))
    .map((o) => [o, 'has a label that is no label']), (all) => { all[0].metadata.labels.x = 'a b'; }),

  lint('dangling-service', (all) => rules.find((r) => r.check === 'service-targets-pod').find(all),
    (all) => { one(all, 'Service', 'backend').spec.selector = { a: 'b' }; }),
  lint('dangling-networkpolicy', (all) => rules.find((r) => r.check === 'networkpolicy-targets-pod').find(all),
    (all) => { one(all, 'NetworkPolicy', 'ingress-to-app').spec.podSelector = { matchLabels: { a: 'b' } }; }),
  lint('dangling-ingress', (all) => rules.find((r) => r.check === 'ingress-targets-service').find(all),
    (all) => { one(all, 'Ingress').spec.rules[0].http.paths[1].backend.service.name = 'api'; }),
  lint('invalid-target-ports', (all) => kinds(all, 'Service').flatMap((service) => pods(all)
    .filter((pod) => matches(pod.labels, { matchLabels: service.spec.selector }))
    .flatMap((pod) => service.spec.ports.filter(({ targetPort }) =>
      !containersOf(pod.spec).some((c) => (c.ports ?? []).some((p) => p.name === targetPort || p.containerPort === targetPort)))
      .map(({ targetPort }) => [service, `leads to port ${targetPort}, which no container has`]))),
  (all) => { one(all, 'Service', 'backend').spec.ports[0].targetPort = 'metrics-port'; }),
  lint('liveness-port', probePort('livenessProbe'), (all) => { first(all).ports.pop(); delete appDeployment(all).metadata.annotations['ignore-check.kube-linter.io/liveness-port']; }),
  lint('readiness-port', probePort('readinessProbe'), (all) => { first(all).ports.pop(); delete appDeployment(all).metadata.annotations['ignore-check.kube-linter.io/readiness-port']; }),
  lint('startup-port', probePort('startupProbe'), (all) => { first(all).ports.pop(); delete appDeployment(all).metadata.annotations['ignore-check.kube-linter.io/startup-port']; }),
  lint('no-liveness-probe', ofContainers(({ object, pod, container: c }) => running({ object }) && pod.containers.includes(c) && !c.livenessProbe, 'has no liveness probe'),
    (all) => { delete first(all).livenessProbe; }),
  lint('no-readiness-probe', ofContainers(({ object, pod, container: c }) => running({ object }) && pod.containers.includes(c) && !c.readinessProbe, 'has no readiness probe'),
    (all) => { delete first(all).readinessProbe; }),
  lint('run-as-non-root', ofContainers(({ pod, container: c }) =>
    (c.securityContext?.runAsNonRoot ?? pod.securityContext?.runAsNonRoot) !== true || (c.securityContext?.runAsUser ?? pod.securityContext?.runAsUser) === 0, 'may run as root'),
  (all) => { first(all).securityContext.runAsNonRoot = false; }),
  lint('privilege-escalation-container', ofContainers(({ container: c }) => c.securityContext?.allowPrivilegeEscalation !== false, 'may gain rights'),
    (all) => { delete first(all).securityContext.allowPrivilegeEscalation; }),
  lint('drop-net-raw-capability', ofContainers(({ container: c }) => !(c.securityContext?.capabilities?.drop ?? []).includes('ALL'), 'keeps capabilities'),
    (all) => { first(all).securityContext.capabilities.drop = []; }),
  lint('privileged-ports', ofContainers(({ container: c }) => (c.ports ?? []).some((p) => p.containerPort < 1024), 'listens below 1024'),
    (all) => { first(all).ports[0].containerPort = 80; }),
  lint('host-network', ofPods(({ pod }) => pod.hostNetwork || pod.hostPID || pod.hostIPC, "shares the node's network, processes or memory"),
    (all) => { appDeployment(all).spec.template.spec.hostNetwork = true; }),
  lint('sensitive-host-mounts', ofPods(({ pod }) => (pod.volumes ?? []).some((v) => v.hostPath), 'mounts a folder of the node'),
    (all) => { appDeployment(all).spec.template.spec.volumes.push({ name: 'x', hostPath: { path: '/' } }); }),
  lint('env-var-secret', ofContainers(({ container: c }) => (c.env ?? []).some((e) => /SECRET|PASSWORD|TOKEN|KEY/i.test(e.name) && e.value !== undefined && !e.name.endsWith('_FILE')),
    'has a secret in a variable'), (all) => { first(all).env = [{ name: 'API_TOKEN', value: 'x' }]; }),
  lint('read-secret-from-env-var', ofContainers(({ container: c }) => (c.env ?? []).some((e) => e.valueFrom?.secretKeyRef) || (c.envFrom ?? []).some((e) => e.secretRef),
    'reads a secret from a variable'), (all) => { first(all).envFrom = [{ secretRef: { name: 'expense-tracker' } }]; }),
  lint('latest-tag', ofContainers(({ container: { image } }) => /:latest(@|$)/.test(image) || !image.includes(':'), 'runs whatever is newest'),
    (all) => { first(all).image = 'nginx'; }),
  lint('non-existent-service-account', ofPods(({ pod }, all) => !kinds(all, 'ServiceAccount').some((s) => s.metadata.name === pod.serviceAccountName), 'names a service account that is not there'),
    (all) => { appDeployment(all).spec.template.spec.serviceAccountName = 'other'; }),
  lint('default-service-account', ofPods(({ pod }) => !pod.serviceAccountName || pod.serviceAccountName === 'default', 'uses the default service account'),
    (all) => { delete appDeployment(all).spec.template.spec.serviceAccountName; }),
  lint('no-rolling-update-strategy', (all) => each(all, kinds(all, 'Deployment'), (d) => d.spec.strategy?.type !== 'RollingUpdate').map((d) => [d, 'stops all its pods at once']),
    (all) => { appDeployment(all).spec.strategy = { type: 'Recreate' }; }),
  lint('no-anti-affinity', (all) => workloads(all).filter(({ object, pod }) => many(object) && !pod.affinity?.podAntiAffinity).map(({ object }) => [object, 'has no anti-affinity']),
    (all) => { appDeployment(all).spec.replicas = 2; delete appDeployment(all).spec.template.spec.affinity; }),
  lint('pdb-max-unavailable', (all) => each(all, kinds(all, 'PodDisruptionBudget'), ({ spec }) => ['0', '0%'].includes(String(spec.maxUnavailable))).map((b) => [b, 'lets no node be drained']),
    (all) => { one(all, 'PodDisruptionBudget', 'expense-tracker').spec.maxUnavailable = 0; }),
  lint('pdb-unhealthy-pod-eviction-policy', (all) => each(all, kinds(all, 'PodDisruptionBudget'), ({ spec }) => spec.unhealthyPodEvictionPolicy !== 'AlwaysAllow').map((b) => [b, 'keeps sick pods on a node that is drained']),
    (all) => { delete one(all, 'PodDisruptionBudget', 'expense-tracker').spec.unhealthyPodEvictionPolicy; }),
  lint('job-ttl-seconds-after-finished', (all) => each(all, kinds(all, 'Job'), ({ spec }) => !(spec.ttlSecondsAfterFinished > 0)).map((j) => [j, 'stays for ever']),
    (all) => { delete one(all, 'Job', 'migrate').spec.ttlSecondsAfterFinished; }),
  lint('use-namespace', (all) => each(all, all, (o) => !['Namespace', 'ClusterIssuer', 'StorageClass'].includes(o.kind) && (!o.metadata.namespace || o.metadata.namespace === 'default')).map((o) => [o, 'has no namespace']),
    (all) => { delete appDeployment(all).metadata.namespace; }),
  lint('wildcard-in-rules', (all) => policyRules(all).filter(([, rule]) => ['apiGroups', 'resources', 'verbs'].some((k) => (rule[k] ?? []).includes('*'))).map(([role]) => [role, 'allows everything of a kind']),
    (all) => { one(all, 'Role', 'reader').rules[0].verbs = ['*']; }),
  lint('access-to-secrets', (all) => policyRules(all).filter(([, rule]) => rule.resources.some((r) => r === 'secrets' || r.startsWith('secrets/'))).map(([role]) => [role, 'gives Secrets away']),
    (all) => { one(all, 'Role', 'reader').rules[0].resources.push('secrets'); }),
  lint('access-to-create-pods', (all) => policyRules(all).filter(([, rule]) => rule.resources.some((r) => ['pods', 'pods/exec', 'pods/attach'].includes(r)) && rule.verbs.includes('create')).map(([role]) => [role, 'makes pods or opens a shell in them']),
    (all) => { one(all, 'Role', 'operator').rules.push({ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }); }),
  lint('probes-are-not-the-same', ofContainers(({ container: c }) => new Set(probes(c).map(handler)).size < Math.min(2, probes(c).length), 'asks the same for everything'),
    (all) => { const c = first(all); c.startupProbe = c.readinessProbe = c.livenessProbe; }),
];

/** The reason why an object need not obey a check, written beside the object. */
export function waiver({ tool, check }, { metadata: { annotations = {} } }) {
  if (tool === 'kube-linter') return annotations[`ignore-check.kube-linter.io/${check}`];
  const ignored = (annotations['kube-score/ignore'] ?? '').split(',').map((name) => name.trim());
  return ignored.includes(check) ? annotations[`waiver.expense-tracker/${check}`] : undefined;
}

export const violations = (rule, all) => rule.find(all).filter(([object]) => !waiver(rule, object));
