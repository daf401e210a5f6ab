-- Verify expense:sign_in on pg

begin;
select 1;
rollback;
