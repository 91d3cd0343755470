#include "latchkey-setting-dialog.h"

#include "latchkey-choice-list.h"
#include "latchkey-field-message.h"
#include "latchkey-field-row.h"

#include <glib/gi18n.h>

/* In the order of the drop-down. */
typedef enum
{
  TYPE_TEXT,
  TYPE_NUMBER,
  TYPE_BOOLEAN,
  TYPE_NOTHING,
  TYPE_STRUCTURED,
} Type;

typedef enum
{
  MODE_ADD,
  MODE_EDIT,
  MODE_RENAME,
} Mode;

struct _LatchkeySettingDialog
{
  AdwWindow parent_instance;

  GtkWidget *save;
  GtkLabel *elsewhere;
  LatchkeyFieldRow *key_row;
  GtkEditable *key;
  GtkWidget *type_row;
  GtkDropDown *type;
  GtkStringList *types;
  LatchkeyFieldRow *text_row;
  GtkEditable *text;
  LatchkeyFieldRow *number_row;
  GtkEditable *number;
  GtkWidget *yes_row;
  GtkCheckButton *yes;
  GtkWidget *no_row;
  GtkCheckButton *no;
  GtkWidget *structured_box;
  GtkWidget *structured;
  GtkTextBuffer *buffer;
  LatchkeyFieldMessage *structured_message;
  GtkLabel *refusal;

  HomeboxSettings *settings;
  /* NULL for a new one. */
  HomeboxSetting *setting;
  Mode mode;
  /* The value that is being edited, as it was then. */
  char *before;
  Type shown;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (LatchkeySettingDialog, latchkey_setting_dialog, ADW_TYPE_WINDOW)

static Type
get_type (LatchkeySettingDialog *self)
{
  return (Type) gtk_drop_down_get_selected (self->type);
}

static char *
dup_structured (LatchkeySettingDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/* As JSON, right or wrong. */
static char *
dup_value (LatchkeySettingDialog *self, Type type)
{
  switch (type)
    {
    case TYPE_TEXT:
      return homebox_json_text_from_string (gtk_editable_get_text (self->text));
    case TYPE_NUMBER:
      return g_strstrip (g_strdup (gtk_editable_get_text (self->number)));
    case TYPE_BOOLEAN:
      return g_strdup (
        homebox_json_text_from_boolean (gtk_check_button_get_active (self->yes)));
    case TYPE_NOTHING:
      return g_strdup ("null");
    case TYPE_STRUCTURED:
    default:
      return dup_structured (self);
    }
}

/* What is wrong with the value, or NULL. */
static char *
dup_value_problem (Type type, const char *value)
{
  g_autoptr (GError) error = NULL;
  gboolean is_json = homebox_json_text_check (value, -1, &error);

  if (type == TYPE_NUMBER
      && (g_error_matches (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_SYNTAX)
          || g_error_matches (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_EMPTY)
          || (is_json && homebox_json_text_get_kind (value) != HOMEBOX_JSON_NUMBER)))
    return g_strdup (_("Enter a number, such as 12 or 1.5."));

  return is_json ? NULL : g_strdup (error->message);
}

static const char *
get_key_problem (LatchkeySettingDialog *self)
{
  const char *key = gtk_editable_get_text (self->key);
  HomeboxSetting *found;

  if (self->mode == MODE_EDIT)
    return NULL;
  if (*key == '\0')
    return _("Enter a name for the setting.");

  found = homebox_settings_find (self->settings, key);

  return found != NULL && found != self->setting
           ? _("There is a setting with this name already. Choose another name.")
           : NULL;
}

static void
say (GtkLabel *label, const char *words)
{
  gtk_label_set_text (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL);
}

/* A field that nothing was typed into yet is not told to be wrong, but keeps from saving. */
static void
draw (LatchkeySettingDialog *self)
{
  Type type = get_type (self);
  g_autofree char *value = dup_value (self, type);
  g_autofree char *value_problem
    = self->mode != MODE_RENAME ? dup_value_problem (type, value) : NULL;
  const char *key_problem = get_key_problem (self);
  gboolean is_gone = self->mode == MODE_RENAME && homebox_setting_get_value (self->setting) == NULL;
  gboolean is_empty = *value == '\0';

  latchkey_field_row_set_problem (self->key_row,
                                  *gtk_editable_get_text (self->key) != '\0' ? key_problem : NULL);
  latchkey_field_row_set_problem (self->number_row,
                                  type == TYPE_NUMBER && !is_empty ? value_problem : NULL);
  latchkey_field_message_set_text (self->structured_message,
                                   type == TYPE_STRUCTURED && !is_empty ? value_problem : NULL);
  gtk_widget_set_sensitive (self->save,
                            value_problem == NULL && key_problem == NULL && !is_gone);
}

static void
draw_type (LatchkeySettingDialog *self)
{
  Type type = get_type (self);
  gboolean has_value = self->mode != MODE_RENAME;
  const char *name = gtk_string_list_get_string (self->types, type);
  /* Translators: %s is what kind of value a setting has, such as “Text” or “Number”. */
  g_autofree char *label = g_strdup_printf (_("Type: %s"), name);

  gtk_widget_set_visible (self->type_row, has_value);
  gtk_widget_set_visible (GTK_WIDGET (self->text_row), has_value && type == TYPE_TEXT);
  gtk_widget_set_visible (GTK_WIDGET (self->number_row), has_value && type == TYPE_NUMBER);
  gtk_widget_set_visible (self->yes_row, has_value && type == TYPE_BOOLEAN);
  gtk_widget_set_visible (self->no_row, has_value && type == TYPE_BOOLEAN);
  gtk_widget_set_visible (self->structured_box, has_value && type == TYPE_STRUCTURED);
  /* In GTK 4.8 it is the button inside that has the keyboard, and its name is all that is said. */
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->type))),
    GTK_ACCESSIBLE_PROPERTY_LABEL,
    label,
    -1);
}

