-- Deploy expense:expense_labels to pg
-- requires: labels
-- requires: bulk
-- requires: category_levels

-- All of it is optional, so an expense without any of it costs no more than before: indexes are partial,
-- triggers have a WHEN, and reading asks app.expense_extras() only for those that have some.

begin;
set local role expense_owner;

create function app.has_control_but_newline(p_text text) returns boolean
language sql immutable strict parallel safe
as $$ select p_text ~ '[\u0001-\u0009\u000b-\u001f\u007f-\u009f]' $$;
comment on function app.has_control_but_newline(text) is
    'True when the text has a control character other than a line feed';
grant execute on function app.has_control_but_newline(text)
   to expense_app, expense_guard, expense_search, expense_backup;

alter table app.expenses
    add column merchant_id       bigint,
    add column payment_method_id bigint,
    add column tag_ids           bigint[] not null default '{}',
    add column note              text,
    add column note_folded       text,
    add constraint expenses_merchant_fkey
        foreign key (ledger_id, merchant_id) references app.merchants (ledger_id, id),
    add constraint expenses_payment_method_fkey
        foreign key (ledger_id, payment_method_id) references app.payment_methods (ledger_id, id),
    add constraint expenses_tags_count check (cardinality(tag_ids) <= 10),
    add constraint expenses_note_length check (char_length(note) between 1 and 2000),
    add constraint expenses_note_visible
        check (not app.is_blank(note) and not app.has_control_but_newline(note));
comment on column app.expenses.tag_ids is
    'Tags of the same ledger, each once, ascending: so an expense with its tags is one row with one version';
comment on column app.expenses.note_folded is 'What searches look through; kept by trigger';

create index expenses_merchant_idx on app.expenses (ledger_id, merchant_id, spent_on desc, id desc)
    where deleted_at is null and merchant_id is not null;
create index expenses_payment_method_idx
    on app.expenses (ledger_id, payment_method_id, spent_on desc, id desc)
    where deleted_at is null and payment_method_id is not null;
create index expenses_tags_idx on app.expenses using gin (ledger_id, tag_ids)
    with (gin_pending_list_limit = 128)
    where deleted_at is null and tag_ids <> '{}';
create index expenses_note_idx on app.expenses
    using gin (ledger_id, note_folded ext.gin_trgm_ops)
    with (gin_pending_list_limit = 128)
    where deleted_at is null and note_folded is not null;

grant insert (merchant_id, payment_method_id, tag_ids, note) on app.expenses to expense_app;
grant update (merchant_id, payment_method_id, tag_ids, note) on app.expenses to expense_app;

create function app.expenses_note() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    new.note_folded := app.fold(new.note);
    return new;
end
$$;
comment on function app.expenses_note() is 'Folds a note for searches';
create trigger expenses_note_insert before insert on app.expenses
    for each row when (new.note is not null) execute function app.expenses_note();
create trigger expenses_note_update before update of note on app.expenses
    for each row when (new.note is distinct from old.note) execute function app.expenses_note();

create function app.expenses_tags() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_found integer;
begin
    new.tag_ids := array(select distinct u.id from unnest(new.tag_ids) u (id) order by u.id);
    -- Locked, so that none is deleted or merged before this expense is stored.
    perform
       from app.tags t
      where t.ledger_id = new.ledger_id
        and t.id = any (new.tag_ids)
        and t.deleted_at is null
      order by t.id
        for share;
    get diagnostics v_found = row_count;
    if v_found <> cardinality(new.tag_ids) then
        raise exception using
            errcode = 'ET422', message = 'One of these tags is not there any more.',
            column = 'tags', hint = 'unknown_tag';
    end if;
    return new;
end
$$;
comment on function app.expenses_tags() is 'An array can have no foreign key: this is it';
create trigger expenses_tags_insert before insert on app.expenses
    for each row when (new.tag_ids <> '{}') execute function app.expenses_tags();
create trigger expenses_tags_update before update of tag_ids on app.expenses
    for each row
    when (new.tag_ids <> '{}' and new.tag_ids <> old.tag_ids
          and (current_user <> 'expense_guard' or coalesce(current_setting('app.bulk', true), '') <> 'on'))
    execute function app.expenses_tags();

-- Volatile, because a statement that has just made a merchant or tag must see it.
create function app.expense_extras(
    p_merchant_id bigint, p_note text, p_payment_method_id bigint, p_tag_ids bigint[])
