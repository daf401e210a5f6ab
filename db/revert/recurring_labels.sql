-- Revert expense:recurring_labels from pg

begin;
set local role expense_owner;
grant create on schema app to expense_guard;
set local role expense_guard;

create or replace function app.make_due(p_ledger_id bigint, p_ids bigint[], p_at timestamptz, p_limit integer)
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

create or replace function app.create_recurring(p_new jsonb) returns setof app.recurring_entry
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger  constant bigint := app.ledger_id();
    v_today   constant date := app.own_today();
    v_blank   app.recurring;
    v         app.recurring;
    v_expense app.expenses;
    v_made    integer;
begin
    if v_ledger is null then
        raise exception using errcode = 'ET401', message = 'Your session has ended. Sign in again.';
    end if;
    -- One at a time in a ledger, so that the number holds.
    perform pg_advisory_xact_lock(hashtextextended('recurring of ledger ' || v_ledger, 0));
    if (select count(*) from app.recurring r where r.ledger_id = v_ledger and r.deleted_at is null) >= 500 then
        perform app.refuse_recurring('title', 'too_many',
            'You have 500 recurring expenses; delete one first.');
    end if;
    v := app.planned_recurring(v_blank, p_new, null);
    v.currency := coalesce(p_new ->> 'currency', (select s.currency from app.user_settings s
                                                   where s.user_id = app.user_id()));
    insert into app.recurring
        (ledger_id, title, amount_minor, currency, category_id, unit, every, starts_on, last_day,
         anchor_day, ends_on, max_count, next_n, next_on)
    values (v_ledger, p_new ->> 'title', app.to_minor((p_new ->> 'amount')::numeric, v.currency),
            v.currency, app.category_id(p_new ->> 'category'), v.unit, v.every, v.starts_on, v.last_day,
            v.anchor_day, v.ends_on, v.max_count, 0, v.next_on)
    returning * into v;

    if p_new ? 'from_expense' then
        select e.* into v_expense
          from app.expenses e
         where e.ledger_id = v_ledger
           and e.id = (p_new ->> 'from_expense')::bigint
           and e.deleted_at is null
           for update;
        if not found then
            perform app.refuse_recurring('from_expense', 'not_found', 'There is no such expense.');
        elsif v_expense.recurring_id is not null then
            perform app.refuse_recurring('from_expense', 'already_recurring',
                'This expense is part of a recurring one already.');
        elsif v_expense.spent_on = v.next_on then
            insert into app.recurring_dates (ledger_id, recurring_id, due_on)
            values (v_ledger, v.id, v.next_on);
            update app.expenses e
               set recurring_id = v.id, recurring_on = v.next_on
             where e.ledger_id = v_ledger
               and e.id = v_expense.id;
            v.next_n := 1;
            update app.recurring r
               set next_n = 1, next_on = app.recurring_next(v)
             where r.ledger_id = v_ledger
               and r.id = v.id
            returning * into v;
        end if;
    end if;
    perform app.confirm_due(v, (p_new ->> 'expected_count')::integer, v_today);
    v_made := app.make_due(v_ledger, array[v.id], now(), 10000);
    return query select x.* from app.answered_recurring(v.id, v_made, 0, true) x;
end
$$;

create or replace function app.change_recurring(p_id bigint, p_versions bigint[], p_change jsonb)
returns setof app.recurring_entry
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger  constant bigint := app.ledger_id();
    v_scope   constant text := coalesce(p_change ->> 'scope', 'rule');
    v_paused  constant boolean := (p_change ->> 'paused')::boolean;
    v_old     app.recurring;
    v_base    app.recurring;
    v         app.recurring;
    v_change  jsonb;
    v_from    date := '-infinity';
    v_last    date;
    v_planned boolean;
    v_category bigint;
    v_changed  integer := 0;
    v_made    integer := 0;
