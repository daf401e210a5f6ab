-- Deploy expense:version_2 to pg
-- requires: budget_spent
-- requires: label_changes
-- requires: bulk_changes
-- requires: recurring_mark
-- requires: accounts
-- requires: recurring_grace
-- requires: recurring_labels

-- Workers of this version need what came since the first: they refuse to serve without it.
begin;
set local role expense_owner;

create or replace function app.schema_version() returns integer
language sql immutable parallel safe
as $$ select 2 $$;

commit;
