#include "latchkey-field-message.h"

#include <gtk/gtk.h>

static void
test_marks_field (void)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *entry = gtk_password_entry_new ();
  GtkWidget *message = latchkey_field_message_new (entry);

  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), message);

  g_assert_false (gtk_widget_get_visible (message));
  g_assert_false (gtk_widget_has_css_class (entry, "error"));

  latchkey_field_message_set_text (LATCHKEY_FIELD_MESSAGE (message), "Too short");
  g_assert_true (gtk_widget_get_visible (message));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_role (message, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_test_accessible_assert_property (message, GTK_ACCESSIBLE_PROPERTY_LABEL, "Too short");
  gtk_test_accessible_assert_state (entry,
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (
    gtk_test_accessible_has_relation (GTK_ACCESSIBLE (entry),
                                      GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE));
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (entry),
                                                   GTK_ACCESSIBLE_RELATION_DESCRIBED_BY));

  latchkey_field_message_set_text (LATCHKEY_FIELD_MESSAGE (message), "");
  g_assert_null (latchkey_field_message_get_text (LATCHKEY_FIELD_MESSAGE (message)));
  g_assert_false (gtk_widget_get_visible (message));
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_false (
    gtk_test_accessible_has_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID));
  g_assert_false (
    gtk_test_accessible_has_relation (GTK_ACCESSIBLE (entry),
                                      GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE));

  g_assert_finalize_object (box);
}

static void
test_mark_moves (void)
{
  GtkWidget *first = g_object_ref_sink (gtk_password_entry_new ());
  GtkWidget *second = g_object_ref_sink (gtk_password_entry_new ());
  GtkWidget *message = g_object_ref_sink (latchkey_field_message_new (first));

  latchkey_field_message_set_text (LATCHKEY_FIELD_MESSAGE (message), "Too short");
  latchkey_field_message_set_field (LATCHKEY_FIELD_MESSAGE (message), second);
  g_assert_false (gtk_widget_has_css_class (first, "error"));
  g_assert_true (gtk_widget_has_css_class (second, "error"));
  g_assert_cmpstr (latchkey_field_message_get_text (LATCHKEY_FIELD_MESSAGE (message)),
                   ==,
                   "Too short");

  g_assert_finalize_object (message);
  g_assert_false (gtk_widget_has_css_class (second, "error"));
  g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (second),
                                                    GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE));

  g_assert_finalize_object (first);
  g_assert_finalize_object (second);
}

static void
test_outlives_field (void)
{
  GtkWidget *entry = g_object_ref_sink (gtk_password_entry_new ());
  GtkWidget *message = g_object_ref_sink (latchkey_field_message_new (entry));

  latchkey_field_message_set_text (LATCHKEY_FIELD_MESSAGE (message), "Too short");
  g_assert_finalize_object (entry);
  g_assert_null (latchkey_field_message_get_field (LATCHKEY_FIELD_MESSAGE (message)));
  latchkey_field_message_set_text (LATCHKEY_FIELD_MESSAGE (message), "Still too short");
  g_assert_finalize_object (message);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv);

  g_test_add_func ("/field-message/marks-and-clears-the-field", test_marks_field);
  g_test_add_func ("/field-message/mark-moves-with-the-field", test_mark_moves);
  g_test_add_func ("/field-message/outlives-its-field", test_outlives_field);

  return g_test_run ();
}
