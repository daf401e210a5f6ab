-- Revert expense:bulk from pg

begin;
set local role expense_guard;

drop function app.restore_trash();
drop function app.clear_expenses(boolean);
drop function app.bulk_set_deleted(bigint[], boolean);

commit;
