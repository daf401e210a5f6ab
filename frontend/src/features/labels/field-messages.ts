import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'labels.field.merchant': 'Merchant',
  'labels.field.payment': 'Payment method',
  'labels.field.payment.none': 'Not said',
  'labels.field.tags': 'Tags',
  'labels.field.tags.add': 'Add a tag',
  'labels.field.tags.remove': 'Remove the tag {name}',
  'labels.field.tags.most': {
    one: 'At most {count} tag.',
    other: 'At most {count} tags.',
  },
  'labels.field.note': 'Note',
  'labels.field.note.control': 'Only line breaks can be kept besides text.',
});
