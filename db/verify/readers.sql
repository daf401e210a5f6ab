-- Verify expense:readers on pg

begin;
select 1;
rollback;
