-- Deploy expense:settings to pg
-- requires: currencies
-- requires: users

begin;
set local role expense_owner;

create table app.user_settings (
    user_id       bigint      not null,
    theme         text        not null default 'system',
    currency      text        not null,
    locale        text        not null default 'en-IN',
    time_zone     text        not null default 'UTC',
    notifications boolean     not null default true,
    version       bigint      not null default 1,
    updated_at    timestamptz not null default now(),
    constraint user_settings_pkey primary key (user_id),
    constraint user_settings_user_fkey
        foreign key (user_id) references app.users (id) on delete cascade,
    constraint user_settings_currency_fkey foreign key (currency) references app.currencies (code),
    constraint user_settings_theme_known check (theme in ('light', 'dark', 'system')),
    constraint user_settings_locale_bcp47
        check (char_length(locale) <= 35 and locale ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$')
) with (fillfactor = 90);
comment on table app.user_settings is 'How one person wants to see things';
comment on column app.user_settings.currency is
    'Proposed for new expenses and used for reports; never relabels an expense';
comment on column app.user_settings.time_zone is 'IANA name; decides which day is today';
comment on column app.user_settings.version is 'The ETag; counted by trigger';

-- Only names of the time zone database: PostgreSQL itself would also take POSIX rules ('FOO+3').
create function app.user_settings_before() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'UPDATE' then
        new.version := old.version + 1;
        new.updated_at := now();
        if new.time_zone = old.time_zone then
            return new;
        end if;
    end if;
    if new.time_zone = 'UTC' then
        return new;
    end if;
    if new.time_zone !~ '^[A-Z][A-Za-z]+/[A-Za-z0-9_+/-]+$'
       or not exists (select from pg_timezone_names where name = new.time_zone)
    then
        raise exception using
            errcode = 'ET422',
            message = format('There is no time zone "%s".', left(new.time_zone, 64)),
            column = 'time_zone', hint = 'unknown_time_zone';
    end if;
    return new;
end
$$;
comment on function app.user_settings_before() is
    'Counts the version and checks the time zone against the server''s time zone database';

create trigger user_settings_before before insert or update on app.user_settings
    for each row execute function app.user_settings_before();

alter table app.user_settings enable row level security;
alter table app.user_settings force row level security;
create policy own on app.user_settings to expense_app
    using (user_id = (select app.user_id()))
    with check (user_id = (select app.user_id()));
create policy guard on app.user_settings to expense_guard using (true) with check (true);

grant select on app.user_settings to expense_app, expense_guard;
grant update (theme, currency, locale, time_zone, notifications) on app.user_settings to expense_app;
grant insert on app.user_settings to expense_guard;

commit;
