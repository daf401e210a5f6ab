// The HTTP client of all API tests. It sends exactly the headers that it is given (fetch would add
// Sec-Fetch-* of its own), keeps the answer's text (amounts are compared as written, `15.50`), and
// checks every answer of the API against docs/openapi.json.
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

import { checkAnswer } from './openapi.mjs';
import { stack } from './stack.mjs';

const agent = new Agent({ keepAlive: true, maxSockets: 128 });

function send({ port, method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port, method, path, agent,
      headers: { Host: `localhost:${port}`, ...headers } }, (incoming) => {
      const parts = [];
      incoming.on('data', (part) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode, headers: incoming.headers,
        bytes: Buffer.concat(parts) }));
    });
    outgoing.on('error', reject);
    outgoing.setTimeout(30_000, () => outgoing.destroy(new Error(`no answer: ${method} ${path}`)));
    if (body !== undefined) outgoing.write(body);
    outgoing.end();
  });
}

function parse(answer) {
  const text = answer.bytes.toString('utf8');
  let json;
  if (/^application\/(problem\+)?json\b/.test(answer.headers['content-type'] ?? '') && text !== ''
    && answer.headers['content-encoding'] === undefined) {
    json = JSON.parse(text);
  }
  return { status: answer.status, headers: answer.headers, bytes: answer.bytes, text, json };
}

// options: body (a value to be sent as JSON), raw (bytes or text sent as they are), headers (null
// removes a default one), token, cookie, validate: false to skip the OpenAPI check.
export async function call(method, path, options = {}) {
  const it = await stack();
  const port = options.internal ? it.internalPort : (options.port ?? it.port);
  const headers = {};
  let body;
  if (options.raw !== undefined) {
    body = Buffer.isBuffer(options.raw) ? options.raw : Buffer.from(options.raw);
  } else if (options.body !== undefined) {
    body = Buffer.from(JSON.stringify(options.body));
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
    headers['Content-Length'] = String(body.length);
  }
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  if (options.cookie) headers.Cookie = options.cookie;
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === null) delete headers[name];
    else headers[name] = value;
  }
  const answer = parse(await send({ port, method, path, headers, body }));
  if (options.validate !== false && !options.internal && path.startsWith('/api/')) {
    await checkAnswer({ method, path, sent: options.body, ...answer });
  }
  return answer;
}

// Bytes on a connection of their own, for requests that no HTTP library would send. Gives back the
// whole answer as text, or '' when the server only closes.
export async function rawExchange(bytes, { timeout = 5_000, keepOpen = false } = {}) {
  const { port } = await stack();
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const done = () => { clearTimeout(timer); socket.destroy(); resolve(text); };
    const timer = setTimeout(done, timeout);
    socket.on('connect', () => { socket.write(bytes); if (!keepOpen) socket.end(); });
    socket.on('data', (part) => { text += part.toString('latin1'); });
    socket.on('end', done);
    socket.on('close', done);
    socket.on('error', (error) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? done()
      : reject(error)));
  });
}

export class Client {
  constructor({ token, cookie, headers } = {}) {
    this.defaults = { token, cookie, headers };
  }

  call(method, path, options = {}) {
    return call(method, path, { ...this.defaults, ...options,
      headers: { ...this.defaults.headers, ...options.headers } });
  }

  get(path, options) { return this.call('GET', path, options); }

  post(path, body, options) { return this.call('POST', path, { ...options, body }); }

  put(path, body, options) { return this.call('PUT', path, { ...options, body }); }

  delete(path, options) { return this.call('DELETE', path, options); }
}

export const anonymous = new Client();
