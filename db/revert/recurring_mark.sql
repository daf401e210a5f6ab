-- Revert expense:recurring_mark from pg

begin;
set local role expense_owner;
grant create on schema app to expense_search;
set local role expense_search;

create or replace function app.search_expenses(
    p_filter app.expense_filter, p_sort text default 'date_desc', p_after_date date default null,
    p_after_amount bigint default null, p_after_id bigint default null, p_skip integer default 0,
    p_page integer default 100)
returns table (
    id bigint, title text, amount_minor bigint, currency text, category text, spent_on date,
    spent_at time, created_at timestamptz, updated_at timestamptz, version bigint, sample boolean,
    import_id bigint, extras json)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_filter record;
    v_found  integer;
    v_select constant text :=
        'select e.id, e.title, e.amount_minor, e.currency, c.name, e.spent_on, e.spent_at,
                e.created_at, e.updated_at, e.version, e.sample, e.import_id,
                case when e.merchant_id is not null or e.note is not null
                       or e.payment_method_id is not null or cardinality(e.tag_ids) > 0
                     then app.expense_extras(e.merchant_id, e.note, e.payment_method_id, e.tag_ids)
                end
           from (select x.* ';
    v_rows   text;
    v_order  text;
    v_join   text :=
        ' offset $5 limit $6) e
           join app.categories c on c.ledger_id = ($1).ledger_id and c.id = e.category_id ';
begin
    v_filter := app.read_filter(p_filter);
    v_rows := ' from app.expenses x where ' || v_filter.condition;
    case p_sort
        when 'date_desc' then
            v_rows := v_rows || ' and ($2 is null or (x.spent_on, x.id) < ($2, $4)) ';
            v_order := ' order by x.spent_on desc, x.id desc ';
            v_join := v_join || ' order by e.spent_on desc, e.id desc ';
        when 'date_asc' then
            v_rows := v_rows || ' and ($2 is null or (x.spent_on, x.id) > ($2, $4)) ';
            v_order := ' order by x.spent_on, x.id ';
            v_join := v_join || ' order by e.spent_on, e.id ';
        when 'amount_desc' then
            v_rows := v_rows || ' and ($3 is null or (x.amount_minor, x.id) < ($3, $4)) ';
            v_order := ' order by x.amount_minor desc, x.id desc ';
            v_join := v_join || ' order by e.amount_minor desc, e.id desc ';
        when 'amount_asc' then
            v_rows := v_rows || ' and ($3 is null or (x.amount_minor, x.id) > ($3, $4)) ';
            v_order := ' order by x.amount_minor, x.id ';
            v_join := v_join || ' order by e.amount_minor, e.id ';
        else
            raise exception using
                errcode = 'ET422', message = 'There is no such order.', column = 'sort',
                hint = 'unknown_sort';
    end case;

    if v_filter.rare is null then
        return query execute v_select || v_rows || v_order || v_join
            using v_filter."values", p_after_date, p_after_amount, p_after_id, p_skip, p_page;
        return;
    end if;

    -- A common word is found quickest by walking in the order asked for, a rare one by its index. Under
    -- row-level security the planner may not look at the statistics to choose, so: walk a little first;
    -- what that finds is the beginning of the answer, the index finds the rest.
    return query execute
            v_select || ' from (select x.* ' || v_rows || v_order || ' limit 4000) x where '
            || v_filter.rare || v_order || v_join
        using v_filter."values", p_after_date, p_after_amount, p_after_id, p_skip, p_page;
    get diagnostics v_found = row_count;
    if v_found < p_page then
        return query execute v_select || v_rows || ' and ' || v_filter.rare || v_order || v_join
            using v_filter."values", p_after_date, p_after_amount, p_after_id, p_skip + v_found,
                  p_page - v_found;
    end if;
end
$$;
set local role expense_owner;
revoke create on schema app from expense_search;
drop function app.expense_extras(bigint, text, bigint, bigint[], bigint);

commit;
