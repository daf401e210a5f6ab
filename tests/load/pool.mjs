// Things measured at the pool itself: start-up to the first 200, memory, size of the program.
import { spawn } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { childrenOf, isAlive, pool, proportionalMemory } from '../support/processes.mjs';

const record = (type, content) => {
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt8(type, 1);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(content.length, 4);
  return Buffer.concat([head, content]);
};

function parameter(name, value) {
  const length = (text) => {
    const size = Buffer.byteLength(text);
    if (size < 128) return Buffer.from([size]);
    const long = Buffer.alloc(4);
    long.writeUInt32BE((size | 0x80000000) >>> 0);
    return long;
  };
  return Buffer.concat([length(name), length(value), Buffer.from(name), Buffer.from(value)]);
}

// One GET straight to the pool's socket; gives back the status, or 0 when nothing answers.
export function fastcgiGet(socketPath, path, token) {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    let text = '';
    const end = (value) => { socket.destroy(); resolve(value); };
    socket.setTimeout(2_000, () => end(0));
    socket.on('error', () => end(0));
    socket.on('close', () => end(text ? Number(/Status: (\d+)/.exec(text)?.[1] ?? 200) : 0));
    socket.on('data', (part) => { text += part.toString('latin1'); });
    socket.on('connect', () => {
      const params = Object.entries({ REQUEST_METHOD: 'GET', REQUEST_URI: path, DOCUMENT_URI: path, SCRIPT_NAME: path,
        PATH_INFO: path, QUERY_STRING: '', CONTENT_LENGTH: '', CONTENT_TYPE: '', SERVER_PROTOCOL: 'HTTP/1.1',
        REMOTE_ADDR: '127.0.0.1', REQUEST_ID: '0123456789abcdef0123456789abcdef',
        HTTP_AUTHORIZATION: `Bearer ${token}` }).map(([name, value]) => parameter(name, value));
      socket.write(Buffer.concat([record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])), record(4, Buffer.concat(params)),
        record(4, Buffer.alloc(0)), record(5, Buffer.alloc(0))]));
    });
  });
}

// Milliseconds from starting the program to its first 200 with a person's data, best of `times`.
export async function startUp(it, token, times = 5) {
  const path = join(it.env.RUN, 'startup.sock');
  const status = join(it.env.RUN, 'startup-status.sock');
  const results = [];
  for (let n = 0; n < times; n += 1) {
    rmSync(path, { force: true });
    rmSync(status, { force: true });
    const began = process.hrtime.bigint();
    const child = spawn('spawn-fcgi', ['-n', '-s', path, '--', it.env.EXPENSED, '--pool=api'], { stdio: 'ignore',
      env: { ...process.env, EXPENSE_ENVIRONMENT: 'development', EXPENSE_PUBLIC_ORIGIN: it.origin,
        EXPENSE_STATUS_SOCKET: status, EXPENSE_DATABASE_URL: it.env.API_DSN,
        EXPENSE_TOKEN_KEYS_FILE: it.env.TOKEN_KEYS_FILE } });
    const deadline = Date.now() + 10_000;
    while (!existsSync(path) && Date.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 1); });
    let code = 0;
    while (code !== 200 && Date.now() < deadline) code = await fastcgiGet(path, '/api/expenses', token);
    if (code !== 200) throw new Error(`the pool answered ${code}`);
    results.push(Number(process.hrtime.bigint() - began) / 1e6);
    child.kill('SIGTERM');
    while (isAlive(child.pid)) await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  return Math.min(...results);
}

export function memory(it) {
  const pids = (name) => {
    const top = pool(it, name).filter(Boolean);
    return [...new Set([...top, ...top.flatMap(childrenOf)])];
  };
  return { api: proportionalMemory(pids('API')) / 1024, identity: proportionalMemory(pids('IDENTITY')) / 1024,
    apiOwn: proportionalMemory(pids('API'), 'Pss_Anon') / 1024 };
}

export const programSize = (it) => statSync(it.env.EXPENSED).size;
