-- Revert expense:filter from pg

begin;
set local role expense_owner;
grant create on schema app to expense_search;
set local role expense_search;

drop function app.count_expenses(app.expense_filter);
drop function app.matching_expenses(app.expense_filter);
drop function app.search_expenses(app.expense_filter, text, date, bigint, bigint, integer, integer);
drop function app.read_filter(app.expense_filter);
drop function app.filter_categories(text);
drop function app.unknown_label(text, text, text);

create function app.search_expenses(
    p_q text, p_category bigint, p_from date, p_to date, p_min_minor bigint, p_max_minor bigint,
    p_currency text, p_sort text, p_after_date date, p_after_amount bigint, p_after_id bigint,
    p_skip integer, p_page integer)
returns table (
    id bigint, title text, amount_minor bigint, currency text, category text, spent_on date,
    spent_at time, created_at timestamptz, updated_at timestamptz, version bigint, sample boolean,
    import_id bigint)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger constant bigint := app.ledger_id();
    v_like   constant text := '%' || app.like_literal(app.fold(nullif(p_q, ''))) || '%';
    v_skip   integer := coalesce(p_skip, 0);
    v_page   integer := coalesce(p_page, 100);
    v_found  integer;
    v_select constant text :=
        'select e.id, e.title, e.amount_minor, e.currency, c.name, e.spent_on, e.spent_at,
                e.created_at, e.updated_at, e.version, e.sample, e.import_id
           from (select x.* ';
    v_rows   text :=
        '  from app.expenses x
          where x.ledger_id = $1
            and x.deleted_at is null
            and ($3 is null or x.category_id = $3)
            and ($4 is null or x.spent_on >= $4)
            and ($5 is null or x.spent_on <= $5)
            and ($6 is null or x.amount_minor >= $6)
            and ($7 is null or x.amount_minor <= $7)
            and ($8 is null or x.currency = $8) ';
    v_text   constant text := ' x.title_folded like $2 ';
    v_order  text;
    v_join   text :=
        ' offset $12 limit $13) e
           join app.categories c on c.ledger_id = $1 and c.id = e.category_id ';
begin
    case p_sort
        when 'date_desc' then
            v_rows := v_rows || ' and ($9 is null or (x.spent_on, x.id) < ($9, $11)) ';
            v_order := ' order by x.spent_on desc, x.id desc ';
            v_join := v_join || ' order by e.spent_on desc, e.id desc ';
        when 'date_asc' then
            v_rows := v_rows || ' and ($9 is null or (x.spent_on, x.id) > ($9, $11)) ';
            v_order := ' order by x.spent_on, x.id ';
            v_join := v_join || ' order by e.spent_on, e.id ';
        when 'amount_desc' then
            v_rows := v_rows || ' and ($10 is null or (x.amount_minor, x.id) < ($10, $11)) ';
            v_order := ' order by x.amount_minor desc, x.id desc ';
            v_join := v_join || ' order by e.amount_minor desc, e.id desc ';
        when 'amount_asc' then
            v_rows := v_rows || ' and ($10 is null or (x.amount_minor, x.id) > ($10, $11)) ';
            v_order := ' order by x.amount_minor, x.id ';
            v_join := v_join || ' order by e.amount_minor, e.id ';
        else
            raise exception using
                errcode = 'ET422', message = 'There is no such order.', column = 'sort',
                hint = 'unknown_sort';
    end case;

    if v_like is null then
        return query execute v_select || v_rows || v_order || v_join
            using v_ledger, v_like, p_category, p_from, p_to, p_min_minor, p_max_minor, p_currency,
                  p_after_date, p_after_amount, p_after_id, v_skip, v_page;
        return;
    end if;

    -- A common word is found quickest by walking in the order asked for, a rare one by the trigram
    -- index. Under row-level security the planner may not look at the titles' statistics to choose, so:
    -- walk a little first; what that finds is the beginning of the answer, the index finds the rest.
    return query execute
            v_select || ' from (select x.* ' || v_rows || v_order || ' limit 4000) x where '
            || v_text || v_order || v_join
        using v_ledger, v_like, p_category, p_from, p_to, p_min_minor, p_max_minor, p_currency,
              p_after_date, p_after_amount, p_after_id, v_skip, v_page;
    get diagnostics v_found = row_count;
    if v_found < v_page then
        return query execute v_select || v_rows || ' and ' || v_text || v_order || v_join
            using v_ledger, v_like, p_category, p_from, p_to, p_min_minor, p_max_minor, p_currency,
                  p_after_date, p_after_amount, p_after_id, v_skip + v_found, v_page - v_found;
    end if;
end
$$;
comment on function app.search_expenses(text, bigint, date, date, bigint, bigint, text, text, date,
                                        bigint, bigint, integer, integer) is
    'One page of the ledger''s live expenses by any filter; every filter and the cursor may be null';

create function app.count_expenses(
    p_q text, p_category bigint, p_from date, p_to date, p_min_minor bigint, p_max_minor bigint,
    p_currency text)
returns table (currency text, count bigint, amount_minor numeric)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger constant bigint := app.ledger_id();
    v_first  date;  -- first whole month
    v_last   date;  -- first day after the last whole month
begin
    if nullif(p_q, '') is not null or p_min_minor is not null or p_max_minor is not null then
        return query execute
            'select x.currency, count(*), sum(x.amount_minor)
               from app.expenses x
              where x.ledger_id = $1
                and x.deleted_at is null
                and ($2 is null or x.title_folded like $2)
                and ($3 is null or x.category_id = $3)
                and ($4 is null or x.spent_on >= $4)
                and ($5 is null or x.spent_on <= $5)
                and ($6 is null or x.amount_minor >= $6)
                and ($7 is null or x.amount_minor <= $7)
                and ($8 is null or x.currency = $8)
              group by x.currency
              order by x.currency'
            using v_ledger, '%' || app.like_literal(app.fold(nullif(p_q, ''))) || '%', p_category,
                  p_from, p_to, p_min_minor, p_max_minor, p_currency;
        return;
    end if;

    -- Whole months from the totals, the days before and after them from the rows.
    v_first := case when p_from is null then '1900-01-01'
                    else date_trunc('month', p_from::timestamp + interval '1 month - 1 day')::date end;
    v_last := case when p_to is null then '3000-01-01'
                   else date_trunc('month', p_to::timestamp + interval '1 day')::date end;
    if v_first >= v_last then
        -- No whole month in between: the first ragged end takes it all.
        v_first := coalesce(p_to + 1, '3000-01-01');
        v_last := v_first;
    end if;

    return query execute
        'select s.currency, sum(s.count)::bigint, sum(s.amount_minor)
           from (select t.currency, t.count, t.amount_minor
                   from app.monthly_totals t
                  where t.ledger_id = $1
                    and t.month >= $2
                    and t.month < $3
                    and ($4 is null or t.category_id = $4)
                    and ($5 is null or t.currency = $5)
                 union all
                 select x.currency, 1, x.amount_minor
                   from app.expenses x
                  where x.ledger_id = $1
                    and x.deleted_at is null
                    and x.spent_on >= $6
                    and x.spent_on < $2
                    and ($4 is null or x.category_id = $4)
                    and ($5 is null or x.currency = $5)
                 union all
                 select x.currency, 1, x.amount_minor
                   from app.expenses x
                  where x.ledger_id = $1
                    and x.deleted_at is null
                    and x.spent_on >= $3
                    and x.spent_on <= $7
                    and ($4 is null or x.category_id = $4)
                    and ($5 is null or x.currency = $5)) s
          group by s.currency
          order by s.currency'
        using v_ledger, v_first, v_last, p_category, p_currency,
              coalesce(p_from, '1900-01-01'), coalesce(p_to, '2999-12-31');
end
$$;
comment on function app.count_expenses(text, bigint, date, date, bigint, bigint, text) is
    'Number and sum per currency of what search_expenses would list; without text and amounts its cost doesn''t grow with the rows';

grant execute on function
    app.search_expenses(text, bigint, date, date, bigint, bigint, text, text, date, bigint, bigint,
                        integer, integer),
    app.count_expenses(text, bigint, date, date, bigint, bigint, text)
   to expense_app;

set local role expense_guard;
drop function app.own_currency();

set local role expense_owner;
drop type app.filter_values;
drop type app.expense_filter;
revoke create on schema app from expense_search;

commit;
