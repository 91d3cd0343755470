#include "latchkey-api-key-row.h"

#include "latchkey-api-key-words.h"

#include <glib/gi18n.h>

struct _LatchkeyApiKeyRow
{
  GtkListBoxRow parent_instance;

  HomeboxApiKey *key;
};

G_DEFINE_FINAL_TYPE (LatchkeyApiKeyRow, latchkey_api_key_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  REVOKE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
revoke_clicked (LatchkeyApiKeyRow *self)
{
  g_signal_emit (self, signals[REVOKE], 0);
}

static void
add_line (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
make_lines (LatchkeyApiKeyRow *self, gboolean is_own)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *created = latchkey_api_key_words_created (self->key);
  g_autofree char *used = latchkey_api_key_words_used (self->key);
  g_autofree char *ends = latchkey_api_key_words_ends (self->key);

  gtk_widget_set_hexpand (box, TRUE);
  add_line (box, homebox_api_key_get_name (self->key), "heading");

  if (is_own)
    add_line (box, _("Used by Latchkey on this computer"), "accent");

  add_line (box, ends, homebox_api_key_is_expired (self->key) ? "error" : "caption");
  add_line (box, created, "caption");
  add_line (box, used, "caption");

  return box;
}

static GtkWidget *
make_revoke_button (LatchkeyApiKeyRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: what a button does; %s is the name of an API key. */
  g_autofree char *name
    = g_strdup_printf (_("Revoke “%s”"), homebox_api_key_get_name (self->key));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Revoke"));
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  g_signal_connect_object (button,
                           "clicked",
                           G_CALLBACK (revoke_clicked),
                           self,
                           G_CONNECT_SWAPPED);

  return button;
}

static void
latchkey_api_key_row_dispose (GObject *object)
{
  g_clear_object (&LATCHKEY_API_KEY_ROW (object)->key);

  G_OBJECT_CLASS (latchkey_api_key_row_parent_class)->dispose (object);
}

static void
latchkey_api_key_row_class_init (LatchkeyApiKeyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_api_key_row_dispose;

  signals[REVOKE] = g_signal_new ("revoke",
                                  LATCHKEY_TYPE_API_KEY_ROW,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0);
}

static void
latchkey_api_key_row_init (LatchkeyApiKeyRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "account");
}

/**
 * latchkey_api_key_row_new:
 * @key: an API key
 * @is_own: whether this account is used with it here
 *
 * Returns: (transfer floating): a row for @key
 */
GtkWidget *
latchkey_api_key_row_new (HomeboxApiKey *key, gboolean is_own)
{
  LatchkeyApiKeyRow *self;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *ends = NULL;

  g_return_val_if_fail (HOMEBOX_IS_API_KEY (key), NULL);

  self = g_object_new (LATCHKEY_TYPE_API_KEY_ROW, NULL);
  self->key = g_object_ref (key);
  gtk_box_append (GTK_BOX (box), make_lines (self, is_own));
  gtk_box_append (GTK_BOX (box), make_revoke_button (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);

  ends = latchkey_api_key_words_ends (key);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  homebox_api_key_get_name (key),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  ends,
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * latchkey_api_key_row_get_key:
 * @self: a row
 *
 * Returns: (transfer none): the key that it shows
 */
HomeboxApiKey *
latchkey_api_key_row_get_key (LatchkeyApiKeyRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_API_KEY_ROW (self), NULL);

  return self->key;
}
