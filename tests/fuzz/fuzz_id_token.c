/* A token is only good with a good signature; whatever the provider signs, claims are well-formed.
 * The input is tried as a token, and as the payload of a token with a good signature. */
#include "lib/auth/id_token.h"
#include "lib/base/error.h"
#include "lib/base/utf8.h"
#include "tests/fuzz/fuzz.h"
#include "tests/lib/auth/signer.h"

static EVP_PKEY *key;

static void judge(struct et_slice token, struct et_arena *arena)
{
    const struct et_id_token_rules rules = {.issuer = ET_LIT("https://op.example"),
                                            .client_id = ET_LIT("us"),
                                            .nonce = ET_ABSENT,
                                            .now = 1800000000};
    const char *reason = NULL;
    struct et_id_token opened;
    struct et_id_claims claims;

    int r = et_id_token_open(token, arena, &opened, &reason);
    if (r == 0)
        r = et_id_token_check(&opened, key, &rules, arena, &claims, &reason);
    ET_MUST(r != ET_EAUTH || reason != NULL);
    if (r == 0) {
        ET_MUST(claims.subject.len >= 1 && claims.subject.len <= ET_SUBJECT_MAX);
        ET_MUST(et_utf8_valid(claims.subject) && et_utf8_valid(claims.name));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_arena *arena = et_arena_new((size_t)4 << 20);

    if (key == NULL)
        key = EVP_RSA_gen(2048);
    judge(et_fuzz_text(data, size), arena);
    if (size <= 8192) {
        const char *payload = et_arena_copy(arena, et_fuzz_text(data, size));
        ET_MUST(payload != NULL);
        judge(et_test_sign(arena, key, "{\"alg\":\"RS256\",\"kid\":\"a\"}", payload), arena);
    }
    et_arena_free(arena);
    return 0;
}
