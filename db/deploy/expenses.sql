-- Deploy expense:expenses to pg
-- requires: categories

begin;
set local role expense_owner;

create table app.expenses (
    ledger_id    bigint      not null default app.ledger_id(),
    id           bigint      not null generated always as identity,
    title        text        not null,
    amount_minor bigint      not null,
    currency     text        not null,
    category_id  bigint      not null,
    spent_on     date        not null,
    spent_at     time,
    version      bigint      not null default 1,
    sample       boolean     not null default false,
    import_id    bigint,
    created_by   bigint      not null default app.user_id(),
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    deleted_at   timestamptz,
    title_folded text        not null generated always as (app.fold(title)) stored,
    constraint expenses_pkey primary key (ledger_id, id),
    constraint expenses_category_fkey
        foreign key (ledger_id, category_id) references app.categories (ledger_id, id),
    constraint expenses_import_fkey
        foreign key (ledger_id, import_id) references app.imports (ledger_id, id),
    constraint expenses_title_length check (char_length(title) between 1 and 200),
    constraint expenses_title_visible check (not app.is_blank(title) and not app.has_control(title)),
    constraint expenses_amount_range check (amount_minor between 1 and 9007199254740991),
    constraint expenses_currency_iso check (currency ~ '^[A-Z]{3}$'),
    constraint expenses_spent_on_range check (spent_on between '1900-01-01' and '2999-12-31')
);
comment on table app.expenses is 'What was spent. Never deleted at once: deleted_at moves it to the trash';
comment on column app.expenses.amount_minor is
    'In minor units of the currency (paise, cents); fits a double exactly';
comment on column app.expenses.currency is
    'ISO 4217. The foreign key is on monthly_totals: one here would make every insert of every ledger lock the same row';
comment on column app.expenses.category_id is 'Category of the same ledger';
comment on column app.expenses.spent_on is 'The day as the person chose it; no conversion ever moves it';
comment on column app.expenses.spent_at is 'Time of day as typed, without a zone';
comment on column app.expenses.version is 'The ETag; counted by trigger';
comment on column app.expenses.sample is 'Made by "add sample data"';
comment on column app.expenses.created_by is
    'The user who added it; no foreign key, it stays as a number when the user is erased';
comment on column app.expenses.title_folded is
    'What searches look through: stored, because folding each candidate again costs most of a search';
comment on column app.expenses.deleted_at is 'Set: in the trash, gone after 30 days';

create index expenses_newest_idx on app.expenses (ledger_id, spent_on desc, id desc)
    where deleted_at is null;
create index expenses_category_idx on app.expenses (ledger_id, category_id, spent_on desc, id desc)
    where deleted_at is null;
create index expenses_amount_idx on app.expenses (ledger_id, amount_minor, id)
    where deleted_at is null;
-- New titles wait in a short list (kB) and are put in together: less work for each insert, and neither a
-- search nor the one insert that empties the list waits long.
create index expenses_title_idx on app.expenses
    using gin (ledger_id, title_folded ext.gin_trgm_ops)
    with (gin_pending_list_limit = 128)
    where deleted_at is null;
create index expenses_trash_idx on app.expenses (ledger_id, deleted_at desc, id desc)
    where deleted_at is not null;
create index expenses_import_idx on app.expenses (ledger_id, import_id)
    where import_id is not null;
create index expenses_sample_idx on app.expenses (ledger_id, id)
    where sample and deleted_at is null;

-- What every change brings with it; no statement can forget it, and none may set these columns.
create function app.expenses_before_update() returns trigger
language plpgsql
as $$
begin
    new.version := old.version + 1;
    new.updated_at := pg_catalog.now();
    return new;
end
$$;
comment on function app.expenses_before_update() is 'Counts the version and stamps the change';
create trigger expenses_before_update before update on app.expenses
    for each row execute function app.expenses_before_update();

create trigger expenses_refuse_viewer before insert or update or delete on app.expenses
    for each statement when (current_setting('app.role', true) = 'viewer')
    execute function app.refuse_viewer();

alter table app.expenses enable row level security;
alter table app.expenses force row level security;
create policy own on app.expenses to expense_app
    using (ledger_id = (select app.ledger_id()))
    with check (ledger_id = (select app.ledger_id()));
create policy guard on app.expenses to expense_guard using (true) with check (true);
create policy search on app.expenses for select to expense_search using (true);

grant select on app.expenses to expense_app, expense_search;
grant insert (ledger_id, title, amount_minor, currency, category_id, spent_on, spent_at, sample,
              created_by)
   on app.expenses to expense_app;
grant update (title, amount_minor, currency, category_id, spent_on, spent_at, deleted_at)
   on app.expenses to expense_app;
grant select, insert, update, delete on app.expenses to expense_guard;

commit;
