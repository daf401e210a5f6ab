-- Deploy expense:imports to pg
-- requires: ledgers

begin;
set local role expense_owner;

create table app.imports (
    ledger_id    bigint      not null,
    id           bigint      not null generated always as identity,
    file_name    text        not null,
    row_count    integer     not null default 0,
    repeat_count integer     not null default 0,
    created_by   bigint      not null,
    created_at   timestamptz not null default now(),
    undone_at    timestamptz,
    constraint imports_pkey primary key (ledger_id, id),
    constraint imports_ledger_fkey
        foreign key (ledger_id) references app.ledgers (id) on delete cascade,
    constraint imports_file_name_length check (char_length(file_name) between 1 and 255),
    constraint imports_file_name_visible
        check (not app.is_blank(file_name) and not app.has_control(file_name)),
    constraint imports_counts_range check (row_count >= 0 and repeat_count >= 0)
);
comment on table app.imports is 'One row for each file that was imported, so that it can be undone whole';
comment on column app.imports.row_count is 'Expenses that it added';
comment on column app.imports.repeat_count is 'Rows of the file that were there already';
comment on column app.imports.undone_at is 'When it was undone; it can be undone once';

create trigger imports_refuse_viewer before insert or update or delete on app.imports
    for each statement when (current_setting('app.role', true) = 'viewer')
    execute function app.refuse_viewer();

alter table app.imports enable row level security;
alter table app.imports force row level security;
create policy own on app.imports for select to expense_app
    using (ledger_id = (select app.ledger_id()));
create policy guard on app.imports to expense_guard using (true) with check (true);
grant select on app.imports to expense_app;
grant select, insert, update on app.imports to expense_guard;

commit;
