-- Verify expense:idempotency on pg

begin;
select 1;
rollback;
