#include "latchkey-unsaved-question.h"

#include "latchkey-account-words.h"
#include "latchkey-fact-row.h"
#include "latchkey-page.h"

#include <glib/gi18n.h>

static GtkWidget *
list_edits (GPtrArray *pages)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Changes That Are Not Saved"),
                                  -1);

  for (guint i = 0; i < pages->len; i++)
    {
      LatchkeyPage *page = g_ptr_array_index (pages, i);
      LatchkeyConnection *connection = latchkey_page_get_connection (page);
      g_autofree char *label
        = latchkey_account_words_dup_label (latchkey_connection_get_account (connection));

      gtk_list_box_append (GTK_LIST_BOX (list),
                           g_object_new (LATCHKEY_TYPE_FACT_ROW,
                                         "title",
                                         label,
                                         "value",
                                         latchkey_page_get_edit_name (page),
                                         NULL));
    }

  return list;
}

static gboolean
can_save_any (GPtrArray *pages)
{
  for (guint i = 0; i < pages->len; i++)
    if (latchkey_page_can_save (g_ptr_array_index (pages, i)))
      return TRUE;

  return FALSE;
}

/**
 * latchkey_unsaved_question_new:
 * @pages: (element-type LatchkeyPage): the pages with an edit, at least one
 *
 * Makes the question what is to become of what was typed. Its `response` is
 * %LATCHKEY_UNSAVED_DISCARD, %LATCHKEY_UNSAVED_SAVE, or anything else for going back, which is the
 * default.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_unsaved_question_new (GPtrArray *pages)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (NULL, _("Save Changes?"), _("This is not on the server yet:")));

  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _("Cancel"),
                                    LATCHKEY_UNSAVED_DISCARD,
                                    _("Discard"),
                                    LATCHKEY_UNSAVED_SAVE,
                                    _("Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_UNSAVED_DISCARD,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_UNSAVED_SAVE,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, LATCHKEY_UNSAVED_SAVE, can_save_any (pages));
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_extra_child (dialog, list_edits (pages));

  return GTK_WINDOW (dialog);
}
