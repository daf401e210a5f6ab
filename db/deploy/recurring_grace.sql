-- Deploy expense:recurring_grace to pg
-- requires: recurring_batches
-- requires: accounts

-- Nothing is made in a ledger all of whose members are leaving: they may look, and nothing changes under their
-- eyes. A rule stays due meanwhile, so whoever keeps the account finds every missed date made by the next run.

begin;
set local role expense_owner;
grant create on schema app to expense_guard;
set local role expense_guard;

create or replace function app.make_recurring_at(p_at timestamptz, p_limit integer)
returns table (made bigint, rules bigint, failed bigint)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledgers bigint[];
    v_ids     bigint[];
    v_mine    bigint[];
    v_ledger  bigint;
    v_why     text;
begin
    made := 0;
    failed := 0;
    select array_agg(l.ledger_id), array_agg(l.id) into v_ledgers, v_ids
      from (select r.ledger_id, r.id
              from app.recurring r
              left join app.user_settings s on s.user_id = r.created_by
             where r.next_on <= (p_at at time zone 'UTC' + interval '14 hours')::date
               and r.next_on <= app.local_day(p_at, s.time_zone)
               and r.paused_at is null
               and r.deleted_at is null
               and (r.retry_at is null or r.retry_at <= p_at)
               -- Whoever stays keeps a shared ledger going.
               and exists (
                       select from app.ledger_members m
                         join app.users u on u.id = m.user_id
                        where m.ledger_id = r.ledger_id
                          and u.delete_after is null)
             limit least(p_limit, 50)
               for no key update of r skip locked) l;
    rules := coalesce(cardinality(v_ids), 0);
    for v_ledger in select distinct u.id from unnest(v_ledgers) u (id) order by u.id loop
        exit when made >= p_limit;
        v_mine := array(select u.id from unnest(v_ledgers, v_ids) u (ledger_id, id)
                         where u.ledger_id = v_ledger);
        begin
            made := made + app.make_due(v_ledger, v_mine, p_at, (p_limit - made)::integer);
        exception when others then
            get stacked diagnostics v_why = message_text;
            raise warning 'recurring expenses of ledger % were not made: %', v_ledger, v_why;
            failed := failed + cardinality(v_mine);
            update app.recurring r
               set retry_at = p_at + interval '5 minutes'
             where r.ledger_id = v_ledger
               and r.id = any (v_mine);
        end;
    end loop;
    return next;
end
$$;

set local role expense_owner;
revoke create on schema app from expense_guard;

commit;
