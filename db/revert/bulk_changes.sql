-- Revert expense:bulk_changes from pg

begin;
set local role expense_guard;

drop function app.undo_bulk(bigint);
drop function app.change_matching_expenses(text, app.expense_filter, bigint, jsonb);
drop function app.change_expenses(text, bigint[], jsonb);
drop function app.bulk_read(text, jsonb);
drop function app.bulk_store(text, bigint[], text, app.bulk_values);

set local role expense_owner;
drop type app.bulk_values;
revoke usage on sequence app.bulk_operations_id_seq from expense_guard;

commit;
