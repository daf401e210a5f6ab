// Session tokens that must all be refused, each with one thing wrong.
//   import { badSessionTokens } …   for tests against a running stack, with its own key
//   node oidc/bad-session-tokens.mjs > lib/auth/bad_tokens.txt   with the key of the unit tests
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const encode = (value) =>
  Buffer.from(typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString('base64url');

function hmac(secret, text, hash = 'sha256') {
  return createHmac(hash, secret).update(text).digest('base64url');
}

// Signs whatever it is given, well-formed or not.
export function signHmac(header, payload, secret, hash) {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${hmac(secret, text, hash)}`;
}

// As libjwt writes them: members sorted, no spaces.
const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
export const goodHeader = (kid) => ({ alg: 'HS256', kid, typ: 'JWT' });

export function goodSessionToken({ kid, secret, claims }) {
  return signHmac(goodHeader(kid), sorted(claims), secret);
}

// `claims` are those of a good token of the kind that is tried; `otherKid` is not in the ring.
export function badSessionTokens({ kid, secret, claims, now, otherKid = 'k9' }) {
  const header = goodHeader(kid);
  const good = goodSessionToken({ kid, secret, claims });
  const [head, body, signature] = good.split('.');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const withHeader = (changes) => signHmac({ ...header, ...changes }, sorted(claims), secret);
  const withClaims = (changes) => signHmac(header, sorted({ ...claims, ...changes }), secret);
  const without = (name) => signHmac(header,
    sorted(Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))), secret);
  const rs256 = (() => {
    const text = `${encode({ ...header, alg: 'RS256' })}.${body}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(rsa.privateKey).toString('base64url')}`;
  })();
  const flipped = signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'));
  return Object.entries({
    'one dot': `${head}.${body}`,
    'no dot': 'abcdefgh',
    'only dots': '..',
    'four parts': `${good}.${signature}`,
    'empty header': `.${body}.${signature}`,
    'empty payload': `${head}..${signature}`,
    'empty signature': `${head}.${body}.`,
    'a space in front': ` ${good}`,
    'a space behind': `${good} `,
    'padding behind the signature': `${good}=`,
    'padding in the header': `${head}=.${body}.${signature}`,
    'the other alphabet': `${head}.${body}.${signature.slice(0, 42)}+`,
    'a percent escape': good.replace('.', '%2E'),
    'quotes around': `"${good}"`,
    'an unknown scope': withClaims({ scope: 'all' }),
    'over 4 KiB': withClaims({ pad: 'x'.repeat(4096) }),
    'signature flipped': `${head}.${body}.${flipped}`,
    'signature cut': good.slice(0, -1),
    'signature longer': `${good}A`,
    'signature of zeros': `${head}.${body}.${'A'.repeat(43)}`,
    'signature of another token': `${head}.${body}.${hmac(secret, 'another')}`,
    'payload changed': `${head}.${encode(sorted({ ...claims, sub: '999' }))}.${signature}`,
    'another key': signHmac(header, sorted(claims), Buffer.alloc(32, 9)),
    'the empty key': signHmac(header, sorted(claims), Buffer.alloc(0)),
    'alg none without signature': `${encode({ ...header, alg: 'none' })}.${body}.`,
    'alg none with signature': withHeader({ alg: 'none' }),
    'alg None': withHeader({ alg: 'None' }),
    'alg nOnE': withHeader({ alg: 'nOnE' }),
    'alg in lower case': withHeader({ alg: 'hs256' }),
    'alg HS384': signHmac({ ...header, alg: 'HS384' }, sorted(claims), secret, 'sha384'),
    'alg HS512': signHmac({ ...header, alg: 'HS512' }, sorted(claims), secret, 'sha512'),
    'alg RS256': rs256,
    'alg HS256 keyed by a public key': signHmac(header, sorted(claims), pem),
    'alg a number': withHeader({ alg: 256 }),
    'alg a list': withHeader({ alg: ['HS256'] }),
    'no alg': signHmac({ kid, typ: 'JWT' }, sorted(claims), secret),
    'alg twice': signHmac(`{"alg":"none","alg":"HS256","kid":"${kid}","typ":"JWT"}`, sorted(claims), secret),
    'typ of the header missing': signHmac({ alg: 'HS256', kid }, sorted(claims), secret),
    'typ of the header another': withHeader({ typ: 'at+jwt' }),
    'no kid': signHmac({ alg: 'HS256', typ: 'JWT' }, sorted(claims), secret),
    'unknown kid': withHeader({ kid: otherKid }),
    'empty kid': withHeader({ kid: '' }),
    'kid in other case': withHeader({ kid: kid.toUpperCase() === kid ? kid.toLowerCase() : kid.toUpperCase() }),
    'kid with a path': withHeader({ kid: '../../dev/null' }),
    'kid with SQL': withHeader({ kid: "' or 1=1 --" }),
    'kid with U+0000': withHeader({ kid: `${kid}\u0000` }),
    'kid a number': withHeader({ kid: 1 }),
    crit: signHmac({ alg: 'HS256', crit: ['exp'], kid, typ: 'JWT' }, sorted(claims), secret),
    jku: signHmac({ alg: 'HS256', jku: 'https://evil.example/jwks', kid, typ: 'JWT' }, sorted(claims), secret),
    jwk: signHmac({ alg: 'HS256', jwk: { kty: 'oct', k: encode('x') }, kid, typ: 'JWT' }, sorted(claims), secret),
    x5u: signHmac({ alg: 'HS256', kid, typ: 'JWT', x5u: 'https://evil.example' }, sorted(claims), secret),
    'b64 false': signHmac({ alg: 'HS256', b64: false, kid, typ: 'JWT' }, sorted(claims), secret),
    'header with spaces': signHmac(`{"alg": "HS256","kid":"${kid}","typ":"JWT"}`, sorted(claims), secret),
    'header no JSON': signHmac('HS256', sorted(claims), secret),
    'header an array': signHmac('[]', sorted(claims), secret),
    'payload no JSON': signHmac(header, 'hello', secret),
    'payload an array': signHmac(header, '[]', secret),
    'payload a string': signHmac(header, '"x"', secret),
    'payload empty object': signHmac(header, {}, secret),
    'kind of a login': withClaims({ typ: 'login+jwt', aud: 'login' }),
    'kind of another travel': withClaims(claims.typ === 'at+jwt' ? { typ: 'sess+jwt', aud: 'web' } : { typ: 'at+jwt', aud: 'api' }),
    'kind missing': without('typ'),
    'kind a number': withClaims({ typ: 7 }),
    'audience another': withClaims({ aud: 'else' }),
    'audience a list': withClaims({ aud: [claims.aud] }),
    'audience missing': without('aud'),
    'issuer another': withClaims({ iss: 'https://evil.example' }),
    'issuer with a slash': withClaims({ iss: `${claims.iss}/` }),
    'issuer missing': without('iss'),
    expired: withClaims({ exp: now - 1 }),
    'expires now': withClaims({ exp: now }),
    'expiry missing': without('exp'),
    'expiry a string': withClaims({ exp: String(claims.exp) }),
    'expiry a fraction': signHmac(header, JSON.stringify(sorted(claims)).replace(`"exp":${claims.exp}`, `"exp":${claims.exp}.5`), secret),
    'expiry negative': withClaims({ exp: -1 }),
    'expiry null': withClaims({ exp: null }),
    'expiry beyond 64 bits': signHmac(header, JSON.stringify(sorted(claims)).replace(`"exp":${claims.exp}`, '"exp":99999999999999999999'), secret),
    'issued missing': without('iat'),
    'subject missing': without('sub'),
    'subject a number': withClaims({ sub: 1 }),
    'subject zero': withClaims({ sub: '0' }),
    'subject negative': withClaims({ sub: '-1' }),
    'subject with a zero in front': withClaims({ sub: '01' }),
    'subject with a space': withClaims({ sub: '1 ' }),
    'subject hexadecimal': withClaims({ sub: '0x1' }),
    'subject beyond 64 bits': withClaims({ sub: '9223372036854775808' }),
    'subject empty': withClaims({ sub: '' }),
    'ledger missing': without('led'),
    'ledger a string': withClaims({ led: '1' }),
    'ledger zero': withClaims({ led: 0 }),
    'ledger negative': withClaims({ led: -1 }),
    'session missing': without('sid'),
    'session short': withClaims({ sid: claims.sid.slice(1) }),
    'session long': withClaims({ sid: `${claims.sid}A` }),
    'session of other characters': withClaims({ sid: `${claims.sid.slice(0, 42)}+` }),
    'session a number': withClaims({ sid: 43 }),
  }).map(([name, token]) => ({ name, token }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const secret = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
  const now = 1_800_000_000;
  const claims = { iss: 'http://localhost:8080', aud: 'web', typ: 'sess+jwt', sub: '1', led: 2,
    sid: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8', iat: now - 60, exp: now + 3600 };
  console.log(`good\t${goodSessionToken({ kid: 'k1', secret, claims })}`);
  for (const { name, token } of badSessionTokens({ kid: 'k1', secret, claims, now })) {
    console.log(`${name}\t${token}`);
  }
}
