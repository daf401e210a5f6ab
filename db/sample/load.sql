-- Loads people with many expenses, for benches. Not for production.
--
--   psql -v users=1000 -v rows=1000 -f db/sample/load.sql "$DATABASE_URL"
--
--   users   how many new users, each with a personal ledger
--   rows    expenses of each: ten years of plausible titles, amounts and days, categories skewed
--   prefix  (default "bench") subject and session id are <prefix>-<n>, n from 1; the session's hash is
--           sha256('<prefix>-<n>'), so a bench that signs its own tokens uses sid '<prefix>-<n>'
--   issuer  (default "bench")
-- Run by a superuser or the migrating login. Prints user and ledger of the first and the last user.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?users} \else \set users 1 \endif
\if :{?rows} \else \set rows 1000 \endif
\if :{?prefix} \else \set prefix bench \endif
\if :{?issuer} \else \set issuer bench \endif

begin;
set local synchronous_commit = off;
create temporary table loaded (n integer, user_id bigint, ledger_id bigint) on commit drop;
create temporary table words (category integer, nth bigint, title text) on commit drop;
create temporary table kinds (
    ledger_id bigint, user_id bigint, category integer, category_id bigint, nth bigint, title text,
    titles bigint) on commit drop;
grant all on loaded, words, kinds to expense_guard;
set local role expense_guard;
set local app.bulk = 'on';

insert into loaded
select n, s.user_id, s.ledger_id
  from generate_series(1, :users) n,
       lateral app.sign_in(:'issuer', :'prefix' || '-' || n, :'prefix' || n || '@example.invalid', true,
                           initcap(:'prefix') || ' ' || n, null, 'INR') s;

insert into app.sessions (sid_hash, user_id, ledger_id, kind, user_agent, idle_seconds, expires_at)
select sha256(convert_to(:'prefix' || '-' || n, 'UTF8')), user_id, ledger_id, 'api', 'load.sql',
       31536000, now() + interval '1 year'
  from loaded
on conflict do nothing;

insert into words
select c.category, w.nth, w.title
  from (values
        (1, array['Groceries', 'Milk and bread', 'Lunch at work', 'Coffee', 'Dinner with friends',
                  'Idli and vada', 'Vegetables', 'Fruit', 'Café au lait', 'Takeout', 'Snacks', 'Tea']),
        (2, array['Movie night', 'Concert', 'Books', 'Music', 'Gaming', 'Theme park']),
        (3, array['Pharmacy', 'Dentist', 'Gym membership', 'Vitamins', 'Medical checkup']),
        (4, array['Electricity bill', 'Water bill', 'Internet bill', 'Phone bill', 'Gas bill']),
        (5, array['Bus ticket', 'Train pass', 'Taxi', 'Parking', 'Petrol', 'Car maintenance', 'Metro']),
        (6, array['Clothing', 'Shoes', 'Electronics', 'Home decor', 'Beauty']),
        (7, array['Gift', 'Donation', 'Insurance', 'Taxes', 'Miscellaneous'])) c(category, titles),
       lateral unnest(c.titles) with ordinality w(title, nth);
insert into kinds
select l.ledger_id, l.user_id, w.category, c.id as category_id, w.nth, w.title,
       count(*) over (partition by l.ledger_id, w.category) as titles
  from loaded l
  join app.categories c on c.ledger_id = l.ledger_id
  join words w on w.category = c.position;
reset role;
analyze kinds;
set local role expense_guard;

with added as (
    insert into app.expenses
        (ledger_id, title, amount_minor, currency, category_id, spent_on, created_by, created_at,
         updated_at)
    select k.ledger_id,
           k.title
               || case when r.i % 5 = 0 then ' no ' || (r.i::bigint * 7919 % 100003) else '' end
               || case when r.i % 5000 = 1 then ' at Zanzibar' else '' end,
           100 + (r.i::bigint * 48271 + k.ledger_id) % 2147483647 % 500000, 'INR', k.category_id,
           r.spent_on, k.user_id, now(), now()
      from (select i,
                   current_date - ((:rows - i)::bigint * 3650 / greatest(:rows, 1))::integer as spent_on,
                   case when i % 20 < 8 then 1 when i % 20 < 12 then 5 when i % 20 < 15 then 6
                        when i % 20 < 17 then 4 when i % 20 = 17 then 2
                        when i % 20 = 18 then 3 else 7 end as kind,
                   i::bigint * 2654435761 % 1000003 as pick
              from generate_series(1, :rows) i) r
      join kinds k
        on k.category = r.kind
       and k.nth = 1 + r.pick % k.titles
    returning ledger_id, spent_on, category_id, currency, amount_minor
)
insert into app.monthly_totals as t (ledger_id, month, category_id, currency, amount_minor, count)
select ledger_id, date_trunc('month', spent_on::timestamp)::date, category_id, currency,
       sum(amount_minor), count(*)
  from added
 group by 1, 2, 3, 4
on conflict on constraint monthly_totals_pkey do update
   set amount_minor = t.amount_minor + excluded.amount_minor,
       count = t.count + excluded.count;

select n, user_id, ledger_id from loaded where n in (1, :users) order by n;
commit;
reset role;
set role expense_owner;
analyze app.expenses, app.monthly_totals, app.categories, app.sessions, app.users, app.user_settings,
        app.ledger_members;
