-- Revert expense:tokens from pg

begin;
set local role expense_owner;
grant create on schema app to expense_guard;

set local role expense_guard;
create or replace function app.begin_session(
    p_sid_hash bytea, p_user_id bigint, p_ledger_id bigint, p_request_id text,
    out currency text, out time_zone text, out today date, out role text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_seen timestamptz;
begin
    select st.currency, st.time_zone, m.role, s.last_seen_at
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
drop function app.revoke_token(bigint);
drop function app.create_token(bytea, text, text, integer);
drop function app.list_tokens();
drop function app.revoke_sessions(bigint);
drop function app.list_sessions();
drop function app.browser_session();
delete from app.sessions where kind = 'token';

set local role expense_owner;
revoke create on schema app from expense_guard;
create index sessions_user_idx on app.sessions (user_id);
alter table app.sessions
    drop constraint sessions_user_id_key,
    drop constraint sessions_name_of_tokens,
    drop constraint sessions_scope_known,
    drop constraint sessions_kind_known,
    add constraint sessions_kind_known check (kind in ('web', 'api')),
    drop column id,
    drop column name,
    drop column scope;

commit;
