-- Verify expense:bulk on pg

begin;
select 1;
rollback;
