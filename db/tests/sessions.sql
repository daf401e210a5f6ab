-- Signing in and what ends a session.
begin;
set local search_path = tap, pg_catalog;
select plan(43);

set local role expense_identity;
create temporary table first as
select * from app.sign_in('https://a.test', 'sub', 'a@b.test', true, 'Anna', 'https://p.test/1', 'EUR');
grant all on first to public;
select is((select is_new from first), true, 'a first sign-in makes a user');
create temporary table again as
select * from app.sign_in('https://a.test', 'sub', 'new@b.test', false, 'Anna B', null, 'INR');
select results_eq('select user_id, ledger_id, is_new from again',
    'select user_id, ledger_id, false from first', 'a second one finds it');
select isnt((select user_id from app.sign_in('https://b.test', 'sub', 'a@b.test', true, 'X', null, 'EUR')),
    (select user_id from first), 'the same subject of another issuer is another person');
select isnt((select user_id from app.sign_in('https://a.test', 'other', 'new@b.test', true, 'X', null, 'EUR')),
    (select user_id from first), 'the same address is no identity');
select throws_ok($$select app.sign_in('https://a.test', 'x', null, null, null, null, 'QQQ')$$, '23503', null,
    'a default currency that isn''t is refused');
select lives_ok($$select app.sign_in('https://a.test', 'bare', null, null, null, null, 'INR')$$,
    'no name, address or picture is fine');
select lives_ok($$select app.sign_in('https://a.test', 'long', repeat('x', 999), true, repeat('é', 999),
    repeat('x', 9999), 'INR')$$, 'nor do long ones break a sign-in');
select throws_ok('select * from app.users', '42501', null, 'the identity pool reads no table itself');

select is(app.open_session(test.hash('s'), user_id, ledger_id, 'web', 'Firefox', 60, 3600),
    extract(epoch from date_trunc('second', now()) + interval '1 hour')::bigint,
    'a session tells when it ends') from first;
select throws_ok(format('select app.open_session(test.hash(''t''), %s, %s, ''web'', '''', 60, 3600)',
    user_id, ledger_id + 1), '23503', null, 'none is opened on a ledger of others') from first;
select lives_ok(format('select app.open_session(test.hash(''old''), %s, %s, ''web'', '''', 60, 3600)',
    user_id, ledger_id), 'a browser has a session') from first;
select throws_ok(format('select app.open_session(test.hash(''new''), %s, %s, ''web'', '''', 60, 3600, test.hash(''old''))',
    user_id, ledger_id + 1), '23503', null, 'a sign-in that fails') from first;
select lives_ok(format('select app.open_session(test.hash(''new''), %s, %s, ''web'', '''', 60, 3600, test.hash(''old''))',
    user_id, ledger_id), 'and one that does not, in the same browser') from first;