/* Each type keeps what was typed for it. JSON, if still empty, begins with what was there. */
static void
type_chosen (LatchkeySettingDialog *self)
{
  Type type = get_type (self);
  gboolean is_empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  if (self->filling)
    return;

  if (type == TYPE_STRUCTURED && is_empty)
    {
      g_autofree char *value = dup_value (self, self->shown);

      gtk_text_buffer_set_text (self->buffer, value, -1);
    }

  self->shown = type;
  say (self->refusal, NULL);
  draw_type (self);
  draw (self);
}

static void
key_typed (LatchkeySettingDialog *self)
{
  if (self->filling)
    return;

  say (self->refusal, NULL);
  draw (self);
}

static void
value_typed (LatchkeySettingDialog *self)
{
  key_typed (self);
}

static gboolean
save (LatchkeySettingDialog *self, GError **error)
{
  g_autofree char *value = dup_value (self, get_type (self));
  const char *key = gtk_editable_get_text (self->key);

  switch (self->mode)
    {
    case MODE_ADD:
      return homebox_settings_add (self->settings, key, value, error);
    case MODE_RENAME:
      return homebox_settings_rename (self->settings, self->setting, key, error);
    case MODE_EDIT:
    default:
      return homebox_settings_set_value (self->settings, self->setting, value, error);
    }
}

static void
value_changed (LatchkeySettingDialog *self)
{
  const char *value = homebox_setting_get_value (self->setting);
  gboolean has_changed = !homebox_json_text_equal (value, self->before);

  if (!has_changed)
    say (self->elsewhere, NULL);
  else if (self->mode == MODE_RENAME)
    say (self->elsewhere, value == NULL ? _("This setting was removed elsewhere.") : NULL);
  else if (value == NULL)
    say (self->elsewhere, _("This setting was removed elsewhere. Saving adds it again."));
  else
    say (self->elsewhere,
         _("This setting was changed elsewhere. Saving replaces that with what is here."));

  draw (self);
}

