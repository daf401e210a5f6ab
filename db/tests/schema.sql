-- The shape: tables, keys, indexes, comments.
begin;
set local search_path = tap, pg_catalog;
select plan(15);

select tables_are('app', array[
    'avatars', 'budget_alerts', 'budget_terms', 'budgets', 'bulk_operations', 'categories',
    'currencies', 'expense_history', 'expenses', 'former_categories', 'idempotency_keys',
    'identities', 'imports', 'ledger_members', 'ledger_totals', 'ledgers', 'merchants', 'monthly_totals',
    'payment_methods', 'recurring', 'recurring_dates', 'sessions', 'tags', 'user_settings',
    'users'], 'the tables are those of the design');
select is(app.schema_version(), 2, 'schema version is 2');

select columns_are('app', 'expenses', array[
    'ledger_id', 'id', 'title', 'amount_minor', 'currency', 'category_id', 'spent_on', 'spent_at',
    'version', 'sample', 'import_id', 'created_by', 'created_at', 'updated_at', 'deleted_at',
    'title_folded', 'recurring_id', 'recurring_on', 'merchant_id', 'payment_method_id',
    'tag_ids', 'note', 'note_folded'], 'expenses has its columns');
select col_is_pk('app', 'expenses', array['ledger_id', 'id'], 'an expense is keyed inside its ledger');
select col_is_pk('app', 'monthly_totals', array['ledger_id', 'month', 'category_id', 'currency'],
    'a total is keyed by all four');
select col_is_pk('app', 'idempotency_keys', array['user_id', 'key'], 'keys belong to a user');
select col_type_is('app', 'expenses', 'amount_minor', 'bigint', 'money is an integer');
select col_type_is('app', 'expenses', 'spent_on', 'date', 'a day is a date');

select is_empty($$
    select c.relname from pg_class c
     where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and obj_description(c.oid) is null
$$, 'every table is explained');
select is_empty($$
    select p.proname from pg_proc p
     where p.pronamespace = 'app'::regnamespace and obj_description(p.oid) is null
$$, 'every function is explained');
select is_empty($$
    select i.indexrelid::regclass
      from pg_index i
      join pg_class c on c.oid = i.indrelid
      join pg_attribute l on l.attrelid = c.oid and l.attname = 'ledger_id'
     where c.relnamespace = 'app'::regnamespace
       and i.indkey[0] <> l.attnum
       and i.indexrelid::regclass::text not in
           ('app.ledger_members_user_idx', 'app.sessions_pkey', 'app.sessions_user_id_key',
            'app.sessions_expires_at_idx', 'app.expenses_deleted_at_idx', 'app.recurring_due_idx')
$$, 'indexes of a ledger''s tables begin with the ledger');
select is_empty($$
    select conname from pg_constraint
     where connamespace = 'app'::regnamespace and conname ~ '_(check|fkey|key)\d+$'
$$, 'no constraint has a made-up name');
select is_empty($$
    select p.proname from pg_proc p
     where p.pronamespace = 'app'::regnamespace
       and p.prosecdef
       and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false)
$$, 'every security definer function fixes its search_path');
select is_empty($$
    select p.proname from pg_proc p
     where p.pronamespace = 'app'::regnamespace and p.prosecdef
       and pg_get_userbyid(p.proowner) not in ('expense_guard', 'expense_search')
$$, 'none of them runs as the owner of the tables');
select is(
    (select array_agg(digits order by code) from app.currencies where code in ('INR', 'JPY', 'KWD')),
    array[2, 0, 3]::smallint[], 'currencies know their decimals');

select * from finish();
rollback;
