-- Deploy expense:recurring to pg
-- requires: expenses
-- requires: settings
-- requires: category_levels

-- Expenses that come again: the rules, the dates that were made, and the arithmetic of dates.

begin;
set local role expense_owner;

-- The only place that turns a rule into dates. Every date is counted from the first one and never from
-- the one before, so the day of the month is kept: 31 January, 28 February, 31 March.
create function app.recurring_day(
    p_unit text, p_every integer, p_start date, p_anchor_day integer, p_n integer)
returns date
language sql immutable parallel safe
as $$
    select case p_unit
               when 'day' then p_start + p_n * p_every
               when 'week' then p_start + 7 * p_n * p_every
               else (select least(m.first + p_anchor_day - 1, (m.first + interval '1 month')::date - 1)
                       from (select (date_trunc('month', p_start::timestamp)
                                     + make_interval(months => p_n * p_every
                                           * case p_unit when 'year' then 12 else 1 end))::date as first) m)
           end
$$;
comment on function app.recurring_day(text, integer, date, integer, integer) is
    'Date number n (from 0) of a rule. In a month that is too short, its last day; anchor day 31 is always the last';

create function app.recurring_days_until(
    p_unit text, p_every integer, p_start date, p_anchor_day integer, p_until date)
returns integer
language sql immutable parallel safe
as $$
    select case
               when p_until < p_start then 0
               when p_unit in ('day', 'week')
               then (p_until - p_start) / (p_every * case p_unit when 'week' then 7 else 1 end) + 1
               else (select m.n + (app.recurring_day(p_unit, p_every, p_start, p_anchor_day, m.n)
                                   <= p_until)::integer
                       from (select ((extract(year from p_until) - extract(year from p_start)) * 12
                                     + extract(month from p_until) - extract(month from p_start))::integer
                                    / (p_every * case p_unit when 'year' then 12 else 1 end) as n) m)
           end
$$;
comment on function app.recurring_days_until(text, integer, date, integer, date) is
    'How many dates of a rule, without its end, are not after a day: also the number of the first one that is';

create function app.local_day(p_at timestamptz, p_zone text) returns date
language plpgsql stable parallel safe
as $$
begin
    return (p_at at time zone coalesce(p_zone, 'UTC'))::date;
exception when invalid_parameter_value then
    return (p_at at time zone 'UTC')::date;
end
$$;
comment on function app.local_day(timestamptz, text) is
    'The day that it is in a time zone; in UTC when there is none or the server has lost it';

create table app.recurring (
    ledger_id    bigint      not null default app.ledger_id(),
    id           bigint      not null generated always as identity,
    title        text        not null,
    amount_minor bigint      not null,
    currency     text        not null,
    category_id  bigint      not null,
    unit         text        not null,
    every        integer     not null,
    starts_on    date        not null,
    last_day     boolean     not null,
    anchor_day   integer     not null,
    ends_on      date,
    max_count    integer,
    next_n       integer     not null default 0,
    next_on      date,
    paused_at    timestamptz,
    retry_at     timestamptz,
    version      bigint      not null default 1,
    created_by   bigint      not null default app.user_id(),
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    deleted_at   timestamptz,
    constraint recurring_pkey primary key (ledger_id, id),
    constraint recurring_ledger_fkey
        foreign key (ledger_id) references app.ledgers (id) on delete cascade,
    constraint recurring_category_fkey
        foreign key (ledger_id, category_id) references app.categories (ledger_id, id),
    constraint recurring_currency_fkey foreign key (currency) references app.currencies (code),
    constraint recurring_title_length check (char_length(title) between 1 and 200),
    constraint recurring_title_visible check (not app.is_blank(title) and not app.has_control(title)),
    constraint recurring_amount_range check (amount_minor between 1 and 9007199254740991),
    constraint recurring_unit_known check (unit in ('day', 'week', 'month', 'year')),
    constraint recurring_every_range check (every between 1 and 999),
    constraint recurring_starts_on_range check (starts_on between '1900-01-01' and '2999-12-31'),
    constraint recurring_ends_on_range check (ends_on between '1900-01-01' and '2999-12-31'),
    constraint recurring_anchor_day_range check (anchor_day between extract(day from starts_on) and 31),
    constraint recurring_last_day_anchor
        check (not last_day or (unit in ('month', 'year') and anchor_day = 31)),
    constraint recurring_max_count_range check (max_count between 1 and 10000),
    constraint recurring_one_end check (ends_on is null or max_count is null)
);
comment on table app.recurring is
    'Expenses that come again by a rule. Deleting is soft, and what was made stays';
