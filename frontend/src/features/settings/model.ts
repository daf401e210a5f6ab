import { browserZone } from '@/lib/calendar-date';
import type { Settings } from '@/features/session/schema';

const candidates =
  'en-IN hi-IN en-GB en-US de-DE de-AT de-CH fr-FR fr-CH es-ES es-MX it-IT pt-BR pt-PT nl-NL pl-PL sv-SE da-DK nb-NO fi-FI cs-CZ tr-TR ru-RU uk-UA ja-JP ko-KR zh-CN zh-TW ar-EG he-IL bn-IN ta-IN te-IN mr-IN gu-IN id-ID vi-VN th-TH'.split(
    ' ',
  );

/**
 * Languages with their ways of writing dates and numbers, named in the language of the page and in
 * their own, for somebody who can't read the page; the current one included.
 */
export function localeChoices(
  current: string,
  language = 'en',
): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const named = (value: string) => {
    const name = names.of(value) ?? value;
    const own = new Intl.DisplayNames(value, { type: 'language' }).of(value) ?? value;
    return own === name ? name : `${name} · ${own}`;
  };
  const all = candidates.includes(current) ? candidates : [current, ...candidates];
  return all
    .map((value) => ({ value, label: named(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
}

/** Every time zone that the browser knows; the current one included. */
export function zoneChoices(current: string): string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return all.includes(current) ? all : [current, ...all];
}

/** At the very first sign-in: what the browser already says, so that nobody has to set it. */
export function firstSettings(settings: Settings, language: string): Partial<Settings> | null {
  if (settings.version !== 1) return null;
  const change: Partial<Settings> = {};
  const zone = browserZone();
  if (zone !== settings.time_zone) change.time_zone = zone;
  if (/^[a-z]{2,3}-[A-Z]{2}$/.test(language) && language !== settings.locale)
    change.locale = language;
  return Object.keys(change).length > 0 ? change : null;
}

/** The names of the days, Sunday first, as a person with this locale reads them. */
export function weekdays(locale: string): string[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  // 2 January 2000 was a Sunday.
  return Array.from({ length: 7 }, (_, day) => name.format(Date.UTC(2000, 0, 2 + day)));
}

type WithWeek = Intl.Locale & {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
};

/** On which day a week begins where the locale is spoken: 0 is Sunday, as in the settings. */
export function usualFirstDay(locale: string): number {
  const known: WithWeek = new Intl.Locale(locale);
  // Monday, as ISO 8601 has it, for browsers that don't know.
  return ((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1) % 7;
}
