// The processes of a stack, and what can befall them.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

const commandOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

// The supervisor of a pool ('API' or 'IDENTITY'). The stack's process may be a script that runs it.
export function supervisorOf(it, pool = 'API') {
  const top = Number(readFileSync(join(it.env.RUN, `${pool.toLowerCase()}.pid`), 'utf8'));
  if (!/\/bin\/sh|^sh /.test(commandOf(top))) return top;
  return childrenOf(top).find((pid) => commandOf(pid).includes('--pool='));
}

// The workers of a pool; its status process is a child too, with another name.
export function workersOf(it, pool = 'API') {
  return childrenOf(supervisorOf(it, pool)).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'expensed-worker' && isAlive(pid);
    } catch {
      return false;
    }
  });
}

// A zombie is not alive.
export function isAlive(pid) {
  try {
    return existsSync(`/proc/${pid}`) && !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // it ended between looking and reading
  }
}

// How many sockets a process has open.
export function socketsOf(pid) {
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
    } catch {
      return false; // it was closed between listing and reading
    }
  }).length;
}

// pg_ctl as the cluster's owner: pgCtl(it, 'stop', '-m', 'immediate').
export function pgCtl(it, verb, ...words) {
  const { env } = it;
  const command = [env.PG_CTL, verb, '-w', '-s', '-t', '30', '-D', env.PGDATA, ...words];
  const root = process.getuid() === 0;
  const [file, ...args] = root ? ['runuser', '-u', env.PG_USER, '--', ...command] : command;
  const log = openSync(env.POSTGRES_LOG, 'a'); // opened here: the cluster's owner may not reach the folder
  const result = spawnSync(file, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  if (result.status !== 0) throw new Error(`${command.join(' ')} ended with ${result.status}`);
}

// Proportional memory of a process tree, in kB: shared pages are counted once among the sharers.
export function proportionalMemory(pids, line = 'Pss') {
  return pids.reduce((sum, pid) => {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      return sum + Number(new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(text)[1]);
    } catch {
      return sum;
    }
  }, 0);
}

// Supervisor, workers, status process.
export const pool = (it, name = 'API') => [supervisorOf(it, name), ...childrenOf(supervisorOf(it, name))];
