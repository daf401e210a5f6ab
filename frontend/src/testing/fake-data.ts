// What the fake server of the tests knows from the start, and how it writes its answers.

export type FakeAnswer = { status: number; headers?: Record<string, string>; text: string };
export type Row = {
  id: number;
  title: string;
  amount: string;
  currency: string;
  category: string;
  date: string;
  version: number;
  sample: boolean;
  import_id: number | null;
  deleted_at: string | null;
  recurring_id?: number;
  merchant?: string;
  payment_method?: string;
  note?: string;
  tags?: string[];
};
export type Import = {
  id: number;
  file_name: string;
  count: number;
  created_at: string;
  undone_at: string | null;
};
export type ImportRow = {
  client_id: string;
  title: string;
  amount: string;
  category: string;
  date: string;
} & Pick<Row, 'merchant' | 'payment_method' | 'note' | 'tags'>;

export const instant = '2026-11-22T10:00:00.000000Z';
export const names: [string, string, string, string][] = [
  ['Food', '🍕', '#fee2e2', '#7f1d1d'],
  ['Entertainment', '🎬', '#f3e8ff', '#581c87'],
  ['Health', '💪', '#dcfce7', '#14532d'],
  ['Utilities', '📄', '#fef9c3', '#713f12'],
  ['Transport', '🚗', '#dbeafe', '#1e3a8a'],
  ['Shopping', '🛍️', '#fce7f3', '#831843'],
  ['Other', '📦', '#e5e7eb', '#374151'],
];

export function cents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(2, '0'));
}
export function decimal(minor: bigint): string {
  const text = minor.toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** Writes JSON in which amounts are number tokens with two decimals, as the server does. */
export function json(value: unknown): string {
  return JSON.stringify(value).replace(/"@(-?[\d.]+)"/g, '$1');
}

export type Person = { id: number; name: string; email: string; picture: null };
export const person: Person = { id: 7, name: 'Asha Rao', email: 'asha@example.com', picture: null };

/** What a new person has. */
export const settings = {
  theme: 'system',
  currency: 'INR',
  locale: 'en-IN',
  time_zone: 'Asia/Kolkata',
  notifications: true,
  first_day_of_week: null,
  month_start_day: 1,
  shortcuts: true,
  version: 2,
};

export const config = {
  environment: 'development',
  version: '0.1.0',
  provider: { name: 'Local sign-in', login_url: '/api/auth/login' },
  features: { sample_data: true },
  currencies: [
    { code: 'EUR', digits: 2, name: 'Euro' },
    { code: 'INR', digits: 2, name: 'Indian Rupee' },
    { code: 'JPY', digits: 0, name: 'Yen' },
    { code: 'USD', digits: 2, name: 'US Dollar' },
  ],
  limits: { import_rows: 10_000, title_length: 200, page_size: 200 },
};

export function tell(row: Row) {
  const { deleted_at, amount, ...rest } = row;
  const gone = deleted_at ? { deleted_at } : {};
  return { ...rest, amount: `@${amount}`, created_at: instant, updated_at: instant, ...gone };
}

export function problem(
  status: number,
  code: string,
  detail: string,
  errors: unknown[] = [],
): FakeAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
    text: JSON.stringify({
      type: 'about:blank',
      title: code,
      status,
      detail,
      code,
      request_id: 'r-1',
      errors,
    }),
  };
}
