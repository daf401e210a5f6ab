-- Revert expense:budget_changes from pg

begin;
set local role expense_owner;

drop trigger budgets_follow_category on app.former_categories;
set local role expense_guard;
drop function app.dismiss_alert(bigint);
drop function app.budget_alerts();
drop function app.budgets_follow_category();
drop function app.restore_budget(bigint, bigint[]);
drop function app.delete_budget(bigint, bigint[]);
drop function app.change_budget(bigint, bigint[], numeric, boolean, smallint[], date);
drop function app.lock_budget(bigint, bigint[], boolean);
drop function app.add_budget(bigint, text, text, numeric, boolean, smallint[], date);
drop function app.refuse_second_budget();
drop function app.budget_days(text, date);

commit;
