/* statements.h - every statement that the api pool's handlers run.
 *
 * The worker prepares them on each connection; `expensed --print-statements` shows them, so that a
 * benchmark or a test of plans runs the same SQL.
 */
#ifndef ET_FCGI_STATEMENTS_H
#define ET_FCGI_STATEMENTS_H

#include <stddef.h>

#include "lib/db/unit.h"

extern const struct et_statement *const et_statements[];
extern const size_t et_statement_count;

#endif
