// Holds the build against its budgets: what a browser must load for the sign-in page, for the
// first signed-in page, and for each later chunk. Reads Vite's manifest; sizes are gzip.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const size = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;

/** Keys of every chunk that the given one needs before it can run. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}
const total = (keys) => [...keys].reduce((sum, key) => sum + size(manifest[key].file), 0);

const entry = 'index.html';
const app = Object.keys(manifest).find((key) => manifest[key].src === 'src/app/start.tsx');
const signIn = closure(entry);
const first = new Set([...signIn, ...closure(app)]);

const rows = [
  ['JavaScript of the sign-in page', total(signIn), 90],
  ['JavaScript of the first signed-in page', total(first), 140],
];
const lazy = Object.entries(manifest).filter(
  ([key, chunk]) => !first.has(key) && chunk.file.endsWith('.js'),
);
for (const [, chunk] of lazy) rows.push([`later chunk ${chunk.file}`, size(chunk.file), 25]);
const styles = new Set(Object.values(manifest).flatMap((chunk) => chunk.css ?? []));
rows.push(['CSS', [...styles].reduce((sum, file) => sum + size(file), 0), 12]);

let failed = false;
for (const [name, bytes, limit] of rows) {
  const over = bytes > limit * 1000;
  failed ||= over;
  console.log(
    `${over ? 'OVER ' : 'ok   '} ${(bytes / 1000).toFixed(1).padStart(6)} of ${limit} kB  ${name}`,
  );
}
process.exit(failed ? 1 : 0);
