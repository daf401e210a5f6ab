// How quiet the machine is: what it takes away from threads that do nothing but read the clock, one for
// each core. A virtual machine's host takes cores away that no load average inside it shows.
import { cpus } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const LONG = 1; // ms; the clock itself is read every 0.1 µs

if (!isMainThread) {
  const end = performance.now() + workerData * 1000;
  let [before, count, longest] = [performance.now(), 0, 0];
  while (before < end) {
    const now = performance.now();
    if (now - before > LONG) count += 1;
    if (now - before > longest) longest = now - before;
    before = now;
  }
  parentPort.postMessage({ count, longest });
}

/** Stalls of more than a millisecond: how many a second on all cores together, and the longest in ms. */
export async function stalls(seconds) {
  const each = await Promise.all(cpus().map(() => new Promise((resolve, reject) => {
    new Worker(new URL(import.meta.url), { workerData: seconds }).once('message', resolve).once('error', reject);
  })));
  return { rate: each.reduce((sum, { count }) => sum + count, 0) / seconds, longest: Math.max(...each.map((it) => it.longest)) };
}
