-- Revert expense:context from pg

begin;
set local role expense_owner;

revoke usage on schema app from expense_exporter;
drop function app.has_control(text);
drop function app.is_blank(text);
drop function app.like_literal(text);
drop function app.fold(text);
drop function app.schema_version();
drop function app.ledger_id();
drop function app.user_id();

commit;
