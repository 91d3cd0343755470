#include "homebox-group.h"

#include "homebox-error.h"
#include "homebox-json.h"

struct _HomeboxGroup
{
  GObject parent_instance;

  char *id;
  char *name;
  char *currency;
  gint64 n_items;
  gint64 n_locations;
  gint64 n_labels;
  gint64 n_members;
  HomeboxOwnership ownership;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_CURRENCY,
  PROP_N_ITEMS,
  PROP_N_LOCATIONS,
  PROP_N_LABELS,
  PROP_N_MEMBERS,
  PROP_OWNERSHIP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxGroup, homebox_group, G_TYPE_OBJECT)

static void
homebox_group_finalize (GObject *object)
{
  HomeboxGroup *self = HOMEBOX_GROUP (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->currency);

  G_OBJECT_CLASS (homebox_group_parent_class)->finalize (object);
}

static void
homebox_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxGroup *self = HOMEBOX_GROUP (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_CURRENCY:
      g_value_set_string (value, self->currency);
      break;
    case PROP_N_ITEMS:
      g_value_set_int64 (value, self->n_items);
      break;
    case PROP_N_LOCATIONS:
      g_value_set_int64 (value, self->n_locations);
      break;
    case PROP_N_LABELS:
      g_value_set_int64 (value, self->n_labels);
      break;
    case PROP_N_MEMBERS:
      g_value_set_int64 (value, self->n_members);
      break;
    case PROP_OWNERSHIP:
      g_value_set_enum (value, self->ownership);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static GParamSpec *
count_property (const char *name, GParamFlags flags)
{
  return g_param_spec_int64 (name, NULL, NULL, HOMEBOX_GROUP_COUNT_UNKNOWN, G_MAXINT64,
                             HOMEBOX_GROUP_COUNT_UNKNOWN, flags);
}

static void
homebox_group_class_init (HomeboxGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_group_finalize;
  object_class->get_property = homebox_group_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_CURRENCY] = g_param_spec_string ("currency", NULL, NULL, NULL, flags);
  properties[PROP_N_ITEMS] = count_property ("n-items", flags);
  properties[PROP_N_LOCATIONS] = count_property ("n-locations", flags);
  properties[PROP_N_LABELS] = count_property ("n-labels", flags);
  properties[PROP_N_MEMBERS] = count_property ("n-members", flags);
  properties[PROP_OWNERSHIP] = g_param_spec_enum ("ownership", NULL, NULL, HOMEBOX_TYPE_OWNERSHIP,
                                                  HOMEBOX_OWNERSHIP_UNKNOWN, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_group_init (HomeboxGroup *self)
{
  self->n_items = HOMEBOX_GROUP_COUNT_UNKNOWN;
  self->n_locations = HOMEBOX_GROUP_COUNT_UNKNOWN;
  self->n_labels = HOMEBOX_GROUP_COUNT_UNKNOWN;
  self->n_members = HOMEBOX_GROUP_COUNT_UNKNOWN;
}

static void
set_count (HomeboxGroup *self, gint64 *place, gint64 count, guint property)
{
  if (*place == count)
    return;

  *place = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static GError *
broken (const char *detail)
{
  return homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE, detail);
}

/**
 * homebox_group_new_from_json:
 * @object: the answer of `GET /groups`, or a member of that of `GET /groups/all`
 * @error: return location for an error
 *
 * Reads a home. Without an id it is no home: %HOMEBOX_ERROR_BROKEN_ANSWER.
 *
 * Returns: (transfer full) (nullable): a new home, of which nothing more is known
 */
HomeboxGroup *
homebox_group_new_from_json (JsonObject *object, GError **error)
{
  HomeboxGroup *self;
  const char *id, *name;

  g_return_val_if_fail (object != NULL, NULL);

  id = homebox_json_get_string (object, "id");
  if (id == NULL || *id == '\0')
    {
      g_propagate_error (error, broken ("group without “id”"));
      return NULL;
    }

  name = homebox_json_get_string (object, "name");

  self = g_object_new (HOMEBOX_TYPE_GROUP, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : "");
  self->currency = g_strdup (homebox_json_get_string (object, "currency"));

  return self;
}

/**
 * homebox_group_update_statistics:
 * @self: a home
 * @object: the answer of `GET /groups/statistics`
 * @error: return location for an error
 *
 * Takes over how much is in the home and how many people belong to it (`totalItems`,
 * `totalLocations`, `totalTags`, which v0.21 calls `totalLabels`, and `totalUsers`). A count that is
 * missing stays what it was; an answer with none of them is %HOMEBOX_ERROR_BROKEN_ANSWER.
 *
 * Returns: whether there was anything to take over
 */
gboolean
homebox_group_update_statistics (HomeboxGroup *self, JsonObject *object, GError **error)
{
  gint64 n_items = HOMEBOX_GROUP_COUNT_UNKNOWN;
  gint64 n_locations = HOMEBOX_GROUP_COUNT_UNKNOWN;
  gint64 n_labels = HOMEBOX_GROUP_COUNT_UNKNOWN;
  gint64 n_members = HOMEBOX_GROUP_COUNT_UNKNOWN;
  gboolean has_items, has_locations, has_labels, has_members;

  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), FALSE);
  g_return_val_if_fail (object != NULL, FALSE);

  has_items = homebox_json_get_count (object, "totalItems", &n_items);
  has_locations = homebox_json_get_count (object, "totalLocations", &n_locations);
  has_labels = homebox_json_get_count (object, "totalTags", &n_labels)
               || homebox_json_get_count (object, "totalLabels", &n_labels);
  has_members = homebox_json_get_count (object, "totalUsers", &n_members);

  if (!has_items && !has_locations && !has_labels && !has_members)
    {
      g_propagate_error (error, broken ("statistics without a count"));
      return FALSE;
    }

  g_object_freeze_notify (G_OBJECT (self));

  if (has_items)
    set_count (self, &self->n_items, n_items, PROP_N_ITEMS);
  if (has_locations)
    set_count (self, &self->n_locations, n_locations, PROP_N_LOCATIONS);
  if (has_labels)
    set_count (self, &self->n_labels, n_labels, PROP_N_LABELS);
  if (has_members)
    set_count (self, &self->n_members, n_members, PROP_N_MEMBERS);

  g_object_thaw_notify (G_OBJECT (self));

  return TRUE;
}

