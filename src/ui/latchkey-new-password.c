#include "latchkey-new-password.h"

#include "homebox-user.h"
#include "latchkey-field-row.h"
#include "latchkey-password-field.h"
#include "latchkey-password-rating.h"
#include "latchkey-strength-bar.h"

#include <glib/gi18n-lib.h>

struct _LatchkeyNewPassword
{
  GtkBox parent_instance;

  GtkWidget *list;
  LatchkeyFieldRow *row;
  GtkPasswordEntry *entry;
  LatchkeyFieldRow *repeat_row;
  GtkPasswordEntry *repeat_entry;
  LatchkeyStrengthBar *strength;

  GtkEditable *old_entry;
  char **known;
  char *dictionary;
  gboolean valid;
};

G_DEFINE_FINAL_TYPE (LatchkeyNewPassword, latchkey_new_password, GTK_TYPE_BOX)

enum
{
  PROP_VALID = 1,
  PROP_OLD_ENTRY,
  PROP_TITLE,
  PROP_REPEAT_TITLE,
  N_PROPERTIES,
};

enum
{
  ACTIVATE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static const char *
text_of (GtkPasswordEntry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static gboolean
is_repeated (LatchkeyNewPassword *self)
{
  return g_str_equal (text_of (self->entry), text_of (self->repeat_entry));
}

static void
rate (LatchkeyNewPassword *self)
{
  const char *old = self->old_entry != NULL ? gtk_editable_get_text (self->old_entry) : NULL;
  LatchkeyPasswordRating rating = latchkey_password_rating_of (
    text_of (self->entry), old, (const char *const *) self->known, self->dictionary);

  latchkey_strength_bar_set_rating (self->strength, &rating);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  rating.hint,
                                  -1);
}

static void
update_valid (LatchkeyNewPassword *self)
{
  gboolean valid
    = homebox_user_check_new_password (text_of (self->entry), NULL) && is_repeated (self);

  if (valid == self->valid)
    return;

  self->valid = valid;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
show_mismatch (LatchkeyNewPassword *self)
{
  latchkey_field_row_set_problem (self->repeat_row,
                                   is_repeated (self)
                                     ? NULL
                                     : _("The two passwords are not the same."));
}

/* Somebody who is still typing is told only what more typing cannot mend. */
static void
show_sure_mismatch (LatchkeyNewPassword *self)
{
  if (g_str_has_prefix (text_of (self->entry), text_of (self->repeat_entry)))
    latchkey_field_row_set_problem (self->repeat_row, NULL);
  else
    show_mismatch (self);
}

static void
on_entry_changed (LatchkeyNewPassword *self)
{
  latchkey_field_row_set_problem (self->row, NULL);
  rate (self);
  show_sure_mismatch (self);
  update_valid (self);
}

static void
on_repeat_changed (LatchkeyNewPassword *self)
{
  show_sure_mismatch (self);
  update_valid (self);
}

static void
on_old_changed (LatchkeyNewPassword *self)
{
  if (!latchkey_password_field_is_empty (self->entry))
    rate (self);
}

static void
on_entry_left (LatchkeyNewPassword *self)
{
  if (!latchkey_password_field_is_empty (self->repeat_entry))
    show_mismatch (self);
}

static void
on_activate (LatchkeyNewPassword *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
set_old_entry (LatchkeyNewPassword *self, GtkEditable *old_entry)
{
  if (self->old_entry == old_entry)
    return;

  if (self->old_entry != NULL)
    g_signal_handlers_disconnect_by_func (self->old_entry, on_old_changed, self);

  g_set_weak_pointer (&self->old_entry, old_entry);

  if (old_entry != NULL)
    g_signal_connect_object (old_entry,
                             "changed",
                             G_CALLBACK (on_old_changed),
                             self,
                             G_CONNECT_SWAPPED);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OLD_ENTRY]);
}

static void
set_title (LatchkeyNewPassword *self, const char *title)
{
  g_object_set (self->row, "title", title, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
}

/* A list of rows that cannot be focused passes the keyboard on to none of its fields. */
static gboolean
latchkey_new_password_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LATCHKEY_NEW_PASSWORD (widget)->entry));
}

