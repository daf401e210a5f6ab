/* slice.h - text as pointer and length.
 *
 * A slice never owns its bytes: they live in an arena, a literal, or a peer's buffer whose owner is
 * named where the slice is handed out. `ptr` may be NULL, which is "absent" and differs from empty
 * (ptr set, len 0). The bytes are not NUL-terminated unless the function that made them says so.
 */
#ifndef ET_BASE_SLICE_H
#define ET_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct et_slice {
    const char *ptr;
    size_t len;
};

/* A slice of a string literal, without its NUL. */
#define ET_LIT(text) ((struct et_slice){(text), sizeof(text) - 1})
#define ET_ABSENT ((struct et_slice){NULL, 0})

/* Views a NUL-terminated string; NULL gives an absent slice. */
static inline struct et_slice et_slice_from(const char *text)
{
    return (struct et_slice){text, text != NULL ? strlen(text) : 0};
}

static inline bool et_slice_present(struct et_slice s)
{
    return s.ptr != NULL;
}

/* Byte-wise equality. Not constant-time: never for secrets. An absent slice equals nothing. */
static inline bool et_slice_eq(struct et_slice a, struct et_slice b)
{
    return a.ptr != NULL && b.ptr != NULL && a.len == b.len &&
           (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

#endif
