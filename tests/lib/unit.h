/* unit.h - runs a table of CUnit tests and prints TAP, one line a test.
 *
 * Used by small test programs, one a module:
 *     static const struct et_test tests[] = {{"an empty slice is not absent", test_empty}, …};
 *     int main(void) { return et_test_run("slice", tests, ET_COUNT(tests)); }
 * A test's name is a sentence about behaviour.
 */
#ifndef ET_TESTS_LIB_UNIT_H
#define ET_TESTS_LIB_UNIT_H

#include <CUnit/CUnit.h>
#include <CUnit/TestRun.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/slice.h"

#define ET_COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A slice must hold exactly this literal; on failure both are shown. */
#define ET_ASSERT_TEXT(slice, literal) et_test_text((slice), ET_LIT(literal), __FILE__, __LINE__)

struct et_test {
    const char *name;
    void (*run)(void);
};

static inline void et_test_text(struct et_slice got, struct et_slice want, const char *file,
                                int line)
{
    bool equal = et_slice_eq(got, want);
    if (!equal) {
        printf("# %s:%d: got \"%.*s\", want \"%.*s\"\n", file, line, (int)got.len,
               got.ptr != NULL ? got.ptr : "(absent)", (int)want.len, want.ptr);
    }
    CU_assertImplementation(equal, (unsigned)line, "text differs", file, "", CU_FALSE);
}

static inline void et_test_completed(const CU_pTest test, const CU_pSuite suite,
                                     const CU_pFailureRecord failures)
{
    (void)suite;
    for (CU_pFailureRecord failure = failures; failure != NULL; failure = failure->pNext) {
        printf("# %s:%u: %s\n", failure->strFileName, failure->uiLineNumber, failure->strCondition);
    }
    printf("%s %u - %s\n", failures != NULL ? "not ok" : "ok", CU_get_number_of_tests_run(),
           test->pName);
    fflush(stdout);
}

/* Runs all tests in their order. Returns 0 when all passed, else 1: the program's exit status. */
static inline int et_test_run(const char *suite_name, const struct et_test *tests, size_t count)
{
    if (CU_initialize_registry() != CUE_SUCCESS) {
        return EXIT_FAILURE;
    }
    CU_pSuite suite = CU_add_suite(suite_name, NULL, NULL);
    for (size_t i = 0; suite != NULL && i < count; i++) {
        if (CU_add_test(suite, tests[i].name, tests[i].run) == NULL) {
            printf("Bail out! cannot add \"%s\"\n", tests[i].name);
            return EXIT_FAILURE;
        }
    }
    printf("1..%zu\n", count);
    CU_set_test_complete_handler(et_test_completed);
    bool ran = suite != NULL && CU_run_all_tests() == CUE_SUCCESS;
    bool passed = ran && CU_get_number_of_failures() == 0 && CU_get_number_of_tests_run() == count;
    CU_cleanup_registry();
    return passed ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
