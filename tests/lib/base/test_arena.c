#include "lib/base/arena.h"

#include <stdint.h>

#include "lib/base/error.h"
#include "tests/lib/unit.h"

static int calls[4];
static size_t call_count;

static void note(void *object)
{
    calls[call_count++] = *(int *)object;
}

static void memory_is_zeroed_and_aligned_even_after_reuse(void)
{
    struct et_arena *arena = et_arena_new(1 << 20);
    for (int round = 0; round < 2; round++) {
        for (size_t size = 0; size < 100; size++) {
            unsigned char *memory = et_arena_alloc(arena, size);
            CU_ASSERT((uintptr_t)memory % _Alignof(max_align_t) == 0);
            for (size_t i = 0; i < size; i++) {
                CU_ASSERT(memory[i] == 0);
            }
            memset(memory, 0xA5, size);
        }
        et_arena_reset(arena);
        CU_ASSERT(et_arena_used(arena) == 0);
    }
    et_arena_free(arena);
}

static void beyond_the_limit_comes_null_and_the_arena_stays_usable(void)
{
    struct et_arena *arena = et_arena_new(1024);
    CU_ASSERT(et_arena_alloc(arena, 1025) == NULL);
    CU_ASSERT(et_arena_alloc(arena, SIZE_MAX) == NULL);
    CU_ASSERT(et_arena_alloc(arena, 1000) != NULL);
    CU_ASSERT(et_arena_alloc(arena, 100) == NULL);
    CU_ASSERT(et_arena_alloc(arena, 16) != NULL);
    CU_ASSERT(et_arena_used(arena) <= 1024);
    et_arena_reset(arena);
    CU_ASSERT(et_arena_alloc(arena, 1000) != NULL);
    et_arena_free(arena);
}

static void rewinding_gives_back_what_came_since_the_mark(void)
{
    struct et_arena *arena = et_arena_new((size_t)8 << 20);
    int one = 1;
    int two = 2;
    char *kept = et_arena_copy(arena, ET_LIT("kept"));
    CU_ASSERT(et_arena_defer(arena, note, &one) == ET_OK);
    struct et_arena_mark mark = et_arena_mark(arena);
    size_t used = et_arena_used(arena);
    call_count = 0;
    for (int round = 1; round <= 3; round++) {
        CU_ASSERT(et_arena_alloc(arena, (size_t)1 << 20) != NULL);
        CU_ASSERT(et_arena_defer(arena, note, &two) == ET_OK);
        char *small = et_arena_alloc(arena, 100);
        CU_ASSERT(small != NULL && small[99] == 0);
        memset(small, 1, 100);
        et_arena_rewind(arena, &mark);
        CU_ASSERT(et_arena_used(arena) == used);
        CU_ASSERT(call_count == (size_t)round && calls[round - 1] == 2);
        CU_ASSERT_STRING_EQUAL(kept, "kept");
    }
    et_arena_free(arena);
    CU_ASSERT(call_count == 4 && calls[3] == 1);
}

static void large_allocations_get_blocks_of_their_own(void)
{
    struct et_arena *arena = et_arena_new((size_t)8 << 20);
    char *big = et_arena_alloc(arena, (size_t)1 << 20);
    char *small = et_arena_alloc(arena, 10);
    CU_ASSERT(big != NULL && small != NULL);
    if (big != NULL) {
        memset(big, 1, (size_t)1 << 20);
    }
    for (int i = 0; i < 100; i++) {
        CU_ASSERT(et_arena_alloc(arena, 5000) != NULL);
    }
    et_arena_free(arena);
}

static void an_array_whose_size_overflows_is_refused(void)
{
    struct et_arena *arena = et_arena_new(SIZE_MAX);
    CU_ASSERT(et_arena_array(arena, SIZE_MAX / 2, 3) == NULL);
    CU_ASSERT(et_arena_array(arena, 3, sizeof(int)) != NULL);
    et_arena_free(arena);
}

static void a_copy_ends_with_nul_and_an_absent_slice_becomes_empty(void)
{
    struct et_arena *arena = et_arena_new(1024);
    CU_ASSERT_STRING_EQUAL(et_arena_copy(arena, (struct et_slice){"cheese", 3}), "che");
    CU_ASSERT_STRING_EQUAL(et_arena_copy(arena, ET_ABSENT), "");
    et_arena_free(arena);
}

static void deferred_calls_run_newest_first_at_reset_and_only_once(void)
{
    static int numbers[] = {1, 2, 3};
    struct et_arena *arena = et_arena_new(1024);
    call_count = 0;
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT(et_arena_defer(arena, note, &numbers[i]) == ET_OK);
    }
    et_arena_reset(arena);
    CU_ASSERT(call_count == 3 && calls[0] == 3 && calls[1] == 2 && calls[2] == 1);
    et_arena_free(arena);
    CU_ASSERT(call_count == 3);
}

static void a_call_that_cannot_be_deferred_is_made_at_once(void)
{
    static int number = 7;
    struct et_arena *arena = et_arena_new(0);
    call_count = 0;
    CU_ASSERT(et_arena_defer(arena, note, &number) == ET_ENOMEM);
    CU_ASSERT(call_count == 1 && calls[0] == 7);
    et_arena_free(arena);
}

static void freeing_null_is_allowed(void)
{
    et_arena_free(NULL);
    CU_PASS("no crash");
}

static const struct et_test tests[] = {
    {"memory is zeroed and aligned, even after reuse",
     memory_is_zeroed_and_aligned_even_after_reuse},
    {"beyond the limit comes NULL and the arena stays usable",
     beyond_the_limit_comes_null_and_the_arena_stays_usable},
    {"rewinding gives back what came since the mark",
     rewinding_gives_back_what_came_since_the_mark},
    {"large allocations get blocks of their own", large_allocations_get_blocks_of_their_own},
    {"an array whose size overflows is refused", an_array_whose_size_overflows_is_refused},
    {"a copy ends with NUL and an absent slice becomes empty",
     a_copy_ends_with_nul_and_an_absent_slice_becomes_empty},
    {"deferred calls run newest first at reset and only once",
     deferred_calls_run_newest_first_at_reset_and_only_once},
    {"a call that cannot be deferred is made at once",
     a_call_that_cannot_be_deferred_is_made_at_once},
    {"freeing NULL is allowed", freeing_null_is_allowed},
};

int main(void)
{
    return et_test_run("arena", tests, ET_COUNT(tests));
}
