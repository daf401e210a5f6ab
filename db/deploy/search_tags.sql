-- Deploy expense:search_tags to pg
-- requires: filter
-- requires: recurring_mark

-- A text finds the names of tags as well: "train" finds what is tagged "Train". Without a tag of such a
-- name the search is as it was.

begin;
set local role expense_owner;

alter type app.filter_values add attribute text_tag_ids bigint[];
comment on type app.filter_values is
    'A filter with names looked up; merchant_ids and text_tag_ids are those that the text finds. Internal';

grant create on schema app to expense_search;
set local role expense_search;

create or replace function app.read_filter(
    p_filter app.expense_filter, out condition text, out rare text, out "values" app.filter_values)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v        app.filter_values;
    v_units  numeric;
    v_name   text;
    v_id     bigint;
begin
    v.ledger_id := app.ledger_id();
    v.pattern := '%' || app.like_literal(app.fold(nullif(p_filter.q, ''))) || '%';
    v.first_day := p_filter."from";
    v.last_day := p_filter."to";
    v.currency := p_filter.currency;
    condition := 'x.ledger_id = ($1).ledger_id and x.deleted_at is null';

    if v.pattern is not null then
        select array_agg(m.id) into v.merchant_ids
          from app.merchants m
         where m.ledger_id = v.ledger_id
           and m.deleted_at is null
           and m.name_folded like v.pattern;
        select array_agg(t.id) into v.text_tag_ids
          from app.tags t
         where t.ledger_id = v.ledger_id
           and t.deleted_at is null
           and t.name_folded like v.pattern;
        -- Each arm of the `or` implies its index's predicate, so that all can be looked up.
        rare := '(' || concat_ws(' or ',
            'x.title_folded like ($1).pattern', 'x.note_folded like ($1).pattern',
            case when v.merchant_ids is not null then 'x.merchant_id = any (($1).merchant_ids)' end,
            case when v.text_tag_ids is not null
                 then '(x.tag_ids && ($1).text_tag_ids and x.tag_ids <> ''{}'')' end) || ')';
    end if;
    if p_filter.category is not null then
        v.category_ids := app.filter_categories(p_filter.category);
        -- One is told apart, because then its index has the order of a list.
        condition := condition || case cardinality(v.category_ids)
                                      when 1 then ' and x.category_id = ($1).category_ids[1]'
                                      else ' and x.category_id = any (($1).category_ids)' end;
    end if;
    if p_filter.merchant is not null then
        select m.id into v.merchant_id
          from app.merchants m
         where m.ledger_id = v.ledger_id
           and m.deleted_at is null
           and m.name_folded = app.fold(btrim(p_filter.merchant));
        if not found then
            perform app.unknown_label('merchant', 'merchant', p_filter.merchant);
        end if;
        condition := condition || ' and x.merchant_id = ($1).merchant_id';
    end if;
    if p_filter.payment_method is not null then
        select m.id into v.payment_method_id
          from app.payment_methods m
         where m.ledger_id = v.ledger_id
           and m.deleted_at is null
           and m.name_folded = app.fold(btrim(p_filter.payment_method));
        if not found then
            perform app.unknown_label('payment_method', 'payment method', p_filter.payment_method);
        end if;
        condition := condition || ' and x.payment_method_id = ($1).payment_method_id';
    end if;
    if cardinality(p_filter.tag) > 0 then
        foreach v_name in array p_filter.tag loop
            select t.id into v_id
              from app.tags t
             where t.ledger_id = v.ledger_id
               and t.deleted_at is null
               and t.name_folded = app.fold(btrim(v_name));
            if not found then
                perform app.unknown_label('tag', 'tag', v_name);
            end if;
            v.tag_ids := v.tag_ids || v_id;
        end loop;
        rare := concat_ws(' and ', rare, 'x.tag_ids @> ($1).tag_ids and x.tag_ids <> ''{}''');
    end if;
    if p_filter.min is not null or p_filter.max is not null then
        select (array[1, 10, 100, 1000, 10000])[k.digits + 1] into v_units
          from app.currencies k
         where k.code = coalesce(v.currency, app.own_currency());
        v.min_minor := case when p_filter.min is not null
                            then least(ceil(p_filter.min * v_units), 9223372036854775807) end;
        v.max_minor := case when p_filter.max is not null
                            then least(floor(p_filter.max * v_units), 9223372036854775807) end;
    end if;
    condition := concat_ws(' and ', condition,
        case when v.first_day is not null then 'x.spent_on >= ($1).first_day' end,
        case when v.last_day is not null then 'x.spent_on <= ($1).last_day' end,
        case when v.min_minor is not null then 'x.amount_minor >= ($1).min_minor' end,
        case when v.max_minor is not null then 'x.amount_minor <= ($1).max_minor' end,
        case when v.currency is not null then 'x.currency = ($1).currency' end);
    "values" := v;
end
$$;

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
                       or e.recurring_id is not null
                     then app.expense_extras(e.merchant_id, e.note, e.payment_method_id, e.tag_ids,
                                             e.recurring_id)
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
            v_select || ' from (select x.* ' || v_rows || v_order || ' limit 1000) x where '
            || v_filter.rare || v_order || v_join
        using v_filter."values", p_after_date, p_after_amount, p_after_id, p_skip, p_page;
    get diagnostics v_found = row_count;
    if v_found < p_page then
        v_rows := v_rows || ' and ' || v_filter.rare;
        -- How many rows a set of tags has is guessed far too high, and a walk of everything taken for the
        -- quicker way to a page. Behind an offset the order plays no part.
        if (v_filter."values").text_tag_ids is not null then
            v_rows := ' from (select x.* ' || v_rows || ' offset 0) x ';
        end if;
        return query execute v_select || v_rows || v_order || v_join
            using v_filter."values", p_after_date, p_after_amount, p_after_id, p_skip + v_found,
                  p_page - v_found;
    end if;
end
$$;

set local role expense_owner;
revoke create on schema app from expense_search;

commit;
