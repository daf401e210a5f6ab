import * as v from 'valibot';
import { request } from '@/lib/http';
import { drafts, durable } from '@/lib/storage';
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
  await request('POST', '/api/auth/logout', { body: {} });
  await forgetHere(user);
}

/** Forgets what this browser kept of a person whose session is over. */
export async function forgetHere(user: number): Promise<void> {
  durable.remove('signed-in');
  drafts.clear();
  const { forget } = await import('@/lib/database');
  await forget(user);
}
