-- Where a person is signed in, and the tokens that they make: each only their own.
begin;
set local search_path = tap, pg_catalog;
select plan(38);

create temporary table her as select * from test.person('her');
create temporary table him as select * from test.person('him');
grant all on her, him to public;
-- She is signed in at two more places; one of his.
select app.open_session(test.hash('her phone'), user_id, ledger_id, 'web', 'Phone', 3600, 7200) from her;
select app.open_session(test.hash('her program'), user_id, ledger_id, 'api', 'curl', 3600, 7200) from her;
select app.open_session(test.hash('her old one'), user_id, ledger_id, 'web', 'Gone', 3600, 7200) from her;
update app.sessions set revoked_at = now() where sid_hash = test.hash('her old one');
select app.open_session(test.hash('his phone'), user_id, ledger_id, 'web', 'His', 3600, 7200) from him;
create temporary table ids as select s.id, s.user_agent as name, s.sid_hash from app.sessions s;
grant all on ids to public;
create function test.id(p_name text) returns bigint language sql as $$
    select i.id from ids i where i.sid_hash = test.hash(p_name) $$;
create function test.begin(p_sid text, p_who text) returns text language plpgsql as $$
begin
    return (select b.role from test.who(p_who) w,
                lateral app.begin_session(test.hash(p_sid), w.user_id, w.ledger_id, 'r') b);
exception when sqlstate 'ET401' then
    return 'ended';
end $$;
grant execute on function test.id(text), test.begin(text, text) to public;

set local role expense_app;
select test.as('her');
select results_eq('select user_agent, kind, current from app.list_sessions()',
    $$values ('test', 'web', true), ('curl', 'api', false), ('Phone', 'web', false)$$,
    'a person sees their live sessions, their own first, and nobody else''s');
select is((select expires_at from app.list_sessions() where current), now() + interval '1 hour',
    'and when each ends by itself, the idle time being shorter');
select throws_ok('select * from app.sessions', '42501', null, 'the table itself stays out of reach');
select throws_ok('select app.browser_session()', '42501', null, 'so does the row of a session');
select is(app.revoke_sessions(test.id('his phone')), 0::bigint, 'she can''t end one of his');
select is(app.revoke_sessions(test.id('her old one')), 0::bigint, 'nor one that has ended');
select is(app.revoke_sessions(test.id('her phone')), 1::bigint, 'but her phone''s');
select is(test.begin('her phone', 'her'), 'ended', 'which has ended at once');
select test.as('her');
select is(app.revoke_sessions(null), 1::bigint, 'all others: what is left of them');
select is(test.begin('her program', 'her'), 'ended', 'the program''s too');
select is(test.begin('her', 'her'), 'owner', 'not her own');
select is(test.begin('his phone', 'him'), 'owner', 'and none of his');

select test.as('her');
create temporary table made as select * from app.create_token(test.hash('read'), 'Sheet', 'read', 30);
select results_eq('select name, scope, expires_at, last_used_at from made',
    $$values ('Sheet', 'read', date_trunc('second', now()) + interval '30 days', null::timestamptz)$$,
    'a token has name, scope and an end, and was not used');
select lives_ok($$select app.create_token(test.hash('write'), 'Script', 'write', 1)$$, 'one may write');
select results_eq('select name, scope, last_used_at from app.list_tokens()',
    $$values ('Script', 'write', null::timestamptz), ('Sheet', 'read', null)$$, 'she sees both');
select is((select count(*) from app.list_sessions()), 1::bigint, 'they are no sessions in the list');
select is(app.revoke_sessions((select id from made)), 0::bigint, 'and not ended as such');
select throws_ok($$select app.create_token(test.hash('x'), '', 'read', 1)$$, '23514', null, 'a token has a name');
select throws_ok($$select app.create_token(test.hash('x'), ' ', 'read', 1)$$, '23514', null, 'that can be seen');
select throws_ok($$select app.create_token(test.hash('x'), E'a\nb', 'read', 1)$$, '23514', null, 'on one line');
select throws_ok($$select app.create_token(test.hash('x'), 'x', 'all', 1)$$, '23514', null,
    'it reads or writes, there is no third way');
select throws_ok($$select app.create_token(test.hash('read'), 'x', 'read', 1)$$, '23505', null,
    'a secret names one token');

select is(test.begin('read', 'her'), 'viewer', 'the reading one is a viewer of her own ledger');
select is(test.error($$select test.expense('no')$$),
    'ET403||viewer|You may look at this ledger, but not change it.', 'which changes nothing');
select is(test.error('select * from app.list_tokens()'),
    'ET403||browser_only|Only a person who is signed in with a browser may do this.', 'sees no tokens');
select is(left(test.error('select * from app.list_sessions()'), 19), 'ET403||browser_only', 'no sessions');
select is(test.begin('write', 'her'), 'owner', 'the writing one is as she is');
select lives_ok($$select test.expense('yes')$$, 'in the ledger');
select is(left(test.error($$select app.create_token(test.hash('y'), 'y', 'write', 1)$$), 19),
    'ET403||browser_only', 'but makes no tokens');
select is(left(test.error('select app.revoke_sessions(null)'), 19), 'ET403||browser_only', 'and ends no sessions');
select test.as('her');
select is((select count(*) from app.list_tokens() where last_used_at = now()), 2::bigint, 'their use is seen');

select test.as('him');
select is((select count(*) from app.list_tokens()), 0::bigint, 'he sees none of hers');
select is(app.revoke_token((select id from made)), false, 'and ends none');
select test.as('her');
select is(app.revoke_token((select id from made)), true, 'she does');
select is(test.begin('read', 'her'), 'ended', 'at once');
reset role;
update app.sessions set expires_at = now() where sid_hash = test.hash('write');
set local role expense_app;
select is(test.begin('write', 'her'), 'ended', 'one past its end is over');
select test.as('her');
select lives_ok($$select app.create_token(test.hash('n' || n), 'n', 'read', 1) from generate_series(1, 50) n$$,
    'fifty tokens fit');
select is(test.error($$select app.create_token(test.hash('n51'), 'n', 'read', 1)$$),
    'ET409||too_many_tokens|You have 50 tokens. Revoke one that you no longer use.', 'one more does not');

select * from finish();
rollback;
