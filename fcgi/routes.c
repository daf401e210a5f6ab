/* routes.c - the whole API on one page. docs/openapi.json describes the same routes; a test holds
 * the two equal. The identity pool's routes (sign-in) are in identity.c. */
#include "fcgi/routes.h"

#include "fcgi/api/handlers.h"
#include "fcgi/statements.h"

#define BODY ((size_t)64 * 1024)
#define BULK_BODY ((size_t)256 * 1024)
#define IMPORT_BODY ((size_t)8 * 1024 * 1024)

#define HANDLER(name) et_plan_##name, et_answer_##name

/* clang-format off */
const struct et_route et_routes[] = {
    {ET_GET,    "/api/ping",                        ET_PUBLIC,    0,    et_plan_ping, NULL,               "ping"},
    {ET_GET,    "/api/config",                      ET_PUBLIC,    0,    et_plan_config, NULL,             "config"},
    {ET_GET,    "/api/session",                     ET_OPTIONAL,  0,    HANDLER(session),                 "session"},
    {ET_GET,    "/api/auth/me",                     ET_SIGNED_IN, 0,    HANDLER(me),                      "auth_me"},
    {ET_POST,   "/api/auth/logout",                 ET_OPTIONAL,  0,    HANDLER(logout),                  "auth_logout"},
    {ET_GET,    "/api/auth/picture",                ET_SIGNED_IN, 0,    HANDLER(picture),                 "auth_picture"},
    {ET_GET,    "/api/auth/proxy-image",            ET_SIGNED_IN, 0,    HANDLER(proxy_image),             "auth_proxy_image"},

    {ET_GET,    "/api/categories",                  ET_SIGNED_IN, 0,    HANDLER(categories),              "categories_list"},
    {ET_POST,   "/api/categories",                  ET_SIGNED_IN, BODY, HANDLER(category_create),         "categories_create"},
    {ET_POST,   "/api/categories/order",            ET_SIGNED_IN, BODY, HANDLER(category_order),          "categories_order"},
    {ET_PUT,    "/api/categories/{id}",             ET_SIGNED_IN, BODY, HANDLER(category_update),         "categories_update"},
    {ET_DELETE, "/api/categories/{id}",             ET_SIGNED_IN, 0,    HANDLER(category_delete),         "categories_delete"},
    {ET_POST,   "/api/categories/{id}/merge",       ET_SIGNED_IN, BODY, HANDLER(category_merge),          "categories_merge"},

    {ET_GET,    "/api/expenses",                    ET_SIGNED_IN, 0,    HANDLER(expense_list),            "expenses_list"},
    {ET_POST,   "/api/expenses",                    ET_SIGNED_IN, BODY, HANDLER(expense_create),          "expenses_create"},
    {ET_DELETE, "/api/expenses/clear",              ET_SIGNED_IN, 0,    HANDLER(expense_clear),           "expenses_clear"},
    {ET_POST,   "/api/expenses/seed",               ET_SIGNED_IN, 0,    HANDLER(sample_create),           "samples_create"},
    {ET_DELETE, "/api/expenses/sample",             ET_SIGNED_IN, 0,    HANDLER(sample_delete),           "samples_delete"},
    {ET_GET,    "/api/expenses/settings",           ET_SIGNED_IN, 0,    HANDLER(expense_settings_get),    "expenses_settings_get"},
    {ET_PUT,    "/api/expenses/settings",           ET_SIGNED_IN, BODY, HANDLER(expense_settings_update), "expenses_settings_update"},
    {ET_GET,    "/api/expenses/reports/categories", ET_SIGNED_IN, 0,    HANDLER(report_categories),       "reports_categories"},
    {ET_GET,    "/api/expenses/reports/monthly",    ET_SIGNED_IN, 0,    HANDLER(report_monthly),          "reports_monthly"},
    {ET_GET,    "/api/expenses/reports/summary",    ET_SIGNED_IN, 0,    HANDLER(report_summary),          "reports_summary"},
    {ET_GET,    "/api/expenses/reports/changes",    ET_SIGNED_IN, 0,    HANDLER(report_changes),          "reports_changes"},
    {ET_GET,    "/api/expenses/reports/pace",       ET_SIGNED_IN, 0,    HANDLER(report_pace),             "reports_pace"},
    {ET_GET,    "/api/expenses/reports/days",       ET_SIGNED_IN, 0,    HANDLER(report_days),             "reports_days"},
    {ET_GET,    "/api/expenses/reports/merchants",  ET_SIGNED_IN, 0,    HANDLER(report_merchants),        "reports_merchants"},
    {ET_GET,    "/api/expenses/export",             ET_SIGNED_IN, 0,    HANDLER(expense_export),          "expenses_export"},
    {ET_POST,   "/api/expenses/bulk",               ET_SIGNED_IN, BULK_BODY, HANDLER(expense_bulk),       "expenses_bulk"},
    {ET_GET,    "/api/expenses/{id}",               ET_SIGNED_IN, 0,    HANDLER(expense_get),             "expenses_get"},
    {ET_PUT,    "/api/expenses/{id}",               ET_SIGNED_IN, BODY, HANDLER(expense_update),          "expenses_update"},
    {ET_DELETE, "/api/expenses/{id}",               ET_SIGNED_IN, 0,    HANDLER(expense_delete),          "expenses_delete"},
    {ET_POST,   "/api/expenses/{id}/restore",       ET_SIGNED_IN, 0,    HANDLER(expense_restore),         "expenses_restore"},
    {ET_GET,    "/api/expenses/{id}/history",       ET_SIGNED_IN, 0,    HANDLER(expense_history),         "expenses_history"},

    {ET_POST,   "/api/bulk/{id}/undo",              ET_SIGNED_IN, 0,    HANDLER(bulk_undo),               "bulk_undo"},

    {ET_GET,    "/api/trash",                       ET_SIGNED_IN, 0,    HANDLER(trash_list),              "trash_list"},
    {ET_POST,   "/api/trash/restore",               ET_SIGNED_IN, 0,    HANDLER(trash_restore),           "trash_restore"},

    {ET_GET,    "/api/recurring",                   ET_SIGNED_IN, 0,    HANDLER(recurring_list),          "recurring_list"},
    {ET_POST,   "/api/recurring",                   ET_SIGNED_IN, BODY, HANDLER(recurring_create),        "recurring_create"},
    {ET_POST,   "/api/recurring/preview",           ET_SIGNED_IN, BODY, HANDLER(recurring_preview),       "recurring_preview"},
    {ET_GET,    "/api/recurring/upcoming",          ET_SIGNED_IN, 0,    HANDLER(recurring_upcoming),      "recurring_upcoming"},
    {ET_GET,    "/api/recurring/{id}",              ET_SIGNED_IN, 0,    HANDLER(recurring_get),           "recurring_get"},
    {ET_PUT,    "/api/recurring/{id}",              ET_SIGNED_IN, BODY, HANDLER(recurring_update),        "recurring_update"},
    {ET_DELETE, "/api/recurring/{id}",              ET_SIGNED_IN, 0,    HANDLER(recurring_delete),        "recurring_delete"},
    {ET_POST,   "/api/recurring/{id}/restore",      ET_SIGNED_IN, 0,    HANDLER(recurring_restore),       "recurring_restore"},

    {ET_GET,    "/api/user-settings",               ET_SIGNED_IN, 0,    HANDLER(settings_get),            "user_settings_get"},
    {ET_PUT,    "/api/user-settings",               ET_SIGNED_IN, BODY, HANDLER(settings_update),         "user_settings_update"},

    {ET_GET,    "/api/sessions",                    ET_BROWSER,   0,    HANDLER(session_list),            "sessions_list"},
    {ET_DELETE, "/api/sessions",                    ET_BROWSER,   0,    HANDLER(session_end_others),      "sessions_end_others"},
    {ET_DELETE, "/api/sessions/{id}",               ET_BROWSER,   0,    HANDLER(session_end),             "sessions_end"},
    {ET_GET,    "/api/tokens",                      ET_BROWSER,   0,    HANDLER(token_list),              "tokens_list"},
    {ET_POST,   "/api/tokens",                      ET_BROWSER,   BODY, HANDLER(token_create),            "tokens_create"},
    {ET_DELETE, "/api/tokens/{id}",                 ET_BROWSER,   0,    HANDLER(token_revoke),            "tokens_revoke"},

    {ET_GET,    "/api/budgets",                     ET_SIGNED_IN, 0,    HANDLER(budget_list),             "budgets_list"},
    {ET_POST,   "/api/budgets",                     ET_SIGNED_IN, BODY, HANDLER(budget_create),           "budgets_create"},
    {ET_GET,    "/api/budgets/{id}",                ET_SIGNED_IN, 0,    HANDLER(budget_get),              "budgets_get"},
    {ET_PUT,    "/api/budgets/{id}",                ET_SIGNED_IN, BODY, HANDLER(budget_update),           "budgets_update"},
    {ET_DELETE, "/api/budgets/{id}",                ET_SIGNED_IN, 0,    HANDLER(budget_delete),           "budgets_delete"},
    {ET_POST,   "/api/budgets/{id}/restore",        ET_SIGNED_IN, 0,    HANDLER(budget_restore),          "budgets_restore"},
    {ET_GET,    "/api/alerts",                      ET_SIGNED_IN, 0,    HANDLER(alert_list),              "alerts_list"},
    {ET_POST,   "/api/alerts/{id}/dismiss",         ET_SIGNED_IN, 0,    HANDLER(alert_dismiss),           "alerts_dismiss"},

    {ET_GET,    "/api/imports",                     ET_SIGNED_IN, 0,    HANDLER(import_list),             "imports_list"},
    {ET_POST,   "/api/imports",                     ET_SIGNED_IN, IMPORT_BODY, HANDLER(import_create),    "imports_create"},
    {ET_POST,   "/api/imports/preview",             ET_SIGNED_IN, IMPORT_BODY, HANDLER(import_preview),   "imports_preview"},
    {ET_DELETE, "/api/imports/{id}",                ET_SIGNED_IN, 0,    HANDLER(import_undo),             "imports_undo"},
};
/* clang-format on */
const size_t et_route_count = sizeof et_routes / sizeof et_routes[0];

