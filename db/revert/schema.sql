-- Revert expense:schema from pg

begin;
grant usage on schema public to public;
set local role expense_owner;

alter default privileges grant execute on functions to public;
drop schema app;
drop extension unaccent;
drop extension pg_trgm;
drop extension btree_gin;
drop schema ext;

commit;
