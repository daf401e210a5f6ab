// Holds answers against docs/openapi.json. Every answer that the test client sees comes through here,
// so the whole suite fails when the file and the server disagree.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { root } from './stack.mjs';

const places = ['docs/openapi.json', 'docs/openapi/openapi.json'].map((name) => join(root, name));

let loaded;

export function openapi() {
  loaded ??= load();
  return loaded;
}

function load() {
  const file = places.find((name) => existsSync(name));
  if (!file) return undefined;
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  addFormats(ajv);
  ajv.addSchema(document, 'openapi');
  const routes = Object.entries(document.paths).map(([template, item]) => ({
    template,
    item,
    fixed: !template.includes('{'),
    pattern: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
  }));
  routes.sort((a, b) => Number(b.fixed) - Number(a.fixed));
  return { document, ajv, routes, compiled: new Map(), seen: new Set() };
}

function pointer(...parts) {
  return parts.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))
    .map(encodeURIComponent).join('/');
}

function resolve(document, node, path) {
  let at = path;
  let it = node;
  while (it?.$ref) {
    at = it.$ref.slice(2).split('/');
    it = at.reduce((value, key) => value[decodeURIComponent(key).replaceAll('~1', '/')
      .replaceAll('~0', '~')], document);
    at = at.map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return { it, at };
}

function validator(api, at) {
  const ref = `openapi#/${pointer(...at)}`;
  if (!api.compiled.has(ref)) api.compiled.set(ref, api.ajv.compile({ $ref: ref }));
  return api.compiled.get(ref);
}

export class SchemaMismatch extends Error {}

function mismatch(answer, message) {
  throw new SchemaMismatch(`${answer.method} ${answer.path} → ${answer.status}: ${message}\n` +
    `${answer.text.slice(0, 600)}`);
}

export async function checkAnswer(answer) {
  const api = openapi();
  if (!api || process.env.TEST_SKIP_OPENAPI) return;
  const path = answer.path.split('?')[0];
  const route = api.routes.find(({ pattern }) => pattern.test(path));
  if (answer.status >= 400) checkProblem(api, answer);
  const operation = route?.item[answer.method.toLowerCase()];
  // 502 and 504 are NGINX's own, when no worker answered: any path can have them.
  if (!operation || answer.method === 'HEAD' || [502, 504].includes(answer.status)) return;
  api.seen.add(`${answer.method} ${route.template} ${answer.status}`);
  const { it: response, at } = resolve(api.document, operation.responses[answer.status],
    ['paths', route.template, answer.method.toLowerCase(), 'responses', answer.status]);
  if (!response) {
    const generic = operation.responses.default ?? operation.responses[`${String(answer.status)[0]}XX`];
    if (generic && answer.status >= 400) return;
    mismatch(answer, 'this status is not in docs/openapi.json');
  }
  const type = (answer.headers['content-type'] ?? '').split(';')[0];
  if (!response.content) {
    if (answer.bytes.length > 0 && answer.status < 300) mismatch(answer, 'has a body, the file says none');
    return;
  }
  const media = Object.keys(response.content).find((name) => name === type || name === '*/*' ||
    (name.endsWith('/*') && type.startsWith(name.slice(0, -1))));
  if (!media) mismatch(answer, `content type ${type} is not in docs/openapi.json`);
  if (!response.content[media].schema || answer.json === undefined) return;
  const validate = validator(api, [...at, 'content', media, 'schema']);
  if (!validate(answer.json)) mismatch(answer, JSON.stringify(validate.errors.slice(0, 4)));
}

// RFC 9457, and our own rule: `detail` is a sentence, and nothing of the inside shows.
function checkProblem(api, answer) {
  if (answer.method === 'HEAD') return;
  const type = (answer.headers['content-type'] ?? '').split(';')[0];
  if (type !== 'application/problem+json') mismatch(answer, `an error of type ${type}`);
  const { title, status, detail, code } = answer.json;
  if (status !== answer.status) mismatch(answer, 'status in the body differs');
  for (const [name, value] of Object.entries({ title, detail, code })) {
    if (typeof value !== 'string' || value === '') mismatch(answer, `no ${name}`);
  }
  const inside = /\b(select|insert into|update app\.|PGRES|libpq|relation "|SQLSTATE|\/usr\/|\.c:\d)/;
  if (inside.test(answer.text)) mismatch(answer, 'shows the inside');
}
