-- Deploy expense:accounts to pg
-- requires: tokens
-- requires: purge

begin;
set local role expense_owner;

alter table app.users add column delete_after timestamptz;
create index users_delete_after_idx on app.users (delete_after) where delete_after is not null;
comment on column app.users.delete_after is
    'The person has asked to be forgotten: until then they may take it back, after that app.purge_accounts() removes them';

-- What a purge must be able to take away: all that is there, and every table that is made later.
grant select, delete on all tables in schema app to expense_guard;
revoke delete on app.currencies from expense_guard;
alter default privileges in schema app grant select, delete on tables to expense_guard;

create function app.delete_account(p_confirm text) returns timestamptz
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_session app.sessions := app.browser_session();
    v_typed   text;
    v_after   timestamptz := date_trunc('second', now()) + interval '14 days';
begin
    if v_session.created_at < now() - interval '10 minutes' then
        raise exception using
            errcode = 'ET403', hint = 'sign_in_again',
            message = 'For this, sign in once more: you did that more than 10 minutes ago.';
    end if;
    select coalesce(nullif(u.email, ''), nullif(u.name, ''), 'delete') into strict v_typed
      from app.users u
     where u.id = v_session.user_id
       for no key update;
    if lower(btrim(p_confirm)) is distinct from lower(btrim(v_typed)) then
        raise exception using
            errcode = 'ET422', message = format('Type %s to confirm.', v_typed),
            column = 'confirm', hint = 'not_confirmed';
    end if;
    update app.users u
       set delete_after = v_after
     where u.id = v_session.user_id;
    update app.sessions s
       set revoked_at = now()
     where s.user_id = v_session.user_id
       and s.revoked_at is null;
    return v_after;
end
$$;
comment on function app.delete_account(text) is
    'Ends all sessions and tokens of the person at once, and has the account removed in 14 days. Asks for a sign-in of the last 10 minutes and the typed address';

create function app.keep_account() returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user bigint := (app.browser_session()).user_id;
begin
    -- An account whose removal has begun is disabled, and nobody gets here.
    update app.users u
       set delete_after = null
     where u.id = v_user
       and u.delete_after is not null;
    update app.sessions s
       set scope = 'write'
     where s.user_id = v_user
       and s.kind <> 'token'
       and s.scope <> 'write';
end
$$;
comment on function app.keep_account() is 'Takes app.delete_account() back; tokens stay revoked';

-- Who signs in while the account is leaving may look and take it back; nothing else.
create function app.sessions_of_leaving() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from app.users u where u.id = new.user_id and u.delete_after is not null) then
        new.scope := 'read';
    end if;
    return new;
end
$$;
comment on function app.sessions_of_leaving() is 'A session on an account that is being deleted changes nothing';
create trigger sessions_of_leaving before insert on app.sessions
    for each row execute function app.sessions_of_leaving();

create or replace function app.refuse_viewer() returns trigger
language plpgsql
as $$
begin
    if exists (select from app.users u where u.id = app.user_id() and u.delete_after is not null) then
        raise exception using
            errcode = 'ET403', hint = 'account_leaving',
            message = 'This account is being deleted. Take that back first.';
    end if;
    raise exception using
        errcode = 'ET403', message = 'You may look at this ledger, but not change it.', hint = 'viewer';
end
$$;

-- Rows of every table that names the ledger, however many tables there are by then: whatever a foreign
-- key holds back is tried again after what holds it. A batch at a time, as app.purge().
create function app.purge_ledger(p_ledger_id bigint, p_batch integer) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_bulk    constant text := coalesce(current_setting('app.bulk', true), '');
    v_table   regclass;
    v_removed bigint := 0;
    v_pass    bigint;
    v_count   bigint;
