// What the kernel says of a container's processes. Their ids here are the host's.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

function fieldsOf(pid) {
  return Object.fromEntries(readFileSync(`/proc/${pid}/status`, 'utf8').split('\n').filter(Boolean)
    .map((line) => line.split(/:\t/, 2)));
}

export function descendants(pid) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter((it) => /^\d+$/.test(it))) {
    try {
      const parent = Number(fieldsOf(name).PPid);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch { /* it has ended meanwhile */ }
  }
  const all = [pid];
  for (const one of all) all.push(...(children.get(one) ?? []));
  return all;
}

export const nameOf = (pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();

// A process's own name, '' when it has ended.
export function commOf(pid) {
  try {
    return /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')) ? ''
      : readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

// How the kernel schedules it: 0 is the usual way, 3 is in batch (proc(5), sched(7)). The name before may hold blanks.
export const policyOf = (pid) => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[38]);

// The reasons why a process has more rights than it should, in words; empty when it has none.
export function faultsOf(pid, { uid, gid }) {
  const it = fieldsOf(pid);
  const faults = [];
  if (it.Uid.split('\t').some((id) => Number(id) !== uid)) faults.push(`user ${it.Uid}`);
  if (it.Gid.split('\t').some((id) => Number(id) !== gid)) faults.push(`group ${it.Gid}`);
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
    if (!/^0+$/.test(it[set])) faults.push(`${set} ${it[set]}`);
  }
  if (it.NoNewPrivs !== '1') faults.push('may gain rights');
  if (it.Seccomp !== '2') faults.push('no seccomp filter');
  const root = readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n').map((line) => line.split(' '))
    .find((words) => words[4] === '/');
  if (!root?.[5].split(',').includes('ro')) faults.push('root can be written');
  return faults;
}

// Files of an image that must not be there: shells, what installs, what changes its user.
export function unwantedIn(pid, paths) {
  return paths.filter((path) => existsSync(`/proc/${pid}/root${path}`));
}

// Programs that run as somebody else (set-user-id) below a container's root.
export function setUserIdIn(pid, folders = ['/usr/bin', '/usr/sbin']) {
  return folders.flatMap((folder) => {
    const path = `/proc/${pid}/root${folder}`;
    if (!existsSync(path)) return [];
    return readdirSync(path).filter((name) => {
      try {
        return (statSync(`${path}/${name}`).mode & 0o6000) !== 0;
      } catch { return false; } // a link that leads nowhere
    }).map((name) => `${folder}/${name}`);
  });
}
