// docs/openapi.json says what the server does: the route table and the file are equal, every answer of
// the whole suite is held against it (support/openapi.mjs), and its page works under our CSP.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';

import { status } from '../support/assertions.mjs';
import { anonymous } from '../support/http.mjs';
import { openapi } from '../support/openapi.mjs';
import { stack } from '../support/stack.mjs';

const { document } = openapi();
const verbs = ['get', 'post', 'put', 'delete', 'patch'];
const files = ['GET /api/openapi.json', 'GET /api/docs']; // served by NGINX
const identity = ['GET /api/auth/login', 'GET /api/auth/callback', 'POST /api/auth/google']; // by the other pool

const inFile = Object.entries(document.paths).flatMap(([path, item]) =>
  verbs.filter((verb) => item[verb]).map((verb) => `${verb.toUpperCase()} ${path}`));

describe('the file', () => {
  test('names exactly the routes of the program', async () => {
    const { env } = await stack();
    const text = execFileSync(env.EXPENSED, ['--print-routes'], { encoding: 'utf8' });
    const routes = [...text.matchAll(/\b(GET|POST|PUT|DELETE|PATCH)\s+(\/\S+)/g)].map((it) => `${it[1]} ${it[2]}`);
    assert.deepEqual(inFile.sort(), [...new Set([...routes, ...identity, ...files])].sort());
  });

  test('closes every object: a field that is not described fails the suite', () => {
    const open = [];
    const visit = (node, path) => {
      if (node === null || typeof node !== 'object') return;
      const composed = path.endsWith('.allOf') || /\.allOf\.\d+$/.test(path);
      if (node.type === 'object' && node.properties && !composed &&
        node.additionalProperties !== false && node.unevaluatedProperties !== false) open.push(path);
      for (const [name, value] of Object.entries(node)) {
        if (!['example', 'examples', 'default', 'enum'].includes(name)) visit(value, `${path}.${name}`);
      }
    };
    visit(document, '');
    assert.deepEqual(open, []);
  });

  test('says for each operation what it is, who may call it and how it fails', () => {
    for (const route of inFile) {
      const [verb, path] = route.split(' ');
      const operation = document.paths[path][verb.toLowerCase()];
      assert.ok(operation.summary || operation.description, route);
      assert.ok(operation.operationId, route);
      assert.ok(Object.keys(operation.responses).some((code) => code.startsWith('2') || code === '303'), route);
    }
    const ids = inFile.map((route) => document.paths[route.split(' ')[1]][route.split(' ')[0].toLowerCase()].operationId);
    assert.equal(new Set(ids).size, ids.length, 'an operationId is used twice');
  });

  test('names for each route who may call it as the route table does', async () => {
    const { env } = await stack();
    const text = execFileSync(env.EXPENSED, ['--print-routes'], { encoding: 'utf8' });
    const either = '[{"cookie":[]},{"bearer":[]}]';
    const kinds = { public: '[]', optional: '[{},{"cookie":[]},{"bearer":[]}]', signed_in: either, reading: either,
      browser: '[{"cookie":[]}]' };
    for (const line of text.trim().split('\n')) {
      const [method, path, access] = line.split('\t');
      const security = document.paths[path][method.toLowerCase()].security ?? document.security;
      assert.equal(JSON.stringify(security), kinds[access], `${method} ${path}`);
    }
  });

  test('is served as it is in the repository', async () => {
    const answer = status(await anonymous.get('/api/openapi.json', { validate: false }), 200);
    assert.match(answer.headers['content-type'], /^application\/(vnd\.oai\.openapi\+)?json/);
    assert.deepEqual(answer.json, document);
  });

  test('its own examples fit its schemas', () => {
    const { ajv } = openapi();
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const validate = ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
      for (const example of schema.examples ?? []) {
        assert.ok(validate(example), `${name}: ${JSON.stringify(validate.errors)}`);
      }
    }
  });
});

describe('the page', () => {
  test('loads only from our own origin, without inline script or style', async () => {
    let page = await anonymous.get('/api/docs', { validate: false });
    let path = '/api/docs';
    if (page.status >= 300 && page.status < 400) {
      path = new URL(page.headers.location, 'http://localhost').pathname;
      page = await anonymous.get(path, { validate: false });
    }
    status(page, 200);
    assert.match(page.headers['content-type'], /^text\/html/);
    const csp = page.headers['content-security-policy'];
    assert.match(csp, /default-src 'none'/);
    assert.doesNotMatch(csp, /unsafe-/);
    assert.doesNotMatch(page.text, /\son\w+="|\sstyle="/i);
    const linked = [...page.text.matchAll(/<(?:script|link|img)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map((it) => it[1]);
    assert.ok(linked.length > 0);
    for (const script of page.text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
      assert.match(script[1], /\bsrc=/, 'inline script');
      assert.equal(script[2].trim(), '');
    }
    for (const link of linked) {
      const base = path.endsWith('/') ? path : path;
      const url = new URL(link, `http://localhost${base}`);
      assert.equal(url.host, 'localhost', link);
      status(await anonymous.get(url.pathname, { validate: false }), 200, link);
    }
  });
});
