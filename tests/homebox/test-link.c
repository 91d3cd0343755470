#include "call.h"
#include "homebox-error.h"
#include "homebox-link.h"

#include <string.h>

#define TOKEN "AYQ4W4K5MT4CZOPB2PZRCZ4PTY"

typedef struct
{
  const char *text;
  HomeboxLinkKind kind;
  const char *base_uri;
  const char *token;
} Case;

static const Case understood[] = {
  { "https://home.example.org?token=" TOKEN, HOMEBOX_LINK_INVITATION, "https://home.example.org",
    TOKEN },
  { "https://home.example.org/?token=" TOKEN, HOMEBOX_LINK_INVITATION, "https://home.example.org",
    TOKEN },
  { "http://192.168.1.5:7745/?token=" TOKEN, HOMEBOX_LINK_INVITATION, "http://192.168.1.5:7745",
    TOKEN },
  { "http://[::1]:7745?token=" TOKEN, HOMEBOX_LINK_INVITATION, "http://[::1]:7745", TOKEN },
  { "[fd00::5]:7745?token=" TOKEN, HOMEBOX_LINK_INVITATION, "https://[fd00::5]:7745", TOKEN },
  { "home.lan:7745?token=" TOKEN, HOMEBOX_LINK_INVITATION, "https://home.lan:7745", TOKEN },

  /* The page for signing in sends people with a token on to this one. */
  { "https://home.example.org/home?token=" TOKEN, HOMEBOX_LINK_INVITATION,
    "https://home.example.org", TOKEN },
  { "https://example.org/homebox/?token=" TOKEN, HOMEBOX_LINK_INVITATION,
    "https://example.org/homebox", TOKEN },

  /* Other parameters, a fragment, and what mail programs make of a link. */
  { "https://a.example.org/?lang=de&token=" TOKEN "&utm_source=mail#top", HOMEBOX_LINK_INVITATION,
    "https://a.example.org", TOKEN },
  { "https://a.example.org/?lang=de&amp;token=" TOKEN, HOMEBOX_LINK_INVITATION,
    "https://a.example.org", TOKEN },
  { "https://a.example.org/?Token=" TOKEN, HOMEBOX_LINK_INVITATION, "https://a.example.org",
    TOKEN },
  { "https://a.example.org/?mytoken=XXXXXXXX&token=" TOKEN, HOMEBOX_LINK_INVITATION,
    "https://a.example.org", TOKEN },
  { "https://a.example.org/?token=%41YQ4W4K5MT4CZOPB2PZRCZ4PT%59", HOMEBOX_LINK_INVITATION,
    "https://a.example.org", TOKEN },
  { " \n<https://a.example.org/?token=" TOKEN ">.\n", HOMEBOX_LINK_INVITATION,
    "https://a.example.org", TOKEN },
  { "„https://a.example.org/?token=" TOKEN "“", HOMEBOX_LINK_INVITATION, "https://a.example.org",
    TOKEN },
  { "(https://a.example.org/?token=" TOKEN ")", HOMEBOX_LINK_INVITATION, "https://a.example.org",
    TOKEN },
  { "https://a.example.org/?token=" TOKEN "\xe2\x80\x8b", HOMEBOX_LINK_INVITATION,
    "https://a.example.org", TOKEN },

  { "https://a.example.org/reset-password?token=" TOKEN, HOMEBOX_LINK_PASSWORD_RESET,
    "https://a.example.org", TOKEN },
  { "https://a.example.org/homebox/reset-password/?token=" TOKEN, HOMEBOX_LINK_PASSWORD_RESET,
    "https://a.example.org/homebox", TOKEN },
  { "/reset-password?token=" TOKEN, HOMEBOX_LINK_PASSWORD_RESET, NULL, TOKEN },
  { "https://a.example.org/no-reset-password?token=" TOKEN, HOMEBOX_LINK_INVITATION,
    "https://a.example.org/no-reset-password", TOKEN },

  { TOKEN, HOMEBOX_LINK_BARE_TOKEN, NULL, TOKEN },
  { "  " TOKEN "\n", HOMEBOX_LINK_BARE_TOKEN, NULL, TOKEN },
  { "token=" TOKEN, HOMEBOX_LINK_BARE_TOKEN, NULL, TOKEN },
  { "?token=" TOKEN, HOMEBOX_LINK_INVITATION, NULL, TOKEN },
};

