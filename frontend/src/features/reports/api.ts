import { queryOptions } from '@tanstack/react-query';
import * as v from 'valibot';
import { request, withQuery } from '@/lib/http';
import type { OpenPeriod, Period } from '@/lib/period';
import {
  changesSchema,
  daysSchema,
  merchantsSchema,
  monthsSchema,
  paceSchema,
  sharesSchema,
  summarySchema,
  type Share,
} from './schema';

const path = '/api/expenses/reports';

/** One report: its key, where it comes from and how it is read. */
function report<S extends v.GenericSchema>(
  name: string,
  values: Record<string, string | number | undefined>,
  schema: S,
) {
  return queryOptions({
    queryKey: ['reports', name, values],
    queryFn: async ({ signal }): Promise<v.InferOutput<S>> => {
      const { data } = await request('GET', withQuery(`${path}/${name}`, values), { signal });
      return v.parse(schema, data);
    },
  });
}

const beside = (period: Period, before: Period) => ({
  ...period,
  previous_from: before.from,
  previous_to: before.to,
});

export const summaryQuery = (period: OpenPeriod, currency: string) =>
  report('summary', { ...period, currency }, summarySchema);

/** What an answer is about: it may stand longer than its question, until the next answer comes. */
type About = { period: OpenPeriod; currency: string };
export type Shares = About & { open: string | undefined; shares: readonly Share[] };
export type Merchants = About & v.InferOutput<typeof merchantsSchema>;

/** Categories of the upper level, or what is in one of them. */
export const sharesQuery = (period: OpenPeriod, currency: string, open?: string) =>
  report(
    'categories',
    { ...period, currency, ...(open ? { category: open } : { level: 'top' }) },
    v.pipe(
      sharesSchema(currency),
      v.transform((shares): Shares => ({ period, currency, open, shares })),
    ),
  );

export const monthsQuery = (months: number, currency: string, monthStart: number) =>
  report(
    'monthly',
    { months, currency, month_start: monthStart, previous: 'true' },
    monthsSchema(currency),
  );

export const changesQuery = (period: Period, before: Period, currency: string) =>
  report('changes', { ...beside(period, before), currency }, changesSchema);

export const paceQuery = (period: Period, before: Period, currency: string) =>
  report('pace', { ...beside(period, before), currency }, paceSchema);

export const daysQuery = (period: Period, currency: string) =>
  report('days', { ...period, currency }, daysSchema);

export const merchantsQuery = (period: OpenPeriod, currency: string) =>
  report(
    'merchants',
    { ...period, currency, limit: 100 },
    v.pipe(
      merchantsSchema,
      v.transform((merchants): Merchants => ({ ...merchants, period })),
    ),
  );
