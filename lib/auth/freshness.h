/* freshness.h - when a kept document of the identity provider may be used and when to ask again.
 *
 * Pure arithmetic over a steady clock in seconds, so that rotation, outage and flood can be tested
 * without waiting. Rules: fresh for what Cache-Control says, between a minute and a day, an hour
 * when it says nothing; usable for a day after the last success, so that a provider that is down
 * does not stop sign-ins; never two fetches within a minute, however many callers want one.
 */
#ifndef ET_AUTH_FRESHNESS_H
#define ET_AUTH_FRESHNESS_H

#include <stdbool.h>
#include <stdint.h>

#define ET_FRESH_MIN 60
#define ET_FRESH_DEFAULT 3600
#define ET_FRESH_MAX 86400
#define ET_FRESH_USABLE 86400
#define ET_FRESH_COOLDOWN 60
#define ET_FRESH_COOLDOWN_EMPTY 5 /* with nothing to fall back on, ask sooner */

/* Zero-initialise it. */
struct et_freshness {
    bool held;       /* there was a success */
    int64_t fetched; /* time of the last success */
    int64_t fresh_until;
    int64_t not_before; /* no fetch earlier than this */
};

/* Should the document be fetched now? `lacking`: the kept one does not have what is needed. */
bool et_freshness_due(const struct et_freshness *freshness, int64_t now, bool lacking);

/* Is the kept document still to be trusted? */
bool et_freshness_usable(const struct et_freshness *freshness, int64_t now);

/* Notes a fetch. `max_age` in seconds as the peer sent it, -1 for none; ignored on failure. */
void et_freshness_succeeded(struct et_freshness *freshness, int64_t now, int64_t max_age);
void et_freshness_failed(struct et_freshness *freshness, int64_t now);

#endif
