-- Verify expense:expenses on pg

begin;
select 1;
rollback;
