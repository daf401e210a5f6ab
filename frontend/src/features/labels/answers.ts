// What an expense may have besides, and a recurring one hands to what it makes: merchant, payment
// method, tags and a note, as the server tells and takes them.
import * as v from 'valibot';

/** For the object of an answer: what isn't set is empty. */
export const labelAnswers = {
  merchant: v.optional(v.string(), ''),
  payment_method: v.optional(v.string(), ''),
  note: v.optional(v.string(), ''),
  tags: v.optional(v.array(v.string()), []),
};
export type Labelled = { merchant: string; payment_method: string; note: string; tags: string[] };
export type LabelDraft = Partial<Labelled>;
