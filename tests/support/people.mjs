// People who are signed in. Each comes from the identity provider's own key through
// POST /api/auth/google, as a client written for the API does; signInByBrowser() walks the whole
// redirect flow, as a browser does.
import { randomBytes } from 'node:crypto';

import { mintIdToken } from './id-token.mjs';
import { query } from './database.mjs';
import { Client, call } from './http.mjs';
import { stack } from './stack.mjs';

let counter = 0;

// A new person with an empty ledger: {id, ledger, email, name, token, client}. The name is only a
// hint for whoever reads a failed test.
export async function person(name = 'person') {
  counter += 1;
  const subject = `${name}-${process.pid}-${counter}-${randomBytes(4).toString('hex')}`;
  return signInWithToken({ sub: subject, email: `${subject}@example.com`, email_verified: true,
    name: `${name} ${counter}` });
}

export async function signInWithToken(claims) {
  const idToken = await mintIdToken(await stack(), claims);
  const signIn = () => call('POST', '/api/auth/google', { body: { token: idToken } });
  let answer = await signIn();
  // As a client would: 503 says when to come again. Tests of sign-in itself don't come this way.
  for (let tries = 0; tries < 3 && answer.status === 503; tries += 1) {
    await new Promise((resolve) => { setTimeout(resolve, Number(answer.headers['retry-after']) * 1000); });
    answer = await signIn();
  }
  if (answer.status !== 200) {
    throw new Error(`sign-in of ${claims.sub} failed: ${answer.status} ${answer.text}`);
  }
  const token = answer.json.access_token;
  const { led } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  return { id: answer.json.user.id, ledger: Number(led), email: claims.email, name: claims.name,
    subject: claims.sub, token, client: new Client({ token }) };
}

export const alice = () => person('alice');
export const bob = () => person('bob');

// A person in front of a browser: signs in by the whole flow and asks as our own pages do. The same name
// is the same person, signed in once more.
export async function browserPerson(name, { userAgent } = {}) {
  const { cookie } = await signInByBrowser(`${name} ${process.pid}`, { userAgent });
  return new Client({ cookie, headers: { 'Sec-Fetch-Site': 'same-origin' } });
}

class CookieJar {
  #cookies = new Map();

  take(url, headers) {
    for (const line of headers['set-cookie'] ?? []) {
      const [pair, ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const path = attributes.find((text) => /^path=/i.test(text))?.slice(5) ?? '/';
      const gone = attributes.some((text) => /^max-age=0$/i.test(text)) ||
        attributes.some((text) => /^expires=/i.test(text) && new Date(text.slice(8)) < new Date());
      const key = `${url.port} ${path} ${name}`;
      if (gone) this.#cookies.delete(key);
      else this.#cookies.set(key, { port: url.port, path, name, value: pair.slice(at + 1), line });
    }
  }

  header(url) {
    return [...this.#cookies.values()]
      .filter((it) => it.port === url.port && url.pathname.startsWith(it.path))
      .map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  find(name) {
    return [...this.#cookies.values()].find((it) => it.name === name);
  }
}

async function visit(jar, method, url, form, userAgent) {
  const answer = await call(method, `${url.pathname}${url.search}`, {
    port: Number(url.port), validate: false, raw: form?.toString(),
    headers: { ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
      ...(userAgent ? { 'User-Agent': userAgent } : {}), Host: url.host, Cookie: jar.header(url) },
  });
  jar.take(url, answer.headers);
  return answer;
}

// Walks /api/auth/login → provider → callback as a browser without JavaScript would: follows
// redirects, sends the provider's forms. Gives back the session cookie, where the journey ended and
// every step. `stopBefore` is a path that it leaves for the caller to visit; `jar` is that of an
// earlier journey in the same browser.
export async function signInByBrowser(login, { returnTo = '/', stopBefore, jar = new CookieJar(),
  userAgent } = {}) {
  const it = await stack();
  const steps = [];
  let url = new URL(`/api/auth/login?return=${encodeURIComponent(returnTo)}`, it.origin);
  let method = 'GET';
  let form;
  for (let step = 0; step < 20; step += 1) {
    const answer = await visit(jar, method, url, form, userAgent);
    steps.push({ method, url: url.href, status: answer.status, headers: answer.headers });
    if (answer.status >= 300 && answer.status < 400 && answer.headers.location) {
      url = new URL(answer.headers.location, url);
      [method, form] = ['GET', undefined];
      if (url.origin === it.origin && (!url.pathname.startsWith('/api/auth/') || url.pathname === stopBefore)) break;
      continue;
    }
    const next = providerForm(answer.text, url, login);
    if (!next) throw new Error(`sign-in stopped at ${url.href}: ${answer.status} ${answer.text.slice(0, 500)}`);
    ({ url, form } = next);
    method = 'POST';
  }
  const cookie = jar.find('__Host-session');
  return { cookie: cookie && `__Host-session=${cookie.value}`, setCookie: cookie?.line, steps, jar,
    end: url };
}

// The first form of the provider's page, with its hidden fields, and the person's login filled in.
function providerForm(html, url, login) {
  const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(html);
  if (!form) return undefined;
  const fields = new URLSearchParams();
  for (const [tag] of form[2].matchAll(/<(?:input|button)\b[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    if (!name) continue;
    const type = /\btype="([^"]*)"/.exec(tag)?.[1] ?? 'text';
    const value = /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '';
    if (type === 'hidden') fields.set(name, value);
    else fields.set(name, name === 'password' ? 'any' : login);
  }
  return { url: new URL(form[1].replaceAll('&amp;', '&'), url), form: fields };
}

// Ends a person's sessions behind the server's back.
export function revokeSessions(userId) {
  return query('update app.sessions set revoked_at = now() where user_id = $1', [userId]);
}
