// The provider's signing keys: kept in a file, so that a restart does not sign anybody out and tests
// can sign with them. The first key signs.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

import { exportJWK, generateKeyPair } from 'jose';

export async function newKey() {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const kid = `key-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6)}`;
  return { ...await exportJWK(privateKey), kid, use: 'sig', alg: 'RS256' };
}

export function readKeys(file) {
  return JSON.parse(readFileSync(file, 'utf8')).keys;
}

export function writeKeys(file, keys) {
  writeFileSync(`${file}.new`, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export async function readOrMakeKeys(file) {
  try {
    return readKeys(file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const keys = [await newKey()];
  writeKeys(file, keys);
  return keys;
}
