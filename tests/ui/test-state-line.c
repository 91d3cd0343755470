#include "latchkey-banner.h"
#include "latchkey-resources.h"
#include "latchkey-state-line.h"

#include "connection-fixture.h"

#include <string.h>

#define HOUR G_TIME_SPAN_HOUR

static GtkWidget *
find_banner (GtkWidget *within)
{
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = LATCHKEY_IS_BANNER (child) ? child : find_banner (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* What the line says, or NULL. */
static const char *
get_text (GtkWidget *line)
{
  GtkWidget *banner = gtk_widget_get_visible (line) ? find_banner (line) : NULL;

  return banner != NULL ? latchkey_banner_get_text (LATCHKEY_BANNER (banner)) : NULL;
}

static void
wait_told (GtkWidget *line)
{
  while (get_text (line) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
pass (ConnectionFixture *fixture, GTimeSpan span)
{
  scripted_clock_pass (fixture->clock, span);
  connection_let_happen ();
}

/* Somebody whose session cannot be prolonged. */
static GtkWidget *
show (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  GtkWidget *line = g_object_new (LATCHKEY_TYPE_STATE_LINE, NULL);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, LATCHKEY_SECRET_ERROR_LOCKED);
  g_object_ref_sink (line);
  latchkey_state_line_set_connection (LATCHKEY_STATE_LINE (line), connection);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);

  return line;
}

static void
dismiss (GtkWidget *line)
{
  g_assert_true (gtk_widget_activate_action (line, "state-line.dismiss", NULL));
  g_assert_null (get_text (line));
}

static void
test_told_again (ConnectionFixture *fixture, gconstpointer data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 20 * HOUR);
  GtkWidget *line = show (fixture, connection);

  wait_told (line);
  g_assert_true (g_str_has_prefix (get_text (line), "Your session ends on "));
  dismiss (line);

  for (guint i = 0; i < 17; i++)
    {
      pass (fixture, HOUR);
      g_assert_null (get_text (line));
    }

  pass (fixture, HOUR + HOUR / 2);
  wait_told (line);
  g_assert_true (g_str_has_prefix (get_text (line), "Your session ends on "));

  /* That was the last time. */
  dismiss (line);
  pass (fixture, HOUR);
  g_assert_null (get_text (line));

  g_assert_finalize_object (line);
  g_assert_finalize_object (connection);
}

/* That the last session came to its end says nothing of the next one. */
static void
test_another_session (ConnectionFixture *fixture, gconstpointer data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 20 * HOUR);
  GtkWidget *line = show (fixture, connection);

  wait_told (line);
  dismiss (line);

  connection_fixture_shorten (fixture, 10 * HOUR);
  wait_told (line);

  g_assert_finalize_object (line);
  g_assert_finalize_object (connection);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

  connection_add_test ("/state-line/end-of-session/told-again-when-near", test_told_again, NULL);
  connection_add_test ("/state-line/end-of-session/of-another-session", test_another_session,
                       NULL);

  return g_test_run ();
}
