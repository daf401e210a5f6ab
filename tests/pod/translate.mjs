// Turns rendered Kubernetes objects into what podman is told. Everything that the objects say of a
// container is kept, except what is listed here; a field, a volume or a kind that is not known is an
// error, so that nothing gets lost unseen.
//
// What becomes something else, and why:
//   Deployment, StatefulSet, Job   one podman pod each. Replicas, updates, retries and scheduling need a
//                                  cluster.
//   network of the pods            all are in one network namespace made for the test, whose only
//                                  interface is loopback. podman's own networks need rules of the
//                                  kernel's filter that a build machine often lacks.
//   Service                        its name is 127.0.0.1 (--add-host): pods share the namespace.
//   image by tag and digest        the image of that name that was built here: no registry is asked.
//   emptyDir                       a folder that root and fsGroup share, as the kubelet makes it;
//                                  medium Memory: a tmpfs of the given size (podman 4.3 takes the size
//                                  of a tmpfs volume for a disk quota, so it is mounted by the caller).
//   configMap, secret              a folder of files with the given modes, owned by root and fsGroup.
//   volumeClaimTemplates           a folder that outlives the pod.
//   fsGroup                        --group-add, and the folders' group. podman kube play has no fsGroup.
//   user                           --passwd=false: no line for it appears in /etc/passwd, as in a cluster.
//   probes                         given back to the caller, who asks them: podman has one health check
//                                  for all, and needs systemd for it.
// What is left out, and why:
//   ephemeral-storage              podman cannot limit it.
//   preStop                        podman has no hooks; the drain itself has its tests in tests/faults.
//   seccompProfile RuntimeDefault  is podman's default already; any other is an error.
//   affinity, spread, tolerations, service account, service links   need a cluster.
const ignoredKinds = {
  Namespace: 'podman has none', ServiceAccount: 'no API server', Role: 'no API server',
  RoleBinding: 'no API server', NetworkPolicy: 'one network namespace', ResourceQuota: 'no API server',
  LimitRange: 'no API server', PodDisruptionBudget: 'no nodes', HorizontalPodAutoscaler: 'no replicas',
  Ingress: 'the test asks the pod itself', Certificate: 'the Ingress has it', Gateway: 'as the Ingress',
  HTTPRoute: 'as the Ingress', SecretStore: 'the Secret is made by make-secret',
  ExternalSecret: 'the Secret is made by make-secret', Password: 'the Secret is made by make-secret',
  ServiceMonitor: 'no Prometheus', PodMonitor: 'no Prometheus', PrometheusRule: 'no Prometheus',
  CronJob: 'no clock', StorageClass: 'folders',
};

const known = {
  podSpec: ['containers', 'initContainers', 'volumes', 'securityContext', 'restartPolicy',
    'terminationGracePeriodSeconds', 'serviceAccountName', 'automountServiceAccountToken',
    'enableServiceLinks', 'affinity', 'topologySpreadConstraints', 'tolerations', 'priorityClassName',
    'nodeSelector', 'hostAliases'],
  container: ['name', 'image', 'imagePullPolicy', 'command', 'args', 'env', 'envFrom', 'ports', 'resources',
    'securityContext', 'volumeMounts', 'startupProbe', 'readinessProbe', 'livenessProbe', 'lifecycle',
    'terminationMessagePolicy', 'workingDir'],
  securityContext: ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'fsGroup', 'fsGroupChangePolicy',
    'supplementalGroups', 'seccompProfile', 'allowPrivilegeEscalation', 'readOnlyRootFilesystem', 'capabilities',
    'privileged'],
  volume: ['name', 'emptyDir', 'configMap', 'secret', 'persistentVolumeClaim'],
  volumeMount: ['name', 'mountPath', 'readOnly', 'subPath'],
};

function onlyKnown(what, object, where) {
  for (const field of Object.keys(object ?? {})) {
    if (!known[what].includes(field)) throw new Error(`${where}: ${field} is not translated`);
  }
}

