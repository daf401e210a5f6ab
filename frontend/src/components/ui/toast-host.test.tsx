import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stepBegins, stepEnds, toast, undoLast } from './toast';
import { ToastHost } from './toast-host';

const said = () =>
  within(screen.getByRole('region', { name: 'Notifications' }))
    .queryAllByRole('dialog')
    .map((one) => one.textContent);
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const say = async (text: string, undo?: () => void) => {
  act(() => toast(undo ? { text, undo } : { text }));
  await pass(20);
};

function show(phone: boolean) {
  vi.spyOn(window, 'matchMedia').mockImplementation(
    (media) =>
      ({
        media,
        matches: !phone,
        addEventListener: () => {},
        removeEventListener: () => {},
      }) as never,
  );
  return render(<ToastHost />);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  // Every message has its end, also those that waited.
  await pass(120_000);
  vi.restoreAllMocks();
});

test('on a phone the newest stands alone, and the one before comes back with the rest of its time', async () => {
  show(true);
  const undo = vi.fn();
  await say('Tea deleted', undo);
  await pass(4_000);
  await say('Saved');
  expect(said()).toEqual(['Saved1 more']);
  expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument();
  await pass(5_200);
  expect(said()).toEqual(['Tea deletedUndo']);
  // Ten seconds in all: four before, and now nearly six.
  await pass(5_500);
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(undo).toHaveBeenCalledOnce();
});

test('two that offer Undo can both be taken back on a phone, one after the other', async () => {
  show(true);
  const [first, second] = [vi.fn(), vi.fn()];
  await say('Tea deleted', first);
  await say('Bus deleted', second);
  expect(said()).toEqual(['Bus deleted1 moreUndo']);
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await pass(400);
  expect(said()).toEqual(['Tea deletedUndo']);
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await pass(400);
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
});

test('one that was said before anything could draw it appears', async () => {
  toast({ text: 'Saved' });
  show(true);
  await pass(20);
  expect(said()).toEqual(['Saved']);
});

test('one that waited for long stays for a moment at least when it comes back', async () => {
  show(true);
  await say('Tea deleted', () => {});
  await pass(9_500);
  await say('Saved');
  await pass(5_200);
  expect(said()).toEqual(['Tea deletedUndo']);
  await pass(2_500);
  expect(said()).toEqual(['Tea deletedUndo']);
  await pass(1_000);
  expect(said()).toEqual([]);
});

test('on a desk three stand at once', async () => {
  show(false);
  for (const text of ['One', 'Two', 'Three', 'Four']) await say(text);
  expect(said()).toEqual(['Four1 more', 'Three', 'Two']);
});

test('Undo that is asked for while a step is under way takes back that one, not the one before', async () => {
  show(false);
  const [before, step] = [vi.fn(), vi.fn()];
  await say('Tea changed', before);
  stepBegins();
  expect(undoLast()).toBe(true);
  await say('Tea deleted', step);
  stepEnds(true);
  expect([before, step].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
});

test('Undo that is asked for while a step is under way leaves the one before when that step fails', async () => {
  show(false);
  const before = vi.fn();
  await say('Tea changed', before);
  stepBegins();
  undoLast();
  await say('Tea could not be deleted');
  stepEnds(false);
  expect(before).not.toHaveBeenCalled();
  undoLast();
  expect(before).toHaveBeenCalledOnce();
});
