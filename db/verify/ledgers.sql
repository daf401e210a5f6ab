-- Verify expense:ledgers on pg

begin;
select 1;
rollback;
