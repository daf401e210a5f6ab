-- Deploy expense:users to pg
-- requires: context

begin;
set local role expense_owner;

create table app.users (
    id             bigint      not null generated always as identity,
    name           text        not null default '',
    email          text,
    email_verified boolean     not null default false,
    picture_url    text,
    disabled_at    timestamptz,
    created_at     timestamptz not null default now(),
    constraint users_pkey primary key (id),
    constraint users_name_length check (char_length(name) <= 200),
    constraint users_email_length check (char_length(email) <= 320),
    constraint users_picture_url_length check (char_length(picture_url) <= 2048)
);
comment on table app.users is 'People. Who they are at an identity provider is in identities';
comment on column app.users.name is 'As the provider last told it; may be empty';
comment on column app.users.email is 'An attribute, not a key: addresses change and are reused';
comment on column app.users.picture_url is 'Where the provider keeps the picture; avatars has our copy';
comment on column app.users.disabled_at is 'Set: may not sign in, and every session is revoked (trigger)';

create table app.identities (
    issuer  text   not null,
    subject text   not null,
    user_id bigint not null,
    constraint identities_pkey primary key (issuer, subject),
    constraint identities_user_fkey foreign key (user_id) references app.users (id) on delete cascade,
    constraint identities_length check (char_length(issuer) <= 512 and char_length(subject) <= 255)
);
create index identities_user_idx on app.identities (user_id);
comment on table app.identities is 'Issuer and subject of an ID token, and the user that they name';

create table app.avatars (
    user_id      bigint      not null,
    source_url   text        not null,
    content_type text        not null,
    bytes        bytea       not null,
    etag         text        not null,
    fetched_at   timestamptz not null default now(),
    constraint avatars_pkey primary key (user_id),
    constraint avatars_user_fkey foreign key (user_id) references app.users (id) on delete cascade,
    constraint avatars_content_type_image
        check (content_type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
    constraint avatars_size check (octet_length(bytes) between 1 and 1048576)
);
comment on table app.avatars is 'Our copy of each user''s picture, so that a browser never asks the provider';
comment on column app.avatars.source_url is 'The picture_url that it was fetched from';
comment on column app.avatars.etag is 'SHA-256 of the bytes, in hex, without quotes';

alter table app.users enable row level security;
alter table app.users force row level security;
alter table app.identities enable row level security;
alter table app.identities force row level security;
alter table app.avatars enable row level security;
alter table app.avatars force row level security;

create policy own on app.users for select to expense_app using (id = (select app.user_id()));
create policy own on app.avatars for select to expense_app using (user_id = (select app.user_id()));

create policy guard on app.users to expense_guard using (true) with check (true);
create policy guard on app.identities to expense_guard using (true) with check (true);
create policy guard on app.avatars to expense_guard using (true) with check (true);

grant select on app.users, app.avatars to expense_app;
grant select, insert, update on app.users, app.identities, app.avatars to expense_guard;

commit;
