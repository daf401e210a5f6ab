-- Verify expense:purge on pg

begin;
select 1;
rollback;
