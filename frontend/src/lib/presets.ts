// The names of periods, apart from their reckoning: addresses are read before any report is loaded.

export const presets = [
  'this-month',
  'last-month',
  'last-90-days',
  'last-12-months',
  'this-year',
  'last-year',
  'all',
  'custom',
] as const;
export type PresetName = (typeof presets)[number];
