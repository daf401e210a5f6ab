-- Deploy expense:labels to pg
-- requires: categories
-- requires: readers

-- Merchants, tags and payment methods are one thing under three names, so one text makes all three:
-- table <many>, function <one>_id(name).

begin;
set local role expense_owner;

create function app.labels_before_update() returns trigger
language plpgsql
as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;
comment on function app.labels_before_update() is
    'Counts the version of a merchant, tag or payment method';

do $do$
declare
    v_label record;
begin
    for v_label in
        select *
          from (values
                ('merchant', 'merchants', 100, 'Who was paid; made by naming it on an expense'),
                ('tag', 'tags', 60, 'Words put on expenses, several on each; made by naming one'),
                ('payment_method', 'payment_methods', 60, 'What was paid with: cash, a card'))
               l (one, many, length, what)
    loop
        execute format($sql$
            create table app.%1$s (
                ledger_id   bigint      not null default app.ledger_id(),
                id          bigint      not null generated always as identity,
                name        text        not null,
                version     bigint      not null default 1,
                created_at  timestamptz not null default now(),
                deleted_at  timestamptz,
                name_folded text        not null generated always as (app.fold(name)) stored,
                constraint %1$s_pkey primary key (ledger_id, id),
                constraint %1$s_ledger_fkey
                    foreign key (ledger_id) references app.ledgers (id) on delete cascade,
                constraint %1$s_name_length check (char_length(name) between 1 and %2$s),
                constraint %1$s_name_visible
                    check (not app.is_blank(name) and not app.has_control(name))
            );
            create unique index %1$s_name_key on app.%1$s (ledger_id, name_folded)
                where deleted_at is null;
            comment on table app.%1$s is %3$L;
            comment on column app.%1$s.version is 'The ETag; counted by trigger';
            comment on column app.%1$s.deleted_at is
                'Set: merged into another or deleted. On no expense any more; the row stays so that history can name it';
            comment on column app.%1$s.name_folded is
                'Names that differ only by case or accents are the same name';

            create trigger %1$s_before_update before update on app.%1$s
                for each row execute function app.labels_before_update();
            create trigger %1$s_refuse_viewer before insert or update or delete on app.%1$s
                for each statement when (current_setting('app.role', true) = 'viewer')
                execute function app.refuse_viewer();

            alter table app.%1$s enable row level security;
            alter table app.%1$s force row level security;
            create policy own on app.%1$s to expense_app
                using (ledger_id = (select app.ledger_id()))
                with check (ledger_id = (select app.ledger_id()));
            create policy guard on app.%1$s to expense_guard using (true) with check (true);
            create policy search on app.%1$s for select to expense_search using (true);
            create policy backup on app.%1$s for select to expense_backup using (true);

            grant select on app.%1$s to expense_app, expense_search, expense_backup;
            grant select on sequence app.%1$s_id_seq to expense_backup;
            grant update (name) on app.%1$s to expense_app;
            grant insert (ledger_id, name) on app.%1$s to expense_app;
            grant select, insert, update, delete on app.%1$s to expense_guard;
        $sql$, v_label.many, v_label.length, v_label.what);

        execute format($sql$
            create function app.%1$s_id(p_name text) returns bigint
            language plpgsql volatile security definer
            set search_path = pg_catalog, pg_temp
            as $$
            declare
                v_ledger constant bigint := app.ledger_id();
                v_name   constant text := nullif(btrim(p_name), '');
                v_id     bigint;
            begin
                if v_name is null then
                    return null;
                end if;
                -- Locked, so that nobody deletes or merges it before the expense that gets it is stored.
                loop
                    select l.id into v_id
                      from app.%2$s l
                     where l.ledger_id = v_ledger
                       and l.name_folded = app.fold(v_name)
                       and l.deleted_at is null
                       for share;
                    if found then
                        return v_id;
                    end if;
                    insert into app.%2$s (ledger_id, name) values (v_ledger, v_name)
                        on conflict do nothing
                    returning id into v_id;
                    if found then
                        return v_id;
                    end if;
                end loop;
            end
            $$;
            comment on function app.%1$s_id(text) is
                'Id of the ledger''s row of that name, whatever its case and accents; an unknown name is added, none is null';
            grant execute on function app.%1$s_id(text) to expense_app;
        $sql$, v_label.one, v_label.many);
    end loop;
end
$do$;

create function app.tag_ids(p_names jsonb) returns bigint[]
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(distinct t.id order by t.id), '{}')
      from (select app.tag_id(n.name) as id
              from jsonb_array_elements_text(p_names) n (name)) t
     where t.id is not null;
$$;
comment on function app.tag_ids(jsonb) is
    'Ids of a list of tags by name, each once, in order; unknown ones are added';
grant execute on function app.tag_ids(jsonb) to expense_app, expense_guard;

-- What a new ledger can pay with. A trigger, as a ledger may come from elsewhere than a sign-up one day.
create function app.ledgers_payment_methods() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into app.payment_methods (ledger_id, name)
    select new.id, m.name
      from unnest(array['Cash', 'Card', 'Bank transfer', 'UPI']) m (name);
    return null;
end
$$;
comment on function app.ledgers_payment_methods() is 'Gives a new ledger its first payment methods';
create trigger ledgers_payment_methods after insert on app.ledgers
    for each row execute function app.ledgers_payment_methods();

grant create on schema app to expense_guard;
alter function app.merchant_id(text) owner to expense_guard;
alter function app.tag_id(text) owner to expense_guard;
alter function app.payment_method_id(text) owner to expense_guard;
alter function app.ledgers_payment_methods() owner to expense_guard;
revoke create on schema app from expense_guard;

-- Ledgers that are there already; only the guard sees them all.
set local role expense_guard;
insert into app.payment_methods (ledger_id, name)
select l.id, m.name
  from app.ledgers l
 cross join unnest(array['Cash', 'Card', 'Bank transfer', 'UPI']) with ordinality m (name, nth)
 order by l.id, m.nth;

commit;
