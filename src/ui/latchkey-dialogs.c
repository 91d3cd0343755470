#include "latchkey-dialogs.h"

#include "latchkey-weak.h"

/**
 * latchkey_dialogs_present:
 * @dialog: a dialog
 * @parent: the window that it belongs to, or a widget in that
 *
 * Shows a dialog over its window. It belongs to the application, so that the keys of that, such as
 * those for closing and quitting, work in it too.
 */
void
latchkey_dialogs_present (GtkWindow *dialog, GtkWidget *parent)
{
  GtkWindow *window;

  g_return_if_fail (GTK_IS_WINDOW (dialog));
  g_return_if_fail (GTK_IS_WIDGET (parent));

  window = GTK_WINDOW (gtk_widget_get_root (parent));
  gtk_window_set_transient_for (dialog, window);
  gtk_window_set_modal (dialog, TRUE);
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  gtk_window_set_application (dialog, gtk_window_get_application (window));
  gtk_window_present (dialog);
}

static gboolean
close_now (gpointer user_data)
{
  g_autoptr (GtkWindow) dialog = latchkey_weak_take (user_data);
  g_autoptr (GtkWindow) parent = NULL;

  if (dialog == NULL)
    return G_SOURCE_REMOVE;

  g_set_object (&parent, gtk_window_get_transient_for (dialog));
  gtk_window_close (dialog);

  /* With two windows gone at once the keyboard may be left with none. */
  if (parent != NULL)
    gtk_window_present (parent);

  return G_SOURCE_REMOVE;
}

/**
 * latchkey_dialogs_close_after_question:
 * @dialog: a dialog with a question over it that is being answered
 *
 * Closes both, as soon as the question is done with its answer: it goes with its parent.
 */
void
latchkey_dialogs_close_after_question (GtkWindow *dialog)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));

  g_idle_add (close_now, latchkey_weak_new (dialog));
}

/**
 * latchkey_dialogs_detach:
 * @dialog: a dialog
 *
 * Lets a dialog forget its parent. GTK 4.8 goes on to the parent when the dialog is finalized,
 * which is after the parent where a signal of the dialog closes both.
 */
void
latchkey_dialogs_detach (GtkWindow *dialog)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));

  gtk_window_set_transient_for (dialog, NULL);
}

static GList *
list_dialogs (GtkWindow *parent)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GList *dialogs = NULL;

  for (GList *at = windows; at != NULL; at = at->next)
    if (gtk_window_get_transient_for (at->data) == parent)
      dialogs = g_list_prepend (dialogs, g_object_ref (at->data));

  return dialogs;
}

/**
 * latchkey_dialogs_find_top:
 * @window: a window
 *
 * A dialog that comes unasked has to come above those that are open already: they are modal, and
 * would keep it from being used.
 *
 * Returns: (transfer none): the uppermost dialog of the window, or the window itself
 */
GtkWindow *
latchkey_dialogs_find_top (GtkWindow *window)
{
  g_autolist (GtkWindow) dialogs = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  dialogs = list_dialogs (window);

  for (GList *at = dialogs; at != NULL; at = at->next)
    if (gtk_widget_get_visible (at->data))
      return latchkey_dialogs_find_top (at->data);

  return window;
}

/**
 * latchkey_dialogs_close_all:
 * @parent: a window that is about to be closed
 *
 * Closes the dialogs of a window, as the person would. One may refuse, such as one that is deleting
 * the account this moment.
 *
 * Returns: whether all of them are closed
 */
gboolean
latchkey_dialogs_close_all (GtkWindow *parent)
{
  g_autolist (GtkWindow) dialogs = list_dialogs (parent);
  gboolean all_closed = TRUE;

  for (GList *at = dialogs; at != NULL; at = at->next)
    {
      if (!gtk_widget_get_visible (at->data))
        continue;

      gtk_window_close (at->data);

      if (gtk_widget_get_visible (at->data))
        all_closed = FALSE;
      else
        latchkey_dialogs_detach (at->data);
    }

  return all_closed;
}

/**
 * latchkey_dialogs_destroy_all:
 * @parent: a window that is being disposed of
 *
 * Takes the dialogs of a window along, without asking.
 */
void
latchkey_dialogs_destroy_all (GtkWindow *parent)
{
  g_autolist (GtkWindow) dialogs = list_dialogs (parent);

  for (GList *at = dialogs; at != NULL; at = at->next)
    {
      latchkey_dialogs_detach (at->data);
      gtk_window_destroy (at->data);
    }
}
