#include "latchkey-activity.h"

/* As long as no test lasts, and no longer than one may wait. */
#define LONG_PATIENCE G_MAXINT
#define SHORT_PATIENCE 20

typedef struct
{
  GtkWindow *window;
  GtkWindow *other;
} Fixture;

static GtkWindow *
show_window (void)
{
  GtkWindow *window = g_object_ref (GTK_WINDOW (gtk_window_new ()));

  gtk_window_present (window);
  while (!gtk_widget_get_mapped (GTK_WIDGET (window)))
    g_main_context_iteration (NULL, TRUE);

  return window;
}

/* Without a window manager nobody else moves the focus. */
static void
focus (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  gdk_toplevel_focus (GDK_TOPLEVEL (surface), GDK_CURRENT_TIME);
  while (!gtk_window_is_active (window))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = show_window ();
  fixture->other = show_window ();
  focus (fixture->other);
  while (gtk_window_is_active (fixture->window))
    g_main_context_iteration (NULL, TRUE);
}

static void
close_window (GtkWindow **window)
{
  if (*window != NULL)
    gtk_window_destroy (*window);
  g_clear_object (window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (&fixture->window);
  close_window (&fixture->other);
}

static LatchkeyActivity *
watch (Fixture *fixture, guint patience)
{
  return g_object_new (LATCHKEY_TYPE_ACTIVITY, "window", fixture->window, "patience", patience,
                       NULL);
}

static void
leave (Fixture *fixture)
{
  focus (fixture->other);
  while (gtk_window_is_active (fixture->window))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_waiting (LatchkeyActivity *activity)
{
  return g_main_context_find_source_by_user_data (NULL, activity) != NULL;
}

static void
count (LatchkeyActivity *activity, GParamSpec *pspec, guint *n_told)
{
  (*n_told)++;
}

static void
test_starts (Fixture *fixture, gconstpointer data)
{
  LatchkeyActivity *activity = watch (fixture, LONG_PATIENCE);

  g_assert_false (latchkey_activity_get_in_use (activity));
  g_assert_false (is_waiting (activity));
  g_assert_finalize_object (activity);

  focus (fixture->window);
  activity = latchkey_activity_new (fixture->window);
  g_assert_true (latchkey_activity_get_in_use (activity));
  g_assert_false (is_waiting (activity));
  g_assert_finalize_object (activity);
}

static void
test_patient (Fixture *fixture, gconstpointer data)
{
  LatchkeyActivity *activity = watch (fixture, LONG_PATIENCE);
  guint n_told = 0;

  g_signal_connect (activity, "notify::in-use", G_CALLBACK (count), &n_told);
  focus (fixture->window);
  g_assert_true (latchkey_activity_get_in_use (activity));
  g_assert_cmpuint (n_told, ==, 1);

  leave (fixture);
  g_assert_true (latchkey_activity_get_in_use (activity));
  g_assert_true (is_waiting (activity));

  focus (fixture->window);
  g_assert_true (latchkey_activity_get_in_use (activity));
  g_assert_false (is_waiting (activity));
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_finalize_object (activity);
}

static void
test_over (Fixture *fixture, gconstpointer data)
{
  LatchkeyActivity *activity = watch (fixture, SHORT_PATIENCE);
  guint n_told = 0;

  focus (fixture->window);
  g_signal_connect (activity, "notify::in-use", G_CALLBACK (count), &n_told);
  leave (fixture);
  while (latchkey_activity_get_in_use (activity))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_waiting (activity));
  g_assert_cmpuint (n_told, ==, 1);

  focus (fixture->window);
  g_assert_true (latchkey_activity_get_in_use (activity));
  g_assert_cmpuint (n_told, ==, 2);
  g_assert_finalize_object (activity);
}

/* In a row: the ten minutes count from the last time. */
static void
test_starts_over (Fixture *fixture, gconstpointer data)
{
  LatchkeyActivity *activity = watch (fixture, LONG_PATIENCE);
  guint first;
  guint second;

  focus (fixture->window);
  leave (fixture);
  first = g_source_get_id (g_main_context_find_source_by_user_data (NULL, activity));
  focus (fixture->window);
  leave (fixture);
  second = g_source_get_id (g_main_context_find_source_by_user_data (NULL, activity));
  g_assert_cmpuint (first, !=, second);

  g_assert_true (latchkey_activity_get_in_use (activity));
  g_assert_finalize_object (activity);
}

static void
test_ten_minutes (Fixture *fixture, gconstpointer data)
{
  LatchkeyActivity *activity = latchkey_activity_new (fixture->window);
  GSource *source;
  gint64 left;

  focus (fixture->window);
  leave (fixture);
  source = g_main_context_find_source_by_user_data (NULL, activity);
  left = g_source_get_ready_time (source) - g_get_monotonic_time ();
  g_assert_cmpint (left, >, 9 * 60 * G_USEC_PER_SEC);
  g_assert_cmpint (left, <=, 601 * G_USEC_PER_SEC);
  g_assert_finalize_object (activity);
}

static void
test_goes_while_waiting (Fixture *fixture, gconstpointer data)
{
  LatchkeyActivity *activity = watch (fixture, LONG_PATIENCE);
  gpointer gone = activity;

  focus (fixture->window);
  leave (fixture);
  g_assert_finalize_object (activity);
  g_assert_null (g_main_context_find_source_by_user_data (NULL, gone));
  focus (fixture->window);
}

static void
test_window_goes (Fixture *fixture, gconstpointer data)
{
  LatchkeyActivity *activity = watch (fixture, LONG_PATIENCE);

  focus (fixture->window);
  close_window (&fixture->window);
  while (latchkey_activity_get_in_use (activity))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_waiting (activity));
  g_assert_finalize_object (activity);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/activity/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("starts-as-the-window-is", test_starts);
  ADD ("is-patient-when-the-window-is-left", test_patient);
  ADD ("is-over-in-the-end-and-back-at-once", test_over);
  ADD ("counts-from-the-last-time", test_starts_over);
  ADD ("has-ten-minutes", test_ten_minutes);
  ADD ("goes-while-it-waits", test_goes_while_waiting);
  ADD ("window-goes", test_window_goes);

  return g_test_run ();
}
