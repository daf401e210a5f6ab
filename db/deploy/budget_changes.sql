-- Deploy expense:budget_changes to pg
-- requires: budget_states

begin;
set local role expense_owner;

create function app.budget_days(
    p_period text, p_day date, out first_day date, out last_day date, out current_first date,
    out today date)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_month_start smallint;
    v_week_start  smallint;
begin
    select (now() at time zone s.time_zone)::date, s.month_start_day,
           coalesce(s.first_day_of_week, app.week_start(s.locale))
      into today, v_month_start, v_week_start
      from app.user_settings s
     where s.user_id = app.user_id();
    select p.first_day into current_first
      from app.budget_period(p_period, today, v_month_start, v_week_start) p;
    select p.first_day, p.last_day
      into budget_days.first_day, budget_days.last_day
      from app.budget_period(p_period, coalesce(p_day, today), v_month_start, v_week_start) p;
end
$$;
comment on function app.budget_days(text, date) is
    'The period that holds a day (null: today), the first day of the present one, and today; internal';

create function app.refuse_second_budget() returns void
language plpgsql
as $$
begin
    raise exception using
        errcode = 'ET422', message = 'There is such a budget already: change that one.',
        column = 'category_id', hint = 'exists';
end
$$;
comment on function app.refuse_second_budget() is
    'One budget per category, period and currency; internal';

create function app.add_budget(
    p_category_id bigint, p_period text, p_currency text, p_amount numeric, p_roll_over boolean,
    p_thresholds smallint[], p_from date)
returns setof app.budget_state
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger   constant bigint := app.ledger_id();
    v_currency text := p_currency;
    v_archived boolean;
    v_days     record;
    v_id       bigint;
begin
    if v_currency is null then
        select s.currency into v_currency
          from app.user_settings s
         where s.user_id = app.user_id();
    end if;
    if p_category_id is not null then
        select c.archived_at is not null into v_archived
          from app.categories c
         where c.ledger_id = v_ledger
           and c.id = p_category_id
           for key share;
        if not found then
            raise exception using
                errcode = 'ET422', message = 'There is no such category.',
                column = 'category_id', hint = 'unknown_category';
        elsif v_archived then
            raise exception using
                errcode = 'ET422', message = 'This category is archived. Bring it back first.',
                column = 'category_id', hint = 'archived_category';
        end if;
    end if;
    select d.* into v_days from app.budget_days(p_period, p_from) d;
    if v_days.first_day > v_days.current_first then
        raise exception using
            errcode = 'ET422', message = 'A budget begins today or earlier.',
            column = 'from', hint = 'in_future';
    end if;
    if (select count(*) >= 100
          from app.budgets b
         where b.ledger_id = v_ledger
           and b.deleted_at is null)
    then
        raise exception using
            errcode = 'ET422', message = 'There can be at most 100 budgets. Delete one first.',
            hint = 'too_many';
    end if;

    begin
        insert into app.budgets (ledger_id, category_id, period, currency, thresholds, created_by)
        values (v_ledger, p_category_id, p_period, v_currency, p_thresholds, app.user_id())
        returning id into v_id;
    exception when unique_violation then
        perform app.refuse_second_budget();
    end;
    insert into app.budget_terms (ledger_id, budget_id, from_day, amount_minor, roll_over)
    values (v_ledger, v_id, v_days.first_day, app.to_minor(p_amount, v_currency), p_roll_over);
    return query select s.* from app.budget_states(v_id, null) s;
end
$$;
comment on function app.add_budget(bigint, text, text, numeric, boolean, smallint[], date) is
    'Makes a budget that begins with the period of a day (null: today); answers its state today';

-- Locks a live budget. No row: not there. matched: its version is one of those expected.
create function app.lock_budget(p_id bigint, p_versions bigint[], p_deleted boolean)
returns table (budget app.budgets, matched boolean)
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select b, p_versions is null or b.version = any (p_versions)
      from app.budgets b
     where b.ledger_id = app.ledger_id()
       and b.id = p_id
       and (b.deleted_at is null or p_deleted)
       for update;
$$;
comment on function app.lock_budget(bigint, bigint[], boolean) is
    'A budget of the ledger, locked, and whether its version is expected; internal';

create function app.change_budget(
    p_id bigint, p_versions bigint[], p_amount numeric, p_roll_over boolean, p_thresholds smallint[],
    p_from date)
returns table (state app.budget_state, matched boolean)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger  constant bigint := app.ledger_id();
    v_lock    record;
    v_budget  app.budgets;
    v_days    record;
    v_amount  bigint;
    v_changed boolean;
