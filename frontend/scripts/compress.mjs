// Writes a .gz beside every text file of dist/, for NGINX's gzip_static.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const text = /\.(?:js|css|html|svg|json|webmanifest|txt)$/;
let count = 0;
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !text.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const plain = readFileSync(path);
  const packed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION });
  if (packed.length >= plain.length) continue;
  writeFileSync(`${path}.gz`, packed);
  count += 1;
}
console.log(`compressed ${count} files`);
