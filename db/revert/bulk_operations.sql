-- Revert expense:bulk_operations from pg

begin;
set local role expense_owner;

alter table app.expense_history drop column bulk_id;
drop table app.bulk_operations;

commit;
