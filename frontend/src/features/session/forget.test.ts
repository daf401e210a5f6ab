import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { database } from '@/lib/database';
import { drafts, durable } from '@/lib/storage';
import { problem } from '@/testing/fake-api';
import { answerWith } from '@/testing/server';
import { signOut } from './api';
import { beginToLeave, enter, forgetHere, forgetWhoLeft, onLeft } from './forget';

const anna = 7;
const ben = 8;
const waiting = async () =>
  ((await database.all('waiting')) as { user: number; title: string }[]).map(({ title }) => title);

beforeEach(async () => {
  await database.clear('waiting');
  await database.clear('copy');
  enter(anna);
  durable.set('theme', 'dark');
  durable.set('import-shapes', '[{"categories":{"Groceries":"Food"}}]');
  drafts.write('expense', { title: 'Secret gift' });
  await database.put('copy', { shape: 1 }, 'last');
  await database.put('waiting', { user: anna, title: 'Hers' });
  await database.put('waiting', { user: ben, title: 'His' });
});

const here = async () => ({
  draft: drafts.read('expense'),
  shapes: durable.get('import-shapes'),
  signedIn: durable.get('signed-in'),
  copies: await database.all('copy'),
  waiting: await waiting(),
});
const nothingOfAnna = {
  draft: null,
  shapes: null,
  signedIn: null,
  copies: [],
  waiting: ['His'],
};

test('signing out forgets the person and nothing that another has waiting', async () => {
  await signOut(anna);
  expect(await here()).toEqual(nothingOfAnna);
  expect(durable.get('theme')).toBe('dark');
});

test('who could not sign out loses nothing', async () => {
  answerWith(() => problem(503, 'unavailable', 'Later.'));
  await expect(signOut(anna)).rejects.toThrow('Later.');
  await forgetWhoLeft();
  expect(await waiting()).toEqual(['Hers', 'His']);
  expect(drafts.read('expense')).toEqual({ title: 'Secret gift' });
});

test('a page that died while signing out is made up for when nobody is there', async () => {
  beginToLeave(anna);
  await forgetWhoLeft();
  expect(await here()).toEqual(nothingOfAnna);
});

test('a tab that slept while its person signed out elsewhere forgets its drafts', async () => {
  await forgetHere(anna);
  drafts.write('expense', { title: 'Secret gift' });
  await forgetWhoLeft();
  expect(drafts.read('expense')).toBeNull();
});

test('coming back, a person is not forgotten again', async () => {
  beginToLeave(anna);
  enter(anna);
  await forgetWhoLeft();
  expect(await waiting()).toEqual(['Hers', 'His']);
  expect(drafts.read('expense')).toEqual({ title: 'Secret gift' });
});

test('whoever comes after a session that ended sees nothing of it, but leaves what waits', async () => {
  enter(ben);
  expect(drafts.read('expense')).toBeNull();
  expect(durable.get('import-shapes')).toBeNull();
  expect(durable.get('signed-in')).toBe('1');
  expect(await waiting()).toEqual(['Hers', 'His']);
});

test('other tabs of the person hear of it', async () => {
  const heard = vi.fn<(data: unknown) => void>();
  const tab = new BroadcastChannel('left');
  tab.addEventListener('message', ({ data }) => heard(data));
  const left = vi.fn<() => void>();
  const stop = onLeft(anna, left);
  await forgetHere(anna);
  tab.postMessage(ben);
  tab.postMessage(anna);
  await vi.waitFor(() => expect(left).toHaveBeenCalledTimes(1));
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(anna));
  stop();
  tab.close();
});
