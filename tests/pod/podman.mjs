// podman and the folders of volumes: starts what translate.mjs gives, and takes it away.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function podman(args, { check = true, timeout = 120_000, input } = {}) {
  const result = spawnSync('podman', args, { encoding: 'utf8', timeout, input, maxBuffer: 64 * 1024 * 1024 });
  if (check && result.status !== 0) {
    throw new Error(`podman ${args.slice(0, 3).join(' ')} … failed (${result.status ?? result.signal}): ` +
      `${result.stderr}${result.stdout}`.slice(-1500));
  }
  return result;
}

function run(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${result.stderr}`);
}

const mounted = (path) => readFileSync('/proc/self/mounts', 'utf8').split('\n').some((line) => line.split(' ')[1] === path);

function makeVolume(volume, group) {
  mkdirSync(volume.path, { recursive: true });
  if (volume.memory) run('mount', ['-t', 'tmpfs', '-o', `size=${volume.memory}`, 'tmpfs', volume.path]);
  chownSync(volume.path, 0, group);
  chmodSync(volume.path, volume.mode);
  for (const { name, mode, bytes } of volume.files) {
    const path = join(volume.path, name);
    writeFileSync(path, bytes);
    chownSync(path, 0, group);
    chmodSync(path, mode);
  }
}

// Makes the pod, without its containers: --passwd=false is known to podman run only.
export function makePod(pod) {
  podman(['pod', 'rm', '--force', '--ignore', '--time', '5', pod.name]); // of a run that was killed
  for (const volume of pod.volumes) makeVolume(volume, pod.group);
  podman(['pod', 'create', '--name', pod.name, '--network', 'host', '--share', 'net,ipc']);
}

function removeTemporary(pod) {
  for (const { path, temporary } of pod.volumes) {
    if (!temporary) continue;
    if (mounted(path)) run('umount', [path]);
    rmSync(path, { recursive: true, force: true });
  }
}

export function removePod(pod) {
  podman(['pod', 'rm', '--force', '--time', '5', pod.name], { check: false });
  removeTemporary(pod);
}

// As a pod that is made anew: what was in its emptyDirs is gone.
export function restartPod(pod) {
  podman(['pod', 'stop', pod.name]);
  removeTemporary(pod);
  for (const volume of pod.volumes) if (volume.temporary) makeVolume(volume, pod.group);
  podman(['pod', 'start', pod.name]);
}

export const start = (container) => podman(['run', '--detach', ...container.create]);

const made = (container) => podman(['container', 'exists', container.name], { check: false }).status === 0;

// Runs a container to its end, once more if it ran before; gives back {status, output}.
export function runToEnd(container) {
  const words = made(container) ? ['start', '--attach', container.name] : ['run', ...container.create];
  const result = podman(words, { check: false, timeout: 180_000 });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

export const inspect = (name) => JSON.parse(podman(['inspect', name]).stdout)[0];
export const imageOf = (name) => JSON.parse(podman(['image', 'inspect', name]).stdout)[0];
export const logsOf = (container) => {
  const { stdout, stderr } = podman(['logs', container.name], { check: false });
  return `${stdout}${stderr}`;
};

// One probe of Kubernetes, asked once. Containers of all pods share the network of this process.
export async function probe(container, it) {
  const ports = new Map(container.ports.map(({ name, containerPort }) => [name, containerPort]));
  if (it.httpGet) {
    const port = ports.get(it.httpGet.port) ?? it.httpGet.port;
    const answer = await fetch(`http://127.0.0.1:${port}${it.httpGet.path}`,
      { signal: AbortSignal.timeout((it.timeoutSeconds ?? 1) * 1000) }).catch(() => undefined);
    return answer !== undefined && answer.status < 400;
  }
  if (it.exec) return podman(['exec', container.name, ...it.exec.command], { check: false }).status === 0;
  if (it.tcpSocket) {
    const { connect } = await import('node:net');
    return new Promise((resolve) => {
      const socket = connect(ports.get(it.tcpSocket.port) ?? it.tcpSocket.port, '127.0.0.1');
      socket.once('connect', () => { socket.destroy(); resolve(true); });
      socket.once('error', () => resolve(false));
    });
  }
  throw new Error(`${container.name}: a probe that is not translated: ${Object.keys(it)}`);
}

export async function until(what, condition, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  while (!await condition()) {
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}

export async function untilProbed(pod, names) {
  for (const container of pod.containers.filter((it) => !it.init)) {
    for (const name of names) {
      const it = container.probes[name];
      if (it) await until(`${name} probe of ${container.name}`, () => probe(container, it));
    }
  }
}
