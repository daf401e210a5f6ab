-- Revert expense:idempotency from pg

begin;
set local role expense_owner;

drop table app.idempotency_keys;

commit;
