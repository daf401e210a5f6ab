-- Revert expense:version_2 from pg

begin;
set local role expense_owner;

create or replace function app.schema_version() returns integer
language sql immutable parallel safe
as $$ select 1 $$;

commit;
