#include "latchkey-field-row.h"
#include "latchkey-new-password.h"
#include "latchkey-resources.h"

#include <adwaita.h>

typedef struct
{
  GtkWindow *window;
  LatchkeyNewPassword *fields;
  GtkEditable *old;
  GtkEditable *entry;
  GtkEditable *repeat;
} Fixture;

static GtkWidget *
find (GtkWidget *within, GType type, guint *skip)
{
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type) && (*skip)-- == 0)
        return child;

      found = find (child, type, skip);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
nth (gpointer within, GType type, guint n)
{
  return find (within, type, &n);
}

static const char *
problem_of (GtkEditable *entry)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (entry), LATCHKEY_TYPE_FIELD_ROW);

  return latchkey_field_row_get_problem (LATCHKEY_FIELD_ROW (row));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->old = GTK_EDITABLE (gtk_password_entry_new ());
  fixture->fields = LATCHKEY_NEW_PASSWORD (latchkey_new_password_new ());
  fixture->entry = GTK_EDITABLE (nth (fixture->fields, GTK_TYPE_PASSWORD_ENTRY, 0));
  fixture->repeat = GTK_EDITABLE (nth (fixture->fields, GTK_TYPE_PASSWORD_ENTRY, 1));
  g_object_set (fixture->fields, "old-entry", fixture->old, NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->old));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->fields));
  gtk_window_set_child (fixture->window, box);
  gtk_window_present (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->fields);
  gtk_window_destroy (fixture->window);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (fixture->fields);
}

static void
type (Fixture *fixture, const char *password, const char *repeat)
{
  gtk_editable_set_text (fixture->entry, password);
  gtk_editable_set_text (fixture->repeat, repeat);
}

static void
assert_level (Fixture *fixture, const char *level)
{
  gtk_test_accessible_assert_property (nth (fixture->fields, GTK_TYPE_LEVEL_BAR, 0),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       level);
}

static void
count (GObject *object, GParamSpec *pspec, guint *notified)
{
  (*notified)++;
}

static void
test_valid (Fixture *fixture, gconstpointer data)
{
  guint notified = 0;
  g_autoptr (HomeboxSecret) secret = NULL;

  g_signal_connect (fixture->fields, "notify::valid", G_CALLBACK (count), &notified);
  g_assert_false (latchkey_new_password_get_valid (fixture->fields));
  g_assert_null (latchkey_new_password_get_secret (fixture->fields));

  type (fixture, "short", "short");
  g_assert_false (latchkey_new_password_get_valid (fixture->fields));
  type (fixture, "longer", "longed");
  g_assert_false (latchkey_new_password_get_valid (fixture->fields));
  g_assert_null (latchkey_new_password_get_secret (fixture->fields));
  g_assert_cmpuint (notified, ==, 0);

  /* Weak, and the person's to choose. */
  type (fixture, "longer", "longer");
  g_assert_true (latchkey_new_password_get_valid (fixture->fields));
  g_assert_cmpuint (notified, ==, 1);
  secret = latchkey_new_password_get_secret (fixture->fields);
  g_assert_cmpstr (homebox_secret_peek (secret), ==, "longer");

  gtk_editable_set_text (fixture->entry, "longer still");
  g_assert_false (latchkey_new_password_get_valid (fixture->fields));
  g_assert_cmpuint (notified, ==, 2);
}

static void
test_mismatch (Fixture *fixture, gconstpointer data)
{
  type (fixture, "correct horse", "corr");
  g_assert_null (problem_of (fixture->repeat));
  type (fixture, "correct horse", "cort");
  g_assert_cmpstr (problem_of (fixture->repeat), ==, "The two passwords are not the same.");
  type (fixture, "correct horse", "correct horse");
  g_assert_null (problem_of (fixture->repeat));
  type (fixture, "correct horse", "correct horses");
  g_assert_cmpstr (problem_of (fixture->repeat), ==, "The two passwords are not the same.");
  gtk_test_accessible_assert_state (fixture->repeat,
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);

  /* Whoever goes elsewhere with half of it typed is done typing. */
  type (fixture, "correct horse", "corr");
  gtk_widget_grab_focus (GTK_WIDGET (fixture->repeat));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->old));
  g_assert_cmpstr (problem_of (fixture->repeat), ==, "The two passwords are not the same.");
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  type (fixture, "abc", "");
  g_assert_false (latchkey_new_password_check (fixture->fields));
  g_assert_cmpstr (problem_of (fixture->entry), ==, "A password needs at least 6 characters.");
  focus = gtk_window_get_focus (fixture->window);
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->entry)));

  type (fixture, "abcdef", "");
  g_assert_null (problem_of (fixture->entry));
  g_assert_false (latchkey_new_password_check (fixture->fields));
  g_assert_cmpstr (problem_of (fixture->repeat), ==, "Type the new password again.");
  focus = gtk_window_get_focus (fixture->window);
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->repeat)));

  type (fixture, "abcdef", "abcdef");
  g_assert_true (latchkey_new_password_check (fixture->fields));
  g_assert_null (problem_of (fixture->repeat));
}

