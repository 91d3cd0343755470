#include "find-widget.h"

static GtkWidget *
search (GtkWidget *within, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (child)), id) == 0)
        return child;

      found = search (child, id);
      if (found != NULL)
        return found;
    }

  return NULL;
}

/*
 * find_widget:
 * @within: a widget
 * @id: the id of a widget inside it, as its template calls it
 *
 * Returns: (transfer none): that widget; there is one, or the test fails
 */
GtkWidget *
find_widget (gpointer within, const char *id)
{
  GtkWidget *found = search (within, id);

  if (found == NULL)
    g_error ("no widget “%s”", id);

  return found;
}

/*
 * holds_focus:
 * @window: a window
 * @id: the id of a widget inside it
 *
 * Returns: whether the keyboard is in that widget
 */
gboolean
holds_focus (gpointer window, const char *id)
{
  GtkWidget *widget = find_widget (window, id);
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}
