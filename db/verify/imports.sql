-- Verify expense:imports on pg

begin;
select 1;
rollback;
