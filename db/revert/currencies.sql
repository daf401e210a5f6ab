-- Revert expense:currencies from pg

begin;
set local role expense_owner;

drop table app.currencies;

commit;
