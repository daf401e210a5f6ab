// The pods' NGINX configuration: the copy is fresh, NGINX takes it, and it does what the environment says.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { freePorts } from '../support/ports.mjs';
import { environments, objects, parse, root } from './lib/renders.mjs';

const work = mkdtempSync(join(tmpdir(), 'deploy-nginx-'));
after(() => rmSync(work, { recursive: true, force: true }));
const nginx = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx'].find(existsSync);
const skip = !nginx && 'NGINX is not installed';

test('the copy in kustomize/base/nginx is what update writes', () => {
  const fresh = join(work, 'fresh');
  mkdirSync(fresh);
  execFileSync(join(root, 'kustomize/base/nginx/update'), [fresh]);
  for (const name of readdirSync(fresh)) {
    assert.equal(readFileSync(join(root, 'kustomize/base/nginx', name), 'utf8'), readFileSync(join(fresh, name), 'utf8'), name);
  }
});

/** What the ConfigMap holds, in a folder of its own, with this machine's paths in place of the pod's. */
function unpack(name, ports = [8080, 8000], change = (text) => text) {
  const folder = join(work, `${name}-${ports[0]}`);
  for (const inner of ['etc', 'run', 'tmp', 'web']) mkdirSync(join(folder, inner), { recursive: true });
  const { data } = objects(name).find((o) => o.kind === 'ConfigMap' && o.data?.['nginx.conf']);
  for (const [path, text] of Object.entries(data)) {
    writeFileSync(join(folder, 'etc', path), change(text, path)
      .replaceAll('/etc/expense-tracker/nginx', join(folder, 'etc'))
      .replaceAll('/run/expense-tracker', join(folder, 'run'))
      .replaceAll('/usr/share/expense-tracker/web', join(folder, 'web'))
      .replaceAll(/(pid|_temp_path) \/tmp\//g, `$1 ${join(folder, 'tmp')}/`)
      .replaceAll('access_log /dev/stdout', `access_log ${join(folder, 'tmp')}/access.log`)
      .replace('listen 8080 default_server', `listen 127.0.0.1:${ports[0]} default_server`)
      .replace('listen 8000 default_server', `listen 127.0.0.1:${ports[1]} default_server`));
  }
  writeFileSync(join(folder, 'web/index.html'), '<!doctype html><title>app</title>');
  return folder;
}
const arguments_ = (folder) => ['-e', 'stderr', '-c', join(folder, 'etc/nginx.conf'), '-p', folder];
const check = (folder) => execFileSync(nginx, ['-t', ...arguments_(folder)], { stdio: 'pipe' });

for (const name of environments) {
  test(`NGINX accepts the configuration of ${name}`, { skip }, () => check(unpack(name)));
}
test('a configuration that NGINX refuses is noticed', { skip }, () => {
  assert.throws(() => check(unpack('dev', [8081, 8001], (text, path) => (path === 'tools.conf' ? `${text}\nlocation / { retrun 200; }` : text))));
});

test('NGINX of the pod: the app, its tools on hosts of their own, health inside only', { skip }, async () => {
  const ports = await freePorts(2);
  const folder = unpack('prod', ports);
  const child = spawn(nginx, [...arguments_(folder), '-g', `daemon off;${process.getuid() === 0 ? ' user root;' : ''}`], { stdio: 'ignore' });
  try {
    const get = async (port, path) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', headers: { accept: 'text/html' } });
    for (let tries = 100; tries > 0; tries--) {
      const there = await get(ports[1], '/nginx').catch(() => undefined);
      if (there?.status === 200) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { domain } = parse(readFileSync(join(root, 'kustomize/overlays/prod/env.yaml'), 'utf8'))[0].data;
    for (const tool of ['grafana', 'argocd']) {
      for (const path of [`/${tool}`, `/${tool}/`, `/${tool}/d/abc`]) {
        const answer = await get(ports[0], path);
        assert.deepEqual([answer.status, answer.headers.get('location')], [302, `https://${tool}.${domain}/`], path);
        assert.ok(answer.headers.get('content-security-policy'));
      }
    }
    assert.equal((await get(ports[0], '/grafanas')).status, 200, 'only the whole word leads away');
    assert.equal((await get(ports[0], '/')).status, 200);
    for (const path of ['/metrics', '/livez', '/readyz', '/nginx/../metrics']) assert.equal((await get(ports[0], path)).status, 404, path);
    assert.equal((await get(ports[0], '/api/ping')).status, 502, 'no pool is there');
    assert.equal((await get(ports[1], '/')).status, 404);
  } finally {
    child.kill('SIGQUIT');
    await new Promise((resolve) => child.once('exit', resolve));
  }
});
