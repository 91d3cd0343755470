#include "seen-widget.h"

#include "latchkey-field-row.h"

typedef gboolean (*Predicate) (GtkWidget *widget, const char *text);

static GtkWidget *
find (GtkWidget *root, Predicate predicate, const char *text)
{
  if (predicate (root, text))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gtk_widget_get_visible (child) ? find (child, predicate, text) : NULL;

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
is_row (GtkWidget *widget, const char *title)
{
  g_autofree char *found = NULL;

  if (!LATCHKEY_IS_FIELD_ROW (widget))
    return FALSE;

  g_object_get (widget, "title", &found, NULL);

  return g_str_equal (found, title);
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
is_button (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget) && find (widget, is_label, text) != NULL;
}

GtkWidget *
find_row (GtkWidget *root, const char *title)
{
  GtkWidget *row = find (root, is_row, title);

  g_assert_nonnull (row);

  return row;
}

GtkWidget *
find_field (GtkWidget *root, const char *title)
{
  return latchkey_field_row_get_entry (LATCHKEY_FIELD_ROW (find_row (root, title)));
}

GtkWidget *
find_button (GtkWidget *root, const char *text)
{
  GtkWidget *button = find (root, is_button, text);

  g_assert_nonnull (button);

  return button;
}

gboolean
has_button (GtkWidget *root, const char *text)
{
  return find (root, is_button, text) != NULL;
}

gboolean
has_text (GtkWidget *root, const char *text)
{
  return find (root, is_label, text) != NULL;
}

const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

void
set_text (GtkWidget *entry, const char *text)
{
  g_assert_true (gtk_widget_is_sensitive (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

void
click (GtkWidget *button)
{
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}
