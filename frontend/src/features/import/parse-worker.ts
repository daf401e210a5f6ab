// Parsing runs here, so that a large file never freezes the page.
import { parseBytes, type ParseResult } from './parse';

self.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
  let result: ParseResult;
  try {
    result = parseBytes(new Uint8Array(event.data));
  } catch {
    result = { ok: false, message: 'This file can’t be read as CSV. Export it again and retry.' };
  }
  self.postMessage(result);
});