returns json
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger   constant bigint := app.ledger_id();
    v_merchant text;
    v_method   text;
    v_tags     json;
begin
    if p_merchant_id is not null then
        select m.name into v_merchant
          from app.merchants m
         where m.ledger_id = v_ledger
           and m.id = p_merchant_id;
    end if;
    if p_payment_method_id is not null then
        select m.name into v_method
          from app.payment_methods m
         where m.ledger_id = v_ledger
           and m.id = p_payment_method_id;
    end if;
    if p_tag_ids <> '{}' then
        select json_agg(t.name order by t.name_folded, t.id) into v_tags
          from app.tags t
         where t.ledger_id = v_ledger
           and t.id = any (p_tag_ids);
    end if;
    return json_strip_nulls(json_build_object(
        'merchant', v_merchant, 'note', p_note, 'payment_method', v_method, 'tags', v_tags));
end
$$;
comment on function app.expense_extras(bigint, text, bigint, bigint[]) is
    'What an expense may have besides: an object with merchant, note, payment_method and tags, those that are set';
grant execute on function app.expense_extras(bigint, text, bigint, bigint[])
   to expense_app, expense_guard;

-- No SET clause, so that the planner puts the expression in its place.
create function app.expense_snapshot(p_expense app.expenses) returns jsonb
language sql stable
as $$ select pg_catalog.to_jsonb(p_expense) - '{ledger_id,title_folded,note_folded}'::pg_catalog.text[] $$;
comment on function app.expense_snapshot(app.expenses) is 'What history keeps of an expense: all but what is derived';
grant execute on function app.expense_snapshot(app.expenses) to expense_guard;

grant create on schema app to expense_guard, expense_search;
alter function app.expenses_tags() owner to expense_guard;
alter function app.expense_extras(bigint, text, bigint, bigint[]) owner to expense_search;
set local role expense_guard;

create or replace function app.expenses_history() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into app.expense_history
        (ledger_id, expense_id, version, operation, snapshot, changed_by, request_id)
    values
        (old.ledger_id, old.id, old.version,
         case
             when old.deleted_at is null and new.deleted_at is not null then 'delete'
             when old.deleted_at is not null and new.deleted_at is null then 'restore'
             else 'update'
         end,
         app.expense_snapshot(old), app.user_id(),
         nullif(current_setting('app.request_id', true), ''));
    return null;
end
$$;

create function app.keep_versions(p_ids bigint[], p_operation text) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into app.expense_history
        (ledger_id, expense_id, version, operation, snapshot, changed_by, request_id)
    select e.ledger_id, e.id, e.version, p_operation,
           app.expense_snapshot(e), app.user_id(),
           nullif(current_setting('app.request_id', true), '')
      from app.expenses e
     where e.ledger_id = app.ledger_id()
       and e.id = any (p_ids);
$$;
comment on function app.keep_versions(bigint[], text) is
    'History of expenses that a bulk function is about to change; they are locked by then. Internal';
revoke execute on function app.keep_versions(bigint[], text) from public;

create or replace function app.bulk_set_deleted(p_ids bigint[], p_deleted boolean) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger constant bigint := app.ledger_id();
    v_bulk   constant text := coalesce(current_setting('app.bulk', true), '');
    v_sign   constant integer := case when p_deleted then -1 else 1 end;
    v_ids    bigint[];
    v_count  bigint;
