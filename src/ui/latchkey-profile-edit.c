#include "latchkey-profile-edit.h"

#include "homebox-user.h"

typedef enum
{
  FIELD_NAME,
  FIELD_EMAIL,
  N_FIELDS,
} FieldIndex;

typedef struct
{
  char *stored;
  char *typed;
  /* What would be sent, or NULL where the server would not take what is typed. */
  char *normalized;
  char *problem;
  gboolean changed;
} Field;

struct _LatchkeyProfileEdit
{
  GObject parent_instance;

  Field fields[N_FIELDS];
  gboolean changed;
  gboolean savable;
};

G_DEFINE_FINAL_TYPE (LatchkeyProfileEdit, latchkey_profile_edit, G_TYPE_OBJECT)

enum
{
  PROP_NAME = 1,
  PROP_EMAIL,
  PROP_NAME_PROBLEM,
  PROP_EMAIL_PROBLEM,
  PROP_CHANGED,
  PROP_SAVABLE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static const guint typed_properties[N_FIELDS] = { PROP_NAME, PROP_EMAIL };
static const guint problem_properties[N_FIELDS] = { PROP_NAME_PROBLEM, PROP_EMAIL_PROBLEM };

static char *
normalize (FieldIndex index, const char *typed, GError **error)
{
  return index == FIELD_NAME ? homebox_user_normalize_name (typed, error)
                             : homebox_user_normalize_email (typed, error);
}

static void
judge_field (LatchkeyProfileEdit *self, FieldIndex index)
{
  Field *field = &self->fields[index];
  g_autoptr (GError) error = NULL;
  const char *problem = NULL;

  g_clear_pointer (&field->normalized, g_free);

  /* What the server stores may be something it would be wrong to type, such as an email with
   * capitals from an old version. As long as nobody touches it, it is none of our business. */
  if (g_str_equal (field->typed, field->stored))
    {
      field->changed = FALSE;
    }
  else
    {
      field->normalized = normalize (index, field->typed, &error);
      field->changed = g_strcmp0 (field->normalized, field->stored) != 0;
      problem = error != NULL ? error->message : NULL;
    }

  if (g_strcmp0 (problem, field->problem) != 0)
    {
      g_free (field->problem);
      field->problem = g_strdup (problem);
      g_object_notify_by_pspec (G_OBJECT (self), properties[problem_properties[index]]);
    }
}

static void
judge (LatchkeyProfileEdit *self)
{
  gboolean changed = FALSE;
  gboolean valid = TRUE;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      changed |= self->fields[i].changed;
      valid &= self->fields[i].problem == NULL;
    }

  if (changed != self->changed)
    {
      self->changed = changed;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGED]);
    }

  if ((changed && valid) != self->savable)
    {
      self->savable = changed && valid;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVABLE]);
    }
}

static void
take_typed (LatchkeyProfileEdit *self, FieldIndex index, const char *typed)
{
  Field *field = &self->fields[index];
  g_autofree char *copy = g_strdup (typed != NULL ? typed : "");

  if (g_str_equal (copy, field->typed))
    return;

  g_free (field->typed);
  field->typed = g_steal_pointer (&copy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[typed_properties[index]]);
}

