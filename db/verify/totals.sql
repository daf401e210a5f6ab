-- Verify expense:totals on pg

begin;
select 1;
rollback;
