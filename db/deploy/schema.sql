-- Deploy expense:schema to pg
-- requires: roles

begin;
set local role expense_owner;

create schema ext;
comment on schema ext is 'Extensions, apart from our own objects';
create extension btree_gin with schema ext;
create extension pg_trgm with schema ext;
create extension unaccent with schema ext;

create schema app;
comment on schema app is 'Expense Tracker. README.md beside the migrations draws the tables';

-- What isn't granted isn't allowed.
alter default privileges revoke execute on functions from public;
grant usage on schema app
   to expense_guard, expense_search, expense_app, expense_identity, expense_backup;
grant usage on schema ext to expense_guard, expense_search, expense_app, expense_backup;

reset role;

-- Only the owner of `public` (in PostgreSQL 15 the database's owner) may revoke here; nothing of ours
-- lives in it.
revoke all on schema public from public;

commit;
