-- Revert expense:recurring_changes from pg

begin;
set local role expense_guard;

drop function app.change_recurring(bigint, bigint[], jsonb);
drop function app.preview_recurring(jsonb);
drop function app.create_recurring(jsonb);
set local role expense_owner;
drop function app.change_recurring_entries(bigint, bigint, bigint, date, date, bigint, jsonb);
drop function app.recurring_following(app.recurring, date, jsonb);
drop function app.recurring_scope_day(app.recurring, jsonb);
drop function app.recurring_schedule(app.recurring, jsonb);
drop function app.answered_recurring(bigint, integer, integer, boolean);
drop function app.confirm_due(app.recurring, integer, date);
drop function app.planned_recurring(app.recurring, jsonb, date);
drop function app.refuse_recurring(text, text, text);
drop function app.own_today();
drop function app.upcoming_recurring(date, integer);
drop function app.recurring_entries(bigint);
drop type app.recurring_entry;

commit;
