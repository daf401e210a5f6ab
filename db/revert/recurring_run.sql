-- Revert expense:recurring_run from pg

begin;
set local role expense_guard;

drop function app.make_recurring(integer);
drop function app.make_recurring_at(timestamptz, integer);
drop function app.make_due(bigint, bigint[], timestamptz, integer);
set local role expense_owner;
drop function app.recurring_next(app.recurring);
drop function app.recurring_until(app.recurring, date);

commit;
