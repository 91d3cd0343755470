#include "latchkey-oidc-button.h"

#include <glib/gi18n.h>

/**
 * latchkey_oidc_button_draw:
 * @button: the button that signs in through the server's provider
 * @info: (nullable): what the server says about itself, or %NULL while that is not known
 * @emphasised: whether it is the way to sign in here
 *
 * Calls the button what the server calls it, if it has a word of its own.
 */
void
latchkey_oidc_button_draw (GtkButton *button, HomeboxServerInfo *info, gboolean emphasised)
{
  const char *text = info != NULL ? homebox_server_info_get_oidc_button_text (info) : NULL;

  gtk_button_set_label (button, text != NULL ? text : _("Sign In with Browser"));
  /* The server's word for it comes as plain text, and is the button's name as it stands. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_button_get_label (button),
                                  -1);

  if (emphasised)
    gtk_widget_add_css_class (GTK_WIDGET (button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (button), "suggested-action");
}
