// A new release while the app is open: it asks, never takes a form away, and loads in the tab that says so.
import { createServer, request } from 'node:http';
import { expect, inspect, signIn, somebody, test } from './support.mjs';

/** The same site at another address, where a newer service worker can be published. */
async function twin(baseURL) {
  const { host, hostname, port } = new URL(baseURL);
  let newer = '';
  const server = createServer((incoming, outgoing) => {
    const worker = incoming.url === '/sw.js';
    const { 'if-none-match': _tag, 'if-modified-since': _date, 'accept-encoding': _coding, ...plain } =
      incoming.headers;
    const headers = { ...(worker ? plain : incoming.headers), host };
    const asked = request({ hostname, port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      if (!worker) {
        outgoing.writeHead(answer.statusCode, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      const { 'content-length': _length, etag: _etag, 'last-modified': _when, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode, rest);
      answer.on('data', (part) => outgoing.write(part));
      answer.on('end', () => outgoing.end(newer));
    });
    asked.on('error', () => outgoing.destroy());
    incoming.pipe(asked);
  });
  await new Promise((resolve) => { server.listen(0, 'localhost', resolve); });
  return {
    origin: `http://localhost:${server.address().port}`,
    publish: (name) => {
      newer = `
self.addEventListener('message', ({ data, ports }) => { if (data === 'which') ports[0].postMessage('${name}'); });`;
    },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

/** Which release answers this page: the one that was published, or null for the first. */
const release = (page) => page.evaluate(() => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => resolve(data);
  setTimeout(resolve, 500, null);
  navigator.serviceWorker.controller.postMessage('which', [port2]);
}));

async function open(page, address) {
  await page.goto(address);
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  // Lost when the page is loaded again.
  await page.evaluate(() => { window.sameAsBefore = true; });
}

const same = (page) => page.evaluate(() => window.sameAsBefore === true);

async function fill(page) {
  await page.keyboard.press('n');
  const form = page.getByRole('dialog', { name: 'Add expense' });
  await form.getByLabel('Amount in INR').fill('12.50');
  await form.getByLabel('What for').fill('Half typed');
  return form;
}

test('a new version asks, leaves open forms alone, and loads only where it is told to', async ({ page, context, baseURL }) => {
  await signIn(page, somebody('version'), '/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
  const site = await twin(baseURL);
  try {
    const address = `${site.origin}/expenses`;
    await open(page, address);
    const other = await context.newPage();
    await open(other, address);
    const load = page.getByRole('button', { name: 'Load it' });
    await expect(load).toHaveCount(0);

    const form = await fill(page);
    const kept = await fill(other);
    site.publish('the next one');
    // As the app itself does every hour.
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await expect.poll(() => page.evaluate(async () =>
      (await navigator.serviceWorker.getRegistration()).waiting !== null)).toBe(true);
    // The form is above all else: nobody can load by mistake, and nothing loads by itself.
    await expect(load).toHaveCount(0);
    expect([await same(page), await release(page)]).toEqual([true, null]);
    await expect(form.getByLabel('What for')).toHaveValue('Half typed');

    await page.keyboard.press('Escape');
    await expect(form).toHaveCount(0);
    await expect(load).toBeVisible();
    await inspect(page, 'new-version');
    await Promise.all([page.waitForEvent('load'), load.click()]);
    expect(await same(page)).toBe(false);
    await expect(page.getByText('No expenses yet')).toBeVisible();
    await expect.poll(() => release(page)).toBe('the next one');
    await expect(load).toHaveCount(0);

    // The other tab goes on with its form.
    expect(await same(other)).toBe(true);
    await expect(kept.getByLabel('What for')).toHaveValue('Half typed');
    await kept.getByLabel('What for').press('Enter');
    await expect(other.getByRole('link', { name: 'Half typed' })).toBeVisible();
  } finally {
    // No page may still ask for something when nobody answers any more.
    await Promise.all(context.pages().map((one) => one.goto('about:blank')));
    site.close();
  }
});