begin
    select r.* into v_old
      from app.recurring r
     where r.ledger_id = v_ledger
       and r.id = p_id
       and r.deleted_at is null
       for update;
    if not found then
        return;
    end if;
    if p_versions is not null and v_old.version <> all (p_versions) then
        return query select x.* from app.answered_recurring(p_id, 0, 0, false) x;
        return;
    end if;
    if p_change ? 'category' then
        v_category := app.category_id(p_change ->> 'category', v_old.category_id);
    end if;
    if v_scope in ('this', 'following') then
        v_from := app.recurring_scope_day(v_old, p_change);
    end if;
    if v_scope = 'this' then
        v_changed := app.change_recurring_entries(v_ledger, p_id, p_id, v_from, v_from, v_category,
                                                  p_change);
        return query select x.* from app.answered_recurring(p_id, 0, v_changed, true) x;
        return;
    end if;

    -- What fell due before the pause is made yet.
    if v_paused and v_old.paused_at is null then
        v_made := app.make_due(v_ledger, array[p_id], now(), 10000);
        select r.* into v_old from app.recurring r where r.ledger_id = v_ledger and r.id = p_id;
    end if;
    select max(d.due_on) into v_last
      from app.recurring_dates d
     where d.ledger_id = v_ledger
       and d.recurring_id = p_id;
    v_change := app.recurring_schedule(v_old, p_change);
    v_base := case when v_scope = 'following'
                   then app.recurring_following(v_old, v_from, v_change) else v_old end;
    v := app.planned_recurring(v_base, v_change, v_last);
    v_planned := (v.unit, v.every, v.starts_on, v.anchor_day, v.ends_on, v.max_count)
                 is distinct from
                 (v_base.unit, v_base.every, v_base.starts_on, v_base.anchor_day, v_base.ends_on,
                  v_base.max_count);
    v.title := coalesce(p_change ->> 'title', v.title);
    if p_change ? 'amount' or p_change ? 'currency' then
        v.currency := coalesce(p_change ->> 'currency', v_old.currency);
        v.amount_minor := app.to_minor(
            coalesce((p_change ->> 'amount')::numeric,
                     v_old.amount_minor::numeric
                     / (select (array[1, 10, 100, 1000, 10000])[k.digits + 1]
                          from app.currencies k
                         where k.code = v_old.currency)),
            v.currency);
    end if;
    v.category_id := coalesce(v_category, v.category_id);
    if v_paused then
        v.paused_at := coalesce(v.paused_at, now());
    elsif not v_paused and v.paused_at is not null then
        v.paused_at := null;
        v.next_n := greatest(v.next_n, app.recurring_until(v, app.own_today() - 1));
        v.next_on := app.recurring_next(v);
        v_planned := true;
    end if;

    if v_base.starts_on <> v_old.starts_on then
        insert into app.recurring
            (ledger_id, title, amount_minor, currency, category_id, unit, every, starts_on, last_day,
             anchor_day, ends_on, max_count, next_n, next_on, paused_at, created_by)
        values (v_ledger, v.title, v.amount_minor, v.currency, v.category_id, v.unit, v.every,
                v.starts_on, v.last_day, v.anchor_day, v.ends_on, v.max_count, v.next_n, v.next_on,
                v.paused_at, v_old.created_by)
        returning id into v.id;
        v_old.ends_on := v_from - 1;
        v_old.max_count := null;
        update app.recurring r
           set ends_on = v_old.ends_on, max_count = null, next_on = app.recurring_next(v_old)
         where r.ledger_id = v_ledger
           and r.id = p_id;
    else
        update app.recurring r
           set title = v.title, amount_minor = v.amount_minor, currency = v.currency,
               category_id = v.category_id, unit = v.unit, every = v.every, starts_on = v.starts_on,
               last_day = v.last_day, anchor_day = v.anchor_day, ends_on = v.ends_on,
               max_count = v.max_count, next_n = v.next_n, next_on = v.next_on,
               paused_at = v.paused_at
         where r.ledger_id = v_ledger
           and r.id = p_id
           and (r.title, r.amount_minor, r.currency, r.category_id, r.unit, r.every, r.starts_on,
                r.last_day, r.anchor_day, r.ends_on, r.max_count, r.paused_at)
               is distinct from
               (v.title, v.amount_minor, v.currency, v.category_id, v.unit, v.every, v.starts_on,
                v.last_day, v.anchor_day, v.ends_on, v.max_count, v.paused_at);
    end if;
    if v_scope in ('following', 'all') then
        v_changed := app.change_recurring_entries(v_ledger, p_id, v.id, v_from, 'infinity', v_category,
                                                  p_change);
    end if;
    if v_planned and v.paused_at is null then
        perform app.confirm_due(v, (p_change ->> 'expected_count')::integer, app.own_today());
        v_made := v_made + app.make_due(v_ledger, array[v.id], now(), 10000);
    end if;
    return query select x.* from app.answered_recurring(v.id, v_made, v_changed, true) x;
