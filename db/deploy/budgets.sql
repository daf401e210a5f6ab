-- Deploy expense:budgets to pg
-- requires: category_levels
-- requires: readers

begin;
set local role expense_owner;

create table app.budgets (
    ledger_id   bigint      not null,
    id          bigint      not null generated always as identity,
    category_id bigint,
    period      text        not null,
    currency    text        not null,
    thresholds  smallint[]  not null default '{80,100}',
    version     bigint      not null default 1,
    created_by  bigint      not null,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    deleted_at  timestamptz,
    constraint budgets_pkey primary key (ledger_id, id),
    constraint budgets_ledger_fkey
        foreign key (ledger_id) references app.ledgers (id) on delete cascade,
    constraint budgets_category_fkey
        foreign key (ledger_id, category_id) references app.categories (ledger_id, id),
    constraint budgets_currency_fkey foreign key (currency) references app.currencies (code),
    constraint budgets_period_known check (period in ('week', 'month', 'year')),
    constraint budgets_thresholds_range
        check (cardinality(thresholds) <= 5
               and 1 <= all (thresholds)
               and 1000 >= all (thresholds)
               and array_position(thresholds, null) is null)
);
create unique index budgets_one_idx
    on app.budgets (ledger_id, coalesce(category_id, 0), period, currency)
    where deleted_at is null;
create index budgets_category_idx on app.budgets (ledger_id, category_id)
    where category_id is not null;
comment on table app.budgets is
    'How much may be spent in a period: in a category with its children, or in all. Category, period and currency never change';
comment on column app.budgets.category_id is 'Null: everything counts. Follows a merge, see app.budgets_follow_category()';
comment on column app.budgets.currency is 'ISO 4217. Only expenses in it count';
comment on column app.budgets.thresholds is 'Percent of the limit at which a warning is given, once per period';
comment on column app.budgets.version is 'The ETag; counted by trigger';
comment on column app.budgets.created_by is
    'The user who made it; no foreign key, it stays as a number when the user is erased';
comment on column app.budgets.deleted_at is 'Set: deleted, can be restored for 30 days';

create table app.budget_terms (
    ledger_id    bigint  not null,
    budget_id    bigint  not null,
    from_day     date    not null,
    amount_minor bigint  not null,
    roll_over    boolean not null,
    constraint budget_terms_pkey primary key (ledger_id, budget_id, from_day),
    constraint budget_terms_budget_fkey
        foreign key (ledger_id, budget_id) references app.budgets (ledger_id, id) on delete cascade,
    constraint budget_terms_amount_range check (amount_minor between 1 and 9007199254740991)
);
comment on table app.budget_terms is
    'What holds from a period on, until the next row: a change leaves past periods as they were. The first row is the beginning of the budget';
comment on column app.budget_terms.from_day is 'A day of the first period that they hold for';
comment on column app.budget_terms.amount_minor is 'For each period, in minor units of the budget''s currency';
comment on column app.budget_terms.roll_over is
    'What is left of such a period, or was spent too much, goes into the next one';

create table app.budget_alerts (
    ledger_id    bigint      not null,
    id           bigint      not null generated always as identity,
    budget_id    bigint      not null,
    first_day    date        not null,
    last_day     date        not null,
    threshold    smallint    not null,
    created_at   timestamptz not null default now(),
    dismissed_at timestamptz,
    dismissed_by bigint,
    constraint budget_alerts_pkey primary key (ledger_id, id),
    constraint budget_alerts_once unique (ledger_id, budget_id, first_day, threshold),
    constraint budget_alerts_budget_fkey
        foreign key (ledger_id, budget_id) references app.budgets (ledger_id, id) on delete cascade
);
comment on table app.budget_alerts is
    'That a threshold was reached: one row per budget, period and threshold, however many requests see it at once';
comment on column app.budget_alerts.first_day is 'First day of the period';
comment on column app.budget_alerts.last_day is 'Last day of the period';
comment on column app.budget_alerts.dismissed_at is 'Set: seen, not shown again in this period';
comment on column app.budget_alerts.dismissed_by is 'The user who dismissed it; no foreign key';

create function app.budgets_before_update() returns trigger
language plpgsql
as $$
begin
    new.version := old.version + 1;
    new.updated_at := pg_catalog.now();
    return new;
end
$$;
comment on function app.budgets_before_update() is 'Counts the version and stamps the change';
create trigger budgets_before_update before update on app.budgets
    for each row execute function app.budgets_before_update();

create trigger budgets_refuse_viewer before insert or update or delete on app.budgets
    for each statement when (current_setting('app.role', true) = 'viewer')
    execute function app.refuse_viewer();
create trigger budget_terms_refuse_viewer before insert or update or delete on app.budget_terms
    for each statement when (current_setting('app.role', true) = 'viewer')
    execute function app.refuse_viewer();
-- Alerts are made while reading, which a viewer may do; dismissing one is a change.
create trigger budget_alerts_refuse_viewer before update or delete on app.budget_alerts
    for each statement when (current_setting('app.role', true) = 'viewer')
    execute function app.refuse_viewer();

do $$
declare
    v_table text;
begin
    foreach v_table in array array['budgets', 'budget_terms', 'budget_alerts'] loop
        execute format('alter table app.%I enable row level security', v_table);
        execute format('alter table app.%I force row level security', v_table);
        execute format('create policy own on app.%I for select to expense_app'
                       ' using (ledger_id = (select app.ledger_id()))', v_table);
        execute format('create policy guard on app.%I to expense_guard using (true) with check (true)',
                       v_table);
        execute format('create policy backup on app.%I for select to expense_backup using (true)',
                       v_table);
        execute format('grant select on app.%I to expense_app, expense_backup', v_table);
        execute format('grant select, insert, update, delete on app.%I to expense_guard', v_table);
    end loop;
end
$$;
grant select on all sequences in schema app to expense_backup;

commit;
