/* hex.h - bytes as lower-case hexadecimal digits. */
#ifndef ET_BASE_HEX_H
#define ET_BASE_HEX_H

#include <stddef.h>

/* Writes 2 × `len` digits, without a NUL, to `ret_text`. */
static inline void et_hex_encode(const unsigned char *bytes, size_t len, char *ret_text)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < len; i++) {
        ret_text[2 * i] = digits[bytes[i] >> 4];
        ret_text[2 * i + 1] = digits[bytes[i] & 15];
    }
}

#endif
