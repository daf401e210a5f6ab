/* make_recurring.h - `expensed --make-recurring`: makes the recurring expenses that are due, once,
 * and ends. For a timer or a Kubernetes CronJob where the pools shall not do it themselves
 * (EXPENSE_RECURRING_SECONDS=0); it may also run beside them and beside itself. */
#ifndef ET_FCGI_MAKE_RECURRING_H
#define ET_FCGI_MAKE_RECURRING_H

struct et_settings;

/* Works in batches, each a transaction, until one finds nothing that is due; writes one log line
 * with the counts. Returns the exit status: 0 when all that is due was made, 1 when the database
 * was away or a ledger had to be put off. */
int et_make_recurring(const struct et_settings *settings);

#endif
