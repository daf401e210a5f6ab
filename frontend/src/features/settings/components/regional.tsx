import { useMemo } from 'react';
import { Combobox } from '@/components/ui/combobox';
import { Card } from '@/components/ui/page';
import { formatDate, todayIn } from '@/lib/calendar-date';
import { formatMoney, toMinor } from '@/lib/money';
import type { Config, Settings } from '@/features/session/schema';
import { localeChoices, zoneChoices } from '../model';
import { useSaveSetting } from '../use-save-setting';
import { CalendarFields } from './calendar-fields';
import { Saved } from './saved';
import { t } from '../messages';

/** Currency, the way of writing, and the zone that decides when a day begins. */
export function Regional({ settings, config }: { settings: Settings; config: Config }) {
  const money = useSaveSetting(settings);
  const writing = useSaveSetting(settings);
  const place = useSaveSetting(settings);
  const { currency, locale, time_zone: zone } = settings;
  const page = document.documentElement.lang || 'en';
  const currencies = useMemo(() => {
    // The server names them in English.
    const names = new Intl.DisplayNames(page, { type: 'currency' });
    return config.currencies.map(({ code, name }) => {
      const said = page.startsWith('en') ? name : (names.of(code) ?? name);
      return { value: code, label: `${code} – ${said}` };
    });
  }, [config.currencies, page]);
  const locales = useMemo(() => localeChoices(locale, page), [locale, page]);
  const zones = useMemo(
    () => zoneChoices(zone).map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
    [zone],
  );
  const sample = t('settings.locale.hint', {
    amount: formatMoney(toMinor(1234567, currency), currency, locale),
    date: formatDate(todayIn(zone), locale),
  });
  return (
    <Card title={t('settings.region')}>
      <div className="grid gap-5 p-4 sm:p-5 md:grid-cols-2">
        <div>
          <Combobox
            label={t('settings.currency')}
            value={currency}
            options={currencies}
            onChange={(next) => money.save({ currency: next })}
            hint={t('settings.currency.hint')}
            error={money.error}
          />
          <Saved note={money} />
        </div>
        <div>
          <Combobox
            label={t('settings.locale')}
            value={locale}
            options={locales}
            onChange={(next) => writing.save({ locale: next })}
            hint={sample}
            error={writing.error}
          />
          <Saved note={writing} />
        </div>
        <div>
          <Combobox
            label={t('settings.zone')}
            value={zone}
            options={zones}
            onChange={(next) => place.save({ time_zone: next })}
            hint={t('settings.zone.hint')}
            error={place.error}
          />
          <Saved note={place} />
        </div>
        <CalendarFields settings={settings} />
      </div>
    </Card>
  );
}