end
$$;

create or replace function app.replace_label(
    p_kind text, p_id bigint, p_versions bigint[], p_into bigint, p_expected bigint)
returns table (version bigint, matched boolean, moved bigint, into_id bigint, into_name text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_kind   constant record := app.label_kind(p_kind);
    v_ledger constant bigint := app.ledger_id();
    v_bulk   constant text := coalesce(current_setting('app.bulk', true), '');
    v_label  record;
    v_from   record;
    v_into   text;
    v_ids    bigint[];
    v_moved  bigint;
begin
    -- Locked first and by id: from here on no expense can get the old one, and those that were getting it
    -- are seen.
    for v_label in
        execute format('select l.id, l.name, l.version from app.%I l
                         where l.ledger_id = $1 and l.id in ($2, $3) and l.deleted_at is null
                         order by l.id
                           for no key update', v_kind.many)
          using v_ledger, p_id, p_into
    loop
        if v_label.id = p_id then
            v_from := v_label;
        else
            v_into := v_label.name;
        end if;
    end loop;
    if v_from is null then
        return;
    end if;
    if v_from.version <> all (p_versions) then
        return query select v_from.version, false, 0::bigint, null::bigint, null::text;
        return;
    end if;
    if p_into is not null and v_into is null then
        raise exception using
            errcode = 'ET422', column = 'into', hint = 'unknown_' || p_kind,
            message = case when p_into = p_id then format('Choose another %s than itself.', v_kind.what)
                           else format('There is no such %s.', v_kind.what) end;
    end if;

    -- Two look-ups, one for each kind of index; the trash changes too, so that it can be restored.
    execute format('select array(select x.id from app.expenses x
                                  where x.ledger_id = $1 and x.deleted_at is null and %1$s
                                  union all
                                 select x.id from app.expenses x
                                  where x.ledger_id = $1 and x.deleted_at is not null and %1$s)',
                   format(v_kind.used, '$2'))
       into v_ids
      using v_ledger, p_id;
    select coalesce(array_agg(e.id), '{}'), count(*) filter (where e.deleted_at is null)
      into v_ids, v_moved
      from (select x.id, x.deleted_at
              from app.expenses x
             where x.ledger_id = v_ledger
               and x.id = any (v_ids)
             order by x.id
               for no key update) e;
    if v_moved <> p_expected then
        raise exception using
            errcode = 'ET409', hint = 'count_changed',
            message = format('It is on %s expenses now. Look again before you go on.', v_moved);
    end if;

    perform set_config('app.bulk', 'on', true);
    perform app.keep_versions(v_ids, 'update');
    execute format('update app.expenses x set %s where x.ledger_id = $1 and x.id = any ($4)', v_kind.replaced)
      using v_ledger, p_id, p_into, v_ids;
    perform set_config('app.bulk', v_bulk, true);
    execute format('update app.%I l set deleted_at = now() where l.ledger_id = $1 and l.id = $2', v_kind.many)
      using v_ledger, p_id;
    return query select v_from.version, true, v_moved, p_into, v_into;
end
$$;

set local role expense_owner;
revoke create on schema app from expense_guard;

alter type app.recurring_entry drop attribute extras;
comment on type app.recurring_entry is 'A rule as it is shown; the last three tell what a change did';

create or replace function app.recurring_entries(p_id bigint) returns setof app.recurring_entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.id, r.title, r.amount_minor, r.currency, c.name, r.unit, r.every, r.last_day, r.anchor_day,
           app.recurring_day(r.unit, r.every, r.starts_on, r.anchor_day, 0), r.ends_on, r.max_count,
           case when r.paused_at is null then r.next_on end,
           (select coalesce(json_agg(app.recurring_day(r.unit, r.every, r.starts_on, r.anchor_day, n.n)
                                     order by n.n), '[]')
              from generate_series(r.next_n, least(r.next_n + 5, app.recurring_until(r, null)) - 1) n (n)
             where r.paused_at is null),
           r.paused_at is not null,
           (select count(*)
              from app.recurring_dates d
             where d.ledger_id = r.ledger_id
               and d.recurring_id = r.id),
           r.created_at::text, r.updated_at::text, r.version, null::integer, null::integer, true
      from app.recurring r
      join app.categories c on c.ledger_id = r.ledger_id and c.id = r.category_id
     where r.ledger_id = app.ledger_id()
       and r.deleted_at is null
       and (p_id is null or r.id = p_id)
     order by r.next_on is null or r.paused_at is not null, r.next_on, lower(r.title), r.id
$$;

create or replace function app.change_recurring_entries(
    p_ledger_id bigint, p_from_rule bigint, p_to_rule bigint, p_first date, p_last date,
    p_category_id bigint, p_change jsonb)
returns integer
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ids     bigint[];
    v_changed integer;
begin
    select array_agg(l.id) into v_ids
      from (select e.id
              from app.expenses e
             where e.ledger_id = p_ledger_id
               and e.recurring_id = p_from_rule
               and e.recurring_on between p_first and p_last
             order by e.id
               for update) l;
    perform
       from app.monthly_totals t
      where t.ledger_id = p_ledger_id
        and v_ids is not null
      order by t.month, t.category_id, t.currency
        for no key update;
    if p_from_rule <> p_to_rule then
        insert into app.recurring_dates (ledger_id, recurring_id, due_on)
        select d.ledger_id, p_to_rule, d.due_on
          from app.recurring_dates d
         where d.ledger_id = p_ledger_id
           and d.recurring_id = p_from_rule
           and d.due_on between p_first and p_last;
        delete from app.recurring_dates d
         where d.ledger_id = p_ledger_id
           and d.recurring_id = p_from_rule
           and d.due_on between p_first and p_last;
    end if;
    with wanted as (
        select e.id, e.deleted_at is null as live,
               coalesce(p_change ->> 'title', e.title) as title,
               case
                   when p_change ? 'amount' or p_change ? 'currency'
                   then app.to_minor(
                            coalesce((p_change ->> 'amount')::numeric,
                                     e.amount_minor::numeric
                                     / (array[1, 10, 100, 1000, 10000])[k.digits + 1]),
                            coalesce(p_change ->> 'currency', e.currency))
                   else e.amount_minor
               end as amount_minor,
               coalesce(p_change ->> 'currency', e.currency) as currency,
               coalesce(p_category_id, e.category_id) as category_id
          from app.expenses e
          join app.currencies k on k.code = e.currency
         where e.ledger_id = p_ledger_id
           and e.id = any (v_ids)
    ), done as (
        update app.expenses e
           set recurring_id = p_to_rule,
               title = case when w.live then w.title else e.title end,
               amount_minor = case when w.live then w.amount_minor else e.amount_minor end,
               currency = case when w.live then w.currency else e.currency end,
               category_id = case when w.live then w.category_id else e.category_id end
          from wanted w
         where e.ledger_id = p_ledger_id
           and e.id = w.id
           and (p_from_rule <> p_to_rule
                or w.live
                   and (e.title, e.amount_minor, e.currency, e.category_id)
                       is distinct from (w.title, w.amount_minor, w.currency, w.category_id))
        returning w.live
    )
    select count(*) into v_changed from done d where d.live;
    return v_changed;
end
$$;

drop function app.recurring_labels(jsonb);
drop trigger recurring_before_update on app.recurring;
create trigger recurring_before_update
    before update of title, amount_minor, currency, category_id, unit, every, starts_on, last_day,
                     anchor_day, ends_on, max_count, paused_at, deleted_at
    on app.recurring
    for each row execute function app.expenses_before_update();
drop trigger recurring_tags_insert on app.recurring;
drop trigger recurring_tags_update on app.recurring;
alter table app.recurring
    drop column merchant_id,
    drop column payment_method_id,
    drop column tag_ids,
    drop column note;

commit;
