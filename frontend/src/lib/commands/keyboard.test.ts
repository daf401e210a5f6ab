import { afterEach, expect, test, vi } from 'vitest';
import { makeKeyHandler, nameOfKey } from './keyboard';
import { addCommands, allCommands, runCommand, runWhenThere, type Command } from './registry';
import { setSingleKeys } from './single-keys';

let clock = 0;
const undo: (() => void)[] = [];
const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

function command(id: string, ...keys: string[]): Command & { run: ReturnType<typeof vi.fn> } {
  return { id, name: id, group: 'general', keys, run: vi.fn<() => void>() };
}
function listen(...commands: Command[]): void {
  undo.push(addCommands(commands));
  const handler = makeKeyHandler(() => clock);
  window.addEventListener('keydown', handler);
  undo.push(() => window.removeEventListener('keydown', handler));
}
function press(
  key: string,
  target: Element = document.body,
  more: KeyboardEventInit = {},
): boolean {
  return target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
}
afterEach(() => {
  for (const back of undo.splice(0)) back();
  document.body.replaceChildren();
});

test('a key is named as commands write it', () => {
  expect(nameOfKey({ ...plain, key: 'N', shiftKey: true })).toBe('n');
  expect(nameOfKey({ ...plain, key: '?', shiftKey: true })).toBe('?');
  expect(nameOfKey({ ...plain, key: 'k', metaKey: true })).toBe('Ctrl+K');
  expect(nameOfKey({ ...plain, key: 'Delete' })).toBe('Delete');
  expect(nameOfKey({ ...plain, key: 'n', altKey: true })).toBeNull();
  expect(nameOfKey({ ...plain, key: 'z', ctrlKey: true, shiftKey: true })).toBeNull();
});

test('a key runs its command and nothing else', () => {
  const add = command('new', 'n');
  listen(add);
  expect(press('n')).toBe(false);
  expect(press('m')).toBe(true);
  expect(add.run).toHaveBeenCalledTimes(1);
});

test('a pair of keys is one command, when the second comes soon', () => {
  const home = command('home', 'g h');
  const help = command('help', 'h');
  listen(home, help);
  press('g');
  press('h');
  expect([home, help].map(({ run }) => run.mock.calls.length)).toEqual([1, 0]);
  press('g');
  clock += 2000;
  press('h');
  expect([home, help].map(({ run }) => run.mock.calls.length)).toEqual([1, 1]);
});

test('in a field keys write, and only Ctrl+K is a command', () => {
  const add = command('new', 'n');
  const palette = command('palette', 'Ctrl+K');
  const back = command('undo', 'Ctrl+Z');
  listen(add, palette, back);
  const field = document.body.appendChild(document.createElement('input'));
  press('n', field);
  press('z', field, { ctrlKey: true });
  press('k', field, { ctrlKey: true });
  expect([add, palette, back].map(({ run }) => run.mock.calls.length)).toEqual([0, 1, 0]);
  field.type = 'checkbox';
  press('n', field);
  expect(add.run).toHaveBeenCalledTimes(1);
});

test('an open dialog has the keyboard to itself', () => {
  const add = command('new', 'n');
  listen(add);
  const dialog = document.body.appendChild(document.createElement('div'));
  dialog.dataset['shortcuts'] = 'off';
  press('n');
  expect(add.run).not.toHaveBeenCalled();
  dialog.dataset['closed'] = '';
  press('n');
  expect(add.run, 'while it fades away').toHaveBeenCalledTimes(1);
});

test('single keys can be switched off, chords and Delete stay', () => {
  const add = command('new', 'n');
  const palette = command('palette', 'Ctrl+K');
  const remove = command('row-delete', '#', 'Delete');
  listen(add, palette, remove);
  setSingleKeys(false);
  press('n');
  press('#');
  press('k', document.body, { ctrlKey: true });
  press('Delete');
  expect([add, palette, remove].map(({ run }) => run.mock.calls.length)).toEqual([0, 1, 1]);
  setSingleKeys(true);
  press('n');
  expect(add.run).toHaveBeenCalledTimes(1);
});

test('the latest command of an id counts, until its page is gone', () => {
  const general = command('search', '/');
  const here = command('search', '/');
  undo.push(addCommands([general]));
  const leave = addCommands([here]);
  runCommand('search');
  expect(allCommands()).toEqual([here]);
  leave();
  runCommand('search');
  expect([general, here].map(({ run }) => run.mock.calls.length)).toEqual([1, 1]);
});

test('a command can wait for the page that has it', async () => {
  const here = command('search', '/');
  runWhenThere('search');
  undo.push(addCommands([here]));
  await vi.waitFor(() => expect(here.run).toHaveBeenCalledTimes(1));
});
