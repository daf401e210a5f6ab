-- Deploy expense:label_changes to pg
-- requires: expense_labels
-- requires: filter

-- What a person does with merchants, tags and payment methods themselves. The three differ by a table and
-- by where an expense keeps them; app.label_kind() says both, so all else is written once.

begin;
set local role expense_owner;

create function app.label_kind(
    p_kind text, out many text, out what text, out used text, out replaced text)
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    case p_kind
        when 'merchant' then
            many := 'merchants'; what := 'merchant';
            used := 'x.merchant_id = %s'; replaced := 'merchant_id = $3';
        when 'payment_method' then
            many := 'payment_methods'; what := 'payment method';
            used := 'x.payment_method_id = %s'; replaced := 'payment_method_id = $3';
        when 'tag' then
            many := 'tags'; what := 'tag';
            used := 'x.tag_ids @> array[%s] and x.tag_ids <> ''{}''';
            replaced := 'tag_ids = array(select distinct u.id
                                           from unnest(array_replace(x.tag_ids, $2, $3)) u (id)
                                          where u.id is not null
                                          order by u.id)';
    end case;
end
$$;
comment on function app.label_kind(text) is
    'Table of a kind of label, its word in sentences, the condition that an expense x has one, and what replaces $2 by $3; internal';

-- As expense_search: under row-level security `@>` could not use its index. What is used much and of late
-- comes first: a use counts half after three months.
create function app.labels(p_kind text, p_q text, p_limit integer)
returns table (
    id bigint, name text, version bigint, count bigint, last_category text, last_currency text,
    last_payment_method text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_kind constant record := app.label_kind(p_kind);
    v_like constant text := app.like_literal(app.fold(nullif(btrim(p_q), '')));
begin
    return query execute format($sql$
        with found as materialized (
            select l.id, l.name, l.version, l.name_folded, n.count, n.last_on
              from app.%1$I l
             cross join lateral (
                   select count(*) as count, max(x.spent_on) as last_on
                     from app.expenses x
                    where x.ledger_id = $1
                      and x.deleted_at is null
                      and %2$s) n
             where l.ledger_id = $1
               and l.deleted_at is null
               and ($2 is null or l.name_folded like '%%' || $2 || '%%')
             order by l.name_folded like $2 || '%%' desc nulls last,
                      n.count * power(0.5, (current_date - n.last_on) / 90.0) desc nulls last,
                      l.name_folded, l.id
             limit $3
        )
        select f.id, f.name, f.version, f.count, o.category, o.currency, o.method
          from found f
          left join lateral (
               select c.name as category, x.currency, m.name as method
                 from app.expenses x
                 join app.categories c on c.ledger_id = $1 and c.id = x.category_id
                 left join app.payment_methods m on m.ledger_id = $1 and m.id = x.payment_method_id
                where %3$s
                  and x.ledger_id = $1
                  and x.deleted_at is null
                  and x.merchant_id = f.id
                order by x.spent_on desc, x.id desc
                limit 1) o on true
         order by f.name_folded like $2 || '%%' desc nulls last,
                  f.count * power(0.5, (current_date - f.last_on) / 90.0) desc nulls last,
                  f.name_folded, f.id$sql$,
        v_kind.many, format(v_kind.used, 'l.id'), (p_kind = 'merchant')::text)
        using app.ledger_id(), v_like, p_limit;
end
$$;
comment on function app.labels(text, text, integer) is
    'Merchants, tags or payment methods whose name has the text, with the number of live expenses; of a merchant also what its latest expense was';

create function app.label_name(p_kind text, p_id bigint, p_name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_kind constant record := app.label_kind(p_kind);
    v_twin text;
begin
    execute format('select l.name from app.%I l where l.ledger_id = $1 and l.name_folded = app.fold($2)
                       and l.deleted_at is null and l.id is distinct from $3', v_kind.many)
       into v_twin
      using app.ledger_id(), btrim(p_name), p_id;
    if v_twin is not null then
        raise exception using
            errcode = 'ET422',
            message = format('There is already a %s "%s".', v_kind.what, v_twin)
                   || case when p_id is null then '' else ' Merge them to have one.' end,
            column = 'name', hint = 'name_taken';
    end if;
    return btrim(p_name);
end
$$;
comment on function app.label_name(text, bigint, text) is
    'The name as it is stored, or ET422 when another of its kind has it; internal';

create function app.add_payment_method(p_name text)
returns table (id bigint, name text, version bigint, count bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_name constant text := app.label_name('payment_method', null, p_name);
begin
    return query
    insert into app.payment_methods as m (ledger_id, name)
    values (app.ledger_id(), v_name)
    on conflict do nothing
    returning m.id, m.name, m.version, 0::bigint;
    if not found then
        raise exception using
            errcode = 'ET422', message = format('There is already a payment method "%s".', v_name),
            column = 'name', hint = 'name_taken';
    end if;
end
$$;
comment on function app.add_payment_method(text) is 'Adds a payment method; one of that name is ET422';

create function app.rename_label(p_kind text, p_id bigint, p_versions bigint[], p_name text)
returns table (id bigint, name text, version bigint, matched boolean)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_kind  constant record := app.label_kind(p_kind);
    v_label record;
begin
    execute format('select l.id, l.name, l.version from app.%I l
                     where l.ledger_id = $1 and l.id = $2 and l.deleted_at is null
                       for no key update', v_kind.many)
       into v_label
      using app.ledger_id(), p_id;
    if v_label.id is null then
        return;
    end if;
    if v_label.version <> all (p_versions) then
        return query select v_label.id, v_label.name, v_label.version, false;
        return;
    end if;
    if app.label_name(p_kind, p_id, p_name) <> v_label.name then
        begin
            execute format('update app.%I l set name = $3 where l.ledger_id = $1 and l.id = $2
                            returning l.id, l.name, l.version', v_kind.many)
               into v_label
              using app.ledger_id(), p_id, btrim(p_name);
        exception when unique_violation then
            -- Another request took the name between the check and here.
            perform app.label_name(p_kind, p_id, p_name);
            raise;
        end;
    end if;
    return query select v_label.id, v_label.name, v_label.version, true;
end
$$;
comment on function app.rename_label(text, bigint, bigint[], text) is
    'Gives one another name; no row when it isn''t there, matched is false when p_versions has another version';

create function app.replace_label(
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
comment on function app.replace_label(text, bigint, bigint[], bigint, bigint) is
    'Merges one into another, or deletes it (p_into null): its expenses change, with their history. No row when it isn''t there; matched is false when p_versions has another version; another number of live expenses than expected is ET409';

grant execute on function app.labels(text, text, integer), app.add_payment_method(text),
    app.rename_label(text, bigint, bigint[], text), app.replace_label(text, bigint, bigint[], bigint, bigint)
   to expense_app;
grant execute on function app.label_kind(text) to expense_search, expense_guard;
grant execute on function app.label_name(text, bigint, text) to expense_guard;

grant create on schema app to expense_guard, expense_search;
alter function app.labels(text, text, integer) owner to expense_search;
alter function app.add_payment_method(text) owner to expense_guard;
alter function app.rename_label(text, bigint, bigint[], text) owner to expense_guard;
alter function app.replace_label(text, bigint, bigint[], bigint, bigint) owner to expense_guard;
revoke create on schema app from expense_guard, expense_search;

-- Names change only by these.
revoke insert (ledger_id, name), update (name) on app.merchants from expense_app;
revoke insert (ledger_id, name), update (name) on app.tags from expense_app;
revoke insert (ledger_id, name), update (name) on app.payment_methods from expense_app;

commit;
