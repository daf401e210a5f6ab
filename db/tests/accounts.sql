-- Asking to be forgotten, taking it back, and that nothing of the person is left after that.
begin;
set local search_path = tap, pg_catalog;
select plan(45);

create temporary table her as select * from test.person('her');
create temporary table him as select * from test.person('him');
create temporary table shared as select ledger_id from her;
grant all on her, him, shared to public;
update app.users set name = 'QUAGGA Her', email = 'QUAGGA@example.test' where id = (select user_id from her);
select app.store_avatar((select user_id from her), 'https://p.test/QUAGGA', 'image/png', '\x0102');
select app.open_session(test.hash('her phone'), user_id, ledger_id, 'web', 'QUAGGA', 3600, 7200) from her;

-- Rows of hers (and the like of his) in as many tables as there are ways to write.
create function test.fill(p_mark text) returns void language plpgsql as $$
declare
    v_id bigint;
begin
    v_id := test.expense(p_mark || ' Tea', 1550);
    update app.expenses set title = p_mark || ' Coffee' where id = v_id;
    v_id := test.expense(p_mark || ' Bin');
    update app.expenses set deleted_at = now() where id = v_id;
    perform test.expense(p_mark || ' ' || n, 100 + n) from generate_series(1, 40) n;
    perform app.import_expenses(
        jsonb_build_array(jsonb_build_object('n', 0, 'title', p_mark || ' In', 'amount_minor', 250,
            'category', p_mark || ' New', 'date', '2024-01-01')),
        p_mark || '.csv', 'INR', true, false);
    insert into app.idempotency_keys (user_id, key, request_hash, answer)
    values (app.user_id(), p_mark || '-key', sha256('x'), json_build_array(p_mark));
end
$$;
create function test.export(p_limit integer) returns table (section text, item jsonb) language plpgsql as $$
declare
    v_place jsonb := '{}';
    v_row   record;
    v_items integer;
begin
    loop
        v_items := 0;
        for v_row in select * from app.export_ledger(v_place, p_limit) loop
            section := v_row.section; item := v_row.item; v_place := v_row.place;
            v_items := v_items + (v_row.item is not null)::integer;
            return next;
        end loop;
        exit when v_items < p_limit;
    end loop;
end $$;
create function test.ended(p_sid text) returns boolean language plpgsql as $$
begin
    perform from test.who('her') w, lateral app.begin_session(test.hash(p_sid), w.user_id, w.ledger_id, 'r');
    return false;
exception when sqlstate 'ET401' then
    return true;
end $$;
create function test.again() returns void language sql as $$
    select app.begin_session(test.hash('her again'), h.user_id, h.ledger_id, 'r') from her h $$;
create function test.purge_all() returns integer language plpgsql as $$
declare
    v_calls integer := 0;
begin
    loop
        exit when v_calls > 100 or app.purge_accounts(10) = 0;
        v_calls := v_calls + 1;
    end loop;
    return v_calls;
end $$;
grant execute on all functions in schema test to public;
set local role expense_app;
select test.as('him');
select lives_ok($$select test.fill('HIS')$$, 'he has rows');
select test.as('her');
select lives_ok($$select test.fill('QUAGGA')$$, 'she has rows');
select lives_ok($$select app.create_token(test.hash('token'), 'QUAGGA token', 'write', 30)$$, 'and a token');

-- Every table, every column: rows that name her or hold her mark.
reset role;
create function test.left_of(p_user bigint, p_ledger bigint) returns table (name text, rows bigint)
language plpgsql as $$
declare
    v_table record;
begin
    for v_table in
        select c.oid::regclass as name,
               coalesce(string_agg(format('%I = %s', a.attname,
                   case when a.attname = 'ledger_id' then p_ledger else p_user end), ' or ')
                   filter (where a.attname in ('ledger_id', 'user_id', 'created_by', 'changed_by', 'dismissed_by',
                       'owner_id')), 'false')
               || case c.relname when 'users' then ' or id = ' || p_user when 'ledgers' then ' or id = ' || p_ledger
                                 else '' end as mine
          from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
         group by c.oid, c.relname
         order by 1
    loop
        return query execute format('select %L, count(*) from %s t where %s', v_table.name, v_table.name, v_table.mine);
    end loop;
end $$;
-- Her mark, anywhere in any row of any table.
create function test.marked() returns setof text language plpgsql as $$
declare
    v_table regclass;
begin
    for v_table in
        select c.oid from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' order by c.relname
    loop
        return query execute format('select distinct %L from %s t where t::text ilike ''%%quagga%%''', v_table, v_table);
    end loop;
end $$;
select ok((select count(*) >= 8 from test.marked()), 'and where her words are');
create temporary table his_before as select * from him, lateral test.left_of(user_id, ledger_id);
select ok((select count(*) filter (where rows > 0) >= 12 from her, lateral test.left_of(user_id, ledger_id)),
    'the proof looks where her rows are');
select is_empty($$
    select c.relname
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname in ('ledger_id', 'user_id') and a.attnum > 0
     where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
       and not (has_table_privilege('expense_guard', c.oid, 'select, delete')
                and exists (select from pg_policy p
                             where p.polrelid = c.oid and p.polroles @> array['expense_guard'::regrole::oid]
                               and p.polcmd = '*' and pg_get_expr(p.polqual, p.polrelid) = 'true'))
$$, 'a purge sees and may remove every row of every table');
select is_empty($$
    select c.relname
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'ledger_id' and a.attnum > 0
     where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
       and c.relname not in ('sessions')
       and not has_table_privilege('expense_app', c.oid, 'select')
$$, 'and an export reads them');

