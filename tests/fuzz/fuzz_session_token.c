/* Nothing but our own tokens verifies: what does is what we make of its claims. The input is tried
 * as a token, and as the payload of a token with a good signature. */
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "lib/auth/key_ring.h"
#include "lib/auth/login_token.h"
#include "lib/auth/session_token.h"
#include "lib/base/base64url.h"
#include "lib/base/buf.h"
#include "tests/fuzz/fuzz.h"

#define ISSUER "http://localhost:8080"
#define NOW 1800000000

static void put_encoded(struct et_buf *out, const void *bytes, size_t len)
{
    struct et_slice text;

    if (et_base64url_encode_copy(out->arena, bytes, len, &text) == 0)
        et_buf_put(out, text);
}

static struct et_slice sign(struct et_arena *arena, const struct et_key *key, const void *payload,
                            size_t size)
{
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    struct et_buf token;

    et_buf_init(&token, arena, (size_t)1 << 20);
    et_buf_put(&token, (struct et_slice){key->header, key->header_len});
    et_buf_putc(&token, '.');
    put_encoded(&token, payload, size);
    HMAC(EVP_sha256(), key->secret, (int)key->secret_len, (const unsigned char *)token.data,
         token.len, mac, &len);
    et_buf_putc(&token, '.');
    put_encoded(&token, mac, len);
    return et_buf_text(&token);
}

static void verify(const struct et_key_ring *ring, struct et_slice token, struct et_arena *arena)
{
    struct et_session_claims claims;
    struct et_login login;

    if (et_session_token_verify(ring, token, ET_TYP_SESSION, ET_AUD_SESSION, ISSUER, NOW, arena,
                                &claims) == 0) {
        struct et_slice again;
        ET_MUST(claims.user > 0 && claims.ledger > 0 && claims.expires > NOW);
        ET_MUST(claims.session.len == ET_SESSION_ID_LEN);
        ET_MUST(et_session_token_make(ring, &claims, ET_TYP_SESSION, ET_AUD_SESSION, ISSUER, arena,
                                      &again) == 0);
        ET_MUST(et_session_token_verify(ring, again, ET_TYP_SESSION, ET_AUD_SESSION, ISSUER, NOW,
                                        arena, &claims) == 0);
        ET_MUST(et_session_token_verify(ring, again, ET_TYP_ACCESS, ET_AUD_ACCESS, ISSUER, NOW,
                                        arena, &claims) != 0);
    }
    if (et_login_token_verify(ring, token, ISSUER, NOW, arena, &login) == 0)
        ET_MUST(et_login_return_ok(login.return_path));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_arena *arena = et_arena_new((size_t)4 << 20);
    struct et_key_ring ring;

    ET_MUST(et_key_ring_parse(ET_LIT("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"), &ring) ==
            0);
    verify(&ring, et_fuzz_text(data, size), arena);
    if (size <= 65536)
        verify(&ring, sign(arena, &ring.keys[0], data, size), arena);
    et_arena_free(arena);
    return 0;
}
