-- Deploy expense:ledgers to pg
-- requires: users

begin;
set local role expense_owner;

create table app.ledgers (
    id         bigint      not null generated always as identity,
    name       text        not null,
    created_at timestamptz not null default now(),
    constraint ledgers_pkey primary key (id),
    constraint ledgers_name_length check (char_length(name) between 1 and 200)
);
comment on table app.ledgers is
    'Owns every category, expense and total. Each user has a personal one from sign-up';

create table app.ledger_members (
    ledger_id bigint not null,
    user_id   bigint not null,
    role      text   not null,
    constraint ledger_members_pkey primary key (ledger_id, user_id),
    constraint ledger_members_ledger_fkey
        foreign key (ledger_id) references app.ledgers (id) on delete cascade,
    constraint ledger_members_user_fkey
        foreign key (user_id) references app.users (id) on delete cascade,
    constraint ledger_members_role_known check (role in ('owner', 'editor', 'viewer'))
);
create index ledger_members_user_idx on app.ledger_members (user_id, ledger_id);
comment on table app.ledger_members is 'Who may use a ledger, and how far';

-- A trigger and not a policy: bulk functions run as expense_guard, which policies let through.
create function app.refuse_viewer() returns trigger
language plpgsql
as $$
begin
    raise exception using
        errcode = 'ET403', message = 'You may look at this ledger, but not change it.', hint = 'viewer';
end
$$;
comment on function app.refuse_viewer() is
    'Before any statement that writes to a ledger, when app.begin_session() found a viewer';

alter table app.ledgers enable row level security;
alter table app.ledgers force row level security;
alter table app.ledger_members enable row level security;
alter table app.ledger_members force row level security;

create policy own on app.ledgers for select to expense_app using (id = (select app.ledger_id()));
create policy own on app.ledger_members for select to expense_app
    using (user_id = (select app.user_id()));
create policy guard on app.ledgers to expense_guard using (true) with check (true);
create policy guard on app.ledger_members to expense_guard using (true) with check (true);

grant select on app.ledgers, app.ledger_members to expense_app;
grant select, insert on app.ledgers, app.ledger_members to expense_guard;

commit;
