-- Deploy expense:sessions to pg
-- requires: ledgers

begin;
set local role expense_owner;

-- Room in each page, and no index on what changes: the bump of last_seen_at stays a HOT update.
create table app.sessions (
    sid_hash     bytea       not null,
    user_id      bigint      not null,
    ledger_id    bigint      not null,
    kind         text        not null,
    user_agent   text        not null default '',
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    idle_seconds integer     not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    constraint sessions_pkey primary key (sid_hash),
    constraint sessions_member_fkey foreign key (ledger_id, user_id)
        references app.ledger_members (ledger_id, user_id) on delete cascade,
    constraint sessions_sid_hash_sha256 check (octet_length(sid_hash) = 32),
    constraint sessions_kind_known check (kind in ('web', 'api')),
    constraint sessions_idle_seconds_positive check (idle_seconds > 0),
    constraint sessions_user_agent_length check (char_length(user_agent) <= 512)
) with (fillfactor = 70);
create index sessions_user_idx on app.sessions (user_id);
create index sessions_expires_at_idx on app.sessions (expires_at);
comment on table app.sessions is
    'The authority on who is signed in; a token only names a row. Reached only through functions';
comment on column app.sessions.sid_hash is 'SHA-256 of the session id; the id itself is never stored';
comment on column app.sessions.last_seen_at is 'Moved forward at most once a minute';
comment on column app.sessions.idle_seconds is 'The session ends this long after last_seen_at';
comment on column app.sessions.expires_at is 'The session ends then, used or not';

alter table app.sessions enable row level security;
alter table app.sessions force row level security;
create policy guard on app.sessions to expense_guard using (true) with check (true);
grant select, insert, update, delete on app.sessions to expense_guard;

-- Disabling a person ends their sessions, so the session row alone decides on each request.
create function app.users_disabled() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update app.sessions
       set revoked_at = now()
     where user_id = new.id
       and revoked_at is null;
    return null;
end
$$;
comment on function app.users_disabled() is 'Revokes every session of a user who was disabled';
create trigger users_disabled after update of disabled_at on app.users
    for each row when (new.disabled_at is not null) execute function app.users_disabled();

-- After the triggers: making one takes the right to execute its function.
grant create on schema app to expense_guard;
alter function app.users_disabled() owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