-- The export.
set local role expense_app;
select test.as('her');
create temporary table whole as select row_number() over () as n, * from test.export(1000);
create temporary table parts as select row_number() over () as n, * from test.export(3);
select results_eq('select section, item from parts order by n', 'select section, item from whole order by n',
    'an export is the same however it is cut');
select is((select count(*) from whole where section = 'expenses' and item is not null), 43::bigint,
    'it has every expense, those in the trash too');
select is((select item ->> 'amount' from whole where section = 'expenses' and item ->> 'title' = 'QUAGGA Coffee'),
    '15.50', 'amounts as people write them');
select is((select count(*) from whole where section = 'expense_history' and item is not null), 2::bigint, 'history');
select is((select count(*) from whole where section = 'imports' and item is not null), 1::bigint, 'imports');
select is((select count(*) from whole where section = 'categories' and item is not null), 8::bigint, 'categories');
select is((select count(*) from whole where section in ('sessions', 'ledger_members', 'monthly_totals')), 0::bigint,
    'what is said elsewhere, or counted from the rest, is not');
select is_empty($$select * from whole where item ? 'ledger_id' or item ? 'title_folded'$$, 'nor what is only ours');
select is((select app.export_person() ->> 'email'), 'QUAGGA@example.test', 'the person is in it');
select is((select app.export_person() -> 'picture' ->> 'base64'), 'AQI=', 'with their picture');
select is((select count(*) from jsonb_array_elements((select app.export_person() -> 'sessions'))), 3::bigint,
    'and their sessions');
select ok(position('sid_hash' in app.export_person()::text) = 0, 'but no hash of a secret');
select test.as('him');
select is((select count(*) from test.export(1000) where section = 'expenses' and item is not null), 43::bigint,
    'his holds his');
select ok(position('QUAGGA Her' in app.export_person()::text) = 0, 'and nothing of her');

-- Deleting.
select test.as('her');
select is(test.error($$select app.delete_account('him@example.test')$$),
    'ET422|confirm|not_confirmed|Type QUAGGA@example.test to confirm.', 'the address must be typed');
reset role;
update app.sessions set created_at = now() - interval '11 minutes' where sid_hash = test.hash('her');
set local role expense_app;
select test.as('her');
select is(test.error($$select app.delete_account('quagga@example.test')$$),
    'ET403||sign_in_again|For this, sign in once more: you did that more than 10 minutes ago.',
    'by someone who has just signed in');
reset role;
update app.sessions set created_at = now() where sid_hash = test.hash('her');
set local role expense_app;
select lives_ok($$select * from test.who('her') w, lateral app.begin_session(test.hash('token'), w.user_id, w.ledger_id, 'r')$$,
    'not by a token');
select is(left(test.error($$select app.delete_account('quagga@example.test')$$), 19), 'ET403||browser_only', 'which is refused');
select test.as('her');
select is(app.delete_account(' quagga@EXAMPLE.test '), date_trunc('second', now()) + interval '14 days',
    'then it is deleted in 14 days');
select ok(test.ended('her') and test.ended('her phone') and test.ended('token'), 'every session and token has ended at once');
select is(app.purge_accounts(), 0::bigint, 'nothing is removed before its time');

-- Taking it back.
reset role;
select lives_ok($$select app.open_session(test.hash('her again'), user_id, ledger_id, 'web', 'QUAGGA', 3600, 7200) from her$$,
    'she can sign in meanwhile');
set local role expense_app;
select test.again();
select is((select count(*) from app.expenses), 43::bigint, 'and look');
select is(test.error($$select test.expense('no')$$),
    'ET403||account_leaving|This account is being deleted. Take that back first.', 'but change nothing');
select lives_ok('select app.keep_account()', 'she takes it back');
select test.again();
select lives_ok($$select test.expense('QUAGGA yes')$$, 'and goes on');
select ok(test.ended('token'), 'her token stays revoked');
select test.again();
select lives_ok($$select app.delete_account('quagga@example.test')$$, 'deletes it again');
reset role;

-- The end. A ledger that he shares with her stays his.
insert into app.ledgers (name) values ('Ours');
insert into app.ledger_members (ledger_id, user_id, role)
select (select max(id) from app.ledgers), user_id, 'owner' from her
 union all
select (select max(id) from app.ledgers), user_id, 'editor' from him;
create temporary table his_shared as select * from him, lateral test.left_of(user_id, ledger_id);
update app.users set delete_after = now() - interval '1 second' where id = (select user_id from her);
set local role expense_app;
select ok(app.purge_accounts(10) between 1 and 30, 'a batch at a time');
reset role;
select throws_ok($$select app.sign_in('https://issuer.test', 'her', 'x', true, 'x', null, 'INR')$$, 'ET403', null,
    'nobody signs in while it is removed');
set local role expense_app;
select ok(test.purge_all() between 3 and 100, 'until there is nothing more');
reset role;
select is_empty('select n.* from her h, lateral test.left_of(h.user_id, h.ledger_id) n where n.rows > 0',
    'no row names her or her ledger');
select is_empty('select * from test.marked()', 'and none holds a word of hers');
select is((select count(*) from app.ledgers where name = 'Ours'), 1::bigint, 'the shared ledger stays');
delete from app.ledger_members where ledger_id = (select id from app.ledgers where name = 'Ours');
select results_eq('select n.name, n.rows from him h, lateral test.left_of(h.user_id, h.ledger_id) n order by 1',
    'select name, rows from his_before order by 1', 'and he has lost nothing');
select is((select count(*) from test.wrong_totals()), 0::bigint, 'his totals are right');
select is((select is_new from app.sign_in('https://issuer.test', 'her', 'x', true, 'x', null, 'INR')), true,
    'if she comes back, she is new');
set local role expense_app;
select throws_ok('select app.purge_ledger(1, 1)', '42501', null, 'nobody else can have a ledger removed');

select * from finish();
rollback;
