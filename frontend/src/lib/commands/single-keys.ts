import { useSyncExternalStore } from 'react';
import { durable } from '@/lib/storage';

// A single letter as a shortcut can be switched off (WCAG 2.1.4): people who dictate, or who hit
// keys by accident, need that. It is one of a person's settings; here is what the keys ask.
const name = 'single-keys';
const listeners = new Set<() => void>();

export function singleKeysOn(): boolean {
  return durable.get(name) !== 'off';
}

export function setSingleKeys(on: boolean): void {
  if (on) durable.remove(name);
  else durable.set(name, 'off');
  for (const listener of listeners) listener();
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, singleKeysOn);
}
