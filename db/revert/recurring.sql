-- Revert expense:recurring from pg

begin;
set local role expense_owner;

alter table app.expenses
    drop constraint expenses_recurring_both,
    drop column recurring_on,
    drop column recurring_id;
drop trigger recurring_follow_category on app.former_categories;
set local role expense_guard;
drop function app.recurring_follow_category();
set local role expense_owner;
drop table app.recurring_dates;
drop table app.recurring;
drop function app.local_day(timestamptz, text);
drop function app.recurring_days_until(text, integer, date, integer, date);
drop function app.recurring_day(text, integer, date, integer, integer);

commit;