function bytesOf(text) { // 512Mi -> bytes
  const [, number, unit] = /^(\d+(?:\.\d+)?)(|k|M|G|Ki|Mi|Gi)$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`${text} is no size`);
  return Math.round(Number(number) *
    { '': 1, k: 1e3, M: 1e6, G: 1e9, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 }[unit]);
}

const cpusOf = (text) => (/m$/.test(text) ? Number(text.slice(0, -1)) / 1000 : Number(text));

export class Objects {
  constructor(documents) {
    this.all = documents.filter(Boolean);
    for (const it of this.all) {
      if (!['Deployment', 'StatefulSet', 'Job', 'Service', 'ConfigMap', 'Secret'].includes(it.kind) &&
          !(it.kind in ignoredKinds)) {
        throw new Error(`kind ${it.kind} (${it.metadata?.name}) is neither translated nor known to be left out`);
      }
    }
  }

  find(kind, name) {
    const found = this.all.find((it) => it.kind === kind && it.metadata.name === name);
    if (!found) throw new Error(`${kind} ${name} is missing`);
    return found;
  }

  // Key to bytes of a ConfigMap or a Secret.
  data(kind, name) {
    const { data = {}, binaryData = {}, stringData = {} } = this.find(kind, name);
    const entries = Object.entries(data).map(([key, value]) =>
      [key, kind === 'Secret' ? Buffer.from(value, 'base64') : Buffer.from(value)]);
    for (const [key, value] of Object.entries(binaryData)) entries.push([key, Buffer.from(value, 'base64')]);
    for (const [key, value] of Object.entries(stringData)) entries.push([key, Buffer.from(value)]);
    return new Map(entries);
  }

