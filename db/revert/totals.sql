-- Revert expense:totals from pg

begin;
set local role expense_owner;

drop trigger expenses_totals_update on app.expenses;
drop trigger expenses_totals_change on app.expenses;
set local role expense_guard;
drop function app.expenses_totals();
drop function app.take_from_totals(bigint, date, bigint, text, bigint);
drop function app.add_to_totals(bigint, date, bigint, text, bigint);
set local role expense_owner;
drop table app.monthly_totals;

commit;
