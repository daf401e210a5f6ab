#include "lib/base/base64url.h"

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

/* RFC 4648 section 10, without padding. */
static void the_vectors_of_the_standard_hold(void)
{
    static const struct {
        const char *bytes;
        const char *text;
    } vectors[] = {{"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
                   {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < ET_COUNT(vectors); i++) {
        char out[16];
        unsigned char back[16];
        size_t len = strlen(vectors[i].bytes);
        size_t written = et_base64url_encode((const unsigned char *)vectors[i].bytes, len, out);
        CU_ASSERT(written == ET_BASE64URL_LEN(len) && written == strlen(vectors[i].text));
        CU_ASSERT(memcmp(out, vectors[i].text, written) == 0);
        size_t decoded = 99;
        CU_ASSERT(et_base64url_decode((struct et_slice){out, written}, back, sizeof back,
                                      &decoded) == ET_OK);
        CU_ASSERT(decoded == len && memcmp(back, vectors[i].bytes, len) == 0);
    }
}

static void all_bytes_come_back(void)
{
    struct et_arena *arena = et_arena_new(4096);
    unsigned char bytes[256];
    unsigned char back[256];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(255 - i);
    }
    for (size_t len = 0; len <= sizeof bytes; len += 51) {
        struct et_slice text;
        size_t decoded;
        CU_ASSERT(et_base64url_encode_copy(arena, bytes, len, &text) == ET_OK);
        CU_ASSERT(et_base64url_decode(text, back, sizeof back, &decoded) == ET_OK);
        CU_ASSERT(decoded == len && memcmp(bytes, back, len) == 0);
    }
    et_arena_free(arena);
}

static void other_spellings_are_refused(void)
{
    static const char *const bad[] = {"Zg==", "Z",  "Zm9vY", "Zm9v Yg", "Zm9v\n",
                                      "+/+/", "Zh", "Zm9",   "Zm8=",    "\xC3\xA9"};
    unsigned char out[16];
    size_t len = 77;
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(et_base64url_decode(et_slice_from(bad[i]), out, sizeof out, &len) == ET_EINVAL);
    }
    CU_ASSERT(len == 77);
    CU_ASSERT(et_base64url_decode(ET_LIT("-_-_"), out, sizeof out, &len) == ET_OK && len == 3);
}

static void more_than_fits_is_refused(void)
{
    unsigned char out[2];
    size_t len = 77;
    CU_ASSERT(et_base64url_decode(ET_LIT("Zm9v"), out, sizeof out, &len) == ET_ETOOBIG);
    CU_ASSERT(et_base64url_decode(ET_LIT("Zm8"), out, sizeof out, &len) == ET_OK && len == 2);
}

static const struct et_test tests[] = {
    {"the vectors of the standard hold", the_vectors_of_the_standard_hold},
    {"all bytes come back", all_bytes_come_back},
    {"other spellings are refused", other_spellings_are_refused},
    {"more than fits is refused", more_than_fits_is_refused},
};

int main(void)
{
    return et_test_run("base64url", tests, ET_COUNT(tests));
}
