-- Revert expense:imports from pg

begin;
set local role expense_owner;

drop table app.imports;

commit;
