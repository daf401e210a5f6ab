// Every screen of the app, one line each: what pages.spec.mjs looks at in light and dark, narrow and
// wide, while loading, empty, full and failed. A new page adds its line here.
export const screens = [
  ['home', '/'],
  ['expenses', '/expenses'],
  ['reports', '/reports'],
  ['budgets', '/budgets'],
  ['categories', '/categories'],
  ['recurring', '/recurring'],
  ['merchants', '/merchants'],
  ['tags', '/tags'],
  ['payment-methods', '/payment-methods'],
  ['import', '/import'],
  ['trash', '/trash'],
  ['settings', '/settings'],
];

/** Dialogs: the name, where it opens, and how (nothing: the address opens it). */
export const dialogs = [
  ['add', '/expenses/new'],
  ['budget', '/budgets/new'],
  ['recurring-form', '/recurring/new'],
  ['palette', '/', (page) => page.keyboard.press('Control+k')],
  ['shortcuts', '/', (page) => page.keyboard.press('?')],
];
