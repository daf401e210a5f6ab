-- Deploy expense:bulk_operations to pg
-- requires: history
-- requires: readers

-- A bulk change keeps what it replaced where every change does, in expense_history; the operation's id on
-- those rows is what makes one undo of them possible.

begin;
set local role expense_owner;

create table app.bulk_operations (
    ledger_id  bigint      not null,
    id         bigint      not null generated always as identity,
    action     text        not null,
    undoes     bigint,
    count      bigint      not null default 0,
    created_by bigint      not null,
    created_at timestamptz not null default now(),
    undone_at  timestamptz,
    constraint bulk_operations_pkey primary key (ledger_id, id),
    constraint bulk_operations_ledger_fkey
        foreign key (ledger_id) references app.ledgers (id) on delete cascade,
    constraint bulk_operations_action_known
        check (action in ('update', 'delete', 'restore', 'undo')),
    constraint bulk_operations_undo_whole check ((action = 'undo') = (undoes is not null)),
    constraint bulk_operations_count_range check (count >= 0)
);
comment on table app.bulk_operations is
    'One row for each change of many expenses at once, so that it can be undone whole';
comment on column app.bulk_operations.undoes is 'The operation that an undo took back';
comment on column app.bulk_operations.count is 'Expenses that it changed';
comment on column app.bulk_operations.undone_at is 'When it was undone; it can be undone once';

create trigger bulk_operations_refuse_viewer before insert or update or delete on app.bulk_operations
    for each statement when (current_setting('app.role', true) = 'viewer')
    execute function app.refuse_viewer();

alter table app.bulk_operations enable row level security;
alter table app.bulk_operations force row level security;
create policy own on app.bulk_operations for select to expense_app
    using (ledger_id = (select app.ledger_id()));
create policy guard on app.bulk_operations to expense_guard using (true) with check (true);
create policy backup on app.bulk_operations for select to expense_backup using (true);
grant select on app.bulk_operations to expense_app, expense_backup;
grant select on sequence app.bulk_operations_id_seq to expense_backup;
grant select, insert, update on app.bulk_operations to expense_guard;

alter table app.expense_history add column bulk_id bigint;
comment on column app.expense_history.bulk_id is
    'The change of many at once that this was part of; only its function writes it, and a foreign key would look it up once for each of 100,000 rows';
create index expense_history_bulk_idx on app.expense_history (ledger_id, bulk_id)
    where bulk_id is not null;

commit;
