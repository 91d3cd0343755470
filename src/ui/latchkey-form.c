#include "latchkey-form.h"

/**
 * latchkey_form_release_focus:
 * @form: what contains the widget that has the focus, if it does
 *
 * Takes the keyboard from @form before it becomes hidden or insensitive. Otherwise GTK hands the
 * focus on to whatever comes next, and selects what is typed there.
 */
void
latchkey_form_release_focus (GtkWidget *form)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_if_fail (GTK_IS_WIDGET (form));

  root = gtk_widget_get_root (form);
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && (focus == form || gtk_widget_is_ancestor (focus, form)))
    gtk_root_set_focus (root, NULL);
}

/**
 * latchkey_form_set_sensitive:
 * @form: what contains the fields
 * @sensitive: whether they can be used
 *
 * Locks the fields of a form while what was typed is being sent, or unlocks them. The keyboard is
 * taken from them first: a #GtkText of GTK 4.8 that becomes insensitive while it has the focus
 * never learns that it lost it, and warns when its cursor blinks the next time.
 */
void
latchkey_form_set_sensitive (GtkWidget *form, gboolean sensitive)
{
  g_return_if_fail (GTK_IS_WIDGET (form));

  if (!sensitive)
    latchkey_form_release_focus (form);

  gtk_widget_set_sensitive (form, sensitive);
}

/**
 * latchkey_form_replace_secret:
 * @entry: an entry that shows what is typed
 * @text: what it is to say instead
 *
 * Takes a secret, such as a link with a token, out of an entry that is not made for one. Undoing
 * does not bring it back.
 */
void
latchkey_form_replace_secret (GtkWidget *entry, const char *text)
{
  g_return_if_fail (GTK_IS_EDITABLE (entry));

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  /* What was typed is forgotten with it. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), TRUE);
}
