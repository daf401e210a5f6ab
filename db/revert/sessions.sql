-- Revert expense:sessions from pg

begin;
set local role expense_owner;

drop trigger users_disabled on app.users;
set local role expense_guard;
drop function app.users_disabled();
set local role expense_owner;
drop table app.sessions;

commit;
