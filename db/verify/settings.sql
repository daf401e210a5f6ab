-- Verify expense:settings on pg

begin;
select 1;
rollback;
