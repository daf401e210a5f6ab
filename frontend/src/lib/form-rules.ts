// Rules that several forms share; what is wrong is said in words at the field.
import * as v from 'valibot';
import { parseAmount } from './amount-input';
import { t } from './messages';

/** An amount as typed, read the person's way. */
export const typedAmount = (currency: string, locale: string) =>
  v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const result = parseAmount(dataset.value, currency, locale);
      if (!result.ok) addIssue({ message: result.message });
    }),
  );

/** Text in one line of at most so many characters. */
export const oneLine = (most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    atMost(most),
    v.check(
      (text) => !/\p{Cc}/u.test(text),
      () => t('lib.text.control'),
    ),
  );

export const atMost = (most: number) =>
  v.maxLength<string, number, () => string>(most, () => t('lib.text.long', { count: most }));

/** A title, which nothing can be without. */
export const titleRule = (missing: () => string) => v.pipe(oneLine(200), v.minLength(1, missing));
