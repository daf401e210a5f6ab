-- Lists and counts by any filter, and the indexes that they use.
begin;
set local search_path = tap, pg_catalog;
select plan(34);

select test.person('anna');
select test.person('ben');
create function test.find(
    q text default null, category text default null, day_from date default null, day_to date default null,
    low numeric default null, high numeric default null, currency text default null,
    sort text default 'date_desc', after_date date default null, after_amount bigint default null,
    after_id bigint default null, skip integer default 0, page integer default 100,
    merchant text default null, tag text[] default null, payment_method text default null)
returns text language sql as $$
    select coalesce(string_agg(s.title, ',' order by s.nth), '')
      from app.search_expenses(
               test.filter(q, category, merchant, tag, payment_method, day_from, day_to, low, high, currency),
               sort, after_date, after_amount, after_id, skip, page)
           with ordinality s(id, title, amount_minor, currency, category, spent_on, spent_at, created_at,
                             updated_at, version, sample, import_id, extras, nth)
$$;
grant execute on all functions in schema test to public;
set local role expense_app;
select test.as('ben');
select test.expense('Café of Ben');
select test.as('anna');
select test.expense('Café noir', 300, '2024-01-01');
select test.expense('cafeteria', 200, '2024-01-02', 'Health');
select test.expense('100% milk', 100, '2024-01-03');
select test.expense('a_b\c', 400, '2024-02-03', 'Food', 'USD');
select test.expense('Straße', 100, '2024-03-03');
select test.expense('Gone café', 100, '2024-03-03');
update app.expenses set deleted_at = now() where title = 'Gone café';

