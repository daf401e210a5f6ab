-- Revert expense:budgets from pg

begin;
set local role expense_owner;

drop table app.budget_alerts;
drop table app.budget_terms;
drop table app.budgets;
drop function app.budgets_before_update();

commit;
