import { queryOptions } from '@tanstack/react-query';
import * as v from 'valibot';
import { request, withQuery } from '@/lib/http';
import { monthsSchema, summarySchema } from './schema';

type Period = { from?: string; to?: string };

export function summaryQuery(period: Period, currency: string) {
  return queryOptions({
    queryKey: ['reports', 'summary', period, currency],
    queryFn: async ({ signal }) => {
      const path = withQuery('/api/expenses/reports/summary', { ...period, currency });
      const { data } = await request('GET', path, { signal });
      return v.parse(summarySchema, data);
    },
  });
}

export function monthsQuery(months: number, currency: string) {
  return queryOptions({
    queryKey: ['reports', 'months', months, currency],
    queryFn: async ({ signal }) => {
      const path = withQuery('/api/expenses/reports/monthly', { months, currency });
      const { data } = await request('GET', path, { signal });
      return v.parse(monthsSchema(currency), data);
    },
  });
}
