-- Revert expense:label_changes from pg

begin;
set local role expense_owner;

grant insert (ledger_id, name), update (name) on app.merchants to expense_app;
grant insert (ledger_id, name), update (name) on app.tags to expense_app;
grant insert (ledger_id, name), update (name) on app.payment_methods to expense_app;
set local role expense_guard;
drop function app.replace_label(text, bigint, bigint[], bigint, bigint);
drop function app.rename_label(text, bigint, bigint[], text);
drop function app.add_payment_method(text);
set local role expense_search;
drop function app.labels(text, text, integer);
set local role expense_owner;
drop function app.label_name(text, bigint, text);
drop function app.label_kind(text);

commit;
