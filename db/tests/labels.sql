-- Merchants, tags, payment methods and notes of expenses.
begin;
set local search_path = tap, pg_catalog;
select plan(46);

select test.person('anna');
select test.person('ben');
create function test.extras(p_title text) returns text language sql as $$
    select app.expense_extras(merchant_id, note, payment_method_id, tag_ids)::text from app.expenses where title = p_title
$$;
create function test.titles(p_filter app.expense_filter) returns text language sql as $$
    select coalesce(string_agg(title, ',' order by spent_on, id), '') from app.search_expenses(p_filter)
$$;
create function test.ids(p_filter app.expense_filter) returns bigint language sql as $$
    select count(*) from app.matching_expenses(p_filter)
$$;
grant execute on all functions in schema test to public;
set local role expense_app;

-- Names.
select test.as('ben');
select isnt(app.merchant_id('Chai Point'), null, 'naming a merchant makes it');
select test.as('anna');
select is((select string_agg(name, ',' order by id) from app.payment_methods), 'Cash,Card,Bank transfer,UPI',
    'a new ledger has four payment methods');
select is((select count(*) from app.merchants), 0::bigint, 'his merchant is not hers');
select is(app.merchant_id(' Café Noir '), app.merchant_id('CAFE noir'), 'case, accents and blanks around make no other name');
select is((select name from app.merchants), 'Café Noir', 'the first spelling stays');
select is(app.merchant_id('  '), null, 'a blank name is none');
select is(app.merchant_id(null), null, 'so is no name');
select is(app.payment_method_id('upi'), (select id from app.payment_methods where name = 'UPI'), 'a method by name');
select is(cardinality(app.tag_ids('["work", "Trip", "WORK", ""]')), 2, 'tags are counted once each');
select is(app.tag_ids('[]'), '{}', 'no tags are none');
select throws_ok($$select app.tag_id(repeat('x', 61))$$, '23514', null, 'a tag has at most 60 characters');
select lives_ok($$select app.merchant_id(repeat('x', 100))$$, 'a merchant 100');
select throws_ok($$select app.merchant_id(repeat('x', 101))$$, '23514', null, 'and no more');
select throws_ok($$select app.merchant_id(E'a\nb')$$, '23514', null, 'names are one line');
select throws_ok($$update app.merchants set deleted_at = now()$$, '42501', null, 'a statement cannot delete one');
select throws_ok($$update app.merchants set version = 7$$, '42501', null, 'nor set a version');
update app.merchants set name = 'Café Noir (old town)' where name = 'Café Noir';
select is((select version from app.merchants where name ~ 'old'), 2::bigint, 'a new name counts the version');
select throws_ok($$insert into app.merchants (name) values ('cafe noir (OLD TOWN)')$$, '23505', null, 'a name is there once');

-- On an expense.
select test.expense('Plain', 100, '2024-01-01');
select test.expense('Tea', 200, '2024-01-02');
select test.expense('Lunch', 300, '2024-01-03');
update app.expenses
   set merchant_id = app.merchant_id('Chai & Co'), payment_method_id = app.payment_method_id('upi'),
       tag_ids = app.tag_ids('["zoo", "Ärger", "bus"]'), note = E'two lines\nof it: 100 % naïve'
 where title = 'Tea';
update app.expenses set tag_ids = app.tag_ids('["bus"]'), merchant_id = app.merchant_id('Subway') where title = 'Lunch';
select is(test.extras('Tea'),
    '{"merchant":"Chai & Co","note":"two lines\nof it: 100 % naïve","payment_method":"UPI","tags":["Ärger","bus","zoo"]}',
    'what an expense has besides, tags by name');
select is(test.extras('Plain'), '{}', 'a plain one has nothing');
select is((select note_folded from app.expenses where title = 'Tea'), E'two lines\nof it: 100 % naive', 'a note is folded');
update app.expenses set note = null where title = 'Tea';
select is((select note_folded from app.expenses where title = 'Tea'), null, 'and cleared with it');
select is((select snapshot ->> 'note' from app.expense_history where version = 2), E'two lines\nof it: 100 % naïve',
    'history keeps it');
select is((select count(*) from app.expense_history where snapshot ? 'note_folded'), 0::bigint, 'but not what is derived');
select throws_ok($$update app.expenses set note = E'a\tb'$$, '23514', null, 'a note has no tab');
select throws_ok($$update app.expenses set note = ''$$, '23514', null, 'an empty note is none');
select throws_ok($$update app.expenses set note = repeat('x', 2001)$$, '23514', null, 'a note has at most 2000 characters');
select throws_ok($$update app.expenses set tag_ids = (select array_agg(app.tag_id('t' || n)) from generate_series(1, 11) n)$$,
    '23514', null, 'eleven tags are too many');
select is(test.error(format('update app.expenses set tag_ids = array[%s]', (select max(id) + 1 from app.tags))),
    'ET422|tags|unknown_tag|One of these tags is not there any more.', 'a tag must be there');
select test.as('ben');
create temporary table his as select app.tag_id('his') as tag, app.merchant_id('his') as merchant;
select test.as('anna');
select is(left(test.error('update app.expenses set tag_ids = array[tag] from his'), 10), 'ET422|tags', 'and her own');
select throws_ok('update app.expenses set merchant_id = merchant from his', '23503', null, 'as must a merchant');
select throws_ok('insert into app.expenses (title, amount_minor, currency, category_id, spent_on, tag_ids)
    select ''x'', 1, ''INR'', app.category_id(null), ''2024-01-01'', array[tag] from his', 'ET422', null, 'from the beginning');
update app.expenses set tag_ids = (select array_agg(t.id order by t.id desc) || min(t.id) from app.tags t where name in ('bus', 'zoo'))
 where title = 'Tea';
select is((select tag_ids from app.expenses where title = 'Tea'), (select array_agg(id order by id) from app.tags where name in ('bus', 'zoo')),
    'tags are kept once each, in order');

-- The filter.
update app.expenses set note = 'Per Straßenbahn' where title = 'Lunch';
select is(test.titles(test.filter('chai')), 'Tea', 'text finds merchants');
select is(test.titles(test.filter('strassen')), 'Lunch', 'and notes');
select is(test.titles(test.filter('a')), 'Plain,Tea,Lunch', 'each expense once, wherever it is found');
select is(test.titles(test.filter(merchant => ' CHAI & co')), 'Tea', 'by merchant');
select is(test.titles(test.filter(payment_method => 'upi')), 'Tea', 'by payment method');
select is(test.titles(test.filter(tag => array['BUS'])), 'Tea,Lunch', 'by tag');
select is(test.titles(test.filter(tag => array['bus', 'zoo'])), 'Tea', 'by all of several tags');
select is(test.error($$select test.titles(test.filter(tag => array['bus', 'no such']))$$),
    'ET422|tag|unknown_tag|There is no tag "no such".', 'a tag that is not there is said');
select is((select count || '/' || amount_minor from app.count_expenses(test.filter(tag => array['bus']))), '2/500', 'counted and summed');
select is(test.ids(test.filter('a', tag => array['bus'], low => 2.5)), 1::bigint, 'ids of all that match, by several parts at once');
select is(test.ids(test.filter()), 3::bigint, 'or of all');
select is_empty('select * from test.wrong_totals()', 'totals know nothing of it');

reset role;
update app.ledger_members set role = 'viewer' where user_id = (select user_id from test.who('ben'));
set local role expense_app;
select test.as('ben');
select is(left(test.error($$select app.merchant_id('new')$$), 12), 'ET403||viewe', 'a viewer makes no merchant');
reset role;

select * from finish();
rollback;
