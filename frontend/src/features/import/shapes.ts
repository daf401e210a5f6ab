// How a file with these columns was read the last time. Kept on this device, by the names of the
// columns; nothing of the rows is kept.
import * as v from 'valibot';
import { durable } from '@/lib/storage';
import { guessColumns, type Mapping } from './guess';
import { guessOptions, type Options } from './model';
import type { Parsed } from './parse';

const place = 'import-shapes';
const most = 20;
const column = v.pipe(v.number(), v.integer(), v.minValue(-1));
const shapeSchema = v.object({
  columns: v.array(v.string()),
  // By the name of each. What isn't in there, because it was kept before such a column was read, is guessed.
  mapping: v.record(v.string(), column),
  dateOrder: v.nullable(v.picklist(['ymd', 'dmy', 'mdy'])),
  decimalMark: v.picklist(['.', ',']),
  allKinds: v.boolean(),
  createCategories: v.boolean(),
  categories: v.record(v.string(), v.string()),
});
type Shape = v.InferOutput<typeof shapeSchema>;

function readShapes(): Shape[] {
  try {
    const stored: unknown = JSON.parse(durable.get(place) ?? '[]');
    const parsed = v.safeParse(v.array(shapeSchema), stored);
    return parsed.success ? parsed.output : [];
  } catch {
    return [];
  }
}

function sameColumns(file: Parsed): (shape: Shape) => boolean {
  const columns = JSON.stringify(file.header);
  return (shape) => JSON.stringify(shape.columns) === columns;
}

/** Keeps how the file was read, for the next file with these columns. */
export function rememberShape(file: Parsed, options: Options): void {
  const { mapping, dateOrder, decimalMark, allKinds, createCategories, categories } = options;
  const same = sameColumns(file);
  const others = readShapes().filter((shape) => !same(shape));
  const shape: Shape = {
    columns: file.header,
    mapping,
    dateOrder,
    decimalMark,
    allKinds,
    createCategories,
    categories,
  };
  durable.set(place, JSON.stringify([shape, ...others].slice(0, most)));
}

const guessAll = (file: Parsed) => guessColumns(file.header, file.rows);

/** How such a file was read the last time, or null. What the file itself shows counts more. */
export function recallShape(file: Parsed, homeCurrency: string): Options | null {
  const shape = readShapes().find(sameColumns(file));
  if (!shape) return null;
  const mapping: Mapping = { ...guessAll(file), ...shape.mapping };
  if (Object.values(mapping).some((at) => at >= file.header.length)) return null;
  const { dateOrder, decimalMark, allKinds, createCategories, categories } = shape;
  const guessed = guessOptions(file, mapping, homeCurrency);
  return {
    ...guessed,
    dateOrder: guessed.dateOrder ?? dateOrder,
    decimalMark,
    allKinds,
    createCategories,
    categories,
  };
}

/** The first guess for a file that nobody has read before. */
export function guessAfresh(file: Parsed, homeCurrency: string): Options {
  return guessOptions(file, guessAll(file), homeCurrency);
}
