#include "latchkey-invitation-link.h"

#include "latchkey-banner.h"
#include "latchkey-choice-list.h"
#include "latchkey-home-words.h"
#include "latchkey-link-addresses.h"
#include "latchkey-qr-code.h"
#include "latchkey-secret-copy.h"

#include "homebox-expiry.h"
#include "homebox-link.h"

#include <glib/gi18n.h>

struct _LatchkeyInvitationLink
{
  GtkBox parent_instance;

  GtkLabel *who;
  LatchkeyBanner *warning;
  GtkWidget *address_list;
  GtkDropDown *address;
  LatchkeyQrCode *code;
  GtkLabel *link;
  GtkWidget *copy_button;
  GtkLabel *once;

  HomeboxGroup *group;
  LatchkeyLinkAddresses *addresses;
  HomeboxInvitation *invitation;
  HomeboxSecret *secret;
  /* The person chose the address of the link. */
  gboolean address_chosen;
  gboolean choosing_address;
  gboolean copied;
};

G_DEFINE_FINAL_TYPE (LatchkeyInvitationLink, latchkey_invitation_link, GTK_TYPE_BOX)

static void
set_copied (LatchkeyInvitationLink *self, gboolean copied)
{
  const char *label = copied ? _("Copied") : _("Copy Link");

  self->copied = copied;
  gtk_button_set_label (GTK_BUTTON (self->copy_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}

static void
draw_warning (LatchkeyInvitationLink *self)
{
  guint selected = gtk_drop_down_get_selected (self->address);
  g_autofree char *words = NULL;

  if (selected != GTK_INVALID_LIST_POSITION)
    words = latchkey_link_addresses_dup_warning (self->addresses, selected);

  if (words != NULL)
    latchkey_banner_tell (self->warning, LATCHKEY_BANNER_PROBLEM, words, NULL);
  else
    latchkey_banner_dismiss (self->warning);
}

static void
draw_link (LatchkeyInvitationLink *self)
{
  guint selected = gtk_drop_down_get_selected (self->address);

  if (self->invitation == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;

  g_clear_pointer (&self->secret, homebox_secret_unref);
  self->secret
    = homebox_link_write_invitation (latchkey_link_addresses_get (self->addresses, selected),
                                     homebox_invitation_get_token (self->invitation));
  gtk_label_set_text (self->link, homebox_secret_peek (self->secret));
  gtk_widget_set_visible (GTK_WIDGET (self->code),
                          latchkey_qr_code_set_secret (self->code, self->secret));
  set_copied (self, FALSE);
  draw_warning (self);
}

static void
address_changed (LatchkeyInvitationLink *self)
{
  if (self->addresses == NULL)
    return;

  if (!self->choosing_address)
    self->address_chosen = TRUE;

  latchkey_choice_list_name_choice (self->address, _("Address in the Link"));
  draw_link (self);
}

/* Until the person chose one, or has the link with it. */
static void
addresses_changed (LatchkeyInvitationLink *self)
{
  if (!self->address_chosen && !self->copied)
    {
      self->choosing_address = TRUE;
      gtk_drop_down_set_selected (self->address,
                                  latchkey_link_addresses_find_best (self->addresses));
      self->choosing_address = FALSE;
    }

  draw_warning (self);
}

static char *
describe_who (LatchkeyInvitationLink *self)
{
  const char *name = latchkey_home_words_get_name (self->group);
  guint uses = homebox_invitation_get_uses_left (self->invitation);
  GDateTime *expires_at = homebox_invitation_get_expires_at (self->invitation);
  g_autofree char *time = NULL;

  if (homebox_expiry_is_latest (expires_at))
    return g_strdup_printf (ngettext ("%1$u person can come into “%2$s” with this link. Send it to "
                                      "nobody else: whoever has it can use it.",
                                      "%1$u people can come into “%2$s” with this link. Send it to "
                                      "nobody else: whoever has it can use it.",
                                      uses),
                            uses,
                            name);

  time = latchkey_home_words_dup_time (expires_at);

  /* Translators: %1$u is how many, %2$s the name of a home, %3$s a day and a time. */
  return g_strdup_printf (ngettext ("%1$u person can come into “%2$s” with this link until %3$s. "
                                    "Send it to nobody else: whoever has it can use it.",
                                    "%1$u people can come into “%2$s” with this link until %3$s. "
                                    "Send it to nobody else: whoever has it can use it.",
                                    uses),
                          uses,
                          name,
                          time);
}

static void
latchkey_invitation_link_dispose (GObject *object)
{
  LatchkeyInvitationLink *self = LATCHKEY_INVITATION_LINK (object);

  g_clear_pointer (&self->secret, homebox_secret_unref);
  g_clear_object (&self->invitation);
  g_clear_object (&self->addresses);
  g_clear_object (&self->group);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_INVITATION_LINK);

  G_OBJECT_CLASS (latchkey_invitation_link_parent_class)->dispose (object);
}

static void
latchkey_invitation_link_class_init (LatchkeyInvitationLinkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_invitation_link_dispose;

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_QR_CODE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-invitation-link.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInvitationLink, who);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInvitationLink, warning);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInvitationLink, address_list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInvitationLink, address);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInvitationLink, code);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInvitationLink, link);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInvitationLink, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInvitationLink, once);
  gtk_widget_class_bind_template_callback (widget_class, address_changed);
  gtk_widget_class_bind_template_callback (widget_class, latchkey_invitation_link_copy);
}

