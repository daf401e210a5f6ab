-- Deploy expense:history to pg
-- requires: expenses

begin;
set local role expense_owner;

create table app.expense_history (
    ledger_id  bigint      not null,
    expense_id bigint      not null,
    version    bigint      not null,
    operation  text        not null,
    snapshot   jsonb       not null,
    changed_by bigint,
    request_id text,
    changed_at timestamptz not null default now(),
    constraint expense_history_pkey primary key (ledger_id, expense_id, version),
    constraint expense_history_expense_fkey foreign key (ledger_id, expense_id)
        references app.expenses (ledger_id, id) on delete cascade,
    constraint expense_history_operation_known check (operation in ('update', 'delete', 'restore'))
);
comment on table app.expense_history is
    'Every version of an expense that another one replaced. Append-only: only triggers write it';
comment on column app.expense_history.version is 'The version that was replaced';
comment on column app.expense_history.operation is 'What replaced it';
comment on column app.expense_history.snapshot is 'The row as it was';
comment on column app.expense_history.changed_by is 'The user who replaced it; null for maintenance';

alter table app.expense_history enable row level security;
alter table app.expense_history force row level security;
create policy own on app.expense_history for select to expense_app
    using (ledger_id = (select app.ledger_id()));
create policy guard on app.expense_history to expense_guard using (true) with check (true);
grant select on app.expense_history to expense_app;
grant select, insert on app.expense_history to expense_guard;

create function app.expenses_history() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into app.expense_history
        (ledger_id, expense_id, version, operation, snapshot, changed_by, request_id)
    values
        (old.ledger_id, old.id, old.version,
         case
             when old.deleted_at is null and new.deleted_at is not null then 'delete'
             when old.deleted_at is not null and new.deleted_at is null then 'restore'
             else 'update'
         end,
         to_jsonb(old) - '{ledger_id,title_folded}'::text[], app.user_id(),
         nullif(current_setting('app.request_id', true), ''));
    return null;
end
$$;
comment on function app.expenses_history() is 'Keeps the version that an update replaces';
-- Bulk functions (owner expense_guard, app.bulk on) write history and totals once for all their rows.
-- Nobody else can switch the triggers off: the setting alone doesn't.
create trigger expenses_history after update on app.expenses
    for each row
    when (current_user <> 'expense_guard' or coalesce(current_setting('app.bulk', true), '') <> 'on')
    execute function app.expenses_history();

-- After the triggers: making one takes the right to execute its function.
grant create on schema app to expense_guard;
alter function app.expenses_history() owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
