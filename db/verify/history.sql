-- Verify expense:history on pg

begin;
select 1;
rollback;
