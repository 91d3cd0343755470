#include "latchkey-address-row.h"

#include "latchkey-account.h"

#include <glib/gi18n.h>

struct _LatchkeyAddressRow
{
  GtkListBoxRow parent_instance;

  char *address;
};

G_DEFINE_FINAL_TYPE (LatchkeyAddressRow, latchkey_address_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
remove_clicked (LatchkeyAddressRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static const char *
describe_use (const char *address, gboolean removable)
{
  if (latchkey_account_address_is_plain_http (address))
    return removable ? _("Not encrypted: used only when you choose it")
                     : _("Where you signed in. Not encrypted");

  return removable ? _("Used by itself when it answers") : _("Where you signed in");
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  /* An address is read letter by letter. */
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  return label;
}

static GtkWidget *
make_remove_button (LatchkeyAddressRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: what a button does; %s is the address of a server. */
  g_autofree char *name = g_strdup_printf (_("Remove %s"), self->address);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  g_signal_connect_object (button,
                           "clicked",
                           G_CALLBACK (remove_clicked),
                           self,
                           G_CONNECT_SWAPPED);

  return button;
}

static void
latchkey_address_row_finalize (GObject *object)
{
  g_free (LATCHKEY_ADDRESS_ROW (object)->address);

  G_OBJECT_CLASS (latchkey_address_row_parent_class)->finalize (object);
}

static void
latchkey_address_row_class_init (LatchkeyAddressRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = latchkey_address_row_finalize;

  signals[REMOVE] = g_signal_new ("remove",
                                  LATCHKEY_TYPE_ADDRESS_ROW,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0);
}

static void
latchkey_address_row_init (LatchkeyAddressRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "account");
}

/**
 * latchkey_address_row_new:
 * @address: a base URI
 * @removable: whether it was added, and may go again
 *
 * Returns: (transfer floating): a row for @address
 */
GtkWidget *
latchkey_address_row_new (const char *address, gboolean removable)
{
  LatchkeyAddressRow *self = g_object_new (LATCHKEY_TYPE_ADDRESS_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *use = make_label (describe_use (address, removable));

  self->address = g_strdup (address);
  gtk_widget_add_css_class (use, "caption");
  gtk_widget_add_css_class (use, "dim-label");
  gtk_box_append (GTK_BOX (column), make_label (address));
  gtk_box_append (GTK_BOX (column), use);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (box), column);

  if (removable)
    gtk_box_append (GTK_BOX (box), make_remove_button (self));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  address,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  describe_use (address, removable),
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * latchkey_address_row_get_address:
 * @self: a row
 *
 * Returns: the address that it shows
 */
const char *
latchkey_address_row_get_address (LatchkeyAddressRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ADDRESS_ROW (self), NULL);

  return self->address;
}
