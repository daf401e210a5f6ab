#include "lib/money/share.h"

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

static void thirds_add_up_to_a_hundred(void)
{
    static const struct et_slice parts[] = {{"1", 1}, {"1", 1}, {"1", 1}};
    struct et_arena *arena = et_arena_new(4096);
    int32_t shares[3] = {0};
    CU_ASSERT(et_share_percent(arena, parts, 3, shares) == ET_OK);
    CU_ASSERT(shares[0] == 3334 && shares[1] == 3333 && shares[2] == 3333);
    et_arena_free(arena);
}

static void the_largest_remainder_gets_the_missing_hundredth(void)
{
    /* 16.66…, 33.33…, 50.00: the first lost most. */
    static const struct et_slice parts[] = {{"2", 1}, {"1", 1}, {"3", 1}};
    struct et_arena *arena = et_arena_new(4096);
    int32_t shares[3] = {0};
    CU_ASSERT(et_share_percent(arena, parts, 3, shares) == ET_OK);
    CU_ASSERT(shares[0] == 3333 && shares[1] == 1667 && shares[2] == 5000);
    et_arena_free(arena);
}

static void any_parts_add_up_and_stay_within_a_hundredth_of_the_truth(void)
{
    struct et_arena *arena = et_arena_new(1 << 20);
    uint64_t state = 88172645463325252u;
    for (int round = 0; round < 2000; round++) {
        char texts[9][24];
        uint64_t numbers[9];
        struct et_slice parts[9];
        int32_t shares[9];
        uint64_t whole = 0;
        for (size_t i = 0; i < 9; i++) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            numbers[i] = state % (round % 2 == 0 ? 1000 : 100000000000000);
            whole += numbers[i];
            snprintf(texts[i], sizeof texts[i], "%llu", (unsigned long long)numbers[i]);
            parts[i] = et_slice_from(texts[i]);
        }
        CU_ASSERT(et_share_percent(arena, parts, 9, shares) == ET_OK);
        int32_t sum = 0;
        for (size_t i = 0; i < 9; i++) {
            uint64_t exact = numbers[i] * ET_SHARE_WHOLE / (whole > 0 ? whole : 1);
            CU_ASSERT((uint64_t)shares[i] == exact || (uint64_t)shares[i] == exact + 1);
            sum += shares[i];
        }
        CU_ASSERT(sum == ET_SHARE_WHOLE);
        et_arena_reset(arena);
    }
    et_arena_free(arena);
}

static void nothing_has_no_shares(void)
{
    static const struct et_slice parts[] = {{"0", 1}, {"0", 1}};
    struct et_arena *arena = et_arena_new(4096);
    int32_t shares[2] = {9, 9};
    CU_ASSERT(et_share_percent(arena, parts, 2, shares) == ET_OK);
    CU_ASSERT(shares[0] == 0 && shares[1] == 0);
    CU_ASSERT(et_share_percent(arena, parts, 0, shares) == ET_OK);
    et_arena_free(arena);
}

static void wrong_parts_are_refused(void)
{
    struct et_arena *arena = et_arena_new(4096);
    int32_t share = 9;
    CU_ASSERT(et_share_percent(arena, &ET_LIT("-1"), 1, &share) == ET_EINVAL);
    CU_ASSERT(et_share_percent(arena, &ET_LIT("1.5"), 1, &share) == ET_EINVAL);
    CU_ASSERT(et_share_percent(arena, &ET_LIT("1234567890123456789012345678901"), 1, &share) ==
              ET_ERANGE);
    CU_ASSERT(et_share_percent(arena, NULL, 10001, &share) == ET_ERANGE);
    CU_ASSERT(share == 9);
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"thirds add up to a hundred", thirds_add_up_to_a_hundred},
    {"the largest remainder gets the missing hundredth",
     the_largest_remainder_gets_the_missing_hundredth},
    {"any parts add up and stay within a hundredth of the truth",
     any_parts_add_up_and_stay_within_a_hundredth_of_the_truth},
    {"nothing has no shares", nothing_has_no_shares},
    {"wrong parts are refused", wrong_parts_are_refused},
};

int main(void)
{
    return et_test_run("share", tests, ET_COUNT(tests));
}
