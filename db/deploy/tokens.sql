-- Deploy expense:tokens to pg
-- requires: session_functions
-- requires: sign_in

begin;
set local role expense_owner;

-- An API token is a session that a person makes by hand: named, maybe only for reading, ended by hand.
alter table app.sessions
    add column id    bigint not null generated always as identity,
    add column name  text   not null default '',
    add column scope text   not null default 'write',
    drop constraint sessions_kind_known,
    add constraint sessions_kind_known check (kind in ('web', 'api', 'token')),
    add constraint sessions_scope_known check (scope in ('read', 'write')),
    add constraint sessions_name_of_tokens
        check ((kind = 'token') = (name <> '') and char_length(name) <= 60
               and (name = '' or not app.is_blank(name)) and not app.has_control(name)),
    add constraint sessions_user_id_key unique (user_id, id);
drop index app.sessions_user_idx;
comment on column app.sessions.id is 'What the person sees and ends it by; tells nothing about the secret';
comment on column app.sessions.kind is 'web: a browser; api: a program that signed in; token: made by hand';
comment on column app.sessions.name is 'What the person calls a token; empty for the rest';
comment on column app.sessions.scope is 'read: whatever is asked, nothing of the ledger is changed';

-- The routes let only browsers come here; this says so once more, beside the data.
create function app.browser_session() returns app.sessions
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_session app.sessions;
begin
    select s.* into v_session
      from app.sessions s
     where s.sid_hash = nullif(current_setting('app.session', true), '')::bytea
       and s.user_id = app.user_id()
       and s.kind = 'web';
    if not found then
        raise exception using
            errcode = 'ET403', message = 'Only a person who is signed in with a browser may do this.',
            hint = 'browser_only';
    end if;
    return v_session;
end
$$;
comment on function app.browser_session() is 'The session of this transaction when it is a browser''s; else ET403';

create function app.list_sessions()
returns table (id bigint, kind text, user_agent text, created_at timestamptz, last_used_at timestamptz,
               expires_at timestamptz, current boolean)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.id, s.kind, s.user_agent, s.created_at, s.last_seen_at,
           least(s.expires_at, s.last_seen_at + s.idle_seconds * interval '1 second'), s.id = b.id
      from app.browser_session() b
      join app.sessions s on s.user_id = b.user_id
     where s.kind <> 'token'
       and s.revoked_at is null
       and s.expires_at > now()
       and s.last_seen_at > now() - s.idle_seconds * interval '1 second'
     order by s.id = b.id desc, s.last_seen_at desc, s.id desc
$$;
comment on function app.list_sessions() is 'Where the person is signed in now; the asking session first';

create function app.revoke_sessions(p_id bigint) returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    with ended as (
        update app.sessions s
           set revoked_at = now()
          from app.browser_session() b
         where s.user_id = b.user_id
           and s.kind <> 'token'
           and s.revoked_at is null
           and s.expires_at > now()
           and s.last_seen_at > now() - s.idle_seconds * interval '1 second'
           and case when p_id is null then s.id <> b.id else s.id = p_id end
        returning 1)
    select count(*) from ended
$$;
comment on function app.revoke_sessions(bigint) is
    'Ends one of the person''s live sessions, or with null all but the asking one. Answers how many';

create function app.list_tokens()
returns table (id bigint, name text, scope text, created_at timestamptz, expires_at timestamptz,
               last_used_at timestamptz)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.id, s.name, s.scope, s.created_at, s.expires_at,
           case when s.last_seen_at >= s.created_at then s.last_seen_at end
      from app.browser_session() b
      join app.sessions s on s.user_id = b.user_id
     where s.kind = 'token'
       and s.revoked_at is null
     order by s.id desc
$$;
comment on function app.list_tokens() is 'The person''s API tokens, the newest first; never their secret';

-- "Last seen" begins before the token does: so its first use moves it, and a token that wasn't used
-- shows that. A token has no idle time.
create function app.create_token(p_sid_hash bytea, p_name text, p_scope text, p_days integer)
returns table (id bigint, name text, scope text, created_at timestamptz, expires_at timestamptz,
               last_used_at timestamptz)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_session app.sessions := app.browser_session();
