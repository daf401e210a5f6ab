// Words that people read belong into a catalogue (src/lib/i18n/catalogue.ts), never into the code:
// no text between tags, none in the attributes and properties that are shown or read aloud, and no
// sentence anywhere else. What an Error of ours says is for the console, and stays.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'vite';

const root = new URL('../', import.meta.url).pathname;
const shown = new Set(
  'alt aria-description aria-label aria-roledescription aria-valuetext caption description detail head hint label lead message name note placeholder reason summary text title top what'.split(
    ' ',
  ),
);
const letter = /\p{L}/u;
const capital = /^\W*\p{Lu}\p{Ll}/u;
const sentence = /\p{Lu}[\p{L}’']* [\p{Ll}\p{N}]|\p{Ll}{2,} \p{Ll}{2,}.*[.…]$/u;
// A list of language tags has the looks of a sentence.
const tags = /^(?:[a-z]{2}-[A-Z]{2} ?)+$/;
// Files that still wait for their catalogue; nothing may be added here.
const pending = [];

const nameOf = (key) => key?.name?.name ?? key?.name ?? key?.value;
const strings = (node) =>
  node?.type === 'JSXExpressionContainer'
    ? strings(node.expression)
    : node?.type === 'Literal' && typeof node.value === 'string'
      ? [node.value]
      : node?.type === 'TemplateLiteral'
        ? node.quasis.map(({ value }) => value.cooked)
        : node?.type === 'ConditionalExpression'
          ? [...strings(node.consequent), ...strings(node.alternate)]
          : [];

/** Calls `found` with each text that somebody could read. */
function walk(node, found) {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, found);
    return;
  }
  if (!node || typeof node.type !== 'string') return;
  if (node.type === 'NewExpression' && node.callee.name?.endsWith('Error')) {
    // The body of an ApiError is shown; what other errors say is not.
    if (node.callee.name !== 'ApiError') return;
  }
  if (node.type.startsWith('TS') && node.type.endsWith('Type')) return;
  if (node.type === 'ImportDeclaration') return;
  if (node.type === 'JSXText' && letter.test(node.value)) found(node, node.value);
  if (node.type === 'JSXAttribute' && shown.has(nameOf(node))) {
    for (const text of strings(node.value)) {
      const word = ['name', 'what', 'top'].includes(nameOf(node)) ? capital : letter;
      if (word.test(text)) found(node, text);
    }
  }
  if (node.type === 'Property' && shown.has(nameOf(node.key))) {
    for (const text of strings(node.value)) if (capital.test(text)) found(node, text);
  }
  for (const text of strings(node)) {
    if (sentence.test(text) && !tags.test(text)) found(node, text);
  }
  for (const value of Object.values(node)) walk(value, found);
}

let bad = 0;
for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
  const path = relative(root, join(entry.parentPath, entry.name));
  if (!entry.isFile() || !/\.tsx?$/.test(path) || /\.test\.tsx?$/.test(path)) continue;
  if (/messages(?:\.[a-z]+)?\.ts$/.test(path) || path.startsWith('src/testing/')) continue;
  if (pending.includes(path)) continue;
  const source = readFileSync(join(root, path), 'utf8');
  const said = new Set();
  walk(parseSync(path, source).program, ({ start }, text) => {
    const line = source.slice(0, start).split('\n').length;
    said.add(`${path}:${line}: put it into messages.ts: ${text.trim().replaceAll(/\s+/g, ' ')}`);
  });
  for (const one of said) console.error(one);
  bad += said.size;
}
console.log(bad === 0 ? 'no text outside of the catalogues' : `${bad} texts outside of catalogues`);
process.exit(bad === 0 ? 0 : 1);
