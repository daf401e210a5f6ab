// ID tokens signed with the local provider's own key, as a client of the API would bring them.
import { join } from 'node:path';

import { SignJWT, importJWK } from 'jose';

import { readKeys } from '../oidc/keys.mjs';

// Claims override the good ones; `header` too (for tests of what must be refused).
export async function mintIdToken(it, claims, header = {}) {
  const [jwk] = readKeys(join(it.dir, 'oidc-keys.json'));
  const now = Math.floor(Date.now() / 1000);
  const body = { iss: it.issuer, aud: it.env.OIDC_CLIENT_ID, iat: now, exp: now + 3600, ...claims };
  return new SignJWT(body).setProtectedHeader({ alg: 'RS256', kid: jwk.kid, typ: 'JWT', ...header })
    .sign(await importJWK(jwk, 'RS256'));
}
