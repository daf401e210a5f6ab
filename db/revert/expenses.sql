-- Revert expense:expenses from pg

begin;
set local role expense_owner;

drop table app.expenses;
drop function app.expenses_before_update();

commit;
