// Makes the provider misbehave, for tests. POST /test/control takes JSON, all members optional:
//   rotate: "add" (a new key signs, the old ones stay) | "replace" (only a new key is left)
//   max_age: number (Cache-Control of /jwks) | null (none sent)
//   answers: {"/jwks": "500" | "hang" | "huge" | "ok", …}  how a path answers from now on
//   reset: true (everything normal, counters at zero; keys stay)
// and answers {"kids": […], "counts": {path: requests so far}}.
import { newKey } from './keys.mjs';

const HUGE = 5 * 1024 * 1024;

export class Control {
  #provider;

  #answers = {};

  #counts = {};

  #maxAge = null;

  constructor(provider) {
    this.#provider = provider;
  }

  // True when the request has been answered here.
  async serve(pathname, request, response) {
    if (pathname === '/test/control' && request.method === 'POST') {
      await this.#obey(request, response);
      return true;
    }
    this.#counts[pathname] = (this.#counts[pathname] ?? 0) + 1;
    if (pathname === '/jwks' && this.#maxAge !== null) {
      response.setHeader('cache-control', `public, max-age=${this.#maxAge}`);
    }
    switch (this.#answers[pathname]) {
      case '500':
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end('{"error":"server_error"}');
        return true;
      case 'hang':
        return true;
      case 'huge':
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(`{"keys":[{"pad":"${'x'.repeat(HUGE)}"}]}`);
        return true;
      default:
        return false;
    }
  }

  async #obey(request, response) {
    let text = '';
    for await (const piece of request) text += piece;
    const order = JSON.parse(text || '{}');
    if (order.reset) {
      this.#answers = {};
      this.#counts = {};
      this.#maxAge = null;
    }
    if (order.rotate === 'add') {
      await this.#provider.replaceKeys([await newKey(), ...this.#provider.keys()]);
    } else if (order.rotate === 'replace') {
      await this.#provider.replaceKeys([await newKey()]);
    }
    if (order.max_age !== undefined) this.#maxAge = order.max_age;
    Object.assign(this.#answers, order.answers);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kids: this.#provider.keys().map((key) => key.kid), counts: this.#counts }));
  }
}
