-- Verify expense:rules on pg

begin;
select 1;
rollback;