select is(test.find(), 'Straße,a_b\c,100% milk,cafeteria,Café noir', 'newest first');
select is(test.find('CAFE'), 'cafeteria,Café noir', 'text is found without accents and case');
select is(test.find('café'), 'cafeteria,Café noir', 'an accent that was typed doesn''t matter');
select is(test.find('strasse'), 'Straße', 'nor does ß');
select is(test.find('%'), '100% milk', '% is a percent sign');
select is(test.find('_'), 'a_b\c', '_ is an underscore');
select is(test.find('\'), 'a_b\c', '\ is a backslash');
select is(test.find(''), test.find(), 'no text is no filter');
select is(test.find('''; drop table app.expenses; --'), '', 'text is only text');
select is(test.find(category => 'health'), 'cafeteria', 'by category');
select is(test.find(day_from => '2024-01-02', day_to => '2024-01-03'), '100% milk,cafeteria', 'by period');
select is(test.find(low => 2, high => 3), 'cafeteria,Café noir', 'by amount');
select is(test.find(currency => 'USD'), 'a_b\c', 'by currency');
select is(test.find(sort => 'date_asc', page => 2), 'Café noir,cafeteria', 'oldest first');
select is(test.find(sort => 'amount_desc', page => 2), 'a_b\c,Café noir', 'dearest first');
select is(test.find(sort => 'amount_asc', page => 2), '100% milk,Straße', 'cheapest first');
select is(test.find(skip => 1, page => 2), 'a_b\c,100% milk', 'skip');
select is(test.find(after_date => '2024-01-03', after_id => (select id from app.expenses where title = '100% milk')),
    'cafeteria,Café noir', 'from a cursor by date');
select is(test.find(sort => 'amount_asc', after_amount => 100,
    after_id => (select id from app.expenses where title = '100% milk')), 'Straße,cafeteria,Café noir,a_b\c',
    'from a cursor by amount, equal amounts too');
select is(test.error($$select test.find(sort => 'x')$$), 'ET422|sort|unknown_sort|There is no such order.',
    'an unknown order is refused');

select results_eq('select * from app.count_expenses(test.filter())',
    $$values ('INR', 4::bigint, 700::numeric), ('USD', 1, 400)$$, 'count and sum by currency');
select results_eq($$select * from app.count_expenses(test.filter('cafe'))$$,
    $$values ('INR', 2::bigint, 500::numeric)$$, 'of a text');
select is((select count from app.count_expenses(test.filter(category => 'Health'))),
    1::bigint, 'of a category');
reset role;

-- Counts by totals and ragged ends equal counts of rows, for every pair of days.
set local role expense_app;
do $$
begin
    perform test.expense('Day ' || d, 1 + d, '2023-11-20'::date + d, 'Food', (array['INR', 'EUR'])[1 + d % 2])
       from generate_series(0, 80) d;
end $$;
select is_empty($$
    select f, t
      from generate_series('2023-11-18'::date, '2024-02-10', interval '3 days') f,
           generate_series('2023-11-18'::date, '2024-02-10', interval '3 days') t
     where (select coalesce(string_agg(c.currency || c.count || '/' || c.amount_minor, ' ' order by c.currency), '')
              from app.count_expenses(test.filter(day_from => f::date, day_to => t::date)) c)
        <> (select coalesce(string_agg(r.currency || r.count || '/' || r.sum, ' ' order by r.currency), '')
              from (select currency, count(*), sum(amount_minor) from app.expenses
                     where deleted_at is null and spent_on between f and t group by 1) r)
$$, 'any period counts what its rows say');
select is_empty($$
    select f
      from generate_series('2023-11-18'::date, '2024-02-10', interval '1 day') f
     where (select sum(count) from app.count_expenses(test.filter(day_from => f::date)))
           is distinct from (select nullif(count(*), 0) from app.expenses where deleted_at is null and spent_on >= f)
        or (select sum(count) from app.count_expenses(test.filter(day_to => f::date)))
           is distinct from (select nullif(count(*), 0) from app.expenses where deleted_at is null and spent_on <= f)
$$, 'so does an open one');

-- A common word is found by walking and a rare one by the index; together they are one answer.
do $$
begin
    perform test.expense('Filler ' || n || case when n % 1000 = 0 then ' needle' else '' end, 1 + n,
                         '2000-01-01'::date + n / 10)
       from generate_series(1, 9000) n;
end $$;
select is(test.find('needle', sort => 'date_asc'),
    (select string_agg('Filler ' || n || ' needle', ',' order by n) from generate_series(1000, 9000, 1000) n),
    'matches beyond the first walk are found, in order, once');
select is(test.find('needle', sort => 'date_asc', skip => 2, page => 3),
    'Filler 3000 needle,Filler 4000 needle,Filler 5000 needle', 'skip counts across both');
update app.expenses set tag_ids = app.tag_ids('["Haystack"]') where title like '%needle';
select is(test.find('haystack', sort => 'date_asc'), test.find('needle', sort => 'date_asc'),
    'the same is true of what tags find');
select is(test.find('haystack', sort => 'amount_desc', skip => 2, page => 3),
    'Filler 7000 needle,Filler 6000 needle,Filler 5000 needle', 'in any order');
select is(test.find('haystack', after_date => (select spent_on from app.expenses where title = 'Filler 3000 needle'),
    after_id => (select id from app.expenses where title = 'Filler 3000 needle')),
    'Filler 2000 needle,Filler 1000 needle', 'and from a cursor');

reset role;
analyze app.expenses;
-- The planner of a small table would choose otherwise; what matters is that it can use the index at all.
set local enable_seqscan = off;
set local enable_indexscan = off;
create function test.like_plan() returns text language sql as $$
    select test.plan('select id from app.expenses where ledger_id = ' || app.ledger_id()
        || ' and deleted_at is null and title_folded like ''%needle%''')
$$;
grant execute on function test.like_plan() to public;
create function test.tag_plan() returns text language sql as $$
    select test.plan('select id from app.expenses x where ledger_id = ' || app.ledger_id()
        || ' and deleted_at is null and (title_folded like ''%needle%'' or note_folded like ''%needle%'''
        || ' or (tag_ids && ''{1,2}''::bigint[] and tag_ids <> ''{}''))')
$$;
grant execute on function test.tag_plan() to public;
grant usage on schema test to expense_search;
set local role expense_search;
select ok(test.like_plan() ~ 'expenses_title_idx' and test.like_plan() ~ 'Index Cond: [^\n]*title_folded',
    'a search uses the trigram index for the text');
set local role expense_app;
select ok(test.like_plan() !~ 'Index Cond: [^\n]*title_folded',
    'which row-level security denies to expense_app itself: hence the functions');
set local role expense_search;
select ok(test.tag_plan() ~ 'BitmapOr' and test.tag_plan() ~ 'expenses_tags_idx[^\n]*\n\s*Index Cond: [^\n]*tag_ids',
    'and what a text finds by tags comes from their index');
set local role expense_app;
set local enable_indexscan = on;
select ok(test.plan('select id from app.expenses where deleted_at is null
    order by spent_on desc, id desc limit 20') ~ 'expenses_newest_idx', 'the list walks its index');
reset role;

select * from finish();
rollback;
