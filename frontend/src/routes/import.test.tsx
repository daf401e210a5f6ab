import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Told } from '@/features/import/parse-worker';
import { readFile } from '@/features/import/read-file';
import { problem } from '@/testing/fake-data';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake } from '@/testing/server';

// jsdom has neither workers nor a view to scroll; these do what a browser's do, when they are told to.
const workers: FakeWorker[] = [];
let slow = false;
class FakeWorker extends EventTarget {
  ended = false;
  constructor() {
    super();
    workers.push(this);
  }
  tell(data: Told) {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  async postMessage({ file }: { file: File }) {
    if (slow) return;
    const result = await readFile(file, (progress) => this.tell({ progress }));
    if (!this.ended) this.tell({ result });
  }
  terminate() {
    this.ended = true;
  }
}
const watched = new Map<Element, () => void>();
class FakeObserver {
  #elements: Element[] = [];
  #tell: (entries: { isIntersecting: boolean }[]) => void;
  constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
    this.#tell = tell;
  }
  observe(element: Element) {
    this.#elements.push(element);
    watched.set(element, () => this.#tell([{ isIntersecting: true }]));
  }
  disconnect() {
    for (const element of this.#elements) watched.delete(element);
  }
}
const scrollTo = (row: HTMLElement) =>
  [...watched].forEach(([element, seen]) => row.contains(element) && seen());

beforeEach(() => {
  vi.unstubAllGlobals();
  workers.length = 0;
  watched.clear();
  slow = false;
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('IntersectionObserver', FakeObserver);
});

const csv = (rows: string) =>
  new File([`Date,Title,Category,Amount\n${rows}`], 'bank.csv', { type: 'text/csv' });
const asked = () => fake.log.filter((line) => /^GET \/api\/expenses\/\d+$/.test(line));
const tea = { title: 'Tea', amount: '15.50', category: 'Entertainment' };
const rowOf = (title: string) => screen.findByRole('row', { name: new RegExp(title) });

test('a repeat shows the expense that it repeats once its row comes into view', async () => {
  const old = fake.add(tea);
  fake.add({ title: 'Rent', amount: '900.00' });
  const { user } = await renderApp('/import');
  await user.upload(
    await screen.findByLabelText('CSV file'),
    csv('2026-11-20,Tea,Food,15.50\n2026-11-20,Rent,Food,900.00\n2026-11-20,Soup,Food,3.00\n'),
  );
  await screen.findByRole('button', { name: 'Import 1 expense' });
  expect(asked()).toEqual([]);
  const row = await rowOf('Tea');
  scrollTo(row);
  const link = await within(row).findByRole('link');
  expect(link).toHaveTextContent('20 Nov 2026 Tea Entertainment ₹15.50 (opens in a new tab)');
  expect(link).toHaveAttribute('href', `/expenses/${old.id}`);
  expect(link).toHaveAttribute('target', '_blank');
  expect(asked()).toEqual([`GET /api/expenses/${old.id}`]);
  expect(within(await rowOf('Soup')).queryByRole('link')).toBeNull();
});

test('what a ledger’s file has besides is guessed, shown, can be corrected, and arrives', async () => {
  const { user } = await renderApp('/import');
  const file = new File(
    [
      'Date,Mode,Category,Subcategory,Note,Amount,Payee\n' +
        '2026-11-20,Cash,Transport,Train,To Thane,30,Railways\n' +
        `2026-11-20,Cash,Transport,Train,To Dadar,30,${'x'.repeat(101)}\n`,
    ],
    'ledger.csv',
  );
  await user.upload(await screen.findByLabelText('CSV file'), file);
  expect(await screen.findByRole('button', { name: 'Import 1 expense' })).toBeVisible();
  expect(await rowOf('To Thane')).toHaveTextContent('To ThaneRailways · Cash · #Train');
  expect(await rowOf('To Dadar')).toHaveTextContent('The merchant has more than 100 characters.');
  const column = (name: string) => screen.getByLabelText(name);
  for (const [name, header] of [
    ['Merchant', 'Payee'],
    ['Payment method', 'Mode'],
    ['Tags', 'Subcategory'],
    ['Title when empty', 'Subcategory'],
    ['Note', 'Not in the file'],
  ] as const)
    expect(column(name)).toHaveDisplayValue(header);
  await user.selectOptions(column('Merchant'), 'Not in the file');
  await user.click(await screen.findByRole('button', { name: 'Import 2 expenses' }));
  expect(await screen.findByText('2 expenses imported')).toBeVisible();
  expect(fake.rows).toMatchObject([
    { title: 'To Thane', payment_method: 'Cash', tags: ['Train'] },
    { title: 'To Dadar', payment_method: 'Cash', tags: ['Train'] },
  ]);
  expect(fake.rows.some((row) => 'merchant' in row)).toBe(false);
});

test('a row that was imported before its tags were read is a repeat still', async () => {
  fake.add({ ...tea, date: '2026-11-20T00:00:00' });
  const { user } = await renderApp('/import');
  const file = new File(['Date,Title,Amount,Tags\n2026-11-20,Tea,15.50,Trip\n'], 'bank.csv');
  await user.upload(await screen.findByLabelText('CSV file'), file);
  expect(await screen.findByRole('button', { name: 'Nothing to import' })).toBeDisabled();
  expect(await rowOf('Tea')).toHaveTextContent('Already in your list');
});

test('an existing expense that is gone or does not come is said so', async () => {
  const old = fake.add(tea);
  let down = true;
  answerWith(({ method, url }) =>
    method === 'GET' && url.endsWith(`/expenses/${old.id}`) && down
      ? problem(503, 'unavailable', 'Later.')
      : undefined,
  );
  const { user } = await renderApp('/import');
  await user.upload(await screen.findByLabelText('CSV file'), csv('2026-11-20,Tea,Food,15.50\n'));
  await screen.findByRole('button', { name: 'Nothing to import' });
  const row = await rowOf('Tea');
  await within(row).findByText('Already in your list');
  scrollTo(row);
  expect(await within(row).findByText(/could not be loaded/)).toBeVisible();
  down = false;
  old.deleted_at = '2026-11-22T10:00:00.000000Z';
  await user.click(within(row).getByRole('button', { name: 'Try again' }));
  expect(await within(row).findByText('It is no longer in your list.')).toBeVisible();
});

test('reading tells how far it is, and Cancel ends the worker and goes back to choosing', async () => {
  slow = true;
  const { user } = await renderApp('/import');
  await user.upload(await screen.findByLabelText('CSV file'), csv('2026-11-20,Tea,Food,15.50\n'));
  await screen.findByText('Reading the file…');
  await waitFor(() => expect(workers).toHaveLength(1));
  workers[0]?.tell({ progress: { phase: 'read', done: 2_500_000, size: 10_000_000 } });
  expect(await screen.findByText('2.5 MB of 10.0 MB read')).toBeVisible();
  workers[0]?.tell({ progress: { phase: 'rows', done: 7_500_000, size: 10_000_000 } });
  expect(await screen.findByText('Rows found in 7.5 MB of 10.0 MB')).toBeVisible();
  expect(screen.getByRole('progressbar', { name: 'Reading the file…' })).toHaveValue(7_500_000);
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(workers[0]?.ended).toBe(true);
  expect(await screen.findByText('Drop a CSV file here')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Choose a file' })).toHaveFocus();
  workers[0]?.tell({ result: { ok: false, message: 'Too late' } });
  expect(screen.queryByText('Too late')).toBeNull();

  slow = false;
  await user.upload(screen.getByLabelText('CSV file'), csv('2026-11-20,Tea,Food,15.50\n'));
  expect(await screen.findByRole('button', { name: 'Import 1 expense' })).toBeVisible();
});

test('the check can be stopped and asked for again', async () => {
  const real = window.fetch;
  let hang = true;
  let stopped = false;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    hang && url.endsWith('/preview')
      ? new Promise((_, refuse) => {
          init.signal?.addEventListener('abort', () => {
            stopped = true;
            refuse(new DOMException('stopped', 'AbortError'));
          });
        })
      : real(url, init),
  );
  const { user } = await renderApp('/import');
  await user.upload(await screen.findByLabelText('CSV file'), csv('2026-11-20,Tea,Food,15.50\n'));
  await user.click(await screen.findByRole('button', { name: 'Stop checking' }));
  expect(stopped).toBe(true);
  expect(await screen.findByText(/The check for repeats was stopped/)).toBeVisible();
  hang = false;
  const again = screen.getByRole('button', { name: 'Check again' });
  expect(again).toHaveFocus();
  await user.click(again);
  expect(await screen.findByRole('button', { name: 'Import 1 expense' })).toBeEnabled();
  expect(screen.queryByText(/was stopped/)).toBeNull();
});

test('while it is saved, an import says that it is one piece, and can be undone afterwards', async () => {
  const real = window.fetch;
  let send: () => void = () => undefined;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.endsWith('/imports') && init.method === 'POST') {
      await new Promise<void>((resolve) => (send = resolve));
    }
    return real(url, init);
  });
  const { user } = await renderApp('/import');
  await user.upload(await screen.findByLabelText('CSV file'), csv('2026-11-20,Tea,Food,15.50\n'));
  await user.click(await screen.findByRole('button', { name: 'Import 1 expense' }));
  expect(await screen.findByText(/saved in one piece/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Choose another file' })).toBeDisabled();
  send();
  expect(await screen.findByText('1 expense imported')).toBeVisible();
  expect(screen.getByRole('button', { name: /Undo import/ })).toBeVisible();
});
