-- Revert expense:search from pg

begin;
set local role expense_search;

drop function app.count_expenses(text, bigint, date, date, bigint, bigint, text);
drop function app.search_expenses(text, bigint, date, date, bigint, bigint, text, text, date, bigint,
                                  bigint, integer, integer);

commit;
