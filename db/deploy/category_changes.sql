-- Deploy expense:category_changes to pg
-- requires: category_levels

-- What a person does with categories, each in one call. The rules that need other rows are here, with
-- sentences; names and colours are checked in form before, and by the table's constraints.

begin;
set local role expense_owner;

create type app.category_answer as (
    id bigint, name text, icon text, color_light text, color_dark text, suggestions text,
    parent_id bigint, archived boolean, fallback boolean, "position" integer, version bigint,
    count bigint, matched boolean
);
comment on type app.category_answer is
    'A category as the API answers it; matched is false when If-Match names another version';

-- A child comes after its parent. The place of a former child among the top ones is its own position.
create function app.category_answers(p_id bigint) returns setof app.category_answer
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select c.id, c.name, c.icon, c.color_light, c.color_dark, to_json(c.suggestions)::text, c.parent_id,
           c.archived_at is not null, c.fallback, c.position, c.version,
           coalesce(n.count, 0), true
      from app.categories c
      left join app.categories p
        on p.ledger_id = c.ledger_id
       and p.id = c.parent_id
      left join (select t.category_id, sum(t.count)::bigint as count
                   from app.monthly_totals t
                  where t.ledger_id = app.ledger_id()
                    and (p_id is null or t.category_id = p_id)
                  group by t.category_id) n
        on n.category_id = c.id
     where c.ledger_id = app.ledger_id()
       and (p_id is null or c.id = p_id)
     order by coalesce(p.position, c.position), coalesce(p.id, c.id), c.parent_id is not null, c.position,
              c.id
$$;
comment on function app.category_answers(bigint) is 'One category, or all of the ledger, as answered; internal';

create function app.category_problem(p_status text, p_field text, p_code text, p_message text)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_field is null then
        raise exception using errcode = p_status, hint = p_code, message = p_message;
    end if;
    raise exception using errcode = p_status, column = p_field, hint = p_code, message = p_message;
end
$$;
comment on function app.category_problem(text, text, text, text) is 'Raises an error of ours; internal';

