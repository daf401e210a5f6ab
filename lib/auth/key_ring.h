/* key_ring.h - the secrets that sign our own tokens, by key id.
 *
 * A ring is one line of configuration, `kid:secret[,kid:secret…]` with secrets in base64url. The
 * first key signs, all of them verify: to rotate, put a new key in front, and drop the old one when
 * the last session that it signed has run out. A ring is plain data that never changes after
 * parsing.
 */
#ifndef ET_AUTH_KEY_RING_H
#define ET_AUTH_KEY_RING_H

#include <stddef.h>

#include "lib/base/slice.h"

#define ET_KEY_RING_MAX 8
#define ET_KEY_ID_MAX 32
#define ET_KEY_SECRET_MIN 32 /* RFC 7518 section 3.2: at least as long as the hash */
#define ET_KEY_SECRET_MAX 128

struct et_key {
    char id[ET_KEY_ID_MAX + 1];
    unsigned char secret[ET_KEY_SECRET_MAX];
    size_t secret_len;
    /* The JOSE header of every token signed with this key, encoded: a token's first part must be
     * these bytes and no others. */
    char header[160];
    size_t header_len;
};

struct et_key_ring {
    struct et_key keys[ET_KEY_RING_MAX];
    size_t count; /* at least 1 after et_key_ring_parse() */
};

/* Parses a ring. Returns 0, or ET_ENOENT for an empty text, ET_EINVAL for a wrong form (key ids are
 * 1 to 32 of A-Z a-z 0-9 _ -, and differ), ET_ERANGE for a secret shorter than 32 or longer than
 * 128 bytes or one byte repeated, ET_ETOOBIG for more than eight keys. */
int et_key_ring_parse(struct et_slice text, struct et_key_ring *ret_ring);

/* What a code of et_key_ring_parse() means, as the end of a sentence that begins with the setting's
 * name: "must be …". Never contains a part of the secret. */
const char *et_key_ring_explain(int code);

/* Finds the key whose token header is exactly `header`; NULL when there is none. */
const struct et_key *et_key_ring_find(const struct et_key_ring *ring, struct et_slice header);

/* Overwrites the secrets. Accepts NULL. */
void et_key_ring_clear(struct et_key_ring *ring);

#endif
