-- Row-level security: two people, and no way from one to the other.
begin;
set local search_path = tap, pg_catalog;
select plan(64);

select is_empty($$
    select c.relname
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname in ('ledger_id', 'user_id')
     where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
       and not (c.relrowsecurity and c.relforcerowsecurity)
$$, 'row-level security is on and forced wherever a row has an owner');
select ok((select bool_and(relrowsecurity and relforcerowsecurity) from pg_class
            where oid in ('app.users'::regclass, 'app.ledgers'::regclass)), 'and on users and ledgers');

select test.person('anna');
select test.person('ben');
insert into app.avatars (user_id, source_url, content_type, bytes, etag)
select user_id, 'https://x.test/' || user_id, 'image/png', '\x00'::bytea, 'x' from test.who('anna')
union all select user_id, 'https://x.test/' || user_id, 'image/png', '\x00'::bytea, 'x' from test.who('ben');

-- Each has two expenses (one edited, one in the trash), an import and an idempotency key.
create function test.fill(p_who text) returns void language plpgsql as $$
declare v_id bigint;
begin
    perform test.as(p_who);
    v_id := test.expense('Secret of ' || p_who);
    update app.expenses set title = 'Secret edited of ' || p_who where id = v_id;
    v_id := test.expense('Trash of ' || p_who);
    update app.expenses set deleted_at = now() where id = v_id;
    perform app.import_expenses('[{"n":0,"client_id":1,"title":"Imported","amount_minor":5,
        "category":"Food","date":"2024-02-02"}]', 'secret.csv', 'INR', false, false);
    insert into app.idempotency_keys (key, request_hash, answer)
    values ('key-of-' || p_who, test.hash('x'), '[]');
end $$;
grant execute on function test.fill(text) to public;
set local role expense_app;
select test.fill('anna');
select test.fill('ben');

-- Anna is signed in; not one statement has a WHERE for it.
select test.as('anna');
select is((select count(*) from app.expenses), 3::bigint, 'expenses: only her own');
select is((select count(*) from app.categories), 7::bigint, 'categories: only her own');
select ok((select count(*) from app.expense_history) = 2, 'history: only her own');
select is((select sum(count) from app.monthly_totals), 2::numeric, 'totals: only her own');
select is((select sum(count) from app.ledger_totals), 2::numeric, 'of all months too');
select is((select count(*) from app.imports), 1::bigint, 'imports: only her own');
select is((select count(*) from app.idempotency_keys), 1::bigint, 'keys: only her own');
select is((select string_agg(name, ',') from app.users), 'anna', 'users: only herself');
select is((select count(*) from app.avatars), 1::bigint, 'avatars: only her own');
select is((select count(*) from app.user_settings), 1::bigint, 'settings: only her own');
select is((select count(*) from app.ledgers), 1::bigint, 'ledgers: only her own');
select is((select count(*) from app.ledger_members), 1::bigint, 'members: only her own');
select is((select count(*) from app.search_expenses(test.filter('secret'))), 1::bigint, 'search: only her own');
select is((select count from app.count_expenses(test.filter('secret'))),
    1::bigint, 'count: only her own');

-- What she can't reach she can't change.
create temporary table found (n bigint);
with u as (update app.expenses set title = 'Mine now' where title like '%ben%' returning 1)
insert into found select count(*) from u;
select is((select n from found), 0::bigint, 'an update without a ledger reaches none of his rows');
select throws_ok(format('insert into app.expenses (ledger_id, title, amount_minor, currency,
    category_id, spent_on) values (%s, ''x'', 1, ''INR'', 1, ''2024-01-01'')',
    (select ledger_id from test.who('ben'))), '42501', null, 'she cannot add to his ledger');
