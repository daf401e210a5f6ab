// What a person waits for, measured inside the page. Other work on the same cores makes a measurement
// longer, nothing makes it shorter: so callers measure several times and take the best.
import { stretch } from './support.mjs';

/** From now on each load of the list notes when its answer was there and when its first rows were. */
export function watchFirstRows(page) {
  return page.addInitScript(() => {
    const ask = window.fetch;
    window.fetch = async (...request) => {
      const answer = await ask(...request);
      if (String(request[0]).startsWith('/api/expenses?')) window.answered ??= performance.now();
      return answer;
    };
    new MutationObserver((_, observer) => {
      if (!document.querySelector('li[aria-posinset] a')) return;
      window.shown = performance.now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
}

/** Milliseconds from the answer to the first rows, after watchFirstRows() and a load. */
export const firstRows = (page) => page.evaluate(() => window.shown - window.answered);

/** Collects long tasks, for longestTask(). */
export function watchLongTasks(page) {
  return page.evaluate(() => {
    window.long = [];
    new PerformanceObserver((list) => {
      window.long.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
}

/** The longest task while something is done, in milliseconds of an idle machine; 0 without any. */
export async function longestTask(page, work) {
  await page.evaluate(() => (window.long = []));
  await work();
  const found = await page.evaluate(() => Math.max(0, ...window.long));
  return found / (await stretch(page));
}

/** How many elements the document has. */
export const nodes = (page) => page.evaluate(() => document.querySelectorAll('*').length);