static void
test_strength (Fixture *fixture, gconstpointer data)
{
  const char *const known[] = { "Lovelace", NULL };

  assert_level (fixture, "");
  type (fixture, "abc", "");
  assert_level (fixture, "Too Short");
  type (fixture, "quiet-lovelace-meadow", "");
  assert_level (fixture, "Strong");
  gtk_test_accessible_assert_property (fixture->entry,
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Very hard to guess.");

  gtk_editable_set_text (fixture->old, "quiet-lovelace-meadow");
  assert_level (fixture, "Weak");
  gtk_editable_set_text (fixture->old, "");
  assert_level (fixture, "Strong");
  latchkey_new_password_set_known (fixture->fields, known);
  assert_level (fixture, "Weak");
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_property (fixture->entry,
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "New Password");
  gtk_test_accessible_assert_property (fixture->repeat,
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Repeat New Password");
  gtk_test_accessible_assert_property (nth (fixture->fields, GTK_TYPE_LEVEL_BAR, 0),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Password strength");

  g_object_set (fixture->fields, "title", "Password", "repeat-title", "Once More", NULL);
  gtk_test_accessible_assert_property (fixture->entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Password");
  gtk_test_accessible_assert_property (fixture->repeat,
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Once More");
}

static void
test_server_refuses (Fixture *fixture, gconstpointer data)
{
  type (fixture, "abcdef", "abcdef");
  latchkey_new_password_set_problem (fixture->fields, "Choose another one.");
  g_assert_cmpstr (problem_of (fixture->entry), ==, "Choose another one.");
  gtk_editable_set_text (fixture->entry, "abcdefg");
  g_assert_null (problem_of (fixture->entry));
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (fixture->entry));

  type (fixture, "correct horse", "correct cow");
  gtk_text_set_visibility (text, TRUE);
  latchkey_new_password_clear (fixture->fields);
  g_assert_cmpstr (gtk_editable_get_text (fixture->entry), ==, "");
  g_assert_cmpstr (gtk_editable_get_text (fixture->repeat), ==, "");
  g_assert_null (problem_of (fixture->repeat));
  g_assert_false (gtk_text_get_visibility (text));
  g_assert_false (gtk_editable_get_enable_undo (fixture->entry));
}

static void
paste (GtkEditable *entry, const char *text)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (entry));

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gdk_clipboard_set_text (clipboard, text);
  g_signal_emit_by_name (gtk_editable_get_delegate (entry), "paste-clipboard");
  while (*gtk_editable_get_text (entry) == '\0')
    g_main_context_iteration (NULL, TRUE);
}

static void
test_pasted_line (Fixture *fixture, gconstpointer data)
{
  paste (fixture->entry, "correct horse\n");
  g_assert_cmpstr (gtk_editable_get_text (fixture->entry), ==, "correct horse");
  paste (fixture->repeat, "correct horse\r\nbattery");
  g_assert_cmpstr (gtk_editable_get_text (fixture->repeat), ==, "correct horse");
  g_assert_true (latchkey_new_password_get_valid (fixture->fields));
}

static void
test_odd_passwords (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_one = g_strnfill (10000, 'x');
  const char *const passwords[] = { long_one, "שלום עולם", "🔑🏠🔑🏠🔑🏠", "\x01\x02\x03\x04\x05\x06" };

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (HomeboxSecret) secret = NULL;

      type (fixture, passwords[i], passwords[i]);
      g_assert_true (latchkey_new_password_get_valid (fixture->fields));
      secret = latchkey_new_password_get_secret (fixture->fields);
      g_assert_cmpstr (homebox_secret_peek (secret), ==, passwords[i]);
    }
}

static void
test_old_entry_goes (Fixture *fixture, gconstpointer data)
{
  type (fixture, "correct horse", "correct horse");
  /* GTK 4.8 does not survive it with the keyboard in there. */
  gtk_widget_grab_focus (GTK_WIDGET (fixture->entry));
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (fixture->old))),
                  GTK_WIDGET (fixture->old));
  type (fixture, "correct horse battery", "correct horse battery");
  assert_level (fixture, "Strong");
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  latchkey_register_resource ();

  add ("/new-password/valid", test_valid);
  add ("/new-password/mismatch-is-said-when-it-is-sure", test_mismatch);
  add ("/new-password/check-says-what-is-missing", test_check);
  add ("/new-password/strength-follows", test_strength);
  add ("/new-password/names", test_names);
  add ("/new-password/problem-stays-until-changed", test_server_refuses);
  add ("/new-password/clear", test_clear);
  add ("/new-password/pasted-line-break", test_pasted_line);
  add ("/new-password/odd-passwords", test_odd_passwords);
  add ("/new-password/old-entry-goes-first", test_old_entry_goes);

  return g_test_run ();
}
