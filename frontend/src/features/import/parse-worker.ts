// Reading and parsing run here, so that a large file never freezes the page and can be given up.
import { speak, type Spoken } from '@/lib/i18n/catalogue';
import type { ParseResult } from './parse';
import { readFile, type Progress } from './read-file';

/** The file, and the language in which to say what is wrong with it. */
export type Job = { file: File; spoken: Spoken };
/** How far it is, any number of times; then what became of it. */
export type Told = { progress: Progress } | { result: ParseResult };

const tell = (told: Told) => self.postMessage(told);

self.addEventListener('message', ({ data: { file, spoken } }: MessageEvent<Job>) => {
  speak(...spoken);
  void readFile(file, (progress) => tell({ progress })).then((result) => tell({ result }));
});