static void
latchkey_invitation_link_init (LatchkeyInvitationLink *self)
{
  g_autoptr (GtkListItemFactory) list_factory = latchkey_choice_list_factory_new ();
  g_autoptr (GtkListItemFactory) button_factory = latchkey_choice_list_button_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_list_factory (self->address, list_factory);
  gtk_drop_down_set_factory (self->address, button_factory);
  latchkey_choice_list_name_parts (self->address);
  set_copied (self, FALSE);
}

/**
 * latchkey_invitation_link_set_home:
 * @self: a link
 * @account: whose addresses of the server may be in it
 * @home: the home that it is into
 *
 * Begins to look where the addresses can be reached from, before there is a link.
 */
void
latchkey_invitation_link_set_home (LatchkeyInvitationLink *self,
                                   LatchkeyAccount *account,
                                   LatchkeyHome *home)
{
  HomeboxClient *client;
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  g_return_if_fail (LATCHKEY_IS_INVITATION_LINK (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));
  g_return_if_fail (LATCHKEY_IS_HOME (home));
  g_return_if_fail (self->addresses == NULL);

  client = homebox_session_get_client (latchkey_home_get_session (home));
  self->group = g_object_ref (latchkey_home_get_group (home));
  self->addresses = latchkey_link_addresses_new (latchkey_account_get_addresses (account),
                                                 homebox_client_get_base_uri (client));

  for (guint i = 0; i < latchkey_link_addresses_get_n (self->addresses); i++)
    gtk_string_list_append (list, latchkey_link_addresses_get (self->addresses, i));

  self->choosing_address = TRUE;
  gtk_drop_down_set_model (self->address, G_LIST_MODEL (list));
  latchkey_choice_list_name_choice (self->address, _("Address in the Link"));
  self->choosing_address = FALSE;
  g_signal_connect_object (self->addresses,
                           "changed",
                           G_CALLBACK (addresses_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * latchkey_invitation_link_show:
 * @self: a link whose home is set
 * @invitation: an invitation with its token
 *
 * Shows the link, and who can use it until when.
 */
void
latchkey_invitation_link_show (LatchkeyInvitationLink *self, HomeboxInvitation *invitation)
{
  g_autofree char *who = NULL;

  g_return_if_fail (LATCHKEY_IS_INVITATION_LINK (self));
  g_return_if_fail (HOMEBOX_IS_INVITATION (invitation));
  g_return_if_fail (self->addresses != NULL);

  g_set_object (&self->invitation, invitation);
  who = describe_who (self);
  gtk_label_set_text (self->who, who);
  gtk_label_set_text (
    self->once,
    homebox_invitation_get_id (invitation) != NULL
      ? _("The link is shown this once. If it gets lost, withdraw the invitation and make another.")
      : _("The link is shown this once. This server cannot take an invitation back."));
  gtk_widget_set_visible (self->address_list, latchkey_link_addresses_get_n (self->addresses) > 1);
  draw_link (self);
  gtk_widget_grab_focus (self->copy_button);
}

/**
 * latchkey_invitation_link_copy:
 * @self: a link
 *
 * Copies the link, as it is shown, for a minute.
 */
void
latchkey_invitation_link_copy (LatchkeyInvitationLink *self)
{
  g_return_if_fail (LATCHKEY_IS_INVITATION_LINK (self));

  if (self->secret == NULL)
    return;

  latchkey_secret_copy (GTK_WIDGET (self), self->secret);
  set_copied (self, TRUE);
}

/**
 * latchkey_invitation_link_is_only_here:
 * @self: a link
 *
 * Returns: whether there is one, and it was not copied
 */
gboolean
latchkey_invitation_link_is_only_here (LatchkeyInvitationLink *self)
{
  g_return_val_if_fail (LATCHKEY_IS_INVITATION_LINK (self), FALSE);

  return self->secret != NULL && !self->copied;
}
