-- Many at once: one operation, its history, totals and undo; two people; a viewer changes nothing.
begin;
set local search_path = tap, pg_catalog;
select plan(37);

select test.person('anna');
select test.person('ben');
create temporary table his (id bigint);
create temporary table hers (nth serial, id bigint);
grant all on hers, his, hers_nth_seq to public;
create function test.ids() returns bigint[] language sql as $$ select array_agg(id order by id) from hers $$;
create function test.state() returns text language sql as $$
    select string_agg(concat_ws('|', e.id, e.category_id, e.spent_on, e.merchant_id, e.payment_method_id,
                                e.tag_ids, e.deleted_at is null), ' ' order by e.id)
      from app.expenses e where e.id = any (test.ids())
$$;
grant execute on function test.ids(), test.state() to public;
set local role expense_app;
select test.as('ben');
insert into his select test.expense('His', 500);
select test.as('anna');
insert into hers (id)
select test.expense('Row ' || n, 100 * n, date '2024-01-10' + 20 * n,
                    case when n % 2 = 0 then 'Food' else 'Transport' end)
  from generate_series(1, 6) n;
create temporary table began as select test.state() as state;

-- Update.
create temporary table one as
select * from app.change_expenses('update', test.ids(), '{"category": "Health", "date": "2025-02-03"}');
select is((select count from one), 6::bigint, 'all six change');
select is((select unchanged from one), 0::bigint, 'none was so before');
select is((select skipped::text from one), '[]', 'none is left out');
select is((select count(*) from app.expenses where spent_on = '2025-02-03'
              and category_id = app.category_id('Health') and version = 2), 6::bigint,
    'each has the new category and day, in one new version');
select is((select count(*) from app.expense_history where bulk_id = (select id from one)
              and operation = 'update' and changed_by = app.user_id()), 6::bigint,
    'history keeps what it replaced, under the operation');
select is((select row(action, undoes, count, created_by, undone_at)::text from app.bulk_operations),
    row('update', null, 6, app.user_id(), null)::text, 'the operation is kept');
select is_empty('select * from test.wrong_totals()', 'totals are the sums');
select is((select row(count, unchanged)::text from app.change_expenses('update', test.ids(), '{"category": "health"}')),
    '(0,6)', 'a second time nothing changes');
select is((select max(version) from app.expenses where id = any (test.ids())), 2::bigint, 'and versions stay');
select is((select count(*) from app.bulk_operations), 1::bigint, 'nor is there an operation');

-- Undo.
create temporary table back as select * from app.undo_bulk((select id from one));
select is((select row(count, kept)::text from back), '(6,0)', 'the undo brings back all six');
select is(test.state(), (select state from began), 'as they were');
select is_empty('select * from test.wrong_totals()', 'totals too');
select is((select row(count, kept)::text from app.undo_bulk((select id from one))), '(0,0)', 'once');
select is((select string_agg(action, ',' order by id) from app.bulk_operations), 'update,undo',
    'the undo is an operation of its own');

-- What is changed since stays.
create temporary table two as
select * from app.change_expenses('delete', test.ids(), null);
select is((select count(*) from app.expenses where deleted_at is not null), 6::bigint, 'all six are in the trash');
select is_empty('select * from test.wrong_totals()', 'the trash is in no total');
update app.expenses set deleted_at = null where id = (select id from hers where nth = 1);
select is((select row(count, kept)::text from app.undo_bulk((select id from two))), '(5,1)',
    'what was restored since is kept');
select is(test.state(), (select state from began), 'and now all are back');

-- An undo of an undo leaves an entry as the first change left it; so the first can be undone.
create temporary table tagged as
select * from app.change_expenses('update', test.ids(), '{"add_tags": ["b", "a"], "merchant": "M", "payment_method": "Cash"}');
select is((select count(*) from app.expenses where cardinality(tag_ids) = 2 and merchant_id is not null
              and payment_method_id is not null), 6::bigint, 'labels are put on');
create temporary table cleared as
select * from app.change_expenses('update', test.ids(), '{"remove_tags": ["A", "nothing"], "merchant": null}');
select is((select count(*) from app.expenses where cardinality(tag_ids) = 1 and merchant_id is null), 6::bigint,
    'and taken off');
select is((select row(count, kept)::text from app.undo_bulk((select id from cleared))), '(6,0)', 'back one step');
select is((select row(count, kept)::text from app.undo_bulk((select id from tagged))), '(6,0)', 'and one more');
select is(test.state(), (select state from began), 'to the beginning');
select throws_ok($$select app.change_expenses('update', test.ids(), '{"category": "Nowhere"}')$$, 'ET422',
    'There is no category "Nowhere".', 'an unknown category is refused');
select throws_ok($$select app.change_expenses('update', test.ids(),
        jsonb_build_object('add_tags', (select jsonb_agg('t' || n) from generate_series(1, 11) n)))$$,
    '23514', null, 'more than ten tags are refused');

-- By filter.
select throws_ok($$select app.change_matching_expenses('delete',
        jsonb_populate_record(null::app.expense_filter, '{"category": "Food"}'), 4, null)$$, 'ET409',
    '3 entries match now, not 4. Look at the list again.', 'another number than expected changes nothing');
select is((select count from app.change_matching_expenses('delete',
        jsonb_populate_record(null::app.expense_filter, '{"category": "Food"}'), 3, null)), 3::bigint,
    'as many as expected are deleted');
select is_empty('select * from test.wrong_totals()', 'totals agree');
select is((select row(count, skipped::jsonb)::text from app.change_expenses('restore', test.ids() || array[(select id from his)], null)),
    (select row(3, jsonb_agg(jsonb_build_object('id', s.id, 'reason', s.reason) order by s.id))::text
       from (select id, 'not_in_trash' as reason from hers where nth % 2 = 1
             union all select id, 'not_found' from his) s) , 'only what is in her trash comes back');

-- Two people.
select is((select count from app.change_expenses('delete', array(select id from his), null)), 0::bigint,
    'his is not there for her');
select test.as('ben');
select is((select count(*) from app.expenses where deleted_at is null), 1::bigint, 'his is as it was');
select is((select count(*) from app.bulk_operations), 0::bigint, 'he sees none of her operations');
select throws_ok(format('select app.undo_bulk(%s)', (select id from two)), 'ET404', 'Bulk change not found',
    'nor can he undo one');
select is((select count from app.change_matching_expenses('update',
        jsonb_populate_record(null::app.expense_filter, '{}'), 1, '{"category": "Health"}')), 1::bigint,
    'no filter is all of his own');
select throws_ok('insert into app.bulk_operations (ledger_id, action, created_by) values (app.ledger_id(), ''update'', 1)',
    '42501', null, 'operations cannot be forged');
select throws_ok('select app.bulk_store(''update'', ''{}'', '''', null)', '42501', null,
    'what writes them is not for everybody');

select * from finish();
rollback;
