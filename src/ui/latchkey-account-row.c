#include "latchkey-account-row.h"

#include "latchkey-account-words.h"

#include <glib/gi18n.h>

typedef struct
{
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *server;
  GtkLabel *attention;
  GtkWidget *attention_icon;
  GtkWidget *check;

  LatchkeyAccount *account;
} LatchkeyAccountRowPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (LatchkeyAccountRow, latchkey_account_row, GTK_TYPE_LIST_BOX_ROW)

static LatchkeyAccountRowPrivate *
get_private (LatchkeyAccountRow *self)
{
  return latchkey_account_row_get_instance_private (self);
}

static void
tell (LatchkeyAccountRow *self)
{
  LatchkeyAccountRowPrivate *priv = get_private (self);
  g_autofree char *spoken = latchkey_account_words_dup_spoken (priv->account);
  const char *attention = gtk_label_get_text (priv->attention);
  gboolean current = gtk_widget_get_visible (priv->check);
  g_autofree char *both = NULL;
  const char *description = current ? _("Shown now") : attention;

  if (current && *attention != '\0')
    {
      /* Translators: %s is what an account needs, such as “Sign-in needed”. */
      both = g_strdup_printf (_("Shown now. %s"), attention);
      description = both;
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description,
                                  -1);
}

static void
draw (LatchkeyAccountRow *self)
{
  LatchkeyAccountRowPrivate *priv = get_private (self);
  g_autofree char *name = latchkey_account_words_dup_name (priv->account);
  g_autofree char *server = latchkey_account_dup_server_label (priv->account);
  g_autofree char *initials = latchkey_account_words_dup_avatar_text (priv->account);

  adw_avatar_set_text (priv->avatar, initials);
  gtk_label_set_text (priv->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (priv->name), name);
  gtk_label_set_text (priv->server, server);
  gtk_widget_set_tooltip_text (GTK_WIDGET (priv->server), server);
  tell (self);
}

static void
latchkey_account_row_dispose (GObject *object)
{
  /* The template goes with the row: GTK 4.8 does not find it from a type derived from this one. */
  g_clear_object (&get_private (LATCHKEY_ACCOUNT_ROW (object))->account);

  G_OBJECT_CLASS (latchkey_account_row_parent_class)->dispose (object);
}

static void
latchkey_account_row_class_init (LatchkeyAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_account_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-account-row.ui");
  gtk_widget_class_bind_template_child_private (widget_class, LatchkeyAccountRow, avatar);
  gtk_widget_class_bind_template_child_private (widget_class, LatchkeyAccountRow, name);
  gtk_widget_class_bind_template_child_private (widget_class, LatchkeyAccountRow, server);
  gtk_widget_class_bind_template_child_private (widget_class, LatchkeyAccountRow, attention);
  gtk_widget_class_bind_template_child_private (widget_class, LatchkeyAccountRow, attention_icon);
  gtk_widget_class_bind_template_child_private (widget_class, LatchkeyAccountRow, check);
}

static void
latchkey_account_row_init (LatchkeyAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_account_row_new:
 * @account: an account
 *
 * Returns: (transfer floating): a row that shows @account
 */
GtkWidget *
latchkey_account_row_new (LatchkeyAccount *account)
{
  LatchkeyAccountRow *self;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  self = g_object_new (LATCHKEY_TYPE_ACCOUNT_ROW, NULL);
  latchkey_account_row_set_account (self, account);

  return GTK_WIDGET (self);
}

/**
 * latchkey_account_row_set_account:
 * @self: a row that shows no account yet
 * @account: an account
 *
 * Shows @account, for a kind of row that is more than this one.
 */
void
latchkey_account_row_set_account (LatchkeyAccountRow *self, LatchkeyAccount *account)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_ROW (self));
  g_return_if_fail (get_private (self)->account == NULL);

  get_private (self)->account = g_object_ref (account);
  g_signal_connect_object (account, "notify", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  draw (self);
}

/**
 * latchkey_account_row_get_account:
 * @self: a row
 *
 * Returns: (transfer none): the account that it shows
 */
LatchkeyAccount *
latchkey_account_row_get_account (LatchkeyAccountRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_ROW (self), NULL);

  return get_private (self)->account;
}

/**
 * latchkey_account_row_set_current:
 * @self: a row
 * @current: whether its account is the one that the window shows
 *
 * Marks the row, on the screen and for assistive technology.
 */
void
latchkey_account_row_set_current (LatchkeyAccountRow *self, gboolean current)
{
  LatchkeyAccountRowPrivate *priv = get_private (self);

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_ROW (self));

  gtk_widget_set_visible (priv->check, current);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_SELECTED,
                               current,
                               -1);
  tell (self);
}

/**
 * latchkey_account_row_set_attention:
 * @self: a row
 * @attention: (nullable): what the account needs from the person, in a few words
 *
 * Marks an account that does not go on without the person.
 */
void
latchkey_account_row_set_attention (LatchkeyAccountRow *self, const char *attention)
{
  LatchkeyAccountRowPrivate *priv = get_private (self);

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_ROW (self));

  gtk_label_set_text (priv->attention, attention != NULL ? attention : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->attention), attention != NULL);
  gtk_widget_set_visible (priv->attention_icon, attention != NULL);
  tell (self);
}

static GtkBox *
get_box (LatchkeyAccountRow *self)
{
  return GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self)));
}

/**
 * latchkey_account_row_add_prefix:
 * @self: a row
 * @prefix: a widget
 *
 * Puts a widget in front of the avatar.
 */
void
latchkey_account_row_add_prefix (LatchkeyAccountRow *self, GtkWidget *prefix)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_ROW (self));

  gtk_box_prepend (get_box (self), prefix);
}

/**
 * latchkey_account_row_add_suffix:
 * @self: a row
 * @suffix: a widget
 *
 * Puts a widget at the end.
 */
void
latchkey_account_row_add_suffix (LatchkeyAccountRow *self, GtkWidget *suffix)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_ROW (self));

  gtk_box_append (get_box (self), suffix);
}
