-- The pools' logins, members of the roles that the migrations make (db/README.md). Run after each
-- migration, so a password changed in the Secret is changed here too. Safe to run again.
\set ON_ERROR_STOP on
\set api_password `cat /run/secrets/expense-tracker/api-password`
\set identity_password `cat /run/secrets/expense-tracker/identity-password`
set client_min_messages = warning;

begin;
select format('create role %I', login)
  from (values ('expense_api'), ('expense_identity_login')) as wanted (login)
 where not exists (select from pg_catalog.pg_roles where rolname = login)
\gexec
alter role expense_api login inherit password :'api_password';
alter role expense_identity_login login inherit password :'identity_password';
grant expense_app to expense_api;
grant expense_identity to expense_identity_login;
commit;
