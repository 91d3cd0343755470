#include "latchkey-password-field.h"

/**
 * latchkey_password_field_prepare:
 * @entry: a password entry
 *
 * Makes an entry fit for passwords as people paste them: of several lines only the first is taken,
 * since nobody sees a line break behind dots. No undo history keeps what was typed while shown.
 */
void
latchkey_password_field_prepare (GtkPasswordEntry *entry)
{
  GtkEditable *text;

  g_return_if_fail (GTK_IS_PASSWORD_ENTRY (entry));

  text = gtk_editable_get_delegate (GTK_EDITABLE (entry));
  gtk_text_set_truncate_multiline (GTK_TEXT (text), TRUE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
}

/**
 * latchkey_password_field_is_empty:
 * @entry: a password entry
 *
 * Returns: whether nothing was typed
 */
gboolean
latchkey_password_field_is_empty (GtkPasswordEntry *entry)
{
  return *gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0';
}

/**
 * latchkey_password_field_get_secret:
 * @entry: a password entry
 *
 * Returns: (transfer full): what was typed
 */
HomeboxSecret *
latchkey_password_field_get_secret (GtkPasswordEntry *entry)
{
  return homebox_secret_new (gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/**
 * latchkey_password_field_clear:
 * @entry: a password entry
 *
 * Empties the entry, hides what will be typed next, and wipes what was: the buffer of a
 * #GtkPasswordEntry overwrites what is deleted from it.
 */
void
latchkey_password_field_clear (GtkPasswordEntry *entry)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (entry));

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_text_set_visibility (GTK_TEXT (text), FALSE);
}
