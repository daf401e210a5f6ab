import { useMemo } from 'react';
import { Combobox } from '@/components/ui/combobox';
import { Card } from '@/components/ui/page';
import { formatDate, todayIn } from '@/lib/calendar-date';
import { formatMoney, toMinor } from '@/lib/money';
import type { Config, Settings } from '@/features/session/schema';
import { localeChoices, zoneChoices } from '../model';
import { useSaveSetting } from '../use-save-setting';

/** Currency, the way of writing, and the zone that decides when a day begins. */
export function Regional({ settings, config }: { settings: Settings; config: Config }) {
  const save = useSaveSetting();
  const { currency, locale, time_zone: zone } = settings;
  const currencies = useMemo(
    () => config.currencies.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` })),
    [config.currencies],
  );
  const locales = useMemo(() => localeChoices(locale), [locale]);
  const zones = useMemo(
    () => zoneChoices(zone).map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
    [zone],
  );
  const sample = `${formatMoney(toMinor(1234567, currency), currency, locale)} on ${formatDate(todayIn(zone), locale)}`;
  return (
    <Card title="Region">
      <div className="grid gap-5 p-4 sm:p-5 md:grid-cols-2">
        <Combobox
          label="Currency"
          value={currency}
          options={currencies}
          onChange={(next) => save.mutate({ currency: next })}
          hint="For new entries and reports. What you have entered keeps its own currency; nothing is converted."
        />
        <Combobox
          label="Dates and numbers"
          value={locale}
          options={locales}
          onChange={(next) => save.mutate({ locale: next })}
          hint={sample}
        />
        <Combobox
          label="Time zone"
          value={zone}
          options={zones}
          onChange={(next) => save.mutate({ time_zone: next })}
          hint="Decides which day “today” is."
        />
      </div>
    </Card>
  );
}
