#include "latchkey-secret-content.h"
#include "latchkey-secret-copy.h"

#include <adwaita.h>

#define KEY "hb_secret"

/* Longer than any of these tests takes. */
#define LONG (10 * 60 * 1000)

typedef struct
{
  GtkWidget *widget;
  GdkClipboard *clipboard;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->widget = g_object_ref_sink (gtk_label_new (NULL));
  fixture->clipboard = gtk_widget_get_clipboard (fixture->widget);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->widget);
}

static void
copy (Fixture *fixture, const char *text, guint milliseconds)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (text);

  latchkey_secret_copy_for (fixture->widget, secret, milliseconds);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
assert_pasted (Fixture *fixture, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pasted = NULL;

  gdk_clipboard_read_text_async (fixture->clipboard, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  pasted = gdk_clipboard_read_text_finish (fixture->clipboard, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pasted, ==, text);
}

static gboolean
on_later (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Waits until whatever was to happen before that much time is over has happened. */
static void
wait_for (guint milliseconds)
{
  gboolean is_over = FALSE;

  g_timeout_add_full (G_PRIORITY_LOW, milliseconds, on_later, &is_over, NULL);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_is_pasted (Fixture *fixture, gconstpointer data)
{
  copy (fixture, KEY, LONG);
  assert_pasted (fixture, KEY);
}

static void
test_goes_after_its_time (Fixture *fixture, gconstpointer data)
{
  copy (fixture, KEY, 20);
  while (gdk_clipboard_get_content (fixture->clipboard) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_what_came_after_it_stays (Fixture *fixture, gconstpointer data)
{
  copy (fixture, KEY, 20);
  gdk_clipboard_set_text (fixture->clipboard, "a shopping list");
  wait_for (21);
  assert_pasted (fixture, "a shopping list");
}

static void
test_second_has_its_own_time (Fixture *fixture, gconstpointer data)
{
  copy (fixture, "hb_first", 20);
  copy (fixture, KEY, LONG);
  wait_for (21);
  assert_pasted (fixture, KEY);
}

static void
assert_written (GdkContentProvider *content, const char *mime_type, const char *text)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) expected = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  gdk_content_provider_write_mime_type_async (content, mime_type, stream, G_PRIORITY_DEFAULT, NULL,
                                              on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  gdk_content_provider_write_mime_type_finish (content, result, &error);
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  written = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  g_assert_true (g_bytes_equal (written, expected));
}

static void
test_other_programs (void)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (KEY);
  GdkContentProvider *content = latchkey_secret_content_new (secret);

  assert_written (content, "text/plain;charset=utf-8", KEY);
  assert_written (content, "text/plain", KEY);
  g_assert_finalize_object (content);
}

static void
test_managers_do_not_remember (void)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (KEY);
  GdkContentProvider *content = latchkey_secret_content_new (secret);
  g_autoptr (GdkContentFormats) stored = gdk_content_provider_ref_storable_formats (content);
  gsize n_types;

  assert_written (content, "x-kde-passwordManagerHint", "secret");

  gdk_content_formats_get_mime_types (stored, &n_types);
  g_assert_cmpuint (n_types, ==, 0);
  gdk_content_formats_get_gtypes (stored, &n_types);
  g_assert_cmpuint (n_types, ==, 0);
  g_assert_finalize_object (content);
}

#define ADD(name, function) \
  g_test_add ("/secret-copy/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("is-pasted", test_is_pasted);
  ADD ("what-came-after-it-stays", test_what_came_after_it_stays);
  ADD ("second-has-its-own-time", test_second_has_its_own_time);
  /* Last: the X server tells late that a clipboard was given up, and GTK then takes that for the
   * loss of what was copied after it. */
  ADD ("goes-after-its-time", test_goes_after_its_time);
  g_test_add_func ("/secret-copy/other-programs-get-the-text", test_other_programs);
  g_test_add_func ("/secret-copy/managers-do-not-remember-it", test_managers_do_not_remember);

  return g_test_run ();
}