select throws_ok(format('insert into app.idempotency_keys (user_id, key, request_hash, answer)
    values (%s, ''k'', test.hash(''x''), ''[]'')', (select user_id from test.who('ben'))),
    '42501', null, 'nor store a key of his');
select throws_ok(format('insert into app.expenses (title, amount_minor, currency, category_id, spent_on)
    values (''x'', 1, ''INR'', (select max(id) + 7 from app.categories), ''2024-01-01'')'),
    '23503', null, 'nor file under his category');
select is(test.error(format('select app.undo_import(%s)',
    (select max(id) + 1 from app.imports))), 'ET404||not_found|Import not found',
    'his import is not there for her');
select is((select count(*) from app.user_settings where user_id <> app.user_id()), 0::bigint,
    'his settings are not there for her');

-- A viewer reads everything of the ledger and changes nothing of it, by whatever way.
reset role;
update app.ledger_members set role = 'viewer' where user_id = (select user_id from test.who('ben'));
set local role expense_app;
select test.as('ben');
select is((select count(*) from app.expenses), 3::bigint, 'a viewer reads expenses');
select is((select sum(count) from app.monthly_totals), 2::numeric, 'and totals');
select is(test.error(statement), 'ET403||viewer|You may look at this ledger, but not change it.', what)
  from (values
    ($$select test.expense('Mine')$$, 'a viewer cannot add'),
    ($$update app.expenses set title = 'x'$$, 'nor change'),
    ($$update app.expenses set title = 'x' where false$$, 'nor try to'),
    ($$with t as (select id from app.expenses for update), c as (update app.expenses e set title = 'x'
       from t where e.id = t.id returning 1) select count(*) from c$$, 'nor change what it has locked'),
    ($$update app.expenses set deleted_at = now()$$, 'nor delete'),
    ($$select app.clear_expenses(false)$$, 'nor clear'),
    ($$select app.restore_trash()$$, 'nor restore'),
    ($$select app.import_expenses('[]', 'f.csv', 'INR', true, false)$$, 'nor import'),
    ($$select app.undo_import(max(id)) from app.imports$$, 'nor undo an import')) s (statement, what);
select lives_ok($$update app.user_settings set theme = 'dark'$$, 'settings are a viewer''s own');
select lives_ok($$select app.import_preview('[]', 'INR')$$, 'to look at a file changes nothing');
select test.as('anna');
select lives_ok($$select test.expense('Of the owner')$$, 'who owns a ledger writes');
reset role;
update app.ledger_members set role = 'editor' where user_id = (select user_id from test.who('ben'));
set local role expense_app;
select test.as('ben');
select lives_ok($$select test.expense('Of an editor')$$, 'and who may edit it');

-- Nobody is signed in.
select set_config('app.user_id', '', true), set_config('app.ledger_id', '', true);
select is((select count(*) from app.expenses), 0::bigint, 'nobody sees no expenses');
select is((select count(*) from app.categories), 0::bigint, 'nobody sees no categories');
select is((select count(*) from app.expense_history), 0::bigint, 'nobody sees no history');
select is((select count(*) from app.monthly_totals), 0::bigint, 'nobody sees no totals');
select is((select count(*) from app.imports), 0::bigint, 'nobody sees no imports');
select is((select count(*) from app.idempotency_keys), 0::bigint, 'nobody sees no keys');
select is((select count(*) from app.users), 0::bigint, 'nobody sees no users');
select is((select count(*) from app.avatars), 0::bigint, 'nobody sees no avatars');
select is((select count(*) from app.user_settings), 0::bigint, 'nobody sees no settings');
select is((select count(*) from app.ledgers), 0::bigint, 'nobody sees no ledgers');
select is((select count(*) from app.ledger_members), 0::bigint, 'nobody sees no members');
select is((select count(*) from app.search_expenses(test.filter())), 0::bigint, 'nobody finds nothing');
select is((select count(*) from app.count_expenses(test.filter())),
    0::bigint, 'nobody counts nothing');
select is(app.clear_expenses(false), 0::bigint, 'nobody clears nothing');
select is(app.restore_trash(), 0::bigint, 'nobody restores nothing');
select throws_ok($$select app.import_expenses('[]', 'x', 'INR', true, true)$$, 'ET401', null,
    'nobody imports nothing');
select throws_ok($$insert into app.expenses (title, amount_minor, currency, category_id, spent_on)
    values ('x', 1, 'INR', 1, '2024-01-01')$$, null, null, 'nobody adds nothing');

-- Bulk work of one leaves the other alone.
select test.as('anna');
select is(app.clear_expenses(false), 3::bigint, 'she clears her three live expenses');
select test.as('ben');
select is((select count(*) from app.expenses where deleted_at is null), 3::bigint, 'his are still there');
select is(app.restore_trash(), 1::bigint, 'he restores his one');
select test.as('anna');
select is((select count(*) from app.expenses where deleted_at is null), 0::bigint, 'hers stay deleted');

reset role;
select is_empty('select * from test.wrong_totals()', 'totals are right');
set local role expense_backup;
select ok((select count(distinct ledger_id) >= 2 from app.expenses), 'a backup sees all ledgers');
select ok((select count(*) >= 2 from app.sessions), 'and all sessions');
select throws_ok('delete from app.expenses', '42501', null, 'and changes nothing');
reset role;
set local role expense_owner;
select is((select count(*) from app.expenses), 0::bigint, 'the owner of the tables sees no rows');
set local role expense_search;
select throws_ok('update app.expenses set title = title', '42501', null, 'the search role only reads');
reset role;

select * from finish();
rollback;
