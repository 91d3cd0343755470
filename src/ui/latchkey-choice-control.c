#include "latchkey-choice-control.h"

#include "latchkey-choice-list.h"
#include "latchkey-setting-words.h"

#include <glib/gi18n.h>

/* From so many on, one can type to find. */
#define MANY 10

struct _LatchkeyChoiceControl
{
  LatchkeyKnownControl parent_instance;

  GtkWidget *drop_down;
  GtkStringList *names;
  /* The JSON text of each. */
  GPtrArray *values;
  guint n_known;
  gboolean showing;
  char *title;
};

G_DEFINE_FINAL_TYPE (LatchkeyChoiceControl, latchkey_choice_control, LATCHKEY_TYPE_KNOWN_CONTROL)

/* In GTK 4.8 it is the button inside that has the keyboard, and its name is all that is said. */
static void
name_button (LatchkeyChoiceControl *self)
{
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));
  const char *name = gtk_string_list_get_string (self->names, position);
  g_autofree char *label = NULL;

  if (self->title == NULL || name == NULL)
    return;

  /* Translators: %1$s is the name of a setting, %2$s what is chosen. */
  label = g_strdup_printf (C_ ("choice", "%1$s: %2$s"), self->title, name);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (gtk_widget_get_first_child (self->drop_down)),
    GTK_ACCESSIBLE_PROPERTY_LABEL,
    label,
    -1);
}

static void
selected (LatchkeyChoiceControl *self)
{
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  name_button (self);

  if (!self->showing && position < self->values->len)
    latchkey_known_control_choose (LATCHKEY_KNOWN_CONTROL (self),
                                   g_ptr_array_index (self->values, position));
}

static void
add (LatchkeyChoiceControl *self, const char *name, const char *value)
{
  g_ptr_array_add (self->values, g_strdup (value));
  gtk_string_list_append (self->names, name);
}

static void
add_choice (LatchkeyChoiceControl *self, const HomeboxKnownSetting *known, const char *choice)
{
  g_autofree char *name = latchkey_setting_words_dup_choice (known, choice);
  g_autofree char *value = known->control == HOMEBOX_KNOWN_CONTROL_NUMBER
                             ? g_strdup (choice)
                             : homebox_json_text_from_string (choice);

  add (self, name, value);
}

static const char *
get_name_of_none (const HomeboxKnownSetting *known)
{
  return g_str_equal (known->key, "overrideFormatLocale") ? _("Same as Language")
                                                          : _("Language of the Browser");
}

static void
fill (LatchkeyChoiceControl *self)
{
  const HomeboxKnownSetting *known
    = latchkey_known_control_get_known (LATCHKEY_KNOWN_CONTROL (self));

  if (self->n_known > 0)
    return;

  if (known->control == HOMEBOX_KNOWN_CONTROL_CHOICE_OR_NONE)
    add (self, get_name_of_none (known), "null");

  for (guint i = 0; known->choices[i] != NULL; i++)
    add_choice (self, known, known->choices[i]);

  self->n_known = self->values->len;
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), self->n_known >= MANY);
}

static gboolean
is_fitting (LatchkeyChoiceControl *self, const char *value)
{
  const HomeboxKnownSetting *known
    = latchkey_known_control_get_known (LATCHKEY_KNOWN_CONTROL (self));
  HomeboxJsonKind kind = homebox_json_text_get_kind (value);

  switch (known->control)
    {
    case HOMEBOX_KNOWN_CONTROL_NUMBER:
      return kind == HOMEBOX_JSON_NUMBER;
    case HOMEBOX_KNOWN_CONTROL_CHOICE_OR_NONE:
      return kind == HOMEBOX_JSON_NULL || kind == HOMEBOX_JSON_STRING;
    case HOMEBOX_KNOWN_CONTROL_CHOICE:
    case HOMEBOX_KNOWN_CONTROL_SWITCH:
    case HOMEBOX_KNOWN_CONTROL_TEXT_OR_NONE:
    default:
      return kind == HOMEBOX_JSON_STRING;
    }
}

static guint
find (LatchkeyChoiceControl *self, const char *value)
{
  for (guint i = 0; i < self->values->len; i++)
    if (homebox_json_text_equal (g_ptr_array_index (self->values, i), value))
      return i;

  return GTK_INVALID_LIST_POSITION;
}

static void
forget_unknown (LatchkeyChoiceControl *self, guint but)
{
  for (guint i = self->values->len; i > self->n_known; i--)
    if (i - 1 != but)
      {
        g_ptr_array_remove_index (self->values, i - 1);
        gtk_string_list_remove (self->names, i - 1);
      }
}

static gboolean
latchkey_choice_control_show (LatchkeyKnownControl *control, const char *value)
{
  LatchkeyChoiceControl *self = LATCHKEY_CHOICE_CONTROL (control);
  guint position;

  if (!is_fitting (self, value))
    return FALSE;

  self->showing = TRUE;
  fill (self);
  position = find (self, value);

  if (position == GTK_INVALID_LIST_POSITION)
    {
      const HomeboxKnownSetting *known = latchkey_known_control_get_known (control);
      g_autofree char *name = latchkey_setting_words_dup_value (known->key, known->member, value);

      add (self, name, value);
      position = self->values->len - 1;
    }

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), position);
  forget_unknown (self, position);
  self->showing = FALSE;

  return TRUE;
}

static void
latchkey_choice_control_name (LatchkeyKnownControl *control, const char *title, const char *help)
{
  LatchkeyChoiceControl *self = LATCHKEY_CHOICE_CONTROL (control);

  g_free (self->title);
  self->title = g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  help,
                                  -1);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (gtk_widget_get_first_child (self->drop_down)),
    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    help,
    -1);
  name_button (self);
}

static void
latchkey_choice_control_finalize (GObject *object)
{
  LatchkeyChoiceControl *self = LATCHKEY_CHOICE_CONTROL (object);

  g_ptr_array_unref (self->values);
  g_object_unref (self->names);
  g_free (self->title);

  G_OBJECT_CLASS (latchkey_choice_control_parent_class)->finalize (object);
}

static void
latchkey_choice_control_class_init (LatchkeyChoiceControlClass *klass)
{
  LatchkeyKnownControlClass *control_class = LATCHKEY_KNOWN_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = latchkey_choice_control_finalize;
  control_class->show = latchkey_choice_control_show;
  control_class->name = latchkey_choice_control_name;
}

static void
latchkey_choice_control_init (LatchkeyChoiceControl *self)
{
  g_autoptr (GtkListItemFactory) factory = latchkey_choice_list_factory_new ();

  self->values = g_ptr_array_new_with_free_func (g_free);
  self->names = gtk_string_list_new (NULL);
  self->showing = TRUE;
  self->drop_down
    = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->names)),
                         gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (self->drop_down), factory);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (selected), self);
  latchkey_choice_list_name_parts (GTK_DROP_DOWN (self->drop_down));
  self->showing = FALSE;
}
