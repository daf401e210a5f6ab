// Measures the built app with Lighthouse, as a phone on a slow line: the sign-in page, and home and
// the list for somebody who is signed in. Median of some runs. Speaks to LIGHTHOUSE_URL alone.
//   LIGHTHOUSE_URL=http://localhost:8080 node lighthouse/run.mjs
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';

const url = process.env.LIGHTHOUSE_URL ?? 'http://localhost:8080';
const runs = Number(process.env.LIGHTHOUSE_RUNS ?? 5);
const port = Number(process.env.LIGHTHOUSE_PORT ?? 18899);
const out = new URL('../../var/lighthouse/', import.meta.url).pathname;
const goals = { accessibility: 100, 'best-practices': 100, performance: 95 };
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

mkdirSync(out, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), 'lighthouse-'));

// A browser for each run, on one profile: the profiler that Lighthouse switches on reads again all code
// that an earlier page left in the process, and would count that as the page's own work.
const open = () =>
  chromium.launchPersistentContext(profile, {
    executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium',
    // Nobody else is asked for anything.
    args: [`--remote-debugging-port=${port}`, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
  });

async function withBrowser(work) {
  const browser = await open();
  try {
    // A phone's browser runs already; one that just started opens its storage while the page waits.
    const page = await browser.newPage();
    await page.goto(`${url}/icon.svg`);
    await page.evaluate(() => window.localStorage.length);
    await page.close();
    return await work(browser);
  } finally {
    await browser.close();
  }
}

let failed = false;

async function signIn(browser) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.locator('a#sign-in-link[href*="/login"]').click();
  await page.getByLabel('Name').fill(`lighthouse-${Date.now().toString(36)}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  await page.getByText(/· Sample$/).first().waitFor();
}

async function measure(name, path) {
  const scores = {};
  for (let run = 0; run < runs; run += 1) {
    const result = await withBrowser(() => lighthouse(url + path, {
      port,
      output: 'html',
      logLevel: 'error',
      onlyCategories: Object.keys(goals),
      // The session lives in the storage that Lighthouse would clear.
      disableStorageReset: name !== 'sign-in',
    }));
    if (result.lhr.runtimeError) throw new Error(result.lhr.runtimeError.message);
    for (const category of Object.keys(goals)) {
      (scores[category] ??= []).push(Math.round((result.lhr.categories[category].score ?? 0) * 100));
    }
    writeFileSync(`${out}${name}-${run + 1}.html`, result.report);
  }
  for (const [category, goal] of Object.entries(goals)) {
    const score = median(scores[category]);
    failed ||= score < goal;
    console.log(`${score < goal ? 'not ok' : 'ok'} ${name}: ${category} ${score} (goal ${goal}; ${scores[category].join(' ')})`);
  }
}

try {
  await measure('sign-in', '/');
  await withBrowser(signIn);
  await measure('home', '/');
  await measure('expenses', '/expenses');
} finally {
  rmSync(profile, { recursive: true, force: true });
}
console.log(`The reports are in ${out}`);
process.exit(failed ? 1 : 0);
