-- Revert expense:ledgers from pg

begin;
set local role expense_owner;

drop table app.ledger_members;
drop table app.ledgers;
drop function app.refuse_viewer();

commit;
