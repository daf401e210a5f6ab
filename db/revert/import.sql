-- Revert expense:import from pg

begin;
set local role expense_guard;

drop function app.undo_import(bigint);
drop function app.import_expenses(jsonb, text, text, boolean, boolean);
drop function app.import_preview(jsonb, text);
drop function app.import_unknown_categories(jsonb);
drop function app.check_import(text);
drop function app.import_repeats(jsonb, text);
set local role expense_owner;
drop type app.import_row;

commit;