begin
    select array_agg(l.id) into v_ids
      from (select e.id
              from app.expenses e
             where e.ledger_id = v_ledger
               and e.id = any (p_ids)
               and (e.deleted_at is null) = p_deleted
             order by e.id
               for no key update) l;
    if v_ids is null then
        return 0;
    end if;
    perform
       from app.monthly_totals t
      where t.ledger_id = v_ledger
      order by t.month, t.category_id, t.currency
        for no key update;

    perform set_config('app.bulk', 'on', true);
    perform app.keep_versions(v_ids, case when p_deleted then 'delete' else 'restore' end);

    with changed as (
        update app.expenses e
           set deleted_at = case when p_deleted then now() end
         where e.ledger_id = v_ledger
           and e.id = any (v_ids)
        returning e.spent_on, e.category_id, e.currency, e.amount_minor
    ), sums as (
        select date_trunc('month', c.spent_on::timestamp)::date as month, c.category_id, c.currency,
               sum(c.amount_minor) as amount_minor, count(*) as count
          from changed c
         group by 1, 2, 3
    ), known as (
        update app.monthly_totals t
           set amount_minor = t.amount_minor + v_sign * s.amount_minor,
               count = t.count + v_sign * s.count
          from sums s
         where t.ledger_id = v_ledger
           and t.month = s.month
           and t.category_id = s.category_id
           and t.currency = s.currency
        returning t.month, t.category_id, t.currency
    ), missing as (
        insert into app.monthly_totals as t
            (ledger_id, month, category_id, currency, amount_minor, count)
        select v_ledger, s.month, s.category_id, s.currency, s.amount_minor, s.count
          from sums s
         where not p_deleted
           and (s.month, s.category_id, s.currency)
               not in (select k.month, k.category_id, k.currency from known k)
         order by s.month, s.category_id, s.currency
        on conflict on constraint monthly_totals_pkey do update
           set amount_minor = t.amount_minor + excluded.amount_minor,
               count = t.count + excluded.count
    )
    select count(*) into v_count from changed;
    if p_deleted then
        delete from app.monthly_totals t where t.ledger_id = v_ledger and t.count = 0;
    end if;
    perform set_config('app.bulk', v_bulk, true);
    return v_count;
end
$$;

create or replace function app.replace_category(p_from bigint, p_into bigint, p_reason text, p_children bigint)
returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger constant bigint := app.ledger_id();
    v_bulk   constant text := coalesce(current_setting('app.bulk', true), '');
    v_ids    bigint[];
begin
    if p_from < p_into then
        perform from app.categories c where c.ledger_id = v_ledger and c.id = p_from for update;
    end if;
    perform from app.categories c where c.ledger_id = v_ledger and c.id = p_into for key share;
    if p_from > p_into then
        perform from app.categories c where c.ledger_id = v_ledger and c.id = p_from for update;
    end if;

    insert into app.former_categories
        (ledger_id, id, name, icon, color_light, color_dark, moved_to, reason, removed_by)
    select c.ledger_id, c.id, c.name, c.icon, c.color_light, c.color_dark, p_into, p_reason, app.user_id()
      from app.categories c
     where c.ledger_id = v_ledger
       and c.id = p_from;
    update app.former_categories f
       set moved_to = p_into
     where f.ledger_id = v_ledger
       and f.moved_to = p_from;

    -- Two look-ups, one for each partial index; the trash moves too.
    v_ids := array(select e.id
                     from app.expenses e
                    where e.ledger_id = v_ledger
                      and e.category_id = p_from
                      and e.deleted_at is null
                    union all
                   select e.id
                     from app.expenses e
                    where e.ledger_id = v_ledger
                      and e.category_id = p_from
                      and e.deleted_at is not null);
    v_ids := array(select l.id
                     from (select e.id
                             from app.expenses e
                            where e.ledger_id = v_ledger
                              and e.id = any (v_ids)
                              and e.category_id = p_from
                            order by e.id
                              for no key update) l);
    perform
       from app.monthly_totals t
      where t.ledger_id = v_ledger
        and t.category_id in (p_from, p_into)
      order by t.month, t.category_id, t.currency
        for no key update;

    perform set_config('app.bulk', 'on', true);
    perform app.keep_versions(v_ids, 'update');
    update app.expenses e
       set category_id = p_into
     where e.ledger_id = v_ledger
       and e.id = any (v_ids);
    with gone as (
        delete from app.monthly_totals t
         where t.ledger_id = v_ledger
           and t.category_id = p_from
        returning t.month, t.currency, t.amount_minor, t.count
    )
    insert into app.monthly_totals as t (ledger_id, month, category_id, currency, amount_minor, count)
    select v_ledger, g.month, p_into, g.currency, g.amount_minor, g.count
      from gone g
     order by g.month, g.currency
    on conflict on constraint monthly_totals_pkey do update
       set amount_minor = t.amount_minor + excluded.amount_minor,
           count = t.count + excluded.count;
    perform set_config('app.bulk', v_bulk, true);

    update app.categories c
       set parent_id = nullif(p_children, c.id)
     where c.ledger_id = v_ledger
       and c.parent_id = p_from;
    delete from app.categories c
     where c.ledger_id = v_ledger
       and c.id = p_from;
    return cardinality(v_ids);
end
$$;
set local role expense_owner;
revoke create on schema app from expense_guard, expense_search;

commit;
