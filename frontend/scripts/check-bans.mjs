// What the linter can't say: words that may stand only in the files named here.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = new URL('../', import.meta.url).pathname;
const rules = [
  {
    word: /\bfetch\(/,
    why: 'talk to the server through src/lib/http.ts',
    except: ['src/lib/http.ts', 'src/sw.ts'],
  },
  {
    word: /\bnew Date\(/,
    why: 'use src/lib/calendar-date.ts',
    except: ['src/lib/calendar-date.ts'],
  },
  { word: /\bparseFloat\(/, why: 'use src/lib/money.ts', except: [] },
  { word: /\.toLocale(?:Date|Time)?String\(/, why: 'use the cached formatters', except: [] },
  { word: /dangerouslySetInnerHTML|\.innerHTML\b/, why: 'build elements instead', except: [] },
  { word: /window\.(?:alert|confirm|prompt)\(/, why: 'use a dialog or a toast', except: [] },
  { word: /from '@base-ui\//, why: 'go through src/components/ui', except: ['src/components/ui/'] },
];
let found = 0;
for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
  const path = relative(root, join(entry.parentPath, entry.name));
  if (/\.test\.tsx?$/.test(path) || path.startsWith('src/testing/')) continue;
  readFileSync(join(root, path), 'utf8')
    .split('\n')
    .forEach((line, index) => {
      for (const { word, why, except } of rules) {
        if (word.test(line) && !except.some((allowed) => path.startsWith(allowed))) {
          console.error(`${path}:${index + 1}: ${why}: ${line.trim()}`);
          found += 1;
        }
      }
    });
}
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
if (lock.includes('"resolved"')) {
  console.error(
    'package-lock.json names a registry: run npm install with the .npmrc of this folder',
  );
  found += 1;
}
console.log(found === 0 ? 'no banned word' : `${found} banned words`);
process.exit(found === 0 ? 0 : 1);
