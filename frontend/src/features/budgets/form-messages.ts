import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'budget.add': 'New budget',
  'budget.edit': 'Change budget',
  'budget.amount': 'Amount for each period ({currency})',
  'budget.category': 'For',
  'budget.category.hint': 'A category counts its sub-categories. A budget keeps its category.',
  'budget.period': 'Period',
  'budget.currency': 'Currency',
  'budget.currency.hint': 'Only expenses in this currency count.',
  'budget.roll-over': 'Carry over what is left',
  'budget.roll-over.hint':
    'What is left of a period goes into the next one, and so does what was spent too much.',
  'budget.thresholds': 'Warn me at',
  'budget.thresholds.hint': 'Percent of the limit, up to five. Empty: no warnings.',
  'budget.thresholds.bad': 'Use at most five whole percentages from 1 to 1000.',
  'budget.from': 'The amount holds from',
  'budget.from.this': 'This period ({period})',
  'budget.from.next': 'The next period',
  'budget.from.hint': 'Earlier periods keep what they had.',
  'budget.planned': 'From {day}: {sum}.',
  'budget.planned.why': 'A new amount takes the place of what is planned:',
  'budget.save': 'Save changes',
  'budget.saving': 'Saving…',
  'budget.delete': 'Delete',
  'budget.added': 'The budget of {name} is set.',
  'budget.saved': 'The budget of {name} is saved.',
  'budget.missing': 'This budget is not there any more.',
  'budget.load-failed': 'The budget could not be loaded.',
  'budget.loading': 'Loading the budget',
  'budget.changed':
    'This budget was changed somewhere else: it is {sum} now. Save again to use yours.',
  'budget.maybe-saved':
    'Your first try may have been saved. Look at the list before you save this again.',
});
