import * as v from 'valibot';
import { request } from '@/lib/http';
import { beginToLeave, forgetHere } from './forget';
import { configSchema, sessionSchema, type Config, type Session } from './schema';

export async function loadSession(): Promise<Session> {
  const { data } = await request('GET', '/api/session');
  return v.parse(sessionSchema, data);
}

export async function loadConfig(): Promise<Config> {
  const { data } = await request('GET', '/api/config');
  return v.parse(configSchema, data);
}

/** Takes the deletion of the account back. */
export async function keepAccount(): Promise<void> {
  await request('POST', '/api/account/restore', { body: {} });
}

/** Ends the session on the server and forgets what this browser kept of it. */
export async function signOut(user: number): Promise<void> {
  const stay = beginToLeave(user);
  try {
    await request('POST', '/api/auth/logout', { body: {} });
  } catch (error) {
    stay();
    throw error;
  }
  await forgetHere(user);
}
