#include "lib/auth/random.h"

#include <errno.h>
#include <sys/random.h>

#include "lib/base/base64url.h"
#include "lib/base/error.h"

int et_random_bytes(void *bytes, size_t len)
{
    unsigned char *at = bytes;

    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return ET_EIO;
        at += got;
        len -= (size_t)got;
    }
    return 0;
}

int et_random_token(char ret_token[ET_RANDOM_TOKEN_LEN + 1])
{
    unsigned char bytes[32];

    if (et_random_bytes(bytes, sizeof(bytes)) != 0)
        return ET_EIO;
    et_base64url_encode(bytes, sizeof(bytes), ret_token);
    ret_token[ET_RANDOM_TOKEN_LEN] = '\0';
    return 0;
}
