-- Deploy expense:sign_in to pg
-- requires: sessions
-- requires: settings
-- requires: categories

begin;
set local role expense_owner;

create function app.sign_in(
    p_issuer text, p_subject text, p_email text, p_email_verified boolean, p_name text,
    p_picture_url text, p_default_currency text,
    out user_id bigint, out ledger_id bigint, out is_new boolean)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_name     text := left(regexp_replace(coalesce(p_name, ''), '[\u0001-\u001f\u007f-\u009f]', ' ', 'g'), 200);
    v_email    text := case when char_length(p_email) <= 320 then nullif(p_email, '') end;
    v_picture  text := case when char_length(p_picture_url) <= 2048 then nullif(p_picture_url, '') end;
    v_disabled boolean;
begin
    -- Two first sign-ins of one person at the same moment: the second finds what the first made.
    perform pg_advisory_xact_lock(hashtextextended(p_issuer || E'\n' || p_subject, 7369676));

    select i.user_id into sign_in.user_id
      from app.identities i
     where i.issuer = p_issuer
       and i.subject = p_subject;
    sign_in.is_new := not found;

    if sign_in.is_new then
        insert into app.users (name, email, email_verified, picture_url)
        values (v_name, v_email, coalesce(p_email_verified, false), v_picture)
        returning id into sign_in.user_id;
        insert into app.identities (issuer, subject, user_id)
        values (p_issuer, p_subject, sign_in.user_id);
        insert into app.ledgers (name) values ('Personal') returning id into sign_in.ledger_id;
        insert into app.ledger_members (ledger_id, user_id, role)
        values (sign_in.ledger_id, sign_in.user_id, 'owner');
        insert into app.user_settings (user_id, currency)
        values (sign_in.user_id, p_default_currency);
        perform app.add_default_categories(sign_in.ledger_id);
        return;
    end if;

    update app.users u
       set name = v_name,
           email = v_email,
           email_verified = coalesce(p_email_verified, false),
           picture_url = v_picture
     where u.id = sign_in.user_id
       and u.disabled_at is null
       and (u.name, u.email, u.email_verified, u.picture_url)
           is distinct from (v_name, v_email, coalesce(p_email_verified, false), v_picture);
    select u.disabled_at is not null into strict v_disabled
      from app.users u
     where u.id = sign_in.user_id;
    if v_disabled then
        raise exception using
            errcode = 'ET403', message = 'This account is disabled.', hint = 'disabled';
    end if;

    -- The oldest ledger of the person is the personal one.
    select m.ledger_id into strict sign_in.ledger_id
      from app.ledger_members m
     where m.user_id = sign_in.user_id
     order by m.role = 'owner' desc, m.ledger_id
     limit 1;
end
$$;
comment on function app.sign_in(text, text, text, boolean, text, text, text) is
    'Finds or makes the user of an issuer and subject; disabled is ET403. Safe to run concurrently';

create function app.open_session(
    p_sid_hash bytea, p_user_id bigint, p_ledger_id bigint, p_kind text, p_user_agent text,
    p_idle_seconds integer, p_lifetime_seconds integer, p_replaces bytea default null)
returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_expires timestamptz := date_trunc('second', now()) + p_lifetime_seconds * interval '1 second';
begin
    -- Locked, so that a person who is being disabled now gets no session behind the trigger's back.
    perform
       from app.users u
      where u.id = p_user_id
        and u.disabled_at is null
        for share;
    if not found then
        raise exception using
            errcode = 'ET403', message = 'This account is disabled.', hint = 'disabled';
    end if;

    insert into app.sessions
        (sid_hash, user_id, ledger_id, kind, user_agent, idle_seconds, expires_at)
    values
        (p_sid_hash, p_user_id, p_ledger_id, p_kind, left(coalesce(p_user_agent, ''), 512),
         p_idle_seconds, v_expires);
    update app.sessions s
       set revoked_at = now()
     where s.sid_hash = p_replaces
       and s.revoked_at is null;
    return extract(epoch from v_expires)::bigint;
end
$$;
comment on function app.open_session(bytea, bigint, bigint, text, text, integer, integer, bytea) is
    'Starts a session, ends the one that it replaces, and answers when it ends at the latest, in seconds since 1970';

create function app.store_avatar(
    p_user_id bigint, p_source_url text, p_content_type text, p_bytes bytea)
returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into app.avatars as a (user_id, source_url, content_type, bytes, etag)
    values (p_user_id, p_source_url, p_content_type, p_bytes, encode(sha256(p_bytes), 'hex'))
    on conflict on constraint avatars_pkey do update
       set source_url = excluded.source_url,
           content_type = excluded.content_type,
           bytes = excluded.bytes,
           etag = excluded.etag,
           fetched_at = now();
end
$$;
comment on function app.store_avatar(bigint, text, text, bytea) is 'Keeps our copy of a user''s picture';

create function app.avatar_is_stored(p_user_id bigint, p_source_url text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from app.avatars a
         where a.user_id = p_user_id
           and a.source_url = p_source_url
           and a.fetched_at > now() - interval '7 days');
$$;
comment on function app.avatar_is_stored(bigint, text) is
    'True when the picture needs no new download';

grant execute on function
    app.sign_in(text, text, text, boolean, text, text, text),
    app.open_session(bytea, bigint, bigint, text, text, integer, integer, bytea),
    app.store_avatar(bigint, text, text, bytea),
    app.avatar_is_stored(bigint, text)
   to expense_identity;

grant create on schema app to expense_guard;
alter function app.sign_in(text, text, text, boolean, text, text, text) owner to expense_guard;
alter function app.open_session(bytea, bigint, bigint, text, text, integer, integer, bytea)
    owner to expense_guard;
alter function app.store_avatar(bigint, text, text, bytea) owner to expense_guard;
alter function app.avatar_is_stored(bigint, text) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
