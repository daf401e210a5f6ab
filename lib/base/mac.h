/* mac.h - HMAC-SHA-256 (RFC 2104, FIPS 180-4): what only somebody who has the key can have made. */
#ifndef ET_BASE_MAC_H
#define ET_BASE_MAC_H

#include "lib/base/slice.h"

#define ET_MAC_SIZE 32
#define ET_MAC_KEY_MAX 64

/* The code of a purpose and of the parts after it, with a key of 1 to ET_MAC_KEY_MAX bytes. The
 * purpose is signed up to its NUL, so that a code made for one thing is none for another; only one
 * part may have a length that the caller doesn't know, as nothing is put between them. Not for
 * several threads at once: the prepared key is kept between calls. ET_EIO: the key is empty or too
 * long, memory is short, or the cryptographic library fails. */
int et_mac(struct et_slice key, const char *purpose, const struct et_slice *parts, size_t count,
           unsigned char ret_mac[ET_MAC_SIZE]);

#endif
