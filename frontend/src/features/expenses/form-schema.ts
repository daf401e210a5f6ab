import * as v from 'valibot';
import { titleRule } from '@/lib/form-rules';
import { labelFields } from '@/features/labels/fields';
import { t } from './form-messages';

/** What the form holds: text as typed, so that nothing is lost on the way. */
export const formSchema = v.object({
  amount: v.string(),
  title: titleRule(() => t('form.title.missing')),
  category: v.string(),
  day: v.pipe(
    v.string(),
    v.minLength(1, () => t('form.date.missing')),
  ),
  currency: v.string(),
  ...labelFields,
});
export type FormValues = v.InferOutput<typeof formSchema>;
