// ./dev screenshots [NAME…]: a picture of each screen, or of those named, light and dark, into
// docs/screenshots. Starts a stack of its own with a made-up household; what somebody has in var/ is not touched.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

import { destroyStack, root, startStack } from '../../support/stack.mjs';
import { signIn } from '../specs/support.mjs';
import { budgets, categories, recurring, rows } from './ledger.mjs';

const out = join(root, 'docs', 'screenshots');
const only = process.argv.slice(2);
const dialog = (page) => page.getByRole('dialog');

// name, address, and what is opened before the picture is taken
const screens = [
  ['home', '/'],
  ['expenses', '/expenses'],
  ['expense-new', '/expenses/new', (page) => dialog(page).waitFor()],
  ['reports-categories', '/reports/categories'],
  ['reports-months', '/reports/months'],
  ['reports-merchants', '/reports/merchants'],
  ['reports-calendar', '/reports/calendar'],
  ['reports-summary', '/reports/summary'],
  ['budgets', '/budgets'],
  ['recurring', '/recurring'],
  ['categories', '/categories'],
  ['tags', '/tags'],
  ['merchants', '/merchants'],
  ['import', '/import'],
  ['trash', '/trash'],
  ['settings', '/settings'],
];
const onPhones = ['home', 'expenses', 'expense-new', 'reports-categories'];
const wide = ['', { width: 1280, height: 860 }];
const phone = ['-phone', { width: 390, height: 844 }];

async function send(page, method, path, body) {
  const answer = await page.evaluate(async ([verb, to, content]) => {
    const given = await fetch(to, { method: verb, headers: { 'Content-Type': 'application/json' },
      ...(content ? { body: JSON.stringify(content) } : {}) });
    return { status: given.status, text: await given.text() };
  }, [method, path, body]);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.text ? JSON.parse(answer.text) : undefined;
}

async function furnish(page) {
  const known = await send(page, 'GET', '/api/categories');
  const idOf = (name) => known.find((it) => it.name === name)?.id;
  for (const { name, icon, parent } of categories) {
    known.push(await send(page, 'POST', '/api/categories', { name, icon, parent_id: idOf(parent) }));
  }
  await send(page, 'POST', '/api/imports', { file_name: 'household.csv', currency: 'INR', rows: rows() });
  for (const rule of recurring) await send(page, 'POST', '/api/recurring', rule);
  for (const { category, ...budget } of budgets) {
    await send(page, 'POST', '/api/budgets', { ...budget, category_id: category ? idOf(category) : null });
  }
  const [first, second] = await send(page, 'GET', '/api/expenses?q=cinema&limit=2');
  for (const { id } of [first, second]) await send(page, 'DELETE', `/api/expenses/${id}`);
}

async function settle(page) {
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy=true], .skeleton >> visible=true').first().waitFor({ state: 'detached' });
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
}

const stack = await startStack({ args: ['--no-limits'] });
const browser = await chromium.launch({ executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium' });
try {
  mkdirSync(out, { recursive: true });
  const context = await browser.newContext({ baseURL: stack.origin, locale: 'en-IN', timezoneId: 'Asia/Kolkata',
    reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  const take = async (name) => {
    for (const [suffix, viewport] of onPhones.includes(name) ? [wide, phone] : [wide]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await settle(page);
        await page.screenshot({ path: join(out, `${name}${suffix}-${colorScheme}.png`) });
      }
    }
  };
  await page.goto('/');
  await take('sign-in');
  await signIn(page, 'Asha Rao');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await furnish(page);
  for (const [name, path, open] of screens.filter(([it]) => only.length === 0 || only.includes(it))) {
    await page.goto(path);
    await page.locator('h1, [role=dialog]').first().waitFor();
    await open?.(page);
    await take(name);
    process.stdout.write(`${name}\n`);
  }
} finally {
  await browser.close();
  destroyStack(stack);
}