/**
 * homebox_group_set_n_members:
 * @self: a home
 * @n_members: how many people belong to it, or %HOMEBOX_GROUP_COUNT_UNKNOWN
 *
 * Sets what was found out otherwise.
 */
void
homebox_group_set_n_members (HomeboxGroup *self, gint64 n_members)
{
  g_return_if_fail (HOMEBOX_IS_GROUP (self));
  g_return_if_fail (n_members >= HOMEBOX_GROUP_COUNT_UNKNOWN);

  set_count (self, &self->n_members, n_members, PROP_N_MEMBERS);
}

/**
 * homebox_group_set_ownership:
 * @self: a home
 * @ownership: whether the person who asks owns it
 *
 * Sets what was found out.
 */
void
homebox_group_set_ownership (HomeboxGroup *self, HomeboxOwnership ownership)
{
  g_return_if_fail (HOMEBOX_IS_GROUP (self));

  if (self->ownership == ownership)
    return;

  self->ownership = ownership;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWNERSHIP]);
}

/**
 * homebox_group_get_id:
 * @self: a home
 *
 * Returns: (transfer none): its id
 */
const char *
homebox_group_get_id (HomeboxGroup *self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), NULL);

  return self->id;
}

/**
 * homebox_group_get_name:
 * @self: a home
 *
 * Returns: (transfer none): its name, which may be empty
 */
const char *
homebox_group_get_name (HomeboxGroup *self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), NULL);

  return self->name;
}

/**
 * homebox_group_get_currency:
 * @self: a home
 *
 * Returns: (transfer none) (nullable): the code of the currency its prices are in
 */
const char *
homebox_group_get_currency (HomeboxGroup *self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), NULL);

  return self->currency;
}

/**
 * homebox_group_get_n_items:
 * @self: a home
 *
 * Returns: the number of items in it, or %HOMEBOX_GROUP_COUNT_UNKNOWN
 */
gint64
homebox_group_get_n_items (HomeboxGroup *self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), HOMEBOX_GROUP_COUNT_UNKNOWN);

  return self->n_items;
}

/**
 * homebox_group_get_n_locations:
 * @self: a home
 *
 * Returns: the number of locations in it, or %HOMEBOX_GROUP_COUNT_UNKNOWN
 */
gint64
homebox_group_get_n_locations (HomeboxGroup *self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), HOMEBOX_GROUP_COUNT_UNKNOWN);

  return self->n_locations;
}

/**
 * homebox_group_get_n_labels:
 * @self: a home
 *
 * Returns: the number of labels ("tags", lately) in it, or %HOMEBOX_GROUP_COUNT_UNKNOWN
 */
gint64
homebox_group_get_n_labels (HomeboxGroup *self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), HOMEBOX_GROUP_COUNT_UNKNOWN);

  return self->n_labels;
}

/**
 * homebox_group_get_n_members:
 * @self: a home
 *
 * Returns: how many people belong to it, or %HOMEBOX_GROUP_COUNT_UNKNOWN
 */
gint64
homebox_group_get_n_members (HomeboxGroup *self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), HOMEBOX_GROUP_COUNT_UNKNOWN);

  return self->n_members;
}

/**
 * homebox_group_get_ownership:
 * @self: a home
 *
 * Returns: whether the person who asked owns it
 */
HomeboxOwnership
homebox_group_get_ownership (HomeboxGroup *self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (self), HOMEBOX_OWNERSHIP_UNKNOWN);

  return self->ownership;
}
