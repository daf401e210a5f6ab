-- Merchants, tags, payment methods and notes of expenses.
begin;
set local search_path = tap, pg_catalog;
select plan(106);

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
create function test.rename(p_kind text, p_id bigint, p_name text, p_versions bigint[] default null) returns text
language sql as $$ select name || version || matched from app.rename_label(p_kind, p_id, p_versions, p_name) $$;
create function test.replace(p_kind text, p_id bigint, p_into bigint default null, p_versions bigint[] default null,
                             p_expected bigint default null) returns text
language sql as $$ select concat_ws('/', matched, moved, into_name)
                     from app.replace_label(p_kind, p_id, p_versions, p_into, p_expected) $$;
create function test.restore(p_kind text, p_id bigint) returns text
language sql as $$ select concat_ws('/', name, count) from app.restore_label(p_kind, p_id) $$;
create function test.labels(p_kind text, p_q text default null, p_limit integer default 100) returns text
language sql as $$ select string_agg(concat_ws('/', name, count, last_category, last_currency, last_payment_method), ',')
                     from app.labels(p_kind, p_q, p_limit) $$;
create function test.tag(p_name text) returns bigint
language sql as $$ select id from app.tags where name = p_name and deleted_at is null $$;
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
select throws_ok($$update app.merchants set name = 'x'$$, '42501', null, 'nor a name');

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
select is(test.titles(test.filter('BU')), 'Tea,Lunch', 'and tags by a part of their name');
select is(test.titles(test.filter('zoo')), 'Tea', 'only where they are');
select is(test.titles(test.filter('ZÓO')), 'Tea', 'without accents and case');
select is(test.titles(test.filter('arger')), '', 'a tag that is on nothing finds nothing');
select is(test.titles(test.filter('his')), '', 'and nobody else''s');
select is((select count || '/' || amount_minor from app.count_expenses(test.filter('bus'))), '2/500',
    'what tags find is counted and summed');
select is(test.ids(test.filter('zoo')), 1::bigint, 'and changed at once');
select is(test.titles(test.filter('bus', tag => array['zoo'], low => 2)), 'Tea', 'with other parts of a filter');
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

-- Listing, renaming, merging, deleting.
select test.expense('Chips', 50, current_date, 'Health', 'EUR');
update app.expenses set merchant_id = app.merchant_id('Subway') where title = 'Chips';
select is(test.labels('merchant', null, 2), 'Subway/2/Health/EUR,Chai & Co/1/Food/INR/UPI',
    'merchants by use, with what was bought there last');
select is(test.labels('merchant', 'chai'), 'Chai & Co/1/Food/INR/UPI', 'those of a text');
select is(test.labels('tag'), 'bus/2,zoo/1,Ärger/0,Trip/0,work/0', 'tags by use');
select is(test.labels('tag', 'ARG'), 'Ärger/0', 'those of a text');
select is(test.labels('payment_method'), 'UPI/1,Bank transfer/0,Card/0,Cash/0', 'payment methods by use');
select is((select name || count from app.add_payment_method(' Cheque ')), 'Cheque0', 'one is added');
select is(test.error($$select app.add_payment_method('CHÈQUE')$$),
    'ET422|name|name_taken|There is already a payment method "Cheque".', 'once');
select is(test.rename('tag', test.tag('bus'), 'Coach'), 'Coach2true', 'a tag gets another name');
select is(test.extras('Lunch'), '{"merchant":"Subway","note":"Per Straßenbahn","tags":["Coach"]}', 'everywhere at once');
select is(test.titles(test.filter('coach')) || test.titles(test.filter('bus')), 'Tea,Lunch', 'and is found by it alone');
select is(test.rename('tag', test.tag('Coach'), 'coach', array[1, 2]), 'coach3true', 'even by case alone');
select is(test.rename('tag', test.tag('coach'), 'Bus', array[2]), 'coach3false', 'but not when it changed meanwhile');
select is(test.error(format('select test.rename(''tag'', %s, ''ZOO'')', test.tag('coach'))),
    'ET422|name|name_taken|There is already a tag "zoo". Merge them to have one.', 'nor to a name that is taken');
select is(test.rename('tag', (select tag from his), 'Mine'), null, 'his is not there');
select is(test.replace('tag', (select tag from his)), null, 'not to delete either');
select is(test.error(format('select test.replace(''tag'', %s, (select tag from his))', test.tag('coach'))),
    'ET422|into|unknown_tag|There is no such tag.', 'nor to merge into');
select is(test.error(format('select test.replace(''tag'', %1$s, %1$s)', test.tag('coach'))),
    'ET422|into|unknown_tag|Choose another tag than itself.', 'nothing becomes part of itself');
select is(test.error(format('select test.replace(''tag'', %s, %s, null, 3)', test.tag('coach'), test.tag('zoo'))),
    'ET409||count_changed|It is on 2 expenses now. Look again before you go on.', 'what one saw must still be so');
select is(test.replace('tag', test.tag('coach'), test.tag('zoo'), array[2]), 'f/0', 'and the version');
update app.expenses set deleted_at = now() where title = 'Lunch';
create temporary table before as select id, version from app.expenses;
select is(test.replace('tag', test.tag('coach'), test.tag('zoo'), array[3], 1), 't/1/zoo', 'merged into another');
select is((select string_agg(title || cardinality(tag_ids), ',' order by id) from app.expenses where tag_ids = array[test.tag('zoo')]),
    'Tea1,Lunch1', 'its expenses have the other one once, also in the trash');
