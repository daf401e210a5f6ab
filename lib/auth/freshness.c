#include "lib/auth/freshness.h"

bool et_freshness_due(const struct et_freshness *freshness, int64_t now, bool lacking)
{
    if (now < freshness->not_before)
        return false;
    return lacking || !freshness->held || now >= freshness->fresh_until;
}

bool et_freshness_usable(const struct et_freshness *freshness, int64_t now)
{
    return freshness->held && now - freshness->fetched < ET_FRESH_USABLE;
}

void et_freshness_succeeded(struct et_freshness *freshness, int64_t now, int64_t max_age)
{
    if (max_age < 0)
        max_age = ET_FRESH_DEFAULT;
    if (max_age < ET_FRESH_MIN)
        max_age = ET_FRESH_MIN;
    if (max_age > ET_FRESH_MAX)
        max_age = ET_FRESH_MAX;
    freshness->held = true;
    freshness->fetched = now;
    freshness->fresh_until = now + max_age;
    freshness->not_before = now + ET_FRESH_COOLDOWN;
}

void et_freshness_failed(struct et_freshness *freshness, int64_t now)
{
    freshness->not_before =
        now + (et_freshness_usable(freshness, now) ? ET_FRESH_COOLDOWN : ET_FRESH_COOLDOWN_EMPTY);
}
