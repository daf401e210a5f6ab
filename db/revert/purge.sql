-- Revert expense:purge from pg

begin;
set local role expense_guard;
drop function app.purge(integer);
set local role expense_owner;
drop index app.expenses_deleted_at_idx;

commit;
