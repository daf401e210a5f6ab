import { sizeProblem } from './encoding';
import type { ParseResult } from './parse';

/** Reads and parses a file in a worker. Its size is judged before a byte of it is read. */
export async function parseFile(file: File): Promise<ParseResult> {
  const problem = sizeProblem(file.size);
  if (problem) return { ok: false, message: problem };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return {
      ok: false,
      message: 'The browser can’t read this file. It may have been moved; choose it again.',
    };
  }
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<ParseResult>((resolve) => {
      worker.addEventListener('message', (event: MessageEvent<ParseResult>) => resolve(event.data));
      worker.addEventListener('error', () =>
        resolve({ ok: false, message: 'This file can’t be read. Reload the page and try again.' }),
      );
      worker.postMessage(bytes, [bytes]);
    });
  } finally {
    worker.terminate();
  }
}
