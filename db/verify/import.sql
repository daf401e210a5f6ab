-- Verify expense:import on pg

begin;
select 1;
rollback;
