-- Deploy expense:categories to pg
-- requires: imports

begin;
set local role expense_owner;

create table app.categories (
    ledger_id   bigint      not null,
    id          bigint      not null generated always as identity,
    name        text        not null,
    icon        text        not null default '📦',
    color_light text        not null default '#e5e7eb',
    color_dark  text        not null default '#374151',
    suggestions text[]      not null default '{}',
    position    integer     not null,
    version     bigint      not null default 1,
    created_at  timestamptz not null default now(),
    import_id   bigint,
    constraint categories_pkey primary key (ledger_id, id),
    constraint categories_ledger_fkey
        foreign key (ledger_id) references app.ledgers (id) on delete cascade,
    constraint categories_import_fkey
        foreign key (ledger_id, import_id) references app.imports (ledger_id, id),
    constraint categories_name_length check (char_length(name) between 1 and 60),
    constraint categories_name_visible check (not app.is_blank(name) and not app.has_control(name)),
    constraint categories_icon_length check (char_length(icon) between 1 and 16),
    constraint categories_color_light_hex check (color_light ~ '^#[0-9a-f]{6}$'),
    constraint categories_color_dark_hex check (color_dark ~ '^#[0-9a-f]{6}$'),
    constraint categories_suggestions_count check (cardinality(suggestions) <= 50)
);
create unique index categories_name_key on app.categories (ledger_id, lower(name));
comment on table app.categories is 'What an expense is filed under; each ledger has its own';
comment on column app.categories.icon is 'An emoji';
comment on column app.categories.color_light is 'Its colour in the light theme, #rrggbb';
comment on column app.categories.color_dark is 'Its colour in the dark theme, #rrggbb';
comment on column app.categories.suggestions is 'Titles offered while typing';
comment on column app.categories.position is 'Order in lists, ascending';
comment on column app.categories.import_id is 'The import that made it; undoing that one removes it if unused';

create trigger categories_refuse_viewer before insert or update or delete on app.categories
    for each statement when (current_setting('app.role', true) = 'viewer')
    execute function app.refuse_viewer();

alter table app.categories enable row level security;
alter table app.categories force row level security;
create policy own on app.categories to expense_app
    using (ledger_id = (select app.ledger_id()))
    with check (ledger_id = (select app.ledger_id()));
create policy guard on app.categories to expense_guard using (true) with check (true);
create policy search on app.categories for select to expense_search using (true);

grant select on app.categories to expense_app, expense_search;
grant select, insert, delete on app.categories to expense_guard;

-- The seven categories that every ledger starts with.
create function app.add_default_categories(p_ledger_id bigint) returns void
language sql security invoker
set search_path = pg_catalog, pg_temp
as $$
    insert into app.categories (ledger_id, name, icon, color_light, color_dark, suggestions, position)
    values
        (p_ledger_id, 'Food', '🍕', '#fee2e2', '#7f1d1d',
         array['Groceries', 'Restaurant', 'Coffee', 'Lunch', 'Dinner', 'Snacks', 'Takeout'], 1),
        (p_ledger_id, 'Entertainment', '🎬', '#f3e8ff', '#581c87',
         array['Movie Night', 'Netflix', 'Concert', 'Theme Park', 'Gaming', 'Books', 'Music'], 2),
        (p_ledger_id, 'Health', '💪', '#dcfce7', '#14532d',
         array['Gym Membership', 'Medical Checkup', 'Pharmacy', 'Dental Visit', 'Vitamins', 'Fitness'], 3),
        (p_ledger_id, 'Utilities', '📄', '#fef9c3', '#713f12',
         array['Internet Bill', 'Phone Bill', 'Electricity Bill', 'Water Bill', 'Gas Bill', 'Maintenance'], 4),
        (p_ledger_id, 'Transport', '🚗', '#dbeafe', '#1e3a8a',
         array['Uber Ride', 'Gas Station', 'Bus Ticket', 'Train Pass', 'Car Maintenance', 'Parking', 'Taxi'], 5),
        (p_ledger_id, 'Shopping', '🛍️', '#fce7f3', '#831843',
         array['Clothing', 'Electronics', 'Home Decor', 'Books', 'Accessories', 'Beauty'], 6),
        (p_ledger_id, 'Other', '📦', '#e5e7eb', '#374151',
         array['Miscellaneous', 'Office Supplies', 'Gift', 'Donation', 'Insurance', 'Taxes'], 7);
$$;
comment on function app.add_default_categories(bigint) is 'Fills a new ledger; part of signing up';
grant execute on function app.add_default_categories(bigint) to expense_guard;

commit;
