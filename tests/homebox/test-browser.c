#include "test-browser.h"

#include <libsoup/soup.h>

struct _TestBrowser
{
  SoupSession *session;
  guint status;
  char *address;
  GBytes *page;
  gboolean loading;
};

TestBrowser *
test_browser_new (void)
{
  TestBrowser *self = g_new0 (TestBrowser, 1);

  self->session = soup_session_new_with_options ("timeout", 60, NULL);
  soup_session_add_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);

  return self;
}

void
test_browser_free (TestBrowser *self)
{
  g_clear_object (&self->session);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_free (self);
}

static void
loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestBrowser *self = user_data;
  SoupMessage *message = soup_session_get_async_result_message (self->session, result);

  g_clear_pointer (&self->page, g_bytes_unref);
  self->page = soup_session_send_and_read_finish (self->session, result, NULL);
  self->status = soup_message_get_status (message);
  g_free (self->address);
  self->address = g_uri_to_string (soup_message_get_uri (message));
  self->loading = FALSE;
}

/* The receiver answers only after Latchkey has redeemed the code: its own sources have to run
 * while the page loads. */
static void
test_browser_send (TestBrowser *self, SoupMessage *message)
{
  self->loading = TRUE;
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, loaded,
                                    self);
  while (self->loading)
    g_main_context_iteration (NULL, TRUE);
}

void
test_browser_open (TestBrowser *self, const char *uri)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  g_assert_nonnull (message);
  test_browser_send (self, message);
}

void
test_browser_sign_in (TestBrowser *self, const char *email, const char *password)
{
  g_autoptr (SoupMessage) message = NULL;

  message = soup_message_new_from_encoded_form (
      "POST", self->address, soup_form_encode ("login", email, "password", password, NULL));
  test_browser_send (self, message);
}

guint
test_browser_get_status (TestBrowser *self)
{
  return self->status;
}

const char *
test_browser_get_address (TestBrowser *self)
{
  return self->address;
}

const char *
test_browser_get_page (TestBrowser *self)
{
  gsize length = 0;

  return self->page != NULL ? g_bytes_get_data (self->page, &length) : "";
}
