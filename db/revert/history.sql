-- Revert expense:history from pg

begin;
set local role expense_owner;

drop trigger expenses_history on app.expenses;
set local role expense_guard;
drop function app.expenses_history();
set local role expense_owner;
drop table app.expense_history;

commit;
