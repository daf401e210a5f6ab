import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';

export { expect };
const shots = new URL('../../../var/e2e/screenshots/', import.meta.url).pathname;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let complaints = [];
let provoked = [];

function watch(context) {
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(error.error().message));
  // What the policy forbids is always said, also where the browser would only report it.
  return context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`Content-Security-Policy: ${violatedDirective} refuses ${blockedURI}`);
    });
  });
}

const held = () =>
  complaints.filter((text) => !provoked.some((pattern) => pattern.test(text)));

/**
 * A test in which the browser may not complain, in any page: script errors, files that are missing,
 * what the Content-Security-Policy refuses. What a test provokes on purpose, it names by provoke().
 */
export const test = base.extend({
  silence: [
    async ({ browser }, use) => {
      complaints = [];
      provoked = [];
      const make = browser.newContext;
      browser.newContext = async (...options) => {
        const context = await make.apply(browser, options);
        await watch(context);
        return context;
      };
      await use();
      browser.newContext = make;
      expect(held(), 'what the browser complained about').toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context }, use) => {
    await watch(context);
    await use(context);
  },
});

/** Names complaints of the browser that this test causes on purpose. */
export function provoke(...patterns) {
  provoked.push(...patterns);
}

/** Fails here and now when the browser has complained; the end of each test does so anyway. */
export function watchConsole() {
  return (patterns = []) => {
    provoke(...patterns);
    expect(held()).toEqual([]);
  };
}

/** How much wider the page is than its window. */
export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/**
 * Looks at the page as it is: no accessibility fault, no sideways scrolling, and a picture of it.
 * With `busy` the page is looked at while it loads.
 */
export async function inspect(page, name, { busy = false } = {}) {
  if (!busy) await expect(page.locator('[aria-busy=true], .skeleton >> visible=true')).toHaveCount(0);
  const look = async () => {
    // What fades in would be measured half transparent; what breathes while it loads never ends.
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((one) => one.effect?.getTiming().iterations !== Infinity)
          .map((one) => one.finished.catch(() => {})),
      ),
    );
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  };
  let faults = await look();
  // A message whose time was up began to fade under axe: what is a fault is one the second time, too.
  if (faults.length > 0) faults = await look();
  expect(faults, `accessibility of ${name}`).toEqual([]);
  expect(await overflow(page), `sideways scrolling of ${name}`).toBe(0);
  await page.screenshot({ path: `${shots}${name}.png` });
}

/** Signs in as the named person on the provider's own page. */
export async function signIn(page, name, from = '/') {
  await page.goto(from);
  await page.locator('a#sign-in-link[href*="/login"]').click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A name that nobody had before, so that each run begins with an empty ledger. */
export function somebody(name) {
  return `${name}-${Date.now().toString(36)}`;
}

/**
 * By how much other work on the machine stretches what a page does at the moment: 1 when there is none.
 * A fixed piece of work, 20 times, against the 30 ms that it takes at most when alone on one core; a time
 * limit of a page is only as good as the share of a core that the page gets.
 */
export function stretch(page) {
  return page.evaluate(() => {
    const times = Array.from({ length: 20 }, () => {
      const begin = performance.now();
      let hash = 1;
      for (let n = 0; n < 20e6; n += 1) hash = Math.imul(hash ^ n, 16_777_619);
      return performance.now() - begin + (hash === 0.5 ? 1 : 0);
    });
    return Math.max(1, times.toSorted((a, b) => a - b)[17] / 30);
  });
}
