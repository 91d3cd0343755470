#include "latchkey-busy.h"

#include <gtk/gtk.h>

typedef struct
{
  GMainLoop *loop;
  gint64 shown_at;
} Seen;

static void
on_visible (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  Seen *seen = user_data;

  seen->shown_at = g_get_monotonic_time ();
  g_main_loop_quit (seen->loop);
}

static void
test_appears_late (void)
{
  GtkWidget *busy = g_object_ref_sink (latchkey_busy_new ());
  Seen seen = { g_main_loop_new (NULL, FALSE), 0 };
  gint64 started_at = g_get_monotonic_time ();

  g_signal_connect (busy, "notify::visible", G_CALLBACK (on_visible), &seen);
  latchkey_busy_set_busy (LATCHKEY_BUSY (busy), TRUE);
  g_assert_false (gtk_widget_get_visible (busy));
  gtk_test_accessible_assert_state (busy, GTK_ACCESSIBLE_STATE_BUSY, TRUE);

  g_main_loop_run (seen.loop);
  g_assert_true (gtk_widget_get_visible (busy));
  g_assert_cmpint (seen.shown_at - started_at, >=, 300 * G_TIME_SPAN_MILLISECOND);

  latchkey_busy_set_busy (LATCHKEY_BUSY (busy), FALSE);
  g_assert_false (gtk_widget_get_visible (busy));
  gtk_test_accessible_assert_state (busy, GTK_ACCESSIBLE_STATE_BUSY, FALSE);

  g_assert_finalize_object (busy);
  g_main_loop_unref (seen.loop);
}

static gboolean
stop_working (gpointer user_data)
{
  latchkey_busy_set_busy (user_data, FALSE);

  return G_SOURCE_REMOVE;
}

static gboolean
quit (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_quick_work_is_not_seen (void)
{
  GtkWidget *busy = g_object_ref_sink (latchkey_busy_new ());
  Seen seen = { g_main_loop_new (NULL, FALSE), 0 };

  g_signal_connect (busy, "notify::visible", G_CALLBACK (on_visible), &seen);
  latchkey_busy_set_busy (LATCHKEY_BUSY (busy), TRUE);
  /* Should the computer stall here, the end of the work still counts before the spinner does. */
  g_timeout_add_full (G_PRIORITY_HIGH, 100, stop_working, busy, NULL);
  g_timeout_add (500, quit, seen.loop);
  g_main_loop_run (seen.loop);
  g_assert_cmpint (seen.shown_at, ==, 0);

  g_assert_finalize_object (busy);
  g_main_loop_unref (seen.loop);
}

static void
test_dies_while_waiting (void)
{
  GtkWidget *busy = g_object_ref_sink (latchkey_busy_new ());
  GMainLoop *loop = g_main_loop_new (NULL, FALSE);

  latchkey_busy_set_busy (LATCHKEY_BUSY (busy), TRUE);
  g_assert_finalize_object (busy);
  g_timeout_add (400, quit, loop);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
}

static void
test_has_a_name (void)
{
  GtkWidget *busy = g_object_ref_sink (latchkey_busy_new ());

  gtk_test_accessible_assert_property (busy, GTK_ACCESSIBLE_PROPERTY_LABEL, "Working…");
  latchkey_busy_set_label (LATCHKEY_BUSY (busy), "Counting");
  gtk_test_accessible_assert_property (busy, GTK_ACCESSIBLE_PROPERTY_LABEL, "Counting");
  g_assert_finalize_object (busy);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv);

  g_test_add_func ("/busy/appears-after-300-ms", test_appears_late);
  g_test_add_func ("/busy/quick-work-is-not-seen", test_quick_work_is_not_seen);
  g_test_add_func ("/busy/dies-while-waiting", test_dies_while_waiting);
  g_test_add_func ("/busy/has-a-name", test_has_a_name);

  return g_test_run ();
}