static void
latchkey_new_password_get_property (GObject *object,
                                    guint property_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  LatchkeyNewPassword *self = LATCHKEY_NEW_PASSWORD (object);

  switch (property_id)
    {
    case PROP_VALID:
      g_value_set_boolean (value, self->valid);
      break;
    case PROP_OLD_ENTRY:
      g_value_set_object (value, self->old_entry);
      break;
    case PROP_TITLE:
      g_object_get_property (G_OBJECT (self->row), "title", value);
      break;
    case PROP_REPEAT_TITLE:
      g_object_get_property (G_OBJECT (self->repeat_row), "title", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_new_password_set_property (GObject *object,
                                    guint property_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  LatchkeyNewPassword *self = LATCHKEY_NEW_PASSWORD (object);

  switch (property_id)
    {
    case PROP_OLD_ENTRY:
      set_old_entry (self, g_value_get_object (value));
      break;
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_REPEAT_TITLE:
      g_object_set_property (G_OBJECT (self->repeat_row), "title", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_new_password_dispose (GObject *object)
{
  LatchkeyNewPassword *self = LATCHKEY_NEW_PASSWORD (object);

  if (self->old_entry != NULL)
    g_signal_handlers_disconnect_by_func (self->old_entry, on_old_changed, self);

  g_clear_weak_pointer (&self->old_entry);

  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_NEW_PASSWORD);

  G_OBJECT_CLASS (latchkey_new_password_parent_class)->dispose (object);
}

static void
latchkey_new_password_finalize (GObject *object)
{
  LatchkeyNewPassword *self = LATCHKEY_NEW_PASSWORD (object);

  g_strfreev (self->known);
  g_free (self->dictionary);

  G_OBJECT_CLASS (latchkey_new_password_parent_class)->finalize (object);
}

static void
latchkey_new_password_class_init (LatchkeyNewPasswordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags readwrite = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_STRENGTH_BAR);

  object_class->get_property = latchkey_new_password_get_property;
  object_class->set_property = latchkey_new_password_set_property;
  object_class->dispose = latchkey_new_password_dispose;
  widget_class->grab_focus = latchkey_new_password_grab_focus;
  object_class->finalize = latchkey_new_password_finalize;

  properties[PROP_VALID] = g_param_spec_boolean ("valid",
                                                 NULL,
                                                 NULL,
                                                 FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OLD_ENTRY] = g_param_spec_object ("old-entry",
                                                    NULL,
                                                    NULL,
                                                    GTK_TYPE_EDITABLE,
                                                    readwrite | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, readwrite);
  properties[PROP_REPEAT_TITLE] = g_param_spec_string ("repeat-title", NULL, NULL, NULL, readwrite);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ACTIVATE] = g_signal_new ("activate",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-new-password.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewPassword, list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewPassword, entry);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewPassword, strength);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewPassword, row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewPassword, repeat_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewPassword, repeat_entry);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_repeat_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_left);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
latchkey_new_password_init (LatchkeyNewPassword *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->dictionary = latchkey_password_rating_find_dictionary (NULL);
  latchkey_password_field_prepare (self->entry);
  latchkey_password_field_prepare (self->repeat_entry);
  set_title (self, _("New Password"));
  rate (self);
}

/**
 * latchkey_new_password_new:
 *
 * Makes two empty fields.
 *
 * Returns: (transfer floating): the fields
 */
GtkWidget *
latchkey_new_password_new (void)
{
  return g_object_new (LATCHKEY_TYPE_NEW_PASSWORD, NULL);
}

/**
 * latchkey_new_password_get_valid:
 * @self: the fields
 *
 * Returns: whether the password is long enough and was typed the same twice
 */
gboolean
latchkey_new_password_get_valid (LatchkeyNewPassword *self)
{
  g_return_val_if_fail (LATCHKEY_IS_NEW_PASSWORD (self), FALSE);

  return self->valid;
}

/**
 * latchkey_new_password_check:
 * @self: the fields
 *
 * Says at the fields what is missing, and moves the focus to the first that wants attention. For
 * when somebody wants to go on with a password that is not valid yet.
 *
 * Returns: whether it is valid
 */
gboolean
latchkey_new_password_check (LatchkeyNewPassword *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (LATCHKEY_IS_NEW_PASSWORD (self), FALSE);

  if (!homebox_user_check_new_password (text_of (self->entry), &error))
    {
      latchkey_field_row_set_problem (self->row, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      return FALSE;
    }

  if (!is_repeated (self))
    {
      if (latchkey_password_field_is_empty (self->repeat_entry))
        latchkey_field_row_set_problem (self->repeat_row, _("Type the new password again."));
      else
        show_mismatch (self);

      gtk_widget_grab_focus (GTK_WIDGET (self->repeat_entry));
      return FALSE;
    }

  return TRUE;
}

/**
 * latchkey_new_password_get_secret:
 * @self: the fields
 *
 * Returns: (transfer full) (nullable): the password; %NULL while it is not valid
 */
HomeboxSecret *
latchkey_new_password_get_secret (LatchkeyNewPassword *self)
{
  g_return_val_if_fail (LATCHKEY_IS_NEW_PASSWORD (self), NULL);

  return self->valid ? latchkey_password_field_get_secret (self->entry) : NULL;
}

/**
 * latchkey_new_password_set_known:
 * @self: the fields
 * @known: (nullable) (array zero-terminated=1): what others know of the person, such as the name
 *   and the email: a password with a word of it is weak
 *
 * Tells what the rating should look out for.
 */
void
latchkey_new_password_set_known (LatchkeyNewPassword *self, const char *const *known)
{
  g_return_if_fail (LATCHKEY_IS_NEW_PASSWORD (self));

  g_strfreev (self->known);
  self->known = g_strdupv ((char **) known);
  rate (self);
}

/**
 * latchkey_new_password_set_problem:
 * @self: the fields
 * @problem: (nullable): what the server says against this password
 *
 * Shows what is wrong with the password at its field, until it is changed.
 */
void
latchkey_new_password_set_problem (LatchkeyNewPassword *self, const char *problem)
{
  g_return_if_fail (LATCHKEY_IS_NEW_PASSWORD (self));

  latchkey_field_row_set_problem (self->row, problem);
}

/**
 * latchkey_new_password_clear:
 * @self: the fields
 *
 * Empties both fields and wipes what was in them.
 */
void
latchkey_new_password_clear (LatchkeyNewPassword *self)
{
  g_return_if_fail (LATCHKEY_IS_NEW_PASSWORD (self));

  latchkey_password_field_clear (self->repeat_entry);
  latchkey_password_field_clear (self->entry);
  latchkey_field_row_set_problem (self->row, NULL);
  latchkey_field_row_set_problem (self->repeat_row, NULL);
}