begin
    select l.* into v_lock from app.lock_budget(p_id, p_versions, false) l;
    if not found then
        return;
    end if;
    v_budget := v_lock.budget;
    if not v_lock.matched then
        return query select s, false from app.budget_states(p_id, null) s;
        return;
    end if;

    select d.* into v_days from app.budget_days(v_budget.period, p_from) d;
    if v_days.first_day < v_days.current_first then
        raise exception using
            errcode = 'ET422', message = 'Past periods keep what they had: change this one or a later one.',
            column = 'from', hint = 'in_past';
    elsif v_days.first_day > v_days.today + 366 then
        raise exception using
            errcode = 'ET422', message = 'Change it at most a year ahead.',
            column = 'from', hint = 'out_of_range';
    end if;
    if p_amount is not null then
        v_amount := app.to_minor(p_amount, v_budget.currency);
    end if;

    v_changed := p_thresholds is distinct from v_budget.thresholds and p_thresholds is not null;
    if v_amount is not null or p_roll_over is not null then
        -- What holds in that period now, and whether that or anything after it will be different.
        select coalesce(v_amount, t.amount_minor), coalesce(p_roll_over, t.roll_over),
               v_changed
               or (coalesce(v_amount, t.amount_minor), coalesce(p_roll_over, t.roll_over))
                  is distinct from (t.amount_minor, t.roll_over)
               or exists (select
                            from app.budget_terms l
                           where l.ledger_id = v_ledger
                             and l.budget_id = p_id
                             and l.from_day > v_days.last_day)
          into v_amount, p_roll_over, v_changed
          from app.budget_terms t
         where t.ledger_id = v_ledger
           and t.budget_id = p_id
           and t.from_day <= greatest(v_days.last_day,
                                      (select min(m.from_day)
                                         from app.budget_terms m
                                        where m.ledger_id = v_ledger
                                          and m.budget_id = p_id))
         order by t.from_day desc
         limit 1;
        if v_changed then
            delete from app.budget_terms t
             where t.ledger_id = v_ledger
               and t.budget_id = p_id
               and t.from_day >= v_days.first_day;
            insert into app.budget_terms (ledger_id, budget_id, from_day, amount_minor, roll_over)
            values (v_ledger, p_id, v_days.first_day, v_amount, p_roll_over);
        end if;
    end if;
    if v_changed then
        update app.budgets b
           set thresholds = coalesce(p_thresholds, b.thresholds)
         where b.ledger_id = v_ledger
           and b.id = p_id;
    end if;
    return query select s, true from app.budget_states(p_id, null) s;
end
$$;
comment on function app.change_budget(bigint, bigint[], numeric, boolean, smallint[], date) is
    'Changes what is not null; amount and roll-over from the period of a day on (null: today), in place of what was planned after it';

create function app.delete_budget(p_id bigint, p_versions bigint[])
returns table (state app.budget_state, matched boolean)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_matched boolean;
begin
    select l.matched into v_matched from app.lock_budget(p_id, p_versions, false) l;
    if not found then
        return;
    end if;
    if v_matched then
        update app.budgets b
           set deleted_at = now()
         where b.ledger_id = app.ledger_id()
           and b.id = p_id;
        delete from app.budgets b
         where b.ledger_id = app.ledger_id()
           and b.deleted_at < now() - interval '30 days';
    end if;
    return query select s, v_matched from app.budget_states(p_id, null, true) s;
end
$$;
comment on function app.delete_budget(bigint, bigint[]) is
    'Deletes a budget, to be restored within 30 days; removes for good those that were deleted before';

create function app.restore_budget(p_id bigint, p_versions bigint[])
returns table (state app.budget_state, matched boolean)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_matched boolean;
begin
    select l.matched into v_matched from app.lock_budget(p_id, p_versions, true) l;
    if not found then
        return;
    end if;
    if v_matched then
        begin
            update app.budgets b
               set deleted_at = null
             where b.ledger_id = app.ledger_id()
               and b.id = p_id
               and b.deleted_at is not null;
        exception when unique_violation then
            raise exception using
                errcode = 'ET409', message = 'There is another such budget meanwhile.', hint = 'exists';
        end;
    end if;
    return query select s, v_matched from app.budget_states(p_id, null, true) s;
end
$$;
comment on function app.restore_budget(bigint, bigint[]) is 'Brings a deleted budget back';

-- A merged category's budgets go on in the other one. A category has one budget per period and currency:
-- what the other one has stays as it is, so that no amount grows without being asked. A deleted category's
-- budgets are deleted with it; their rows stay, below the category that has its entries.
create function app.budgets_follow_category() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update app.budgets b
       set category_id = new.moved_to,
           deleted_at = case
               when b.deleted_at is null
                    and (new.reason <> 'merged'
                         or exists (select
                                      from app.budgets o
                                     where o.ledger_id = b.ledger_id
                                       and o.category_id = new.moved_to
                                       and o.period = b.period
                                       and o.currency = b.currency
                                       and o.deleted_at is null)) then now()
               else b.deleted_at
           end
     where b.ledger_id = new.ledger_id
       and b.category_id = new.id;
    return null;
end
$$;
comment on function app.budgets_follow_category() is
    'Budgets of a category that goes: a merge moves them, a deletion deletes them';
