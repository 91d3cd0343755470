#include "demo-browser.h"

#include "latchkey-demo-control.h"

#include <string.h>

void
demo_browser_set_up (DemoFixture *fixture, gconstpointer version)
{
  demo_fixture_set_up (fixture, version);
  demo_fixture_restart (fixture, GPOINTER_TO_INT (version), LATCHKEY_DEMO_OIDC);
}

void
demo_browser_control (DemoFixture *fixture, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = latchkey_demo_control_run (fixture->server, line, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, "ok");
}

const char *
demo_browser_get_location (DemoAnswer *answer)
{
  return soup_message_headers_get_one (answer->headers, "Location");
}

static GHashTable *
decode_query (const char *address)
{
  const char *query = strchr (address, '?');

  g_assert_nonnull (query);

  return soup_form_decode (query + 1);
}

char *
demo_browser_dup_param (DemoAnswer *answer, const char *name)
{
  g_autoptr (GHashTable) query = decode_query (demo_browser_get_location (answer));

  return g_strdup (g_hash_table_lookup (query, name));
}

typedef struct
{
  const char *name;
  char *found;
} Search;

static void
find_cookie (const char *name, const char *value, gpointer user_data)
{
  Search *search = user_data;

  if (g_ascii_strcasecmp (name, "Set-Cookie") == 0 && g_str_has_prefix (value, search->name)
      && value[strlen (search->name)] == '=')
    {
      g_assert_null (search->found);
      search->found = g_strdup (value);
    }
}

/* The whole header, with its attributes. */
char *
demo_browser_dup_cookie (DemoAnswer *answer, const char *name)
{
  Search search = { name, NULL };

  soup_message_headers_foreach (answer->headers, find_cookie, &search);

  return search.found;
}

DemoBrowser *
demo_browser_start (DemoFixture *fixture, const char *host)
{
  const char *const names[] = { "oidc_state", "oidc_nonce", "oidc_pkce_verifier" };
  g_autoptr (DemoAnswer) answer = demo_fixture_send_with (
      fixture, "GET", OIDC_PATH, NULL, NULL, host != NULL ? "Host" : NULL, host, NULL);
  DemoBrowser *browser = g_new0 (DemoBrowser, 1);
  GString *cookies = g_string_new (NULL);

  g_assert_cmpuint (answer->status, ==, 302);
  browser->location = g_strdup (demo_browser_get_location (answer));
  browser->request = decode_query (browser->location);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *cookie = demo_browser_dup_cookie (answer, names[i]);

      g_assert_nonnull (cookie);
      g_string_append_len (cookies, cookie, strcspn (cookie, ";"));
      g_string_append (cookies, i + 1 < G_N_ELEMENTS (names) ? "; " : "");
    }
  browser->cookies = g_string_free (cookies, FALSE);

  return browser;
}

void
demo_browser_free (DemoBrowser *browser)
{
  g_free (browser->location);
  g_hash_table_unref (browser->request);
  g_free (browser->cookies);
  g_free (browser);
}

DemoAnswer *
demo_browser_post (DemoFixture *fixture, DemoBrowser *browser, const char *form)
{
  return demo_fixture_send_with (fixture,
                                 "POST",
                                 browser->location,
                                 "application/x-www-form-urlencoded",
                                 form,
                                 NULL);
}

DemoAnswer *
demo_browser_sign_in (DemoFixture *fixture,
                      DemoBrowser *browser,
                      const char *email,
                      const char *password)
{
  g_autofree char *form = soup_form_encode ("login", email, "password", password, NULL);

  return demo_browser_post (fixture, browser, form);
}

/* Goes where the provider sent it, with the cookies of Homebox. */
DemoAnswer *
demo_browser_follow (DemoFixture *fixture, DemoAnswer *answer, const char *cookies)
{
  g_assert_cmpuint (answer->status, ==, 303);

  return demo_fixture_send_with (fixture,
                                 "GET",
                                 demo_browser_get_location (answer),
                                 NULL,
                                 NULL,
                                 cookies != NULL ? "Cookie" : NULL,
                                 cookies,
                                 NULL);
}
