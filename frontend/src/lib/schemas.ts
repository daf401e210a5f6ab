import * as v from 'valibot';
import { asIsoDate, type IsoDate } from '@/lib/calendar-date';

/** A number token: decimals come as text (see exact-json), whole numbers as numbers. */
export const amountToken = v.union([v.string(), v.number()]);

/** A day, also when the server writes a time behind it. */
export const daySchema = v.pipe(
  v.string(),
  v.transform((text) => asIsoDate(text.slice(0, 10))),
  v.custom<IsoDate>((day) => day !== null, 'not a day'),
);
