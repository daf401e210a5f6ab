/* Whatever a provider sends, kept keys are RSA of at least 2048 bits, and endpoints can stand in a
 * Location header. */
#include <openssl/evp.h>

#include "lib/auth/discovery.h"
#include "lib/auth/jwks.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_arena *arena = et_arena_new((size_t)4 << 20);
    struct et_discovery discovery;
    struct et_jwks set;

    if (et_jwks_parse(et_fuzz_text(data, size), arena, &set) == 0) {
        ET_MUST(set.count >= 1 && set.count <= ET_JWKS_KEYS_MAX);
        for (size_t i = 0; i < set.count; i++) {
            ET_MUST(EVP_PKEY_get_bits(set.keys[i].key) >= 2048);
            ET_MUST(et_jwks_find(&set, et_slice_from(set.keys[i].id)) == set.keys[i].key);
        }
        et_jwks_clear(&set);
    }
    if (et_discovery_parse(et_fuzz_text(data, size), "https://op.example", ET_REACH_HTTPS, arena,
                           &discovery) == 0) {
        ET_MUST(strpbrk(discovery.authorization_endpoint, "\r\n ") == NULL);
        ET_MUST(strpbrk(discovery.token_endpoint, "\r\n ") == NULL);
    }
    (void)et_fetch_max_age(et_fuzz_text(data, size));
    et_arena_free(arena);
    return 0;
}