static void
save_clicked (LatchkeySettingDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_widget_get_sensitive (self->save))
    return;

  /* What is saved here is no change made elsewhere. */
  if (self->setting != NULL)
    g_signal_handlers_block_by_func (self->setting, value_changed, self);

  if (save (self, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  if (self->setting != NULL)
    g_signal_handlers_unblock_by_func (self->setting, value_changed, self);
  say (self->refusal, error->message);
}

static gboolean
is_one_line (const char *string)
{
  for (const char *at = string; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return FALSE;

  return TRUE;
}

/* A text that an entry would damage is edited as JSON. */
static gboolean
fill_text (LatchkeySettingDialog *self, const char *value)
{
  g_autofree char *string = homebox_json_text_dup_string (value);
  g_autofree char *again = string != NULL ? homebox_json_text_from_string (string) : NULL;

  if (again == NULL || !is_one_line (string) || !homebox_json_text_equal (value, again))
    return FALSE;

  gtk_editable_set_text (self->text, string);

  /* An entry holds a little less than the server does. */
  return g_str_equal (gtk_editable_get_text (self->text), string);
}

static Type
fill_value (LatchkeySettingDialog *self, const char *value)
{
  g_autofree char *indented = NULL;

  switch (homebox_json_text_get_kind (value))
    {
    case HOMEBOX_JSON_NUMBER:
      gtk_editable_set_text (self->number, value);
      return TYPE_NUMBER;
    case HOMEBOX_JSON_BOOLEAN:
      if (homebox_json_text_get_boolean (value, FALSE))
        gtk_check_button_set_active (self->yes, TRUE);
      else
        gtk_check_button_set_active (self->no, TRUE);
      return TYPE_BOOLEAN;
    case HOMEBOX_JSON_NULL:
      return TYPE_NOTHING;
    case HOMEBOX_JSON_ABSENT:
      return TYPE_TEXT;
    case HOMEBOX_JSON_STRING:
      if (fill_text (self, value))
        return TYPE_TEXT;
      break;
    case HOMEBOX_JSON_ARRAY:
    case HOMEBOX_JSON_OBJECT:
    default:
      break;
    }

  indented = homebox_json_text_indent (value);
  gtk_text_buffer_set_text (self->buffer, indented, -1);

  return TYPE_STRUCTURED;
}

static void
fill (LatchkeySettingDialog *self)
{
  self->filling = TRUE;

  if (self->setting != NULL)
    {
      self->before = g_strdup (homebox_setting_get_value (self->setting));
      gtk_editable_set_text (self->key, homebox_setting_get_key (self->setting));
    }

  gtk_editable_set_editable (self->key, self->mode != MODE_EDIT);
  self->shown = fill_value (self, self->before);
  gtk_drop_down_set_selected (self->type, self->shown);
  self->filling = FALSE;
  draw_type (self);
  draw (self);
}

static void
focus_first (LatchkeySettingDialog *self)
{
  if (self->mode != MODE_EDIT)
    gtk_widget_grab_focus (GTK_WIDGET (self->key));
  else if (self->shown == TYPE_TEXT)
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
  else if (self->shown == TYPE_NUMBER)
    gtk_widget_grab_focus (GTK_WIDGET (self->number));
  else if (self->shown == TYPE_STRUCTURED)
    gtk_widget_grab_focus (self->structured);
  else if (self->shown == TYPE_BOOLEAN)
    gtk_widget_grab_focus (GTK_WIDGET (
      gtk_check_button_get_active (self->yes) ? self->yes : self->no));
  else
    gtk_widget_child_focus (self->type_row, GTK_DIR_TAB_FORWARD);
}

static void
latchkey_setting_dialog_dispose (GObject *object)
{
  LatchkeySettingDialog *self = LATCHKEY_SETTING_DIALOG (object);

  self->filling = TRUE;
  if (self->setting != NULL)
    g_signal_handlers_disconnect_by_data (self->setting, self);
  g_clear_object (&self->setting);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_SETTING_DIALOG);

  G_OBJECT_CLASS (latchkey_setting_dialog_parent_class)->dispose (object);
}

static void
latchkey_setting_dialog_finalize (GObject *object)
{
  g_free (LATCHKEY_SETTING_DIALOG (object)->before);

  G_OBJECT_CLASS (latchkey_setting_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, save);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, key_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, key);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, type_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, type);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, types);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, text_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, text);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, number_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, number);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, yes_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, yes);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, no_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, no);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, structured_box);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, structured);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, structured_message);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySettingDialog, refusal);
}

static void
latchkey_setting_dialog_class_init (LatchkeySettingDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_setting_dialog_dispose;
  object_class->finalize = latchkey_setting_dialog_finalize;

  g_type_ensure (LATCHKEY_TYPE_FIELD_MESSAGE);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-setting-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, key_typed);
  gtk_widget_class_bind_template_callback (widget_class, value_typed);
  gtk_widget_class_bind_template_callback (widget_class, type_chosen);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked);
}

static void
latchkey_setting_dialog_init (LatchkeySettingDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = latchkey_choice_list_factory_new ();

  self->filling = TRUE;
  /* Before the template: what that tells assistive technology would settle the role. */
  g_object_set (self, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_list_factory (self->type, factory);
  latchkey_choice_list_name_parts (self->type);
}

static GtkWindow *
make (HomeboxSettings *settings, HomeboxSetting *setting, Mode mode, const char *title)
{
  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  LatchkeySettingDialog *self = g_object_new (LATCHKEY_TYPE_SETTING_DIALOG,
                                              "title",
                                              title,
                                              NULL);

  self->settings = g_object_ref (settings);
  self->mode = mode;
  g_set_object (&self->setting, setting);
  fill (self);

  if (setting != NULL)
    g_signal_connect_object (setting, "notify::value", G_CALLBACK (value_changed), self,
                             G_CONNECT_SWAPPED);
  /* Another one may take the name, or leave it. */
  g_signal_connect_object (settings, "items-changed", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  focus_first (self);

  return GTK_WINDOW (self);
}

/**
 * latchkey_setting_dialog_new:
 * @settings: settings that are there
 * @setting: (nullable): the one to edit, or %NULL to add one
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_setting_dialog_new (HomeboxSettings *settings, HomeboxSetting *setting)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (setting == NULL || HOMEBOX_IS_SETTING (setting), NULL);

  return setting != NULL ? make (settings, setting, MODE_EDIT, _("Edit Setting"))
                         : make (settings, NULL, MODE_ADD, _("Add Setting"));
}

/**
 * latchkey_setting_dialog_new_rename:
 * @settings: settings that are there
 * @setting: the one to rename
 *
 * Makes a dialog that asks for nothing but another key.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_setting_dialog_new_rename (HomeboxSettings *settings, HomeboxSetting *setting)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (HOMEBOX_IS_SETTING (setting), NULL);

  return make (settings, setting, MODE_RENAME, _("Rename Setting"));
}
