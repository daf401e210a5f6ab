-- Months that begin on any day: what holds for every day of years and every start.
begin;
set local search_path = tap, pg_catalog;
select plan(17);

create temporary table days as
select d::date as day, s::smallint as start, p.first_day, p.last_day
  from generate_series(timestamp '2023-12-01', '2028-03-31', '1 day') d,
       generate_series(1, 31) s,
       lateral app.month_period(d::date, s::smallint) p;

select is((select count(*) from days), 49073::bigint, 'every day from 2023 to 2028, every start');
select is_empty('select * from days where day not between first_day and last_day',
    'a day lies in its own period');
select is_empty($$
    select * from days d, lateral app.month_period(d.last_day + 1, d.start) n
     where n.first_day <> d.last_day + 1
$$, 'the next period begins the day after: no gap, no overlap');
select is_empty($$
    select * from days d, lateral app.month_period(d.first_day - 1, d.start) b
     where b.last_day <> d.first_day - 1
$$, 'and the one before ends the day before');
select is_empty($$
    select * from days d, lateral app.month_period(d.first_day, d.start) f,
           lateral app.month_period(d.last_day, d.start) l
     where (f.first_day, f.last_day, l.first_day, l.last_day)
           <> (d.first_day, d.last_day, d.first_day, d.last_day)
$$, 'each of its days names the same period');
select is_empty($$
    select * from days
     where extract(day from first_day) <> least(start,
               extract(day from date_trunc('month', first_day::timestamp) + interval '1 month -1 day'))
$$, 'it begins on the start day, or on the last day of a shorter month');
select is_empty('select * from days where last_day - first_day + 1 not between 28 and 32',
    'and lasts about a month');
select is_empty($$
    select * from days
     where start = 1 and (first_day, last_day) <> (date_trunc('month', day::timestamp)::date,
               (date_trunc('month', day::timestamp) + interval '1 month -1 day')::date)
$$, 'from the first, it is the calendar month');

prepare period as select first_day || ' ' || last_day from app.month_period($1, $2);
select results_eq($$execute period('2023-02-28', 31)$$, array['2023-02-28 2023-03-30'],
    'with 31, February begins on the 28th');
select results_eq($$execute period('2024-02-28', 31)$$, array['2024-01-31 2024-02-28'],
    'in a leap year on the 29th');
select results_eq($$execute period('2024-03-15', 25)$$, array['2024-02-25 2024-03-24'],
    'a pay-day month crosses the calendar''s');
select results_eq($$execute period('2024-01-01', 2)$$, array['2023-12-02 2024-01-01'], 'and the year''s');
select is(test.error($$select app.month_period('2024-01-01', 0::smallint)$$),
    'ET422|month_start_day|out_of_range|A month begins on one of its days, 1 to 31.',
    'there is no day 0');

create temporary table her as select * from test.person('her');
grant all on her to public;
set local role expense_app;
select test.as('her');
select results_eq('select first_day_of_week, month_start_day, shortcuts from app.user_settings',
    'values (null::smallint, 1::smallint, true)', 'weeks by locale, calendar months, keys on: the defaults');
select lives_ok('update app.user_settings set first_day_of_week = 6, month_start_day = 31, shortcuts = false',
    'a person sets them');
select throws_ok('update app.user_settings set first_day_of_week = 7', '23514', null, 'a week has seven days');
select throws_ok('update app.user_settings set month_start_day = 0', '23514', null, 'a month has no day 0');

select * from finish();
rollback;
