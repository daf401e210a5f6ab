/* handlers.h - the handlers and statements that fcgi/routes.c lists.
 *
 * Each pair is described beside its code. A handler that never needs the database has no answer
 * function.
 */
#ifndef ET_FCGI_API_HANDLERS_H
#define ET_FCGI_API_HANDLERS_H

#include "fcgi/api/api.h"

#define ET_HANDLER(name)                                                                           \
    enum et_verdict et_plan_##name(struct et_exchange *exchange);                                  \
    void et_answer_##name(struct et_exchange *exchange, const struct et_rows *rows, size_t count)

/* service.c */
enum et_verdict et_plan_ping(struct et_exchange *exchange);
enum et_verdict et_plan_config(struct et_exchange *exchange);

/* session.c */
ET_HANDLER(session);
ET_HANDLER(me);
ET_HANDLER(logout);
extern const struct et_statement et_stmt_session, et_stmt_me, et_stmt_logout;

/* picture.c */
ET_HANDLER(picture);
ET_HANDLER(proxy_image);
extern const struct et_statement et_stmt_picture, et_stmt_proxy_image;

/* categories.c */
ET_HANDLER(categories);
ET_HANDLER(category_create);
ET_HANDLER(category_update);
extern const struct et_statement et_stmt_categories, et_stmt_category_create,
    et_stmt_category_update;

/* category_moves.c */
ET_HANDLER(category_order);
ET_HANDLER(category_merge);
ET_HANDLER(category_delete);
extern const struct et_statement et_stmt_category_order, et_stmt_category_merge,
    et_stmt_category_delete;

/* expense_list.c */
ET_HANDLER(expense_list);
ET_HANDLER(expense_get);
extern const struct et_statement et_stmt_expense_list, et_stmt_expense_list_category,
    et_stmt_category_names, et_stmt_expense_search, et_stmt_expense_totals, et_stmt_expense_get;

/* expense_write.c */
ET_HANDLER(expense_create);
ET_HANDLER(expense_update);
extern const struct et_statement et_stmt_expense_create, et_stmt_expense_update;

/* expense_delete.c */
ET_HANDLER(expense_delete);
ET_HANDLER(expense_restore);
ET_HANDLER(expense_clear);
extern const struct et_statement et_stmt_expense_delete, et_stmt_expense_restore,
    et_stmt_expense_clear;

/* bulk.c */
ET_HANDLER(expense_bulk);
ET_HANDLER(bulk_undo);
extern const struct et_statement et_stmt_bulk_ids, et_stmt_bulk_filter, et_stmt_bulk_undo;

/* expense_export.c */
ET_HANDLER(expense_export);
extern const struct et_statement et_stmt_expense_bound;

/* export_named.c */
ET_HANDLER(expense_export_named);
extern const struct et_statement et_stmt_export_order, et_stmt_export_named;

/* expense_history.c */
ET_HANDLER(expense_history);
extern const struct et_statement et_stmt_expense_history;

/* trash.c */
ET_HANDLER(trash_list);
ET_HANDLER(trash_restore);
extern const struct et_statement et_stmt_trash_list, et_stmt_trash_restore;

/* samples.c */
ET_HANDLER(sample_create);
ET_HANDLER(sample_delete);
extern const struct et_statement et_stmt_sample_create, et_stmt_sample_delete;

/* settings.c */
ET_HANDLER(settings_get);
ET_HANDLER(settings_update);
ET_HANDLER(expense_settings_get);
ET_HANDLER(expense_settings_update);
extern const struct et_statement et_stmt_settings_get, et_stmt_settings_update;

/* sessions.c */
ET_HANDLER(session_list);
ET_HANDLER(session_end);
ET_HANDLER(session_end_others);
extern const struct et_statement et_stmt_session_list, et_stmt_session_end;

/* tokens.c */
ET_HANDLER(token_list);
ET_HANDLER(token_create);
ET_HANDLER(token_revoke);
extern const struct et_statement et_stmt_token_list, et_stmt_token_create, et_stmt_token_revoke;

/* account.c */
ET_HANDLER(account_export);
ET_HANDLER(account_delete);
ET_HANDLER(account_keep);
extern const struct et_statement et_stmt_account_person, et_stmt_account_ledger,
    et_stmt_account_delete, et_stmt_account_keep;

/* reports.c */
ET_HANDLER(report_categories);
ET_HANDLER(report_summary);
extern const struct et_statement et_stmt_report_all, et_stmt_report_months, et_stmt_report_days,
    et_stmt_report_levels;

/* report_months.c */
ET_HANDLER(report_monthly);
extern const struct et_statement et_stmt_report_few_months, et_stmt_report_many_months,
    et_stmt_report_pay_months;

/* report_changes.c, report_pace.c, report_merchants.c */
ET_HANDLER(report_changes);
ET_HANDLER(report_pace);
ET_HANDLER(report_days);
ET_HANDLER(report_merchants);
extern const struct et_statement et_stmt_report_changes, et_stmt_report_pace,
    et_stmt_report_calendar, et_stmt_report_merchants;

/* recurring.c */
ET_HANDLER(recurring_list);
ET_HANDLER(recurring_get);
ET_HANDLER(recurring_upcoming);
ET_HANDLER(recurring_preview);
ET_HANDLER(recurring_create);
ET_HANDLER(recurring_update);
ET_HANDLER(recurring_delete);
ET_HANDLER(recurring_restore);
extern const struct et_statement et_stmt_recurring_list, et_stmt_recurring_get,
    et_stmt_recurring_upcoming, et_stmt_recurring_preview, et_stmt_recurring_create,
    et_stmt_recurring_update, et_stmt_recurring_delete, et_stmt_recurring_restore;

/* imports.c */
ET_HANDLER(import_create);
ET_HANDLER(import_preview);
ET_HANDLER(import_list);
ET_HANDLER(import_undo);
extern const struct et_statement et_stmt_import_create, et_stmt_import_preview, et_stmt_import_list,
    et_stmt_import_undo;

/* budgets.c */
ET_HANDLER(budget_list);
ET_HANDLER(budget_get);
ET_HANDLER(budget_delete);
ET_HANDLER(budget_restore);
extern const struct et_statement et_stmt_budget_list, et_stmt_budget_get, et_stmt_budget_terms,
    et_stmt_budget_delete, et_stmt_budget_restore;

/* budget_write.c */
ET_HANDLER(budget_create);
ET_HANDLER(budget_update);
extern const struct et_statement et_stmt_budget_create, et_stmt_budget_update;

/* alerts.c */
ET_HANDLER(alert_list);
ET_HANDLER(alert_dismiss);
extern const struct et_statement et_stmt_alert_list, et_stmt_alert_dismiss;

/* labels.c */
ET_HANDLER(label_list);
ET_HANDLER(label_update);
ET_HANDLER(label_merge);
ET_HANDLER(label_delete);
ET_HANDLER(label_restore);
ET_HANDLER(payment_method_create);
extern const struct et_statement et_stmt_label_list, et_stmt_label_update, et_stmt_label_replace,
    et_stmt_label_restore, et_stmt_payment_method_create;

#undef ET_HANDLER

#endif
