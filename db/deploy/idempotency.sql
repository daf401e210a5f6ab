-- Deploy expense:idempotency to pg
-- requires: users

begin;
set local role expense_owner;

create table app.idempotency_keys (
    user_id      bigint      not null default app.user_id(),
    key          text        not null,
    request_hash bytea       not null,
    answer       json        not null,
    created_at   timestamptz not null default now(),
    constraint idempotency_keys_pkey primary key (user_id, key),
    constraint idempotency_keys_user_fkey
        foreign key (user_id) references app.users (id) on delete cascade,
    constraint idempotency_keys_key_visible check (key ~ '^[\x21-\x7e]{1,255}$'),
    constraint idempotency_keys_hash_sha256 check (octet_length(request_hash) = 32)
);
create index idempotency_keys_created_at_idx on app.idempotency_keys (created_at);
comment on table app.idempotency_keys is
    'Answers to writes that carried an Idempotency-Key, stored with their effect; kept 7 days';
comment on column app.idempotency_keys.request_hash is
    'SHA-256 of method, path and body: the same key with another request is an error';
comment on column app.idempotency_keys.answer is 'The rows that the write answered, to answer a repeat';

alter table app.idempotency_keys enable row level security;
alter table app.idempotency_keys force row level security;
create policy own on app.idempotency_keys to expense_app
    using (user_id = (select app.user_id()))
    with check (user_id = (select app.user_id()));
create policy guard on app.idempotency_keys to expense_guard using (true) with check (true);
grant select on app.idempotency_keys to expense_app;
grant insert (user_id, key, request_hash, answer) on app.idempotency_keys to expense_app;
grant select, delete on app.idempotency_keys to expense_guard;

commit;