begin
    -- Their totals go as well, so the trigger need not keep them.
    perform set_config('app.bulk', 'on', true);
    loop
        v_pass := 0;
        for v_table in
            select c.oid::regclass
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attname = 'ledger_id' and a.attnum > 0
             where c.relnamespace = 'app'::regnamespace
               and c.relkind = 'r'
               and c.oid not in ('app.sessions'::regclass, 'app.ledger_members'::regclass)
             order by c.relname
        loop
            begin
                execute format(
                    'delete from %s where ctid = any (array(select ctid from %s where ledger_id = $1 limit $2))',
                    v_table, v_table)
                  using p_ledger_id, p_batch;
                get diagnostics v_count = row_count;
                v_pass := v_pass + v_count;
            exception when foreign_key_violation then
                null;
            end;
            exit when v_removed + v_pass >= p_batch;
        end loop;
        v_removed := v_removed + v_pass;
        exit when v_pass = 0 or v_removed >= p_batch;
    end loop;
    perform set_config('app.bulk', v_bulk, true);
    return v_removed;
end
$$;
comment on function app.purge_ledger(bigint, integer) is
    'Removes up to about so many rows of a ledger, from all tables. Answers how many; 0 when none is left';

create function app.purge_accounts(p_batch integer default 5000) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user    bigint;
    v_ledger  bigint;
    v_removed bigint;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('expense purge accounts', 0)) then
        return 0;
    end if;
    select u.id into v_user
      from app.users u
     where u.delete_after < now()
     order by u.delete_after
     limit 1
       for update;
    if not found then
        return 0;
    end if;
    -- Nobody comes in any more; the trigger ends the sessions.
    update app.users u
       set disabled_at = now()
     where u.id = v_user
       and u.disabled_at is null;

    -- A ledger that others share stays theirs.
    for v_ledger in
        select m.ledger_id
          from app.ledger_members m
         where m.user_id = v_user
           and not exists (
                   select from app.ledger_members o
                    where o.ledger_id = m.ledger_id
                      and o.user_id <> v_user)
    loop
        v_removed := app.purge_ledger(v_ledger, p_batch);
        if v_removed > 0 then
            return v_removed;
        end if;
        delete from app.ledgers l where l.id = v_ledger;
    end loop;
    -- Identities, picture, settings, keys, memberships and sessions go with the user.
    delete from app.users u where u.id = v_user;
    return 1;
end
$$;
comment on function app.purge_accounts(integer) is
    'Removes for good accounts whose time is over, a batch of rows at a time: call it again until it answers 0';