/* clang-format off */
const struct et_statement *const et_statements[] = {
    &et_stmt_session,
    &et_stmt_me,
    &et_stmt_logout,
    &et_stmt_picture,
    &et_stmt_proxy_image,
    &et_stmt_categories,
    &et_stmt_expense_list,
    &et_stmt_expense_list_category,
    &et_stmt_category_names,
    &et_stmt_expense_search,
    &et_stmt_expense_totals,
    &et_stmt_expense_get,
    &et_stmt_expense_create,
    &et_stmt_expense_update,
    &et_stmt_expense_delete,
    &et_stmt_expense_restore,
    &et_stmt_expense_clear,
    &et_stmt_expense_bound,
    &et_stmt_expense_history,
    &et_stmt_trash_list,
    &et_stmt_trash_restore,
    &et_stmt_sample_create,
    &et_stmt_sample_delete,
    &et_stmt_settings_get,
    &et_stmt_settings_update,
    &et_stmt_report_all,
    &et_stmt_report_months,
    &et_stmt_report_days,
    &et_stmt_report_levels,
    &et_stmt_report_few_months,
    &et_stmt_report_many_months,
    &et_stmt_report_pay_months,
    &et_stmt_report_changes,
    &et_stmt_report_pace,
    &et_stmt_report_calendar,
    &et_stmt_report_merchants,
    &et_stmt_import_create,
    &et_stmt_import_preview,
    &et_stmt_import_list,
    &et_stmt_import_undo,
    &et_stmt_session_list,
    &et_stmt_session_end,
    &et_stmt_token_list,
    &et_stmt_token_create,
    &et_stmt_token_revoke,
    &et_stmt_budget_list,
    &et_stmt_budget_get,
    &et_stmt_budget_terms,
    &et_stmt_budget_delete,
    &et_stmt_budget_restore,
    &et_stmt_budget_create,
    &et_stmt_budget_update,
    &et_stmt_alert_list,
    &et_stmt_alert_dismiss,
    &et_stmt_category_create,
    &et_stmt_category_update,
    &et_stmt_category_order,
    &et_stmt_category_merge,
    &et_stmt_category_delete,
    &et_stmt_recurring_list,
    &et_stmt_recurring_get,
    &et_stmt_recurring_create,
    &et_stmt_recurring_upcoming,
    &et_stmt_recurring_update,
    &et_stmt_recurring_preview,
    &et_stmt_recurring_delete,
    &et_stmt_recurring_restore,
    &et_stmt_bulk_ids,
    &et_stmt_bulk_filter,
    &et_stmt_bulk_undo,
};
/* clang-format on */
const size_t et_statement_count = sizeof et_statements / sizeof et_statements[0];
