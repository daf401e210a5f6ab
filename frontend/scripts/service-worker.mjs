// A Vite plugin: makes dist/sw.js of src/sw.ts, with the list of the release's files and a name that
// changes with any of them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { minifySync, transformWithOxc } from 'vite';

const still = [
  '/theme.js',
  '/icon.svg',
  '/manifest.webmanifest',
  '/icons/192.png',
  '/icons/512.png',
  '/icons/maskable.png',
];
const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root));

export function serviceWorker() {
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      // Words of other languages come when somebody chooses them, and are kept then.
      const assets = Object.keys(bundle).filter(
        (name) => name.startsWith('assets/') && !/messages\.[a-z]{2}-[^/]*\.js$/.test(name),
      );
      const files = ['/', ...still, ...assets.map((name) => `/${name}`)];
      const hash = createHash('sha256').update(files.join('\n'));
      const page = bundle['index.html'];
      if (!page || page.type !== 'asset') throw new Error('index.html is not in the bundle');
      hash.update(page.source);
      for (const path of still) hash.update(read(`public${path}`));
      const source = read('src/sw.ts').toString();
      hash.update(source);
      const { code } = await transformWithOxc(source, 'sw.ts', { target: 'es2022' });
      const filled = `const RELEASE=${JSON.stringify(hash.digest('hex').slice(0, 16))};const FILES=${JSON.stringify(files)};${code}`;
      this.emitFile({
        type: 'asset',
        fileName: 'sw.js',
        source: minifySync('sw.js', filled).code,
      });
    },
  };
}