-- Everything that is kept of a ledger, as JSON, row by row: from every table that names the ledger,
-- those of later changes too. Runs as its caller, so row-level security decides what is seen. Answers
-- about so many rows from behind a place ({} = from the start): a row without an item begins a section,
-- and each says the place to go on from.
create function app.export_ledger(p_after jsonb, p_limit integer)
returns table (section text, item jsonb, place jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_section text := coalesce(p_after ->> 'section', '');
    v_key     jsonb := nullif(p_after -> 'key', 'null');
    v_left    integer := p_limit;
    v_table   record;
    v_count   integer;
begin
    for v_table in
        select c.relname, c.oid,
               string_agg(format('t.%I', a.attname), ', ' order by k.n) as keys,
               string_agg(format('($2 ->> %L)::%s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
                          order by k.n) as after,
               (select coalesce(array_agg(g.attname::text), '{}')
                  from pg_attribute g
                 where g.attrelid = c.oid and g.attgenerated <> '') || '{ledger_id}' as hidden,
               (select count(*) = 2
                  from pg_attribute m
                 where m.attrelid = c.oid and m.attname in ('amount_minor', 'currency')) as has_money
          from pg_class c
          join pg_attribute l on l.attrelid = c.oid and l.attname = 'ledger_id' and l.attnum > 0
          join pg_constraint p on p.conrelid = c.oid and p.contype = 'p'
         cross join lateral unnest(p.conkey) with ordinality k (attnum, n)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
         where c.relnamespace = 'app'::regnamespace
           and c.relkind = 'r'
           and c.relname <> all ('{sessions,ledger_members,monthly_totals}')
           and c.relname >= v_section
           and a.attname <> 'ledger_id'
         group by c.relname, c.oid
         order by c.relname
    loop
        if v_table.relname <> v_section then
            v_key := null;
            return query select v_table.relname::text, null::jsonb,
                                jsonb_build_object('section', v_table.relname, 'key', null);
        end if;
        return query execute format(
            $sql$
                select %L, %s, jsonb_build_object('section', %L, 'key', %s)
                  from app.%I t %s
                 where t.ledger_id = app.ledger_id() %s
                 order by %s
                 limit $1
            $sql$,
            v_table.relname,
            case when v_table.has_money
                then format($sql$ to_jsonb(t) - %L::text[] - 'amount_minor' || jsonb_build_object('amount',
                            round(t.amount_minor / power(10::numeric, m.digits), m.digits)) $sql$, v_table.hidden)
                else format('to_jsonb(t) - %L::text[]', v_table.hidden)
            end,
            v_table.relname,
            (select 'jsonb_build_object(' || string_agg(format('%L, t.%I', a.attname, a.attname), ', ') || ')'
               from pg_constraint p
               join pg_attribute a on a.attrelid = p.conrelid and a.attnum = any (p.conkey)
              where p.conrelid = v_table.oid and p.contype = 'p' and a.attname <> 'ledger_id'),
            v_table.relname,
            case when v_table.has_money then 'join app.currencies m on m.code = t.currency' else '' end,
            case when v_key is null then ''
                else format('and (%s) > (%s)', v_table.keys, v_table.after) end,
            v_table.keys)
          using v_left, v_key;
        get diagnostics v_count = row_count;
        v_left := v_left - v_count;
        exit when v_left <= 0;
    end loop;
end
$$;
comment on function app.export_ledger(jsonb, integer) is
    'The rows of the ledger as JSON, a part at a time; without what is counted from them (monthly_totals)';

create function app.export_person() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'name', u.name, 'email', u.email, 'since', u.created_at,
               'sign_in', (select jsonb_agg(jsonb_build_object('issuer', i.issuer, 'subject', i.subject))
                             from app.identities i
                            where i.user_id = u.id),
               'picture', (select jsonb_build_object('content_type', p.content_type,
                                      'base64', translate(encode(p.bytes, 'base64'), E'\n', ''))
                             from app.avatars p
                            where p.user_id = u.id),
               'settings', (select to_jsonb(s) - '{user_id}'::text[]
                              from app.user_settings s
                             where s.user_id = u.id),
               'sessions', (select coalesce(jsonb_agg(to_jsonb(s) order by s.id), '[]')
                              from (select x.id, x.kind, x.name, x.scope, x.user_agent, x.created_at,
                                           x.last_seen_at, x.expires_at, x.revoked_at
                                      from app.sessions x
                                     where x.user_id = u.id) s),
               'ledger', (select jsonb_build_object('id', l.id, 'name', l.name, 'created_at', l.created_at,
                                                    'role', m.role)
                            from app.ledgers l
                            join app.ledger_members m on m.ledger_id = l.id and m.user_id = u.id
                           where l.id = b.ledger_id))
      from app.browser_session() b
      join app.users u on u.id = b.user_id
$$;
comment on function app.export_person() is
    'What is kept of the person who asks, but for their ledger''s rows and the hashes of secrets';

grant execute on function app.delete_account(text), app.keep_account(), app.purge_accounts(integer),
                          app.export_ledger(jsonb, integer), app.export_person()
   to expense_app;

grant create on schema app to expense_guard;
alter function app.delete_account(text) owner to expense_guard;
alter function app.keep_account() owner to expense_guard;
alter function app.export_person() owner to expense_guard;
alter function app.purge_ledger(bigint, integer) owner to expense_guard;
alter function app.purge_accounts(integer) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
