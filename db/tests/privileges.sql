-- What each role may do, in full: a new grant must be added here on purpose.
begin;
set local search_path = tap, pg_catalog;
select plan(19);

create function test.table_rights(p_role text) returns text language sql as $$
    select string_agg(c.relname || ':' || r.rights, ' ' order by c.relname)
      from pg_class c,
           lateral (select string_agg(lower(left(p, 1)), '' order by n) as rights
                      from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references',
                                        'trigger']) with ordinality x(p, n)
                     where has_table_privilege(p_role, c.oid, p)) r
     where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and r.rights is not null
$$;
create function test.column_rights(p_role text, p_right text, p_table regclass) returns text
language sql as $$
    select string_agg(a.attname, ' ' order by a.attname)
      from pg_attribute a
     where a.attrelid = p_table and a.attnum > 0
       and has_column_privilege(p_role, p_table, a.attnum, p_right)
$$;
create function test.function_rights(p_role text) returns text language sql as $$
    select string_agg(p.proname, ' ' order by p.proname)
      from pg_proc p
     where p.pronamespace = 'app'::regnamespace and has_function_privilege(p_role, p.oid, 'execute')
$$;

select is(test.table_rights('expense_app'),
    'avatars:s budget_alerts:s budget_terms:s budgets:s bulk_operations:s categories:s '
    || 'currencies:s expense_history:s expenses:s former_categories:s idempotency_keys:s '
    || 'imports:s ledger_members:s ledger_totals:s ledgers:s merchants:s monthly_totals:s payment_methods:s '
    || 'recurring:s recurring_dates:s tags:s user_settings:s users:s',
    'expense_app reads tables, but no sessions or identities, and writes only by column');
select is(test.column_rights('expense_app', 'insert', 'app.expenses'),
    'amount_minor category_id created_by currency ledger_id merchant_id note payment_method_id sample '
    || 'spent_at spent_on tag_ids title',
    'it may not set id, version, import, stamps or deletion of a new expense');
select is(test.column_rights('expense_app', 'update', 'app.expenses'),
    'amount_minor category_id currency deleted_at merchant_id note payment_method_id spent_at spent_on '
    || 'tag_ids title',
    'nor move an expense to another ledger or author');
select is(test.column_rights('expense_app', 'update', 'app.user_settings'),
    'currency first_day_of_week locale month_start_day notifications shortcuts theme time_zone',
    'settings: what a person sets');
select is(test.column_rights('expense_app', 'insert', 'app.idempotency_keys'),
    'answer key request_hash user_id', 'keys: inserted, not changed');
select is(test.column_rights('expense_app', 'update', 'app.expense_history'), null,
    'history cannot be changed');
select is(test.column_rights('expense_app', 'insert', 'app.expense_history'), null, 'or forged');
select is(test.column_rights('expense_app', 'insert', 'app.monthly_totals'), null,
    'totals cannot be forged');
select is(test.column_rights('expense_app', 'update', 'app.ledger_totals'), null,
    'of months or of all');
select is(test.function_rights('expense_app'),
    'add_budget add_payment_method begin_session budget_alerts budget_states category_answers '
    || 'category_family category_id category_id change_budget change_category change_expenses '
    || 'change_matching_expenses change_recurring clear_expenses count_expenses create_category '
    || 'create_recurring create_token delete_account delete_budget delete_category dismiss_alert '
    || 'end_session expense_extras expense_extras export_ledger export_person filter_categories '
    || 'fold has_control has_control_but_newline import_expenses import_preview is_blank '
    || 'keep_account labels ledger_id like_literal list_sessions list_tokens local_day '
    || 'make_recurring matching_expenses merchant_id merge_category month_period '
    || 'order_categories own_currency own_today payment_method_id preview_recurring purge '
    || 'purge_accounts recurring_day recurring_days_until recurring_entries recurring_next '
    || 'recurring_until remove_recurring rename_label replace_label restore_budget restore_label '
    || 'restore_recurring restore_trash revoke_session revoke_sessions revoke_token '
    || 'schema_version search_expenses tag_id tag_ids to_minor undo_bulk undo_import '
    || 'unknown_label upcoming_recurring user_id week_start',
    'expense_app runs these functions');
select is(test.table_rights('expense_identity'), null, 'expense_identity reads no table');
select is(test.function_rights('expense_identity'),
    'avatar_is_stored open_session schema_version sign_in store_avatar',
    'expense_identity runs only its functions');
select is(test.table_rights('expense_exporter'), null, 'the exporter reads no table');
select is(test.table_rights('expense_search'), 'categories:s currencies:s expenses:s merchants:s monthly_totals:s payment_methods:s tags:s',
    'the search role reads what it lists');
select ok((select bool_and(has_table_privilege('expense_backup', c.oid, 'select')
                           and not has_table_privilege('expense_backup', c.oid, 'insert, update, delete'))
             from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'),
    'a backup reads everything and writes nothing');
select ok(not has_function_privilege('public', 'app.begin_session(bytea, bigint, bigint, text)', 'execute'),
    'functions aren''t public');
select ok(not has_schema_privilege('public', 'app', 'usage')
      and not has_schema_privilege('public', 'public', 'usage'), 'nor are schemas');
select is_empty($$
    select rolname from pg_roles
     where rolname ~ '^expense_'
       and rolname in ('expense_owner', 'expense_guard', 'expense_search', 'expense_app',
                       'expense_identity', 'expense_backup', 'expense_exporter')
       and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication or rolcanlogin)
$$, 'no role of ours is special');

create role test_login login in role expense_app;
set local session authorization test_login;
select throws_ok('set local role expense_guard', '42501', null, 'a login of the api cannot become the guard');
reset session authorization;

select * from finish();
rollback;
