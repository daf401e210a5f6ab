-- Revert expense:recurring_removal from pg

begin;
set local role expense_guard;

drop function app.restore_recurring(bigint, bigint[]);
drop function app.remove_recurring(bigint, bigint[]);
set local role expense_owner;
grant update (deleted_at) on app.recurring to expense_app;

commit;
