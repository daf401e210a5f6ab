-- Deploy expense:recurring_run to pg
-- requires: recurring
-- requires: history
-- requires: totals

-- Making what is due. Exactly once, because everything happens in one transaction: the date, the expense,
-- its total and the rule's step to its next date; and because a date is a key. A runner that dies leaves
-- nothing behind; several at once share the work, since a locked rule is passed over.

begin;
set local role expense_owner;

create function app.recurring_until(p_rule app.recurring, p_until date) returns integer
language sql immutable parallel safe
as $$
    select least(coalesce(p_rule.max_count, 10000),
                 app.recurring_days_until(p_rule.unit, p_rule.every, p_rule.starts_on, p_rule.anchor_day,
                                          least(p_until, p_rule.ends_on, '2999-12-31')))
$$;
comment on function app.recurring_until(app.recurring, date) is
    'How many dates of a rule, with its end, are not after a day (null: all of them)';

create function app.recurring_next(p_rule app.recurring) returns date
language sql immutable parallel safe
as $$
    select case when p_rule.next_n < app.recurring_until(p_rule, null)
                then app.recurring_day(p_rule.unit, p_rule.every, p_rule.starts_on, p_rule.anchor_day,
                                       p_rule.next_n)
           end
$$;
comment on function app.recurring_next(app.recurring) is 'The date that is to be made next, or null';

-- The caller has locked the rules. Totals are written once for all rows and in the order of their keys, as
-- an import does, so that the two wait for each other but don't deadlock.
create function app.make_due(p_ledger_id bigint, p_ids bigint[], p_at timestamptz, p_limit integer)
returns integer
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_bulk constant text := coalesce(current_setting('app.bulk', true), '');
    v_made integer;
begin
    perform set_config('app.bulk', 'on', true);
    with due as materialized (
        select r.id, r.title, r.amount_minor, r.currency, r.category_id, r.created_by, n.n,
               app.recurring_day(r.unit, r.every, r.starts_on, r.anchor_day, n.n) as day
          from app.recurring r
          left join app.user_settings s on s.user_id = r.created_by
         cross join lateral generate_series(
                   r.next_n, app.recurring_until(r, app.local_day(p_at, s.time_zone)) - 1) n (n)
         where r.ledger_id = p_ledger_id
           and r.id = any (p_ids)
         order by r.id, n.n
         limit p_limit
    ), dated as (
        insert into app.recurring_dates (ledger_id, recurring_id, due_on)
        select p_ledger_id, d.id, d.day
          from due d
         order by d.id, d.day
        on conflict do nothing
        returning recurring_id, due_on
    ), added as (
        insert into app.expenses
            (ledger_id, title, amount_minor, currency, category_id, spent_on, created_by, recurring_id,
             recurring_on)
        select p_ledger_id, d.title, d.amount_minor, d.currency, d.category_id, d.day, d.created_by, d.id,
               d.day
          from due d
          join dated k on k.recurring_id = d.id and k.due_on = d.day
         order by d.day, d.id
        returning spent_on, category_id, currency, amount_minor
    ), sums as (
        insert into app.monthly_totals as t
            (ledger_id, month, category_id, currency, amount_minor, count)
        select p_ledger_id, date_trunc('month', a.spent_on::timestamp)::date, a.category_id, a.currency,
               sum(a.amount_minor), count(*)
          from added a
         group by 2, 3, 4
         order by 2, 3, 4
        on conflict on constraint monthly_totals_pkey do update
           set amount_minor = t.amount_minor + excluded.amount_minor,
               count = t.count + excluded.count
    ), stepped as (
        update app.recurring r
           set next_n = d.n,
               next_on = case
                             when d.n < app.recurring_until(r, null)
                             then app.recurring_day(r.unit, r.every, r.starts_on, r.anchor_day, d.n)
                         end,
               retry_at = null
          from (select d.id, max(d.n) + 1 as n from due d group by d.id) d
         where r.ledger_id = p_ledger_id
           and r.id = d.id
    )
    select count(*) into v_made from added;
    perform set_config('app.bulk', v_bulk, true);
    return v_made;
end
$$;
comment on function app.make_due(bigint, bigint[], timestamptz, integer) is
    'Makes at most so many expenses that are due by locked rules of one ledger; answers how many; internal';

-- A ledger in which making fails is set aside for five minutes, so that it holds up no other.
create function app.make_recurring_at(p_at timestamptz, p_limit integer)
returns table (made bigint, rules bigint, failed bigint)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledgers bigint[];
    v_ids     bigint[];
    v_mine    bigint[];
    v_ledger  bigint;
    v_why     text;
begin
    made := 0;
    failed := 0;
    select array_agg(l.ledger_id), array_agg(l.id) into v_ledgers, v_ids
      from (select r.ledger_id, r.id
              from app.recurring r
              left join app.user_settings s on s.user_id = r.created_by
             where r.next_on <= (p_at at time zone 'UTC' + interval '14 hours')::date
               and r.next_on <= app.local_day(p_at, s.time_zone)
               and r.paused_at is null
               and r.deleted_at is null
               and (r.retry_at is null or r.retry_at <= p_at)
             limit p_limit
               for no key update of r skip locked) l;
    rules := coalesce(cardinality(v_ids), 0);
    for v_ledger in select distinct u.id from unnest(v_ledgers) u (id) order by u.id loop
        exit when made >= p_limit;
        v_mine := array(select u.id from unnest(v_ledgers, v_ids) u (ledger_id, id)
                         where u.ledger_id = v_ledger);
        begin
            made := made + app.make_due(v_ledger, v_mine, p_at, (p_limit - made)::integer);
        exception when others then
            get stacked diagnostics v_why = message_text;
            raise warning 'recurring expenses of ledger % were not made: %', v_ledger, v_why;
            failed := failed + cardinality(v_mine);
            update app.recurring r
               set retry_at = p_at + interval '5 minutes'
             where r.ledger_id = v_ledger
               and r.id = any (v_mine);
        end;
    end loop;
    return next;
end
$$;
comment on function app.make_recurring_at(timestamptz, integer) is
    'Makes what is due at an instant, for all ledgers, at most so many expenses; internal';

create function app.make_recurring(p_limit integer default 1000)
returns table (made bigint, rules bigint, failed bigint)
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$ select m.made, m.rules, m.failed from app.make_recurring_at(now(), p_limit) m $$;
comment on function app.make_recurring(integer) is
    'Makes what is due now, for all ledgers; call it again while it finds rules. Any number may run at once';
grant execute on function app.make_recurring(integer) to expense_app;

grant execute on function app.recurring_until(app.recurring, date), app.recurring_next(app.recurring)
   to expense_app, expense_guard;
grant create on schema app to expense_guard;
alter function app.make_due(bigint, bigint[], timestamptz, integer) owner to expense_guard;
alter function app.make_recurring_at(timestamptz, integer) owner to expense_guard;
alter function app.make_recurring(integer) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
