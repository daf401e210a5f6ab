-- Revert expense:sign_in from pg

begin;
set local role expense_guard;

drop function app.avatar_is_stored(bigint, text);
drop function app.store_avatar(bigint, text, text, bytea);
drop function app.open_session(bytea, bigint, bigint, text, text, integer, integer, bytea);
drop function app.sign_in(text, text, text, boolean, text, text, text);

commit;
