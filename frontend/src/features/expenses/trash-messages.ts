import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'trash.title': 'Trash',
  'trash.lead': {
    one: 'Deleted expenses stay here for {count} day.',
    other: 'Deleted expenses stay here for {count} days.',
  },
  'trash.loading': 'Loading the trash',
  'trash.failed': 'The trash could not be loaded.',
  'trash.empty': 'The trash is empty',
  'trash.empty.why': 'What you delete waits here, in case you want it back.',
  'trash.deleted': 'deleted {when}',
  'trash.restore': 'Restore',
  'trash.restore-one': 'Restore {title}',
  'trash.restore-all': 'Restore all',
  'trash.restore-some': { one: 'Restore {count} selected', other: 'Restore {count} selected' },
  'trash.choose': 'Select {title}',
  'trash.restored': 'Restored “{title}”',
  'trash.restored-all': { one: 'Restored {count} expense', other: 'Restored {count} expenses' },
  'trash.not-restored': 'Not restored. {why}',
  'trash.more': 'Show more',
});
