/* answer.h - answers that several handlers give. */
#ifndef ET_FCGI_API_ANSWER_H
#define ET_FCGI_API_ANSWER_H

#include "fcgi/api/api.h"

/* Sets ETag to a version, given as digits. */
void et_answer_etag(struct et_exchange *exchange, struct et_slice version);

/* 503: the request needs more memory than one may take. Returns ET_ANSWERED. */
enum et_verdict et_answer_no_memory(struct et_exchange *exchange);

/* 404: not there, or somebody else's, which must look the same. */
void et_answer_missing_expense(struct et_exchange *exchange);

/* 412: If-Match names another version than `version`, which goes into ETag. */
void et_answer_stale(struct et_exchange *exchange, struct et_slice version);

/* The browser forgets the session and whatever it kept of our answers. Not its storage: there the
 * expenses of other people of the same device wait to be sent, so the app itself forgets what is
 * this person's. */
void et_answer_signed_out(struct et_exchange *exchange);

/* {"message":…,"count":…}; the count is the first cell of the last statement's first row. */
void et_answer_counted(struct et_exchange *exchange, const char *message,
                       const struct et_rows *rows, size_t count);

/* Plans a statement whose parameters are the ledger and the two of the Idempotency-Key, and which
 * may touch all of the ledger: a patient unit, so its rows come after those of the patience. */
enum et_verdict et_plan_bulk(struct et_exchange *exchange, const struct et_statement *statement);

/* Plans a change of what the path names: the statement's parameters are the ledger, the id, the
 * versions of If-Match and the two of the Idempotency-Key. Answers itself where If-Match is bad. */
enum et_verdict et_plan_of_one(struct et_exchange *exchange, enum et_lane lane,
                               const struct et_statement *statement);

/* Plans a read whose only parameter is the ledger. */
enum et_verdict et_plan_of_ledger(struct et_exchange *exchange,
                                  const struct et_statement *statement);

#endif
