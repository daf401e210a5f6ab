/* random.h - unguessable values from the kernel (getrandom(2)). */
#ifndef ET_AUTH_RANDOM_H
#define ET_AUTH_RANDOM_H

#include <stddef.h>

#define ET_RANDOM_TOKEN_LEN 43 /* 32 bytes in base64url */

/* Fills `bytes`. Returns 0, or ET_EIO when the kernel refuses. */
int et_random_bytes(void *bytes, size_t len);

/* Writes 32 random bytes as 43 characters of base64url and a NUL. Returns 0 or ET_EIO. */
int et_random_token(char ret_token[ET_RANDOM_TOKEN_LEN + 1]);

#endif