static void
test_understood (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (understood); i++)
    {
      const Case *c = &understood[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (HomeboxLink) link = homebox_link_parse (c->text, &error);
      g_autofree char *base_uri = NULL;

      g_test_message ("%s", c->text);
      g_assert_no_error (error);
      g_assert_cmpint (homebox_link_get_kind (link), ==, c->kind);
      g_assert_cmpstr (homebox_secret_peek (homebox_link_get_token (link)), ==, c->token);

      if (homebox_link_get_address (link) != NULL)
        base_uri = homebox_address_dup_base_uri (homebox_link_get_address (link), NULL);
      g_assert_cmpstr (base_uri, ==, c->base_uri);
    }
}

static const struct
{
  const char *text;
  HomeboxError code;
} refused[] = {
  { "", HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org", HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org/?other=" TOKEN, HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org/?token=", HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org/?token=AYQ", HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org/?token=AYQ4W4K5%20MT4CZO", HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org/?token=AYQ4W4K5%00MT4CZO", HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org/?token=AYQ4W4K5%0d%0aX-Evil:1", HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org/?token=AYQ4W4K5%2f..%2fusers", HOMEBOX_ERROR_INVALID_INPUT },
  { "https://home.example.org/?token=AYQ4W4K5%4", HOMEBOX_ERROR_INVALID_INPUT },
  { "two words", HOMEBOX_ERROR_INVALID_INPUT },
  { "ftp://home.example.org/?token=" TOKEN, HOMEBOX_ERROR_INVALID_ADDRESS },
  { "https://ann:secret@home.example.org/?token=" TOKEN, HOMEBOX_ERROR_INVALID_ADDRESS },
  { "https://home.example.org:99999/?token=" TOKEN, HOMEBOX_ERROR_INVALID_ADDRESS },
  { "\xff\xfe?token=" TOKEN, HOMEBOX_ERROR_INVALID_INPUT },
};

static void
test_refused (void)
{
  g_autofree char *huge = g_strnfill (100000, 'A');
  g_autoptr (GError) long_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (homebox_link_parse (refused[i].text, &error));
      assert_homebox_error (error, refused[i].code);
      g_assert_cmpint (homebox_error_get_field (error), ==,
                       refused[i].code == HOMEBOX_ERROR_INVALID_INPUT ? HOMEBOX_FIELD_INVITATION
                                                                      : HOMEBOX_FIELD_SERVER);
      g_assert_null (strstr (error->message, TOKEN));
      g_assert_null (homebox_error_get_detail (error));
    }

  g_assert_null (homebox_link_parse (huge, &long_error));
  assert_homebox_error (long_error, HOMEBOX_ERROR_INVALID_INPUT);
}

static void
test_likely (void)
{
  g_assert_true (homebox_link_is_likely ("https://home.example.org?token=" TOKEN));
  g_assert_true (homebox_link_is_likely ("home.lan/?a=b&token=x"));
  g_assert_false (homebox_link_is_likely ("https://home.example.org"));
  g_assert_false (homebox_link_is_likely ("https://home.example.org/?mytoken=x"));
  g_assert_false (homebox_link_is_likely (TOKEN));
}

static void
test_written (void)
{
  g_autoptr (HomeboxSecret) token = homebox_secret_new ("A+B/C=");
  g_autoptr (HomeboxSecret) plain = homebox_secret_new (TOKEN);
  g_autoptr (HomeboxSecret) odd
      = homebox_link_write_invitation ("https://example.org/homebox", token);
  g_autoptr (HomeboxSecret) text = homebox_link_write_invitation ("http://127.0.0.1:7745", plain);
  g_autoptr (HomeboxLink) link = NULL;

  g_assert_cmpstr (homebox_secret_peek (odd), ==,
                   "https://example.org/homebox?token=A%2BB%2FC%3D");
  g_assert_cmpstr (homebox_secret_peek (text), ==, "http://127.0.0.1:7745?token=" TOKEN);

  link = homebox_link_parse (homebox_secret_peek (text), NULL);
  g_assert_nonnull (link);
  g_assert_true (homebox_secret_equal (homebox_link_get_token (link), plain));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link/understood", test_understood);
  g_test_add_func ("/link/refused-without-quoting-it", test_refused);
  g_test_add_func ("/link/likely", test_likely);
  g_test_add_func ("/link/written-as-the-web-page-does", test_written);

  return g_test_run ();
}
