import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { FakeAccount } from './fake-account';
import { FakeBudgets } from './fake-budgets';
import { FakeApi, type FakeAnswer, type FakeRequest } from './fake-api';

/** The server's memory; a new one for each test. */
export let fake = new FakeApi();
export let budgets = new FakeBudgets();
export let account = new FakeAccount();
type Override = (request: FakeRequest) => FakeAnswer | 'no answer' | undefined;
let override: Override = () => undefined;

export function resetFake(): void {
  fake = new FakeApi();
  budgets = new FakeBudgets();
  account = new FakeAccount();
  override = () => undefined;
}

/** Answers some requests otherwise, as long as the test runs. */
export function answerWith(other: Override): void {
  override = other;
}

export const server = setupServer(
  http.all('*/api/*', async ({ request }) => {
    const text = await request.text();
    const asked: FakeRequest = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: text === '' ? null : (JSON.parse(text) as unknown),
    };
    const answer =
      override(asked) ??
      account.answer(asked) ??
      budgets.answer(asked, fake.rows) ??
      fake.answer(asked);
    if (answer === 'no answer') return HttpResponse.error();
    const headers = { 'Content-Type': 'application/json', ...answer.headers };
    return new HttpResponse(answer.text, { status: answer.status, headers });
  }),
);