static void
set_typed (LatchkeyProfileEdit *self, FieldIndex index, const char *typed)
{
  g_object_freeze_notify (G_OBJECT (self));
  take_typed (self, index, typed);
  judge_field (self, index);
  judge (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
set_stored (LatchkeyProfileEdit *self, FieldIndex index, const char *stored)
{
  Field *field = &self->fields[index];
  g_autofree char *copy = g_strdup (stored != NULL ? stored : "");

  /* Told again what is known: what is being typed this moment, a blank included, stays. */
  if (g_str_equal (copy, field->stored))
    return;

  /* Typed text that turned out to be what is stored is no edit any more: the answer to a save that
   * got lost, or the same change made elsewhere. */
  if (!field->changed || g_strcmp0 (field->normalized, copy) == 0)
    take_typed (self, index, copy);

  g_free (field->stored);
  field->stored = g_steal_pointer (&copy);
  judge_field (self, index);
}

static void
latchkey_profile_edit_get_property (GObject *object,
                                    guint property_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  LatchkeyProfileEdit *self = LATCHKEY_PROFILE_EDIT (object);

  switch (property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->fields[FIELD_NAME].typed);
      break;
    case PROP_EMAIL:
      g_value_set_string (value, self->fields[FIELD_EMAIL].typed);
      break;
    case PROP_NAME_PROBLEM:
      g_value_set_string (value, self->fields[FIELD_NAME].problem);
      break;
    case PROP_EMAIL_PROBLEM:
      g_value_set_string (value, self->fields[FIELD_EMAIL].problem);
      break;
    case PROP_CHANGED:
      g_value_set_boolean (value, self->changed);
      break;
    case PROP_SAVABLE:
      g_value_set_boolean (value, self->savable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_profile_edit_set_property (GObject *object,
                                    guint property_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  LatchkeyProfileEdit *self = LATCHKEY_PROFILE_EDIT (object);

  switch (property_id)
    {
    case PROP_NAME:
      latchkey_profile_edit_set_name (self, g_value_get_string (value));
      break;
    case PROP_EMAIL:
      latchkey_profile_edit_set_email (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_profile_edit_finalize (GObject *object)
{
  LatchkeyProfileEdit *self = LATCHKEY_PROFILE_EDIT (object);

  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_free (self->fields[i].stored);
      g_free (self->fields[i].typed);
      g_free (self->fields[i].normalized);
      g_free (self->fields[i].problem);
    }

  G_OBJECT_CLASS (latchkey_profile_edit_parent_class)->finalize (object);
}

static void
latchkey_profile_edit_class_init (LatchkeyProfileEditClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->get_property = latchkey_profile_edit_get_property;
  object_class->set_property = latchkey_profile_edit_set_property;
  object_class->finalize = latchkey_profile_edit_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", writable);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, "", writable);
  properties[PROP_NAME_PROBLEM]
    = g_param_spec_string ("name-problem", NULL, NULL, NULL, readable);
  properties[PROP_EMAIL_PROBLEM]
    = g_param_spec_string ("email-problem", NULL, NULL, NULL, readable);
  properties[PROP_CHANGED] = g_param_spec_boolean ("changed", NULL, NULL, FALSE, readable);
  properties[PROP_SAVABLE] = g_param_spec_boolean ("savable", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_profile_edit_init (LatchkeyProfileEdit *self)
{
  for (guint i = 0; i < N_FIELDS; i++)
    {
      self->fields[i].stored = g_strdup ("");
      self->fields[i].typed = g_strdup ("");
    }
}

/**
 * latchkey_profile_edit_new:
 *
 * Makes an edit of an empty profile, in which nothing is changed.
 *
 * Returns: (transfer full): a new edit
 */
LatchkeyProfileEdit *
latchkey_profile_edit_new (void)
{
  return g_object_new (LATCHKEY_TYPE_PROFILE_EDIT, NULL);
}

/**
 * latchkey_profile_edit_get_name:
 * @self: an edit
 *
 * Returns: the name as typed
 */
const char *
latchkey_profile_edit_get_name (LatchkeyProfileEdit *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_EDIT (self), NULL);

  return self->fields[FIELD_NAME].typed;
}

/**
 * latchkey_profile_edit_set_name:
 * @self: an edit
 * @typed: (nullable): what the person typed
 *
 * Takes what was typed, and judges it by homebox_user_normalize_name().
 */
void
latchkey_profile_edit_set_name (LatchkeyProfileEdit *self, const char *typed)
{
  g_return_if_fail (LATCHKEY_IS_PROFILE_EDIT (self));

  set_typed (self, FIELD_NAME, typed);
}

/**
 * latchkey_profile_edit_get_email:
 * @self: an edit
 *
 * Returns: the email as typed
 */
const char *
latchkey_profile_edit_get_email (LatchkeyProfileEdit *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_EDIT (self), NULL);

  return self->fields[FIELD_EMAIL].typed;
}

/**
 * latchkey_profile_edit_set_email:
 * @self: an edit
 * @typed: (nullable): what the person typed
 *
 * Takes what was typed, and judges it by homebox_user_normalize_email().
 */
void
latchkey_profile_edit_set_email (LatchkeyProfileEdit *self, const char *typed)
{
  g_return_if_fail (LATCHKEY_IS_PROFILE_EDIT (self));

  set_typed (self, FIELD_EMAIL, typed);
}

/**
 * latchkey_profile_edit_get_name_problem:
 * @self: an edit
 *
 * Returns: (nullable): what is wrong with the typed name, in words for a person
 */
const char *
latchkey_profile_edit_get_name_problem (LatchkeyProfileEdit *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_EDIT (self), NULL);

  return self->fields[FIELD_NAME].problem;
}

/**
 * latchkey_profile_edit_get_email_problem:
 * @self: an edit
 *
 * Returns: (nullable): what is wrong with the typed email, in words for a person
 */
const char *
latchkey_profile_edit_get_email_problem (LatchkeyProfileEdit *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_EDIT (self), NULL);

  return self->fields[FIELD_EMAIL].problem;
}

/**
 * latchkey_profile_edit_get_changed:
 * @self: an edit
 *
 * Says whether there is something that would be lost. Blanks around a name and capitals in an
 * email are no change, since they are not sent.
 *
 * Returns: whether something typed differs from what is stored
 */
gboolean
latchkey_profile_edit_get_changed (LatchkeyProfileEdit *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_EDIT (self), FALSE);

  return self->changed;
}

/**
 * latchkey_profile_edit_get_savable:
 * @self: an edit
 *
 * Returns: whether there is a change, and the server would take it
 */
gboolean
latchkey_profile_edit_get_savable (LatchkeyProfileEdit *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_EDIT (self), FALSE);

  return self->savable;
}

/**
 * latchkey_profile_edit_set_stored:
 * @self: an edit
 * @name: (nullable): the name that is stored
 * @email: (nullable): the email that is stored
 *
 * Takes what is stored now. A field in which nothing was changed, or to which exactly that was
 * typed, shows it; another one keeps what is typed.
 */
void
latchkey_profile_edit_set_stored (LatchkeyProfileEdit *self, const char *name, const char *email)
{
  g_return_if_fail (LATCHKEY_IS_PROFILE_EDIT (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_stored (self, FIELD_NAME, name);
  set_stored (self, FIELD_EMAIL, email);
  judge (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * latchkey_profile_edit_revert:
 * @self: an edit
 *
 * Types what is stored into both fields.
 */
void
latchkey_profile_edit_revert (LatchkeyProfileEdit *self)
{
  g_return_if_fail (LATCHKEY_IS_PROFILE_EDIT (self));

  g_object_freeze_notify (G_OBJECT (self));

  for (guint i = 0; i < N_FIELDS; i++)
    {
      take_typed (self, i, self->fields[i].stored);
      judge_field (self, i);
    }

  judge (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static char *
dup_to_save (LatchkeyProfileEdit *self, FieldIndex index)
{
  Field *field = &self->fields[index];

  return g_strdup (field->changed && field->normalized != NULL ? field->normalized
                                                               : field->stored);
}

/**
 * latchkey_profile_edit_dup_name_to_save:
 * @self: an edit
 *
 * The name that belongs into a `PUT /users/self`, which always takes both: what was typed, as the
 * server wants it, or exactly what is stored where nothing was changed.
 *
 * Returns: (transfer full): the name
 */
char *
latchkey_profile_edit_dup_name_to_save (LatchkeyProfileEdit *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_EDIT (self), NULL);

  return dup_to_save (self, FIELD_NAME);
}

/**
 * latchkey_profile_edit_dup_email_to_save:
 * @self: an edit
 *
 * The email that belongs into a `PUT /users/self`; see latchkey_profile_edit_dup_name_to_save().
 *
 * Returns: (transfer full): the email
 */
char *
latchkey_profile_edit_dup_email_to_save (LatchkeyProfileEdit *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PROFILE_EDIT (self), NULL);

  return dup_to_save (self, FIELD_EMAIL);
}
