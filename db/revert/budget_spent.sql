-- Revert expense:budget_spent from pg

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
    v_first_month constant date := date_trunc('month', p_first + interval '1 month - 1 day')::date;
    v_end_month   constant date := date_trunc('month', p_last + interval '1 day')::date;
    v_categories  bigint[];
    v_part        record;
begin
    amount_minor := 0;
    count := 0;
    others := 0;
    if p_category_id is not null then
        v_categories := app.category_family(p_category_id);
    end if;

    if v_first_month < v_end_month then
        select coalesce(sum(t.amount_minor) filter (where t.currency = p_currency), 0),
               coalesce(sum(t.count) filter (where t.currency = p_currency), 0),
               coalesce(sum(t.count) filter (where t.currency <> p_currency), 0)
          into amount_minor, count, others
          from app.monthly_totals t
         where t.ledger_id = p_ledger_id
           and t.month >= v_first_month
           and t.month < v_end_month
           and (v_categories is null or t.category_id = any (v_categories));
    end if;

    -- The days before the first whole month and after the last; without a whole month the first of the
    -- two has them all.
    for v_part in
        select r.first_day, r.last_day
          from (values (p_first, least(v_first_month - 1, p_last)),
                       (greatest(v_first_month, v_end_month), p_last)) r (first_day, last_day)
         where r.first_day <= r.last_day
    loop
        if v_categories is null then
            select budget_spent.amount_minor
                       + coalesce(sum(x.amount_minor) filter (where x.currency = p_currency), 0),
                   budget_spent.count + count(*) filter (where x.currency = p_currency),
                   budget_spent.others + count(*) filter (where x.currency <> p_currency)
              into amount_minor, count, others
              from app.expenses x
             where x.ledger_id = p_ledger_id
               and x.deleted_at is null
               and x.spent_on between v_part.first_day and v_part.last_day;
        else
            select budget_spent.amount_minor
                       + coalesce(sum(x.amount_minor) filter (where x.currency = p_currency), 0),
                   budget_spent.count + count(*) filter (where x.currency = p_currency),
                   budget_spent.others + count(*) filter (where x.currency <> p_currency)
              into amount_minor, count, others
              from app.expenses x
             where x.ledger_id = p_ledger_id
               and x.deleted_at is null
               and x.category_id = any (v_categories)
               and x.spent_on between v_part.first_day and v_part.last_day;
        end if;
    end loop;
end
$$;

set local role expense_owner;
revoke create on schema app from expense_guard;

commit;