comment on column app.recurring.every is 'Each how many units';
comment on column app.recurring.starts_on is 'The first date, or a day before it when the rule takes the last day';
comment on column app.recurring.last_day is 'The person chose the last day of the month';
comment on column app.recurring.anchor_day is
    'The day of the month that the rule keeps, also when the first date is in a month too short for it';
comment on column app.recurring.max_count is
    'How many dates the rule has, whether made, skipped by a pause or removed since; 10,000 when null';
comment on column app.recurring.next_n is 'Number of the date to be made next, from 0';
comment on column app.recurring.next_on is 'That date; null when the rule has no more';
comment on column app.recurring.retry_at is 'Set when making failed: not tried again before';
comment on column app.recurring.version is 'The ETag; counts what people change, not what is made';
comment on column app.recurring.created_by is
    'Whose time zone says which day it is; no foreign key, as in expenses';

-- Across ledgers: what a run looks for.
create index recurring_due_idx on app.recurring (next_on)
    where next_on is not null and paused_at is null and deleted_at is null;
create index recurring_category_idx on app.recurring (ledger_id, category_id);

create table app.recurring_dates (
    ledger_id    bigint not null,
    recurring_id bigint not null,
    due_on       date   not null,
    constraint recurring_dates_pkey primary key (ledger_id, recurring_id, due_on),
    constraint recurring_dates_recurring_fkey foreign key (ledger_id, recurring_id)
        references app.recurring (ledger_id, id) on delete cascade
);
comment on table app.recurring_dates is
    'The dates for which an expense was made. It stays when that one is moved or deleted, so none is made twice';

-- Plain expenses pay nothing for these: they are null, and the index leaves them out.
alter table app.expenses
    add column recurring_id bigint,
    add column recurring_on date;
alter table app.expenses
    add constraint expenses_recurring_fkey foreign key (ledger_id, recurring_id)
        references app.recurring (ledger_id, id) not valid,
    add constraint expenses_recurring_both
        check ((recurring_id is null) = (recurring_on is null)) not valid;
alter table app.expenses validate constraint expenses_recurring_fkey;
alter table app.expenses validate constraint expenses_recurring_both;
create unique index expenses_recurring_key on app.expenses (ledger_id, recurring_id, recurring_on)
    where recurring_id is not null;
comment on column app.expenses.recurring_id is 'The rule that made it';
comment on column app.expenses.recurring_on is 'For which of its dates; spent_on may have been moved since';

create trigger recurring_before_update
    before update of title, amount_minor, currency, category_id, unit, every, starts_on, last_day,
                     anchor_day, ends_on, max_count, paused_at, deleted_at
    on app.recurring
    for each row execute function app.expenses_before_update();
create trigger recurring_refuse_viewer before insert or update or delete on app.recurring
    for each statement when (current_setting('app.role', true) = 'viewer')
    execute function app.refuse_viewer();

-- Merged or deleted, a category takes its rules along to where its entries go; also deleted rules, which
-- can come back. An archived one keeps its rules as it keeps its entries.
create function app.recurring_follow_category() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update app.recurring r
       set category_id = new.moved_to
     where r.ledger_id = new.ledger_id
       and r.category_id = new.id;
    return null;
end
$$;
comment on function app.recurring_follow_category() is 'Gives the rules of a category that goes to the other one';
create trigger recurring_follow_category after insert on app.former_categories
    for each row execute function app.recurring_follow_category();

alter table app.recurring enable row level security;
alter table app.recurring force row level security;
create policy own on app.recurring to expense_app
    using (ledger_id = (select app.ledger_id()))
    with check (ledger_id = (select app.ledger_id()));
create policy guard on app.recurring to expense_guard using (true) with check (true);
create policy backup on app.recurring for select to expense_backup using (true);
alter table app.recurring_dates enable row level security;
alter table app.recurring_dates force row level security;
create policy own on app.recurring_dates for select to expense_app
    using (ledger_id = (select app.ledger_id()));
create policy guard on app.recurring_dates to expense_guard using (true) with check (true);
create policy backup on app.recurring_dates for select to expense_backup using (true);

grant select on app.recurring, app.recurring_dates to expense_app, expense_backup;
grant update (deleted_at) on app.recurring to expense_app;
grant select, insert, update, delete on app.recurring, app.recurring_dates to expense_guard;
grant select on sequence app.recurring_id_seq to expense_backup;
grant execute on function app.recurring_day(text, integer, date, integer, integer),
                          app.recurring_days_until(text, integer, date, integer, date),
                          app.local_day(timestamptz, text)
   to expense_app, expense_guard;

grant create on schema app to expense_guard;
alter function app.recurring_follow_category() owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