create trigger budgets_follow_category after insert on app.former_categories
    for each row execute function app.budgets_follow_category();

create function app.budget_alerts()
returns table (
    id bigint, budget_id bigint, category_id bigint, category text, period text, currency text,
    threshold smallint, first_day date, last_day date, limit_minor numeric, spent_minor numeric,
    percent numeric, created_at timestamptz)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger constant bigint := app.ledger_id();
    v_states app.budget_state[];
begin
    -- For a week the period before too: what was spent late in it is told to someone who comes back then.
    v_states := array(select s from app.budget_states(null, null) s where cardinality(s.thresholds) > 0);
    v_states := v_states || array(
        select p
          from unnest(v_states) s
         cross join lateral app.budget_states(s.id, s.first_day - 1) p
         where s.first_day > (select (now() at time zone u.time_zone)::date - 7
                                from app.user_settings u
                               where u.user_id = app.user_id()));

    -- Nothing is written while nothing is new. Of several at once, all but one find the row there.
    insert into app.budget_alerts (ledger_id, budget_id, first_day, last_day, threshold)
    select v_ledger, s.id, s.first_day, s.last_day, t.threshold
      from unnest(v_states) s
     cross join lateral unnest(s.thresholds) t (threshold)
     where s.spent_minor * 100 >= s.limit_minor * t.threshold
       and not exists (
               select
                 from app.budget_alerts a
                where a.ledger_id = v_ledger
                  and a.budget_id = s.id
                  and a.first_day = s.first_day
                  and a.threshold = t.threshold)
     order by s.id, s.first_day, t.threshold
    on conflict on constraint budget_alerts_once do nothing;

    -- One notice per budget and period: the highest threshold that is still reached, unless it or a
    -- higher one was dismissed.
    return query
    select a.id, s.id, s.category_id, s.category, s.period, s.currency, a.threshold, s.first_day,
           s.last_day, s.limit_minor, s.spent_minor, s.percent, a.created_at
      from unnest(v_states) s
     cross join lateral (
               select r.id, r.threshold, r.created_at
                 from app.budget_alerts r
                where r.ledger_id = v_ledger
                  and r.budget_id = s.id
                  and r.first_day = s.first_day
                  and r.threshold = any (s.thresholds)
                  and s.spent_minor * 100 >= s.limit_minor * r.threshold
                order by r.threshold desc
                limit 1) a
     where not exists (
               select
                 from app.budget_alerts d
                where d.ledger_id = v_ledger
                  and d.budget_id = s.id
                  and d.first_day = s.first_day
                  and d.threshold >= a.threshold
                  and d.dismissed_at is not null)
     order by s.last_day desc, s.percent desc nulls first, a.id;
end
$$;
comment on function app.budget_alerts() is
    'The warnings of this period, and of the one that ended in the last week, that weren''t dismissed; makes those that are due, each once';

create function app.dismiss_alert(p_id bigint)
returns table (id bigint, budget_id bigint, threshold smallint, first_day date, last_day date,
               dismissed_at timestamptz)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    update app.budget_alerts a
       set dismissed_at = now(),
           dismissed_by = app.user_id()
      from app.budget_alerts h
     where h.ledger_id = app.ledger_id()
       and h.id = p_id
       and a.ledger_id = h.ledger_id
       and a.budget_id = h.budget_id
       and a.first_day = h.first_day
       and a.threshold <= h.threshold
       and a.dismissed_at is null;
    return query
    select a.id, a.budget_id, a.threshold, a.first_day, a.last_day, a.dismissed_at
      from app.budget_alerts a
     where a.ledger_id = app.ledger_id()
       and a.id = p_id;
end
$$;
comment on function app.dismiss_alert(bigint) is
    'Dismisses a warning, and those of lower thresholds, for its period; a second time changes nothing';

grant execute on function
    app.add_budget(bigint, text, text, numeric, boolean, smallint[], date),
    app.change_budget(bigint, bigint[], numeric, boolean, smallint[], date),
    app.delete_budget(bigint, bigint[]), app.restore_budget(bigint, bigint[]), app.budget_alerts(),
    app.dismiss_alert(bigint)
   to expense_app;

grant create on schema app to expense_guard;
alter function app.budget_days(text, date) owner to expense_guard;
alter function app.refuse_second_budget() owner to expense_guard;
alter function app.add_budget(bigint, text, text, numeric, boolean, smallint[], date)
    owner to expense_guard;
alter function app.lock_budget(bigint, bigint[], boolean) owner to expense_guard;
alter function app.change_budget(bigint, bigint[], numeric, boolean, smallint[], date)
    owner to expense_guard;
alter function app.delete_budget(bigint, bigint[]) owner to expense_guard;
alter function app.restore_budget(bigint, bigint[]) owner to expense_guard;
alter function app.budgets_follow_category() owner to expense_guard;
alter function app.budget_alerts() owner to expense_guard;
alter function app.dismiss_alert(bigint) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
