// Signs ID tokens with the local provider's key, good ones and bad ones, for tests.
import { createHmac } from 'node:crypto';

import { SignJWT, exportSPKI, generateKeyPair, importJWK } from 'jose';

import { readKeys } from './keys.mjs';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

// What mint() and badIdTokens() need to know of a provider.
export function signerOf({ keysFile, issuer, clientId }) {
  return { jwk: readKeys(keysFile)[0], issuer, clientId };
}

export function goodClaims({ issuer, clientId }, subject = 'minted') {
  const now = seconds();
  return { iss: issuer, aud: clientId, sub: subject, iat: now, exp: now + 3600, name: 'Minted Person',
    email: `${subject}@example.com`, email_verified: true };
}

// `changes` override claims; undefined removes one. `header` overrides the header.
export async function mint(signer, changes = {}, header = {}) {
  const claims = Object.fromEntries(Object.entries({ ...goodClaims(signer), ...changes })
    .filter(([, value]) => value !== undefined));
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: signer.jwk.kid, typ: 'JWT', ...header })
    .sign(await importJWK(signer.jwk, 'RS256'));
}

async function hmacByPublicKey(signer) {
  const pem = await exportSPKI(await importJWK({ kty: 'RSA', n: signer.jwk.n, e: signer.jwk.e, ext: true }, 'RS256',
    { extractable: true }));
  const text = `${encode({ alg: 'HS256', kid: signer.jwk.kid, typ: 'JWT' })}.${encode(goodClaims(signer))}`;
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}

async function byAnotherKey(signer, kid, algorithm = 'RS256') {
  const { privateKey } = await generateKeyPair(algorithm);
  return new SignJWT(goodClaims(signer)).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey);
}

// Every one must be refused. [{name, token}]
export async function badIdTokens(signer) {
  const now = seconds();
  const good = await mint(signer);
  const [head, body, signature] = good.split('.');
  const none = encode({ alg: 'none', typ: 'JWT' });
  const tokens = {
    empty: '',
    'no token': 'not a token',
    'two parts': `${head}.${body}`,
    'four parts': `${good}.x`,
    'no signature': `${head}.${body}.`,
    'alg none': `${none}.${body}.`,
    'alg none with signature': `${none}.${body}.${signature}`,
    'HS256 keyed by the public key': await hmacByPublicKey(signer),
    'another RSA key under the same kid': await byAnotherKey(signer, signer.jwk.kid),
    'unknown kid': await byAnotherKey(signer, 'nobody-knows-it'),
    'ES256 under the same kid': await byAnotherKey(signer, signer.jwk.kid, 'ES256'),
    'PS256 under the same kid': await byAnotherKey(signer, signer.jwk.kid, 'PS256'),
    'no kid': await mint(signer, {}, { kid: undefined }),
    'kid too long': await mint(signer, {}, { kid: 'k'.repeat(129) }),
    'payload changed': `${head}.${encode({ ...goodClaims(signer), sub: 'root' })}.${signature}`,
    'signature padded': `${good}=`,
    'other issuer': await mint(signer, { iss: 'https://evil.example' }),
    'issuer with a slash': await mint(signer, { iss: `${signer.issuer}/` }),
    'Google as issuer': await mint(signer, { iss: 'accounts.google.com' }),
    'no issuer': await mint(signer, { iss: undefined }),
    'other audience': await mint(signer, { aud: 'another-client' }),
    'several audiences': await mint(signer, { aud: [signer.clientId, 'another-client'] }),
    'no audience': await mint(signer, { aud: undefined }),
    'other authorized party': await mint(signer, { azp: 'another-client' }),
    expired: await mint(signer, { iat: now - 3000, exp: now - 120 }),
    'no expiry': await mint(signer, { exp: undefined }),
    'issued in the future': await mint(signer, { iat: now + 600 }),
    'issued long ago': await mint(signer, { iat: now - 86400 }),
    'no time of issue': await mint(signer, { iat: undefined }),
    'no subject': await mint(signer, { sub: undefined }),
    'empty subject': await mint(signer, { sub: '' }),
    'subject too long': await mint(signer, { sub: 's'.repeat(256) }),
    'too large': await mint(signer, { pad: 'x'.repeat(9000) }),
  };
  return Object.entries(tokens).map(([name, token]) => ({ name, token }));
}
