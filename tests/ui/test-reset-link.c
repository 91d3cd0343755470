#include "homebox-error.h"
#include "latchkey-reset-link.h"

#define TOKEN "AYQ4W4K5MT4CZOPB2PZRCZ4PTY"

static void
assert_token (const char *text, const char *base_uri, const char *elsewhere)
{
  g_autoptr (HomeboxClient) client = homebox_client_new (base_uri);
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxSecret) token = latchkey_reset_link_read (text, client, &found, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (homebox_secret_peek (token), ==, TOKEN);
  g_assert_cmpstr (found, ==, elsewhere);
}

static void
assert_refused (const char *text, const char *message)
{
  g_autoptr (HomeboxClient) client = homebox_client_new ("https://home.example.org");
  g_autofree char *elsewhere = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (latchkey_reset_link_read (text, client, &elsewhere, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_INVITATION);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_null (elsewhere);
}

static void
test_link (void)
{
  assert_token ("https://home.example.org/reset-password?token=" TOKEN,
                "https://home.example.org",
                NULL);
  assert_token (" <https://home.example.org/reset-password?token=" TOKEN ">\r\n",
                "https://home.example.org",
                NULL);
  assert_token ("http://127.0.0.1:7745/box/reset-password?token=" TOKEN,
                "http://127.0.0.1:7745/box",
                NULL);
}

/* It is the server that matters, not how one gets there. */
static void
test_other_scheme (void)
{
  assert_token ("https://home.example.org/reset-password?token=" TOKEN,
                "http://home.example.org",
                NULL);
  assert_token ("home.example.org/reset-password?token=" TOKEN, "http://home.example.org", NULL);
}

static void
test_token_alone (void)
{
  assert_token (TOKEN, "https://home.example.org", NULL);
  assert_token ("token=" TOKEN, "https://home.example.org", NULL);
  assert_token ("/reset-password?token=" TOKEN, "https://home.example.org", NULL);
}

static void
test_elsewhere (void)
{
  assert_token ("https://other.example.org/reset-password?token=" TOKEN,
                "https://home.example.org",
                "other.example.org");
  assert_token ("http://home.example.org:7745/reset-password?token=" TOKEN,
                "https://home.example.org",
                "home.example.org:7745");
  assert_token ("https://home.example.org/box/reset-password?token=" TOKEN,
                "https://home.example.org",
                "home.example.org/box");
}

static void
test_refused (void)
{
  assert_refused ("", "Paste the link from the mail.");
  assert_refused ("hello, world",
                  "This is not the link from the mail. Copy the whole link and paste it here.");
  assert_refused ("https://home.example.org/reset-password?token=",
                  "This is not the link from the mail. Copy the whole link and paste it here.");
  assert_refused ("https://home.example.org?token=" TOKEN,
                  "This is an invitation into a home. The link for a new password is in another "
                  "mail.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reset-link/link", test_link);
  g_test_add_func ("/reset-link/other-scheme-is-the-same-server", test_other_scheme);
  g_test_add_func ("/reset-link/token-alone", test_token_alone);
  g_test_add_func ("/reset-link/other-server", test_elsewhere);
  g_test_add_func ("/reset-link/something-else", test_refused);

  return g_test_run ();
}