select is((select string_agg(title, ',' order by id) from app.expenses join before using (id) where app.expenses.version = before.version + 1),
    'Tea,Lunch', 'each is a version');
select is((select count(*) from app.expense_history h join before b on h.expense_id = b.id and h.version = b.version
            where h.operation = 'update' and h.snapshot -> 'tag_ids' <> '[]'), 2::bigint, 'with its history');
select is((select name from app.tags where name = 'coach' and deleted_at is not null), 'coach', 'that can still name it');
select is(test.titles(test.filter('coach')), '', 'but finds nothing any more');
select isnt(app.tag_id('coach'), (select id from app.tags where name = 'coach' and deleted_at is not null),
    'the name is free again');
select is(test.replace('merchant', (select id from app.merchants where name = 'Subway')), 't/1', 'deleted');
select is(test.extras('Chips'), '{}', 'its expenses live on without it');
select is((select version from app.expenses where title = 'Plain'), 1::bigint, 'others are left alone');
select is(test.replace('merchant', (select id from app.merchants where name = 'Subway')), null, 'it is gone');
select is(test.restore('merchant', (select id from app.merchants where name = 'Subway')), 'Subway/1', 'but comes back');
select is(test.extras('Chips'), '{"merchant":"Subway"}', 'to its expenses');
select is(test.restore('merchant', (select id from app.merchants where name = 'Subway')), 'Subway/0', 'once');
select is((select string_agg(coalesce(b.action, '-'), ',' order by h.version) from app.expense_history h
             left join app.bulk_operations b on b.ledger_id = h.ledger_id and b.id = h.bulk_id
            where h.expense_id = (select id from app.expenses where title = 'Chips')), '-,update,undo',
    'history tells both as operations');
select is((select removal_id from app.merchants where name = 'Subway'), null, 'nothing of it is left');

update app.expenses set tag_ids = app.tag_ids('["late", "kept"]') where title in ('Chips', 'Plain', 'Tea');
create temporary table late as select app.tag_id('late') as id;
grant select on late to public;
select is(test.replace('tag', (select id from late)), 't/3', 'a tag is deleted');
update app.expenses set tag_ids = array(select app.tag_id('t' || n) from generate_series(1, 10) n order by 1) where title = 'Plain';
update app.expenses set deleted_at = now() where title = 'Tea';
select is(test.restore('tag', (select id from late)), 'late/1', 'an expense that is full by now stays as it is');
select is((select string_agg(title, ',' order by id) from app.expenses where tag_ids @> (select array[id] from late)), 'Tea,Chips',
    'the trash gets it again, too');
update app.expenses set deleted_at = null where title = 'Tea';
select ok((select bool_and(tag_ids = array(select u from unnest(tag_ids) u order by 1)) from app.expenses),
    'its place among the tags is right');
select is(test.replace('merchant', (select id from app.merchants where name = 'Subway')), 't/1', 'deleted again');
update app.expenses set merchant_id = app.merchant_id('Other place') where title = 'Chips';
select is(test.restore('merchant', (select id from app.merchants where name = 'Subway')), 'Subway/0',
    'what has another one since keeps that');
select is(test.extras('Chips') ::json ->> 'merchant', 'Other place', 'as it was set');
update app.expenses set merchant_id = app.merchant_id('Subway') where title = 'Chips';
create temporary table subway as select id from app.merchants where name = 'Subway';
grant select on subway to public;
select is(test.replace('merchant', (select id from subway)), 't/1', 'and once more');
update app.expenses set merchant_id = app.merchant_id('SUBWAY') where title = 'Plain';
select is(test.restore('merchant', (select id from subway)), 'SUBWAY/1', 'a name that was made anew takes its expenses');
select is((select string_agg(test.extras(title) ::json ->> 'merchant', ',') from app.expenses where title in ('Chips', 'Plain')),
    'SUBWAY,SUBWAY', 'there is one of the name');
select is(test.restore('tag', (select id from app.tags where name = 'coach' and deleted_at is not null limit 1)), null,
    'what was merged is not there');
select is(test.restore('merchant', (select merchant from his)), null, 'nor is his');
select is(current_setting('app.bulk', true), '', 'app.bulk is put back after it');
select is(test.replace('payment_method', app.payment_method_id('UPI'), app.payment_method_id('Card')), 't/1/Card',
    'payment methods as well');
select is_empty('select * from test.wrong_totals()', 'totals are right after it');
select is(current_setting('app.bulk', true), '', 'app.bulk is put back');

reset role;
update app.ledger_members set role = 'viewer' where user_id = (select user_id from test.who('ben'));
set local role expense_app;
select test.as('ben');
select is(left(test.error($$select app.merchant_id('new')$$), 12), 'ET403||viewe', 'a viewer makes no merchant');
select is(left(test.error($$select app.rename_label('merchant', merchant, null, 'new') from his$$), 12), 'ET403||viewe', 'renames none');
select is(left(test.error($$select app.replace_label('merchant', merchant, null, null, null) from his$$), 12), 'ET403||viewe',
    'and deletes none');
reset role;

select * from finish();
rollback;
