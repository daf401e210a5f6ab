-- Revert expense:budget_states from pg

begin;
set local role expense_guard;

drop function app.budget_states(bigint, date, boolean);
drop function app.budget_spent(bigint, bigint, text, date, date);
drop function app.budget_periods(text, date, date);
drop function app.budget_period(text, date, smallint, smallint);
drop function app.week_start(text);
set local role expense_owner;
drop type app.budget_state;

commit;
