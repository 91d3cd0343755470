#include "latchkey-task-button.h"

typedef struct
{
  GtkWidget *button;
  guint n_starts;
  guint n_cancels;
} Fixture;

static void
note (guint *n_times)
{
  (*n_times)++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->button = g_object_ref_sink (
    g_object_new (LATCHKEY_TYPE_TASK_BUTTON, "text", "Send", NULL));
  gtk_widget_add_css_class (fixture->button, "suggested-action");
  g_signal_connect_swapped (fixture->button, "start", G_CALLBACK (note), &fixture->n_starts);
  g_signal_connect_swapped (fixture->button, "cancel", G_CALLBACK (note), &fixture->n_cancels);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->button);
}

static void
press (Fixture *fixture)
{
  g_signal_emit_by_name (fixture->button, "clicked");
}

static void
set_busy (Fixture *fixture, gboolean busy)
{
  latchkey_task_button_set_busy (LATCHKEY_TASK_BUTTON (fixture->button), busy);
}

static gboolean
is_working (Fixture *fixture)
{
  return latchkey_task_button_get_working (LATCHKEY_TASK_BUTTON (fixture->button));
}

#define assert_named(fixture, text)                                                               \
  gtk_test_accessible_assert_property ((fixture)->button, GTK_ACCESSIBLE_PROPERTY_LABEL, text)

static void
test_starts (Fixture *fixture, gconstpointer data)
{
  assert_named (fixture, "Send");
  press (fixture);
  g_assert_cmpuint (fixture->n_starts, ==, 1);
  g_assert_cmpuint (fixture->n_cancels, ==, 0);
}

static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  set_busy (fixture, TRUE);
  press (fixture);
  g_assert_cmpuint (fixture->n_starts, ==, 0);
  g_assert_cmpuint (fixture->n_cancels, ==, 0);
  assert_named (fixture, "Send");
}

static void
test_cancels_what_takes_long (Fixture *fixture, gconstpointer data)
{
  set_busy (fixture, TRUE);

  while (!is_working (fixture))
    g_main_context_iteration (NULL, TRUE);

  assert_named (fixture, "Cancel");
  g_assert_false (gtk_widget_has_css_class (fixture->button, "suggested-action"));
  press (fixture);
  g_assert_cmpuint (fixture->n_starts, ==, 0);
  g_assert_cmpuint (fixture->n_cancels, ==, 1);

  set_busy (fixture, FALSE);
  g_assert_false (is_working (fixture));
  assert_named (fixture, "Send");
  g_assert_true (gtk_widget_has_css_class (fixture->button, "suggested-action"));
}

static void
test_quick_task (Fixture *fixture, gconstpointer data)
{
  guint n_changes = 0;

  g_signal_connect_swapped (fixture->button, "notify::working", G_CALLBACK (note), &n_changes);
  set_busy (fixture, TRUE);
  set_busy (fixture, FALSE);
  g_assert_cmpuint (n_changes, ==, 0);
  press (fixture);
  g_assert_cmpuint (fixture->n_starts, ==, 1);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/task-button/starts", test_starts);
  ADD ("/task-button/double-click-does-not-cancel", test_double_click);
  ADD ("/task-button/cancels-what-takes-long", test_cancels_what_takes_long);
  ADD ("/task-button/quick-task-does-not-flicker", test_quick_task);
#undef ADD

  return g_test_run ();
}
