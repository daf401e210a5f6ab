-- Verify expense:users on pg

begin;
select 1;
rollback;
