import { sizeProblem } from './encoding';
import type { ParseResult } from './parse';
import { spoken } from '@/lib/i18n/catalogue';
import { t } from './messages';
import type { Job } from './parse-worker';

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
      message: t('import.unreadable'),
    };
  }
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<ParseResult>((resolve) => {
      worker.addEventListener('message', (event: MessageEvent<ParseResult>) => resolve(event.data));
      worker.addEventListener('error', () => resolve({ ok: false, message: t('import.worker') }));
      worker.postMessage({ bytes, spoken: spoken() } satisfies Job, [bytes]);
    });
  } finally {
    worker.terminate();
  }
}
