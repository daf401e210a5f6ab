-- Verify expense:session_functions on pg

begin;
select 1;
rollback;