  workloads() {
    const wave = (it) => Number(it.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
    return this.all.filter((it) => ['Deployment', 'StatefulSet', 'Job'].includes(it.kind))
      .sort((a, b) => wave(a) - wave(b));
  }
}

function environment(objects, container, where) {
  const env = new Map();
  for (const { configMapRef, secretRef, ...rest } of container.envFrom ?? []) {
    if (Object.keys(rest).length > 0) throw new Error(`${where}: envFrom ${Object.keys(rest)} is not translated`);
    const from = configMapRef ? objects.data('ConfigMap', configMapRef.name) : objects.data('Secret', secretRef.name);
    for (const [key, value] of from) env.set(key, value.toString());
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (!valueFrom) env.set(name, value ?? '');
    else if (valueFrom.configMapKeyRef) {
      env.set(name, objects.data('ConfigMap', valueFrom.configMapKeyRef.name).get(valueFrom.configMapKeyRef.key).toString());
    } else if (valueFrom.secretKeyRef) {
      env.set(name, objects.data('Secret', valueFrom.secretKeyRef.name).get(valueFrom.secretKeyRef.key).toString());
    } else throw new Error(`${where}: env ${name} is not translated`);
  }
  return [...env].flatMap(([name, value]) => ['--env', `${name}=${value}`]);
}

// A folder: {path, mode, group, files: [{name, mode, bytes}], temporary (emptyDir), memory (bytes of a tmpfs)}.
function volumeOf(objects, pod, volume, group, claims, folder) {
  const where = `${pod}: volume ${volume.name}`;
  const path = `${folder}/${pod}-${volume.name}`;
  onlyKnown('volume', volume, where);
  const projected = (kind, name, { items, defaultMode = 0o644 }) => {
    const data = objects.data(kind, name);
    const wanted = items ?? [...data.keys()].map((key) => ({ key, path: key }));
    return { path, mode: 0o755, group, files: wanted.map(({ key, path: file, mode = defaultMode }) => {
      if (!data.has(key)) throw new Error(`${where}: ${kind} ${name} has no key ${key}`);
      return { name: file, mode, bytes: data.get(key) };
    }) };
  };
  if (volume.configMap) return projected('ConfigMap', volume.configMap.name, volume.configMap);
  if (volume.secret) return projected('Secret', volume.secret.secretName, volume.secret);
  if (volume.persistentVolumeClaim || claims.includes(volume.name)) {
    return { path, mode: 0o2775, group, files: [] };
  }
  if (!volume.emptyDir) throw new Error(`${where} is of a kind that is not translated`);
  const { medium, sizeLimit } = volume.emptyDir;
  if (medium && medium !== 'Memory') throw new Error(`${where}: medium ${medium} is not translated`);
  return { path, mode: 0o2777, group, files: [], temporary: true, memory: medium && bytesOf(sizeLimit ?? '64Mi') };
}

function securityOf(pod, container, where) {
  onlyKnown('securityContext', pod, where);
  onlyKnown('securityContext', container, where);
  const it = { ...pod, ...container };
  if (it.seccompProfile?.type !== 'RuntimeDefault') throw new Error(`${where}: seccompProfile is not RuntimeDefault`);
  if (it.privileged || it.runAsUser === undefined) throw new Error(`${where} has no user, or is privileged`);
  const args = ['--user', `${it.runAsUser}:${it.runAsGroup ?? 0}`, '--passwd=false'];
  for (const group of new Set([it.fsGroup, ...(it.supplementalGroups ?? [])])) {
    if (group !== undefined) args.push('--group-add', String(group));
  }
  for (const name of it.capabilities?.drop ?? []) args.push('--cap-drop', name.toLowerCase());
  for (const name of it.capabilities?.add ?? []) args.push('--cap-add', name);
  if (it.allowPrivilegeEscalation === false) args.push('--security-opt', 'no-new-privileges');
  if (it.readOnlyRootFilesystem) args.push('--read-only', '--read-only-tmpfs=false');
  return args;
}

// One workload -> {name, kind, volumes, containers: [{name, create: [podman run's arguments], probes}]}.
// options: folder (of the volumes), image (name in the manifest -> image here), hosts (names of 127.0.0.1).
export function translate(objects, workload, options) {
  const name = workload.metadata.name;
  const { spec } = workload.spec.template;
  onlyKnown('podSpec', spec, name);
  const group = spec.securityContext?.fsGroup ?? 0;
  const claims = (workload.spec.volumeClaimTemplates ?? []).map((it) => it.metadata.name);
  const volumes = new Map([...(spec.volumes ?? []), ...claims.map((claim) => ({ name: claim }))]
    .map((volume) => [volume.name, volumeOf(objects, name, volume, group, claims, options.folder)]));
  const grace = spec.terminationGracePeriodSeconds ?? 30;

  const one = (container, init) => {
    const where = `${name}/${container.name}`;
    onlyKnown('container', container, where);
    const args = ['--name', `${name}-${container.name}`, '--pod', name, '--pull', 'never', '--no-healthcheck',
      '--stop-timeout', String(grace), ...options.hosts.flatMap((host) => ['--add-host', `${host}:127.0.0.1`]),
      ...securityOf(spec.securityContext, container.securityContext, where), ...environment(objects, container, where)];
    const { memory, cpu } = container.resources?.limits ?? {};
    if (memory) args.push('--memory', String(bytesOf(memory)), '--memory-swap', String(bytesOf(memory)));
    if (cpu) args.push('--cpus', String(cpusOf(cpu)));
    if (container.workingDir) args.push('--workdir', container.workingDir);
    for (const mount of container.volumeMounts ?? []) {
      onlyKnown('volumeMount', mount, where);
      const volume = volumes.get(mount.name);
      if (!volume) throw new Error(`${where} mounts ${mount.name}, which is no volume`);
      const source = mount.subPath ? `${volume.path}/${mount.subPath}` : volume.path;
      args.push('--volume', `${source}:${mount.mountPath}:${mount.readOnly ? 'ro' : 'rw'}`);
    }
    const command = container.command ? ['--entrypoint', JSON.stringify(container.command)] : [];
    return { name: `${name}-${container.name}`, init, image: container.image,
      create: [...args, ...command, options.image(container.image), ...(container.args ?? [])],
      security: { ...spec.securityContext, ...container.securityContext },
      ports: container.ports ?? [], probes: {
        startup: container.startupProbe, readiness: container.readinessProbe, liveness: container.livenessProbe } };
  };
  return { name, kind: workload.kind, group, volumes: [...volumes.values()],
    containers: [...(spec.initContainers ?? []).map((it) => one(it, true)), ...spec.containers.map((it) => one(it, false))] };
}
