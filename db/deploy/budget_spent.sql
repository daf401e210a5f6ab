-- Deploy expense:budget_spent to pg
-- requires: budget_states

-- Of a month that a period cuts, the shorter piece is read from the rows: added to the whole months, or
-- taken from the month's total. A month that begins on the 25th then costs thirteen days of rows, not thirty.

begin;
set local role expense_owner;
grant create on schema app to expense_guard;
set local role expense_guard;

create or replace function app.budget_spent(
    p_ledger_id bigint, p_category_id bigint, p_currency text, p_first date, p_last date,
    out amount_minor numeric, out count bigint, out others bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_first_of constant date := date_trunc('month', p_first::timestamp)::date;
    v_last_of  constant date := date_trunc('month', p_last::timestamp)::date;
    v_after    constant date := (v_last_of + interval '1 month')::date;
    v_from       date;                   -- the first month of which the total is read
    v_until      date;                   -- the first month after those
    v_pieces     datemultirange := '{}'; -- days to add
    v_cuts       datemultirange := '{}'; -- days to take away
    v_categories bigint[];
    v_piece      record;
    v_part       record;
begin
    if v_first_of = v_last_of and (p_first > v_first_of or p_last < v_after - 1) then
        v_from := v_first_of;
        v_until := v_first_of;
        v_pieces := datemultirange(daterange(p_first, p_last, '[]'));
    else
        if p_first - v_first_of <= 15 then
            v_from := v_first_of;
            v_cuts := v_cuts + datemultirange(daterange(v_first_of, p_first));
        else
            v_from := (v_first_of + interval '1 month')::date;
            v_pieces := v_pieces + datemultirange(daterange(p_first, v_from));
        end if;
        if v_after - 1 - p_last <= 15 then
            v_until := v_after;
            v_cuts := v_cuts + datemultirange(daterange(p_last + 1, v_after));
        else
            v_until := v_last_of;
            v_pieces := v_pieces + datemultirange(daterange(v_last_of, p_last, '[]'));
        end if;
    end if;

    amount_minor := 0;
    count := 0;
    others := 0;
    if p_category_id is not null then
        v_categories := app.category_family(p_category_id);
    end if;
    if v_from < v_until then
        select coalesce(sum(t.amount_minor) filter (where t.currency = p_currency), 0),
               coalesce(sum(t.count) filter (where t.currency = p_currency), 0),
               coalesce(sum(t.count) filter (where t.currency <> p_currency), 0)
          into amount_minor, count, others
          from app.monthly_totals t
         where t.ledger_id = p_ledger_id
           and t.month >= v_from
           and t.month < v_until
           and (v_categories is null or t.category_id = any (v_categories));
    end if;

    for v_piece in
        select lower(r.days) as first_day, upper(r.days) as end_day, r.sign
          from (select unnest(v_pieces) as days, 1 as sign
                 union all
                select unnest(v_cuts), -1) r
    loop
        if v_categories is null then
            select coalesce(sum(x.amount_minor) filter (where x.currency = p_currency), 0) as amount_minor,
                   count(*) filter (where x.currency = p_currency) as count,
                   count(*) filter (where x.currency <> p_currency) as others
              into v_part
              from app.expenses x
             where x.ledger_id = p_ledger_id
               and x.deleted_at is null
               and x.spent_on >= v_piece.first_day
               and x.spent_on < v_piece.end_day;
        else
            select coalesce(sum(x.amount_minor) filter (where x.currency = p_currency), 0) as amount_minor,
                   count(*) filter (where x.currency = p_currency) as count,
                   count(*) filter (where x.currency <> p_currency) as others
              into v_part
              from app.expenses x
             where x.ledger_id = p_ledger_id
               and x.deleted_at is null
               and x.category_id = any (v_categories)
               and x.spent_on >= v_piece.first_day
               and x.spent_on < v_piece.end_day;
        end if;
        amount_minor := amount_minor + v_piece.sign * v_part.amount_minor;
        count := count + v_piece.sign * v_part.count;
        others := others + v_piece.sign * v_part.others;
    end loop;
end
$$;

set local role expense_owner;
revoke create on schema app from expense_guard;

commit;