begin
    -- Locked, so that two at once can't both be the last one that fits, nor one outlive its person.
    perform from app.users u where u.id = v_session.user_id for no key update;
    if (select count(*)
          from app.sessions s
         where s.user_id = v_session.user_id
           and s.kind = 'token'
           and s.revoked_at is null
           and s.expires_at > now()) >= 50
    then
        raise exception using
            errcode = 'ET409', message = 'You have 50 tokens. Revoke one that you no longer use.',
            hint = 'too_many_tokens';
    end if;
    return query
    insert into app.sessions as s
           (sid_hash, user_id, ledger_id, kind, name, scope, last_seen_at, idle_seconds, expires_at)
    select p_sid_hash, v_session.user_id, v_session.ledger_id, 'token', p_name, p_scope,
           now() - interval '2 minutes', (p_days + 1) * 86400,
           date_trunc('second', now()) + p_days * interval '1 day'
    returning s.id, s.name, s.scope, s.created_at, s.expires_at, null::timestamptz;
end
$$;
comment on function app.create_token(bytea, text, text, integer) is
    'Makes an API token of the person whose browser asks, for so many days. Only its hash is kept';

create function app.revoke_token(p_id bigint) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user bigint := (app.browser_session()).user_id;
begin
    update app.sessions s
       set revoked_at = now()
     where s.user_id = v_user
       and s.id = p_id
       and s.kind = 'token'
       and s.revoked_at is null;
    return found;
end
$$;
comment on function app.revoke_token(bigint) is 'Ends one of the person''s API tokens at once';

grant execute on function app.list_sessions(), app.revoke_sessions(bigint), app.list_tokens(),
                          app.create_token(bytea, text, text, integer), app.revoke_token(bigint)
   to expense_app;

grant create on schema app to expense_guard;
alter function app.browser_session() owner to expense_guard;
alter function app.list_sessions() owner to expense_guard;
alter function app.revoke_sessions(bigint) owner to expense_guard;
alter function app.list_tokens() owner to expense_guard;
alter function app.create_token(bytea, text, text, integer) owner to expense_guard;
alter function app.revoke_token(bigint) owner to expense_guard;

set local role expense_guard;
-- As before, and a session that may only read is a viewer, whatever role its person has: the routes
-- refuse it first, this holds when a route forgets.
create or replace function app.begin_session(
    p_sid_hash bytea, p_user_id bigint, p_ledger_id bigint, p_request_id text,
    out currency text, out time_zone text, out today date, out role text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_seen timestamptz;
begin
    select st.currency, st.time_zone, case when s.scope = 'write' then m.role else 'viewer' end,
           s.last_seen_at
      into begin_session.currency, begin_session.time_zone, begin_session.role, v_seen
      from app.sessions s
      join app.ledger_members m on m.ledger_id = s.ledger_id and m.user_id = s.user_id
      join app.user_settings st on st.user_id = s.user_id
     where s.sid_hash = p_sid_hash
       and s.user_id = p_user_id
       and s.ledger_id = p_ledger_id
       and s.revoked_at is null
       and s.expires_at > now()
       and s.last_seen_at > now() - s.idle_seconds * interval '1 second';
    if not found then
        raise exception using
            errcode = 'ET401', message = 'Your session has ended. Sign in again.';
    end if;

    perform set_config('app.user_id', p_user_id::text, true),
            set_config('app.ledger_id', p_ledger_id::text, true),
            set_config('app.role', begin_session.role, true),
            set_config('app.session', p_sid_hash::text, true),
            set_config('app.request_id', coalesce(p_request_id, ''), true);

    -- A zone that the server's time zone database has lost since must not lock its user out.
    begin
        begin_session.today := (now() at time zone begin_session.time_zone)::date;
    exception when invalid_parameter_value then
        begin_session.today := (now() at time zone 'UTC')::date;
    end;

    -- The only write on the way of a read: once a minute, and never a wait for another one's lock.
    if v_seen < now() - interval '1 minute' and not current_setting('transaction_read_only')::boolean then
        update app.sessions s
           set last_seen_at = now()
          from (select l.sid_hash
                  from app.sessions l
                 where l.sid_hash = p_sid_hash
                   and l.revoked_at is null
                   for no key update skip locked) l
         where s.sid_hash = l.sid_hash;
    end if;
end
$$;

set local role expense_owner;
revoke create on schema app from expense_guard;

commit;
