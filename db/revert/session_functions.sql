-- Revert expense:session_functions from pg

begin;
set local role expense_guard;

drop function app.end_session();
drop function app.revoke_session(bytea);
drop function app.begin_session(bytea, bigint, bigint, text);

commit;
