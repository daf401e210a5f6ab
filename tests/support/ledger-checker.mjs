// The ledger checker: clients write expenses with a unique title and key while something breaks, and
// note for each try what they were told. In the end each acknowledged write is there exactly once,
// each refused one is not, each unknown one is there at most once, and exactly once after its retry
// with the same key; and the totals are the sums.
import assert from 'node:assert/strict';

import { until } from './assertions.mjs';
import { key } from './builders.mjs';
import { query } from './database.mjs';
import { toMinor, writtenNumbers } from './assertions.mjs';

export class LedgerChecker {
  constructor(person, { clients = 16, readers = 4 } = {}) {
    this.person = person;
    this.clients = clients;
    this.readers = readers;
    this.entries = [];
    this.statuses = new Map();
    this.troubles = [];
    this.running = false;
  }

  // Starts writing and reading; stop() ends it.
  start() {
    this.running = true;
    this.tasks = [
      ...Array.from({ length: this.clients }, () => this.#write()),
      ...Array.from({ length: this.readers }, () => this.#read()),
    ];
    return this;
  }

  async stop() {
    this.running = false;
    await Promise.all(this.tasks);
  }

  count(outcome) {
    return this.entries.filter((entry) => entry.outcome === outcome).length;
  }

  #note(status, answer) {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status !== 200 && status !== 201) {
      this.troubles.push({ at: Date.now(), status, retryAfter: answer?.headers?.['retry-after'],
        text: answer?.text?.slice(0, 300) });
    }
  }

  async #try(entry) {
    try {
      const answer = await this.person.client.post('/api/expenses', entry.body,
        { headers: { 'Idempotency-Key': entry.key } });
      this.#note(answer.status, answer);
      if (answer.status === 201) [entry.outcome, entry.answer] = ['ok', answer.json];
      else entry.outcome = answer.status < 500 ? 'refused' : 'unknown';
    } catch (error) {
      this.#note(error.code ?? 'no answer', { text: String(error) });
      entry.outcome = 'unknown';
    }
  }

  async #write() {
    while (this.running) {
      const n = this.entries.length;
      const entry = { key: key(), outcome: 'sent',
        body: { title: `Entry ${n}`, amount: `${n % 100 + 1}.${String(n % 100).padStart(2, '0')}`,
          date: `2024-0${1 + (n % 9)}-10`, category: ['Food', 'Health', 'Other'][n % 3] } };
      this.entries.push(entry);
      await this.#try(entry);
      if (entry.outcome === 'unknown') await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  }

  async #read() {
    while (this.running) {
      try {
        const answer = await this.person.client.get('/api/expenses?limit=20');
        this.#note(answer.status, answer);
        if (answer.status !== 200) await new Promise((resolve) => { setTimeout(resolve, 20); });
      } catch (error) {
        this.#note(error.code ?? 'no answer', { text: String(error) });
      }
    }
  }

  async #stored() {
    const rows = await query(`select id, title, amount_minor, deleted_at from app.expenses where ledger_id = $1`,
      [this.person.ledger]);
    const byTitle = new Map();
    for (const row of rows) byTitle.set(row.title, [...(byTitle.get(row.title) ?? []), row]);
    return byTitle;
  }

  // Call after stop(), with everything running again.
  async check() {
    assert.equal(this.count('sent'), 0);
    const before = await this.#stored();
    for (const entry of this.entries) {
      const found = before.get(entry.body.title) ?? [];
      const what = `${entry.body.title} (${entry.outcome}) is there ${found.length} times`;
      if (entry.outcome === 'ok') {
        assert.equal(found.length, 1, what);
        assert.equal(Number(found[0].id), entry.answer.id, what);
        assert.equal(found[0].amount_minor, toMinor(entry.body.amount), what);
      } else if (entry.outcome === 'refused') assert.equal(found.length, 0, what);
      else assert.ok(found.length <= 1, what);
    }
    for (const entry of this.entries.filter(({ outcome }) => outcome === 'unknown')) {
      await until(async () => {
        await this.#try(entry);
        return entry.outcome !== 'unknown';
      }, { what: `a retry of ${entry.body.title}` });
      assert.equal(entry.outcome, 'ok', `the retry of ${entry.body.title} was refused`);
    }
    const after = await this.#stored();
    const written = this.entries.filter(({ outcome }) => outcome === 'ok');
    for (const entry of written) assert.equal(after.get(entry.body.title)?.length, 1, entry.body.title);
    assert.equal([...after.values()].flat().length, written.length, 'rows that nobody wrote');

    const sum = written.reduce((total, { body }) => total + toMinor(body.amount), 0n);
    const summary = await this.person.client.get('/api/expenses/reports/summary');
    assert.equal(toMinor(writtenNumbers(summary.text, 'total_amount')[0] ?? '0'), sum);
    assert.equal(summary.json.total_count, written.length);
  }

  summary() {
    return `${this.entries.length} writes; answers ${JSON.stringify(Object.fromEntries(this.statuses))}`;
  }
}
