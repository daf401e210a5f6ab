import { spoken } from '@/lib/i18n/catalogue';
import { sizeProblem } from './encoding';
import { t } from './messages';
import type { ParseResult } from './parse';
import type { Job, Told } from './parse-worker';
import type { Progress } from './read-file';

/**
 * Reads and parses a file in a worker. Its size is judged before a byte of it is read. The signal
 * ends the worker wherever it is; then there is no result: null.
 */
export async function parseFile(
  file: File,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<ParseResult | null> {
  const problem = sizeProblem(file.size);
  if (problem) return { ok: false, message: problem };
  if (signal.aborted) return null;
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<ParseResult | null>((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true });
      worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
        if (signal.aborted) return;
        if ('progress' in data) onProgress(data.progress);
        else resolve(data.result);
      });
      worker.addEventListener('error', () => resolve({ ok: false, message: t('import.worker') }));
      worker.postMessage({ file, spoken: spoken() } satisfies Job);
    });
  } finally {
    worker.terminate();
  }
}
