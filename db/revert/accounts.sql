-- Revert expense:accounts from pg

begin;
set local role expense_owner;
grant create on schema app to expense_guard;

create or replace function app.refuse_viewer() returns trigger
language plpgsql
as $$
begin
    raise exception using
        errcode = 'ET403', message = 'You may look at this ledger, but not change it.', hint = 'viewer';
end
$$;
drop trigger sessions_of_leaving on app.sessions;
drop function app.sessions_of_leaving();
drop function app.export_ledger(jsonb, integer);

set local role expense_guard;
drop function app.export_person();
drop function app.purge_accounts(integer);
drop function app.purge_ledger(bigint, integer);
drop function app.keep_account();
drop function app.delete_account(text);

set local role expense_owner;
revoke create on schema app from expense_guard;
alter default privileges in schema app revoke select, delete on tables from expense_guard;
revoke delete on app.avatars, app.bulk_operations, app.expense_history, app.identities, app.imports,
                 app.ledger_members, app.ledgers, app.user_settings, app.users
  from expense_guard;
alter table app.users drop column delete_after;

commit;
