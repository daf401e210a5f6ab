// Every command of the app, in one place: the keys, the palette, the menus and the help sheet all
// read from here. A page adds its own while it is open.
import { useLayoutEffect, useSyncExternalStore } from 'react';

export type Command = {
  id: string;
  /** What it does, in the words of a button. */
  name: string;
  group: 'general' | 'go' | 'expenses';
  /** Ways to press it: `n`, `g h` (one after the other), `Ctrl+K`. */
  keys: readonly string[];
  run: () => void;
  /** It works on the row that has the focus, so it makes no sense in the palette. */
  onRow?: true;
};

let commands: readonly Command[] = [];
let expected: string | null = null;
const listeners = new Set<() => void>();

function change(next: readonly Command[]): void {
  commands = next;
  for (const listener of listeners) listener();
}

/** Adds commands and gives back the way to remove them. The latest of the same id counts. */
export function addCommands(added: readonly Command[]): () => void {
  change([...commands, ...added]);
  const awaited = added.find(({ id }) => id === expected);
  if (awaited) {
    expected = null;
    // After the page's heading has had the focus.
    setTimeout(awaited.run);
  }
  return () => change(commands.filter((command) => !added.includes(command)));
}

/** All commands that can be given now, each once, in the order in which they came. */
export function allCommands(): Command[] {
  const byId = new Map<string, Command>();
  for (const command of commands) byId.set(command.id, command);
  return [...byId.values()];
}

export function runCommand(id: string): void {
  commands.findLast((command) => command.id === id)?.run();
}

/** Runs the command as soon as a page that has it is there. */
export function runWhenThere(id: string): void {
  expected = id;
}

/** Adds commands while the component is there; the list must keep its identity between renders. */
export function useCommands(added: readonly Command[]): void {
  // Before the page is painted: what a person sees answers their keys.
  useLayoutEffect(() => addCommands(added), [added]);
}

export function useAllCommands(): Command[] {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => commands,
  );
  return allCommands();
}
