// A file far beyond the limit is told so before a byte of it is read: the tab goes on as if it weren't there.
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, inspect, signIn, somebody, test } from './support.mjs';

const megabytes = 200;

/** The most memory that each process of the browser has had at once so far, in MB, by its id. */
async function peaks(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return new Map(processInfo.flatMap(({ id }) => {
    try {
      return [[id, Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]) / 1000]];
    } catch {
      return []; // it has ended meanwhile
    }
  }));
}

/** Lets a file from the disk fall onto an element, as from the window of a file manager. */
async function drop(page, target, file) {
  const session = await page.context().newCDPSession(page);
  const { x, y, width, height } = await target.boundingBox();
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2,
      data: { items: [], files: [file], dragOperationsMask: 1 } });
  }
  await session.detach();
}

test(`a file of ${megabytes} MB gets its sentence, and the tab stays as it was`, async ({ page, browser }, info) => {
  const large = info.outputPath('large.csv');
  const sentence = page.getByText('This file has 200 MB. One import takes files of up to 10 MB; split it into smaller ones.');
  await signIn(page, somebody('large'), '/import');
  const place = page.getByText('Drop a CSV file here');
  await expect(place).toBeVisible();
  writeFileSync(large, 'Date,Note,Amount\n2024-01-15,Tea,5\n');
  const small = { name: 'small.csv', mimeType: 'text/csv', buffer: readFileSync(large) };
  const choose = (file) => page.getByLabel('CSV file').setInputFiles(file);
  const start = page.getByRole('button', { name: 'Import 1 expense' });
  const session = await browser.newBrowserCDPSession();
  try {
    // Dropped while it is small, it is read: the drop does reach the page.
    await drop(page, place, large);
    await expect(start).toBeVisible();
    await page.getByRole('button', { name: 'Choose another file' }).click();
    truncateSync(large, megabytes * 1_000_000); // the rest of it takes no room on the disk
    await expect(place).toBeVisible();
    const before = await peaks(session);

    await drop(page, place, large);
    await expect(sentence).toBeVisible();
    await inspect(page, 'import-large');
    await choose(small);
    await expect(start).toBeVisible();
    await page.getByRole('button', { name: 'Choose another file' }).click();
    await choose(large);
    await expect(sentence).toBeVisible();
    const grown = [...await peaks(session)].map(([id, most]) => most - (before.get(id) ?? most));
    expect(Math.max(...grown), 'MB that a process took at most').toBeLessThan(megabytes / 2);

    await choose(small);
    await expect(sentence).toHaveCount(0);
    await start.click();
    await expect(page.getByText('1 expense imported')).toBeVisible();
  } finally {
    rmSync(large, { force: true });
  }
});
