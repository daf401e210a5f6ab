-- Verify expense:categories on pg

begin;
select 1;
rollback;
