import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

const shots = new URL('../../../var/e2e/screenshots/', import.meta.url).pathname;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Fails a test in which the browser complained: script errors, blocked by the CSP, missing files.
 * What the test provokes on purpose is named when it ends.
 */
export function watchConsole(page) {
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return (provoked = []) =>
    expect(complaints.filter((text) => !provoked.some((one) => one.test(text)))).toEqual([]);
}

/** Looks at the page as it is: no accessibility fault, no sideways scrolling, and a picture of it. */
export async function inspect(page, name) {
  await expect(page.locator('[aria-busy=true], .skeleton >> visible=true')).toHaveCount(0);
  // What fades in would be measured half transparent.
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  const found = await new AxeBuilder({ page }).withTags(rules).analyze();
  const faults = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(faults, `accessibility of ${name}`).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `sideways scrolling of ${name}`).toBe(0);
  await page.screenshot({ path: `${shots}${name}.png` });
}

/** Signs in as the named person on the provider's own page. */
export async function signIn(page, name, from = '/') {
  await page.goto(from);
  await page.getByRole('link', { name: /^Continue with / }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A name that nobody had before, so that each run begins with an empty ledger. */
export function somebody(base) {
  return `${base}-${Date.now().toString(36)}`;
}