select throws_ok(format('select app.open_session(%L, %s, %s, ''web'', '''', 60, 3600)', '\x00', user_id, ledger_id),
    '23514', null, 'a hash has 32 bytes') from first;
select lives_ok(format($$select app.store_avatar(%s, 'https://p.test/1', 'image/png', '\x0102')$$, user_id),
    'a picture is kept') from first;
select lives_ok(format($$select app.store_avatar(%s, 'https://p.test/2', 'image/png', '\x0103')$$, user_id),
    'and replaced') from first;
select ok(app.avatar_is_stored(user_id, 'https://p.test/2')
      and not app.avatar_is_stored(user_id, 'https://p.test/1'), 'it is known by where it came from') from first;
select throws_ok(format($$select app.store_avatar(%s, 'https://p.test/1', 'text/html', '\x01')$$, user_id),
    '23514', null, 'a page is no picture') from first;

reset role;
select is((select count(*) from app.sessions where sid_hash = test.hash('old') and revoked_at is not null), 1::bigint,
    'end the session that was there');
delete from app.sessions where sid_hash <> test.hash('s');
select is((select name || ' ' || email || ' ' || email_verified || coalesce(picture_url, '') from app.users u
            join first f on f.user_id = u.id), 'Anna B new@b.test false', 'each sign-in refreshes the person');
select is((select currency from app.user_settings s join first f using (user_id)), 'EUR',
    'the default currency is the first one''s');
select is((select string_agg(name, ' ' order by position) from app.categories c join first f using (ledger_id)),
    'Food Entertainment Health Utilities Transport Shopping Other', 'a new ledger has the seven categories');
select is((select string_agg(role, ' ') from app.ledger_members m join first f using (ledger_id)), 'owner',
    'and one owner');

create function test.begin(p_sid text default 's', p_other integer default 0) returns text
language plpgsql as $$
declare v_row record;
begin
    select b.* into v_row from first f,
        lateral app.begin_session(test.hash(p_sid), f.user_id + p_other, f.ledger_id, 'r') b;
    return v_row.currency || ' ' || v_row.time_zone || ' ' || (v_row.today - (now() at time zone 'UTC')::date)
        || ' ' || v_row.role;
exception when sqlstate 'ET401' then
    return 'ET401 ' || sqlerrm;
end $$;
grant execute on function test.begin(text, integer) to public;
set local role expense_app;
select is(test.begin(), 'EUR UTC 0 owner', 'a live session begins');
select is(app.user_id() || ' ' || app.ledger_id(), user_id || ' ' || ledger_id, 'and says who is asking') from first;
select is(current_setting('app.request_id'), 'r', 'in which request');
select is(test.begin('unknown'), 'ET401 Your session has ended. Sign in again.', 'an unknown session is refused');
select is(left(test.begin('s', 1), 5), 'ET401', 'so is another user''s');
reset role;

update app.user_settings set time_zone = 'Pacific/Kiritimati';
set local role expense_app;
select ok(test.begin() in ('EUR Pacific/Kiritimati 0 owner', 'EUR Pacific/Kiritimati 1 owner'), 'today is the user''s');
reset role;
alter table app.user_settings disable trigger user_settings_before;
update app.user_settings set time_zone = 'Gone/Zone';
alter table app.user_settings enable trigger user_settings_before;
set local role expense_app;
select is(test.begin(), 'EUR Gone/Zone 0 owner', 'a zone that is gone locks nobody out');
reset role;

update app.sessions set last_seen_at = now() - interval '59 seconds';
set local role expense_app;
select is(left(test.begin(), 3), 'EUR', 'one second before the idle time it lives');
reset role;
select is((select last_seen_at from app.sessions), now() - interval '59 seconds',
    'within a minute it isn''t written');
update app.sessions set last_seen_at = now() - interval '61 seconds', idle_seconds = 120;
set local role expense_app;
select is(left(test.begin(), 3), 'EUR', 'after a minute it lives');
reset role;
select is((select last_seen_at from app.sessions), now(), 'and moves on');
update app.sessions set last_seen_at = now() - interval '121 seconds';
set local role expense_app;
select is(left(test.begin(), 5), 'ET401', 'idle for longer, it has ended');
reset role;
update app.sessions set last_seen_at = now(), expires_at = now() - interval '1 second';
set local role expense_app;
select is(left(test.begin(), 5), 'ET401', 'past its end, it has ended');
reset role;
update app.sessions set expires_at = now() + interval '1 hour';

set local role expense_app;
select is(left(test.begin(), 3), 'EUR', 'it lives again');
select is(app.end_session(), true, 'signing out ends the session of the request');
select is(left(test.begin(), 5), 'ET401', 'at once');
reset role;
update app.sessions set revoked_at = null;
set local role expense_app;
select lives_ok($$select app.revoke_session(test.hash('s'))$$, 'its hash alone can end it');
reset role;
update app.sessions set revoked_at = null;
update app.users u set disabled_at = now() from first f where f.user_id = u.id;
set local role expense_app;
select is(left(test.begin(), 5), 'ET401', 'disabling a person ends their sessions');
reset role;
set local role expense_identity;
select throws_ok($$select app.sign_in('https://a.test', 'sub', 'a', true, 'A', null, 'EUR')$$, 'ET403',
    'This account is disabled.', 'and they cannot sign in');
select throws_ok(format('select app.open_session(test.hash(''z''), %s, %s, ''web'', '''', 60, 3600)',
    user_id, ledger_id), 'ET403', null, 'or open a session') from first;
reset role;

select * from finish();
rollback;
