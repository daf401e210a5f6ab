-- Verify expense:sessions on pg

begin;
select 1;
rollback;
