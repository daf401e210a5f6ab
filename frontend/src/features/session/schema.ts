import * as v from 'valibot';

export const settingsSchema = v.object({
  theme: v.picklist(['system', 'light', 'dark']),
  currency: v.string(),
  locale: v.string(),
  time_zone: v.string(),
  notifications: v.boolean(),
  first_day_of_week: v.nullable(v.number()),
  month_start_day: v.number(),
  shortcuts: v.boolean(),
  version: v.number(),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const userSchema = v.object({
  id: v.number(),
  name: v.string(),
  email: v.nullable(v.string()),
  picture: v.nullable(v.string()),
});
export type User = v.InferOutput<typeof userSchema>;

export const sessionSchema = v.union([
  v.object({
    user: userSchema,
    settings: settingsSchema,
    expires_at: v.string(),
    deletes_at: v.optional(v.string()),
  }),
  v.object({ user: v.null() }),
]);
export type Session = v.InferOutput<typeof sessionSchema>;
export type SignedIn = Extract<Session, { settings: Settings }>;

export const configSchema = v.object({
  environment: v.string(),
  version: v.string(),
  provider: v.object({ name: v.string(), login_url: v.string() }),
  features: v.object({ sample_data: v.boolean() }),
  currencies: v.array(v.object({ code: v.string(), digits: v.number(), name: v.string() })),
  limits: v.object({ import_rows: v.number(), title_length: v.number(), page_size: v.number() }),
});
export type Config = v.InferOutput<typeof configSchema>;
