// A real OpenID provider for development and tests (npm oidc-provider): anybody who types a name is
// signed in. It listens on this machine only.
//
// Settings, each also with the prefix OIDC_: PORT (9000), ADDRESS (127.0.0.1), ISSUER
// (http://localhost:PORT), TLS_KEY and TLS_CERTIFICATE (files; for an issuer with https), CLIENT_ID,
// CLIENT_SECRET, REDIRECT_URIS (or REDIRECT_URI; separated by spaces), KEYS (file of the signing keys;
// default: oidc-keys.json in DIR or here), AUTH_METHOD (client_secret_post or client_secret_basic).
// With TEST_CONTROL=1 there is POST /test/control, see control.mjs. Prints one line when ready.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';

import { Provider, interactionPolicy } from 'oidc-provider';

import { Control } from './control.mjs';
import { readOrMakeKeys, writeKeys } from './keys.mjs';
import { accountOf, claimsOf, colourOf } from './people.mjs';
import { disc } from './png.mjs';
import { signInPage } from './sign-in-page.mjs';

const setting = (name, otherwise) =>
  process.env[`OIDC_${name}`] || process.env[name] || otherwise;

const port = Number(setting('PORT', 9000));
const issuer = setting('ISSUER', `http://localhost:${port}`);
const redirectUris = (setting('REDIRECT_URIS') ?? setting('REDIRECT_URI',
  'http://localhost:8080/api/auth/callback')).split(/[\s,]+/).filter(Boolean);
const keysFile = setting('KEYS', join(setting('DIR', import.meta.dirname), 'oidc-keys.json'));
const authMethod = setting('AUTH_METHOD', 'client_secret_post');
const client = {
  client_id: setting('CLIENT_ID', 'expense-tracker'),
  client_secret: setting('CLIENT_SECRET', 'for-development-only'),
  token_endpoint_auth_method: authMethod,
  redirect_uris: redirectUris,
  response_types: ['code'],
  grant_types: ['authorization_code'],
  id_token_signed_response_alg: 'RS256',
};

// Asks for the name each time: a person who signs out can come back as somebody else.
function alwaysAsk() {
  const { Check, base } = interactionPolicy;
  const policy = base();
  policy.get('login').checks.add(new Check('ask_each_time', 'sign in each time',
    (ctx) => (ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT)));
  return policy;
}

// Consent is given by signing in.
async function grantOf(ctx) {
  const { session, client: asking, params } = ctx.oidc;
  const grantId = ctx.oidc.result?.consent?.grantId ?? session.grantIdFor(asking.clientId);
  const known = grantId && await ctx.oidc.provider.Grant.find(grantId);
  if (known?.accountId === session.accountId) return known;
  const grant = new ctx.oidc.provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  await grant.save();
  return grant;
}

const cookieKey = randomBytes(32).toString('base64url');

function makeProvider(keys) {
  const provider = new Provider(issuer, {
    clients: [client],
    jwks: { keys },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
    conformIdTokenClaims: false, // the ID token carries all claims, as Google's does
    findAccount: (ctx, id) => ({ accountId: id, claims: () => claimsOf(id, issuer) }),
    loadExistingGrant: grantOf,
    interactions: { policy: alwaysAsk(), url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    cookies: { keys: [cookieKey] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 3600 },
    features: { devInteractions: { enabled: false } },
    renderError: (ctx, out) => {
      ctx.type = 'text/plain';
      ctx.body = Object.entries(out).map(([key, value]) => `${key}: ${value}`).join('\n');
    },
  });
  provider.on('server_error', (ctx, error) => console.error(error));
  return provider;
}

async function formOf(request) {
  let text = '';
  for await (const piece of request) {
    text += piece;
    if (text.length > 4096) throw new Error('the form is too long');
  }
  return new URLSearchParams(text);
}

function sendPage(response, status, page) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" });
  response.end(page);
}

async function interaction(provider, request, response, [, uid, verb]) {
  const page = { action: `/interaction/${uid}/login`, abort: `/interaction/${uid}/abort` };
  if (verb === 'abort') {
    await provider.interactionFinished(request, response,
      { error: 'access_denied', error_description: 'the person cancelled' }, { mergeWithLastSubmission: false });
  } else if (verb === 'login' && request.method === 'POST') {
    const accountId = accountOf((await formOf(request)).get('name'));
    if (!accountId) {
      sendPage(response, 400, signInPage({ ...page, error: 'Type a name of letters and digits.' }));
    } else {
      await provider.interactionFinished(request, response, { login: { accountId, remember: false } },
        { mergeWithLastSubmission: false });
    }
  } else {
    await provider.interactionDetails(request, response); // throws when it has expired
    sendPage(response, 200, signInPage(page));
  }
}

function avatar(response, id) {
  const colour = colourOf(id);
  response.writeHead(colour ? 200 : 404, colour ? { 'content-type': 'image/png' } : {});
  response.end(colour && disc(colour));
}

let keys = await readOrMakeKeys(keysFile);
let provider = makeProvider(keys);
let handle = provider.callback();

const control = process.env.TEST_CONTROL === '1' ? new Control({
  keys: () => keys,
  async replaceKeys(next) {
    keys = next;
    writeKeys(keysFile, keys);
    provider = makeProvider(keys);
    handle = provider.callback();
  },
}) : undefined;

async function serve(request, response) {
  const { pathname } = new URL(request.url, issuer);
  if (control && await control.serve(pathname, request, response)) return;
  const step = /^\/interaction\/([\w-]+)(?:\/(login|abort))?$/.exec(pathname);
  const picture = /^\/avatar\/([\w-]+)\.png$/.exec(pathname);
  if (step) await interaction(provider, request, response, step);
  else if (picture) avatar(response, picture[1]);
  else handle(request, response);
}

function answer(request, response) {
  serve(request, response).catch((error) => {
    if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
    response.end('This sign-in has expired. Go back and begin again.\n');
    if (error?.error !== 'invalid_request') console.error(error);
  });
}

const server = setting('TLS_KEY')
  ? createTlsServer({ key: readFileSync(setting('TLS_KEY')), cert: readFileSync(setting('TLS_CERTIFICATE')) }, answer)
  : createPlainServer(answer);
server.on('error', (error) => {
  console.error(`The OpenID provider cannot listen on port ${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, setting('ADDRESS', '127.0.0.1'), () => console.log(`OpenID provider ready at ${issuer}`));
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
