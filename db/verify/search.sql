-- Verify expense:search on pg

begin;
select 1;
rollback;
