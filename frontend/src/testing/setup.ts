import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { resetFake, server } from './server';

// jsdom lacks these; nothing under test depends on what they do.
window.scrollTo = () => undefined;
HTMLElement.prototype.hidePopover ??= () => undefined;
HTMLElement.prototype.scrollIntoView ??= () => undefined;
// A window on a desk.
window.matchMedia ??= (media) =>
  ({ media, matches: true, addEventListener: () => {}, removeEventListener: () => {} }) as never;
HTMLElement.prototype.getAnimations ??= () => [];

configure({ asyncUtilTimeout: 12_000 });

// What React finds wrong with a list it only mentions; here it fails the test.
const mentioned: string[] = [];
const say = console.error;
console.error = (...words: unknown[]) => {
  if (String(words[0]).includes('unique "key"')) mentioned.push(words.join(' '));
  say(...words);
};
afterEach(() => {
  const said = mentioned.splice(0);
  if (said.length > 0) throw new Error(`React mentions: ${said.join('\n')}`);
});

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => resetFake());
afterEach(() => {
  cleanup();
  server.resetHandlers();
  window.sessionStorage.clear();
  window.localStorage.clear();
  vi.useRealTimers();
});
afterAll(() => server.close());
