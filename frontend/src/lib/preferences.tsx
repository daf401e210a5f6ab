import { createContext, use, useMemo, type ReactNode } from 'react';
import { todayIn, type IsoDate } from '@/lib/calendar-date';
import { formatMoney, type Minor } from '@/lib/money';

type Choice = {
  currency: string;
  locale: string;
  timeZone: string;
  /** The day on which a month begins: a pay day. */
  monthStart: number;
  /** 0 is Sunday; null: as the locale has it. */
  firstDay: number | null;
};
export type Preferences = Choice & {
  /** Today where the person lives. */
  today: IsoDate;
  /** Formats an amount the person's way. */
  money: (minor: Minor, currency?: string) => string;
};

const PreferencesContext = createContext<Preferences | null>(null);

export function PreferencesProvider({
  currency,
  locale,
  timeZone,
  monthStart,
  firstDay,
  children,
}: Choice & { children: ReactNode }) {
  const today = todayIn(timeZone);
  const value = useMemo(
    () => ({
      currency,
      locale,
      timeZone,
      monthStart,
      firstDay,
      today,
      money: (minor: Minor, other = currency) => formatMoney(minor, other, locale),
    }),
    [currency, locale, timeZone, monthStart, firstDay, today],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const value = use(PreferencesContext);
  if (!value) throw new Error('usePreferences outside of its provider');
  return value;
}