create function app.check_category_name(p_id bigint, p_name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name constant text := btrim(normalize(p_name, NFC));
    v_twin record;
begin
    select c.name, c.archived_at is not null as archived into v_twin
      from app.categories c
     where c.ledger_id = app.ledger_id()
       and app.fold(c.name) = app.fold(v_name)
       and c.id is distinct from p_id;
    if found then
        perform app.category_problem('ET422', 'name', 'name_taken',
            format(case when v_twin.archived
                        then 'There is already a category "%s"; it is archived.'
                        else 'There is already a category "%s".' end, v_twin.name));
    end if;
    return v_name;
end
$$;
comment on function app.check_category_name(bigint, text) is
    'The name as it is stored, or ET422 when another category has it; internal';

-- The parent is locked, so that it stays one. What the sentences don't catch the foreign key does.
create function app.check_category_parent(p_id bigint, p_parent bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_parent app.categories;
begin
    select c.* into v_parent
      from app.categories c
     where c.ledger_id = app.ledger_id()
       and c.id = p_parent
       for key share;
    if not found then
        perform app.category_problem('ET422', 'parent_id', 'unknown_category', 'There is no such category.');
    elsif v_parent.id = p_id then
        perform app.category_problem('ET422', 'parent_id', 'own_parent', 'A category can''t be below itself.');
    elsif v_parent.parent_id is not null then
        perform app.category_problem('ET422', 'parent_id', 'too_deep',
            format('"%s" is a sub-category; there are two levels.', v_parent.name));
    elsif v_parent.archived_at is not null then
        perform app.category_problem('ET422', 'parent_id', 'archived_category',
            format('The category "%s" is archived. Choose another one.', v_parent.name));
    elsif exists (select from app.categories c where c.ledger_id = app.ledger_id() and c.parent_id = p_id) then
        perform app.category_problem('ET422', 'parent_id', 'has_children',
            'It has sub-categories, so it must stay at the top. Move those first.');
    elsif exists (select from app.categories c
                   where c.ledger_id = app.ledger_id() and c.id = p_id and c.fallback) then
        perform app.category_problem('ET422', 'parent_id', 'fallback',
            'Entries without a category go here, so it must stay at the top.');
    end if;
end
$$;
comment on function app.check_category_parent(bigint, bigint) is 'ET422 unless the one may go below the other; internal';

-- A person's list stays one that can be looked through; imports make categories too.
create function app.categories_limit() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from app.categories c
                where c.ledger_id in (select n.ledger_id from new_rows n)
                group by c.ledger_id
               having count(*) > 1000) then
        perform app.category_problem('ET422', null, 'too_many',
            'There can be at most 1,000 categories. Merge or delete some first.');
    end if;
    return null;
end
$$;
comment on function app.categories_limit() is 'At most 1,000 categories a ledger';
create trigger categories_limit after insert on app.categories
    referencing new table as new_rows
    for each statement execute function app.categories_limit();

create function app.create_category(
    p_name text, p_icon text, p_color_light text, p_color_dark text, p_parent bigint)
returns setof app.category_answer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_light    constant text[] := array['#ffedd5', '#ccfbf1', '#e0e7ff', '#ecfccb', '#ffe4e6', '#cffafe'];
    v_dark     constant text[] := array['#7c2d12', '#134e4a', '#312e81', '#365314', '#881337', '#164e63'];
    v_name     constant text := app.check_category_name(null, p_name);
    v_position integer;
    v_id       bigint;
begin
    if p_parent is not null then
        perform app.check_category_parent(null, p_parent);
    end if;
    select coalesce(max(c.position), 0) + 1 into v_position
      from app.categories c
     where c.ledger_id = app.ledger_id();
    insert into app.categories (ledger_id, name, icon, color_light, color_dark, position, parent_id)
    values (app.ledger_id(), v_name, coalesce(p_icon, '📦'),
            coalesce(lower(p_color_light), v_light[1 + v_position % 6]),
            coalesce(lower(p_color_dark), v_dark[1 + v_position % 6]), v_position, p_parent)
    on conflict do nothing
    returning id into v_id;
    if v_id is null then
        -- Another request made it between the check and here.
        perform app.category_problem('ET422', 'name', 'name_taken',
            format('There is already a category "%s".', v_name));
    end if;
    return query select * from app.category_answers(v_id);
end
$$;
comment on function app.create_category(text, text, text, text, bigint) is
    'Adds a category at the end; what is null is chosen';

-- Archiving a category archives those below it; taking it back brings back those that went with it, and
-- taking one of those back alone brings its parent.
create function app.archive_category(p_category app.categories, p_archived boolean) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_archived and p_category.fallback then
        perform app.category_problem('ET422', 'archived', 'fallback',
            format('Entries without a category go to "%s", so it can''t be archived.', p_category.name));
    end if;
    update app.categories c
       set archived_at = case when p_archived then now() end
     where c.ledger_id = p_category.ledger_id
       and (c.archived_at is null) = p_archived
       and (c.id = p_category.id
            or c.parent_id = p_category.id and (p_archived or c.archived_at = p_category.archived_at)
            or c.id = p_category.parent_id and not p_archived);
end
$$;
comment on function app.archive_category(app.categories, boolean) is 'Archives or takes back; internal';

create function app.change_category(
    p_id bigint, p_versions bigint[], p_name text, p_icon text, p_color_light text, p_color_dark text,
    p_move boolean, p_parent bigint, p_archived boolean)
returns setof app.category_answer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_now     app.categories;
    v_wanted  app.categories;
    v_matched boolean;
begin
    select c.* into v_now
      from app.categories c
     where c.ledger_id = app.ledger_id()
       and c.id = p_id
       for update;
    if not found then
        return;
    end if;
    v_matched := p_versions is null or v_now.version = any (p_versions);
    if v_matched then
        v_wanted := v_now;
        v_wanted.icon := coalesce(p_icon, v_now.icon);
        v_wanted.color_light := coalesce(lower(p_color_light), v_now.color_light);
        v_wanted.color_dark := coalesce(lower(p_color_dark), v_now.color_dark);
        if p_name is not null then
            v_wanted.name := app.check_category_name(p_id, p_name);
        end if;
        if p_move then
            v_wanted.parent_id := p_parent;
        end if;
        if v_wanted.parent_id is distinct from v_now.parent_id and p_parent is not null then
            perform app.check_category_parent(p_id, p_parent);
        end if;
        update app.categories c
           set name = v_wanted.name,
               icon = v_wanted.icon,
               color_light = v_wanted.color_light,
               color_dark = v_wanted.color_dark,
               parent_id = v_wanted.parent_id
         where c.ledger_id = v_now.ledger_id
           and c.id = p_id
           and (c.name, c.icon, c.color_light, c.color_dark, c.parent_id)
               is distinct from
               (v_wanted.name, v_wanted.icon, v_wanted.color_light, v_wanted.color_dark,
                v_wanted.parent_id);
        if p_archived <> (v_now.archived_at is not null) then
            v_now.parent_id := v_wanted.parent_id;
            perform app.archive_category(v_now, p_archived);
        end if;
    end if;
    return query
    select a.id, a.name, a.icon, a.color_light, a.color_dark, a.suggestions, a.parent_id, a.archived,
           a.fallback, a.position, a.version, a.count, v_matched
      from app.category_answers(p_id) a;
exception
    when unique_violation then
        perform app.category_problem('ET422', 'name', 'name_taken',
            format('There is already a category "%s".', btrim(p_name)));
end
$$;
comment on function app.change_category(bigint, bigint[], text, text, text, text, boolean, bigint, boolean) is
    'Changes what isn''t null (the parent when p_move); no row when there is no such category';

-- The named categories share out the places that they have among all, in the order asked for.
create function app.order_categories(p_ids bigint[]) returns setof app.category_answer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_bad bigint;
begin
    perform from app.categories c where c.ledger_id = app.ledger_id() order by c.id for no key update;
    select min(w.nth) into v_bad
      from unnest(p_ids) with ordinality w (id, nth)
     where not exists (select from app.categories c
                        where c.ledger_id = app.ledger_id()
                          and c.id = w.id)
        or w.nth > array_position(p_ids, w.id);
    if v_bad is not null then
        perform app.category_problem('ET422', format('ids[%s]', v_bad - 1), 'unknown_category',
            'Name each of your categories at most once.');
    end if;
    with places as (
        select c.id, row_number() over (order by c.position, c.id)::integer as place
          from app.categories c
         where c.ledger_id = app.ledger_id()
    ), slots as (
        select p.place, row_number() over (order by p.place) as nth
          from places p
         where p.id = any (p_ids)
    ), wanted as (
        select p.id, coalesce(s.place, p.place) as place
          from places p
          left join unnest(p_ids) with ordinality w (id, nth) on w.id = p.id
          left join slots s on s.nth = w.nth
    )
    update app.categories c
       set position = w.place
      from wanted w
     where c.ledger_id = app.ledger_id()
       and c.id = w.id
       and c.position <> w.place;
    return query select * from app.category_answers(null);
end
$$;
comment on function app.order_categories(bigint[]) is
    'Puts the named categories in that order, in the places that they have; answers all';

-- Both categories, locked as app.replace_category() locks them, and what they have.
create function app.lock_categories(p_from bigint, p_into bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_into < p_from then
        perform from app.categories c where c.ledger_id = app.ledger_id() and c.id = p_into for key share;
    end if;
    perform from app.categories c where c.ledger_id = app.ledger_id() and c.id = p_from for update;
    if p_into > p_from then
        perform from app.categories c where c.ledger_id = app.ledger_id() and c.id = p_into for key share;
    end if;
end
$$;
comment on function app.lock_categories(bigint, bigint) is 'Locks two categories by id, the one that goes fully; internal';

create function app.check_category_target(p_from app.categories, p_into bigint, p_field text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_into app.categories;
begin
    if p_from.fallback then
        perform app.category_problem('ET409', null, 'fallback',
            format('Entries without a category go to "%s", so it must stay.', p_from.name));
    end if;
    select c.* into v_into
      from app.categories c
     where c.ledger_id = app.ledger_id()
       and c.id = p_into;
    if not found then
        perform app.category_problem('ET422', p_field, 'unknown_category', 'There is no such category.');
    elsif v_into.id = p_from.id then
        perform app.category_problem('ET422', p_field, 'same_category', 'Choose another category.');
    elsif v_into.archived_at is not null then
        perform app.category_problem('ET422', p_field, 'archived_category',
            format('The category "%s" is archived. Choose another one.', v_into.name));
    end if;
end
$$;
comment on function app.check_category_target(app.categories, bigint, text) is
    'ET409 or ET422 unless the entries of the one may go to the other; internal';

create function app.merge_category(
    p_id bigint, p_versions bigint[], p_into bigint, p_expected bigint)
returns table (version bigint, matched boolean, moved bigint, into_id bigint, into_name text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_from app.categories;
    v_into app.categories;
    v_live bigint;
begin
    perform app.lock_categories(p_id, p_into);
    select c.* into v_from from app.categories c where c.ledger_id = app.ledger_id() and c.id = p_id;
    if not found then
        return;
    end if;
    if not (p_versions is null or v_from.version = any (p_versions)) then
        return query select v_from.version, false, 0::bigint, null::bigint, null::text;
        return;
    end if;
    perform app.check_category_target(v_from, p_into, 'into');
    select c.* into v_into from app.categories c where c.ledger_id = app.ledger_id() and c.id = p_into;
    select a.count into v_live from app.category_answers(p_id) a;
    if p_expected <> v_live then
        perform app.category_problem('ET409', null, 'count_changed',
            format('"%s" has %s entries now. Look again before you merge it.', v_from.name, v_live));
    end if;
    perform app.replace_category(p_id, p_into, 'merged',
        case when v_into.parent_id is null then p_into else nullif(v_into.parent_id, p_id) end);
    -- Titles that were offered for the one are offered for the other.
    update app.categories c
       set suggestions = array(select s.title
                                 from (select u.title, min(u.nth) as nth
                                         from unnest(v_into.suggestions || v_from.suggestions)
                                              with ordinality u (title, nth)
                                        group by u.title) s
                                order by s.nth
                                limit 50)
     where c.ledger_id = app.ledger_id()
       and c.id = p_into
       and not c.suggestions @> v_from.suggestions;
    return query select v_from.version, true, v_live, p_into, v_into.name;
end
$$;
comment on function app.merge_category(bigint, bigint[], bigint, bigint) is
    'Makes one category part of another, with what is below it; moved counts live entries';

create function app.delete_category(p_id bigint, p_versions bigint[], p_into bigint)
returns table (version bigint, matched boolean, moved bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_from app.categories;
    v_into bigint := p_into;
    v_live bigint;
begin
    if v_into is null then
        select c.id into v_into from app.categories c where c.ledger_id = app.ledger_id() and c.fallback;
    end if;
    perform app.lock_categories(p_id, v_into);
    select c.* into v_from from app.categories c where c.ledger_id = app.ledger_id() and c.id = p_id;
    if not found then
        return;
    end if;
    if not (p_versions is null or v_from.version = any (p_versions)) then
        return query select v_from.version, false, 0::bigint;
        return;
    end if;
    perform app.check_category_target(v_from, v_into, 'move_to');
    select a.count into v_live from app.category_answers(p_id) a;
    if p_into is null and v_live > 0 then
        perform app.category_problem('ET422', 'move_to', 'required',
            format('"%s" has %s %s. Choose the category that they go to.', v_from.name, v_live,
                   case v_live when 1 then 'entry' else 'entries' end));
    end if;
    perform app.replace_category(p_id, v_into, 'deleted', null);
    return query select v_from.version, true, v_live;
end
$$;
comment on function app.delete_category(bigint, bigint[], bigint) is
    'Removes a category; its entries go to another, those in the trash to the fallback unless told, its children to the top';

grant execute on function app.create_category(text, text, text, text, bigint),
                          app.change_category(bigint, bigint[], text, text, text, text, boolean, bigint, boolean),
                          app.order_categories(bigint[]),
                          app.merge_category(bigint, bigint[], bigint, bigint),
                          app.delete_category(bigint, bigint[], bigint),
                          app.category_answers(bigint)
   to expense_app;

grant create on schema app to expense_guard;
alter function app.category_answers(bigint) owner to expense_guard;
alter function app.category_problem(text, text, text, text) owner to expense_guard;
alter function app.check_category_name(bigint, text) owner to expense_guard;
alter function app.check_category_parent(bigint, bigint) owner to expense_guard;
alter function app.categories_limit() owner to expense_guard;
alter function app.create_category(text, text, text, text, bigint) owner to expense_guard;
alter function app.archive_category(app.categories, boolean) owner to expense_guard;
alter function app.change_category(bigint, bigint[], text, text, text, text, boolean, bigint, boolean)
    owner to expense_guard;
alter function app.order_categories(bigint[]) owner to expense_guard;
alter function app.lock_categories(bigint, bigint) owner to expense_guard;
alter function app.check_category_target(app.categories, bigint, text) owner to expense_guard;
alter function app.merge_category(bigint, bigint[], bigint, bigint) owner to expense_guard;
alter function app.delete_category(bigint, bigint[], bigint) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
