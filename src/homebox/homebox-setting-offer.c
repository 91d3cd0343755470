#include "homebox-setting-offer.h"

struct _HomeboxSettingOffer
{
  GObject parent_instance;

  char *name;
  char *key;
  char *value;
  HomeboxSettingLoss loss;
  gboolean kept;
};

enum
{
  PROP_0,
  PROP_KEY,
  PROP_VALUE,
  PROP_LOSS,
  PROP_KEPT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxSettingOffer, homebox_setting_offer, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HomeboxSettingLoss,
                    homebox_setting_loss,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_LOSS_ERASED, "erased"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_LOSS_UNDONE, "undone"))

static void
homebox_setting_offer_finalize (GObject *object)
{
  HomeboxSettingOffer *self = HOMEBOX_SETTING_OFFER (object);

  g_free (self->name);
  g_free (self->key);
  g_free (self->value);

  G_OBJECT_CLASS (homebox_setting_offer_parent_class)->finalize (object);
}

static void
homebox_setting_offer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxSettingOffer *self = HOMEBOX_SETTING_OFFER (object);

  switch (id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case PROP_LOSS:
      g_value_set_enum (value, (int) self->loss);
      break;
    case PROP_KEPT:
      g_value_set_boolean (value, self->kept);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_setting_offer_class_init (HomeboxSettingOfferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_setting_offer_finalize;
  object_class->get_property = homebox_setting_offer_get_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, told);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, told);
  properties[PROP_LOSS] = g_param_spec_enum ("loss", NULL, NULL, HOMEBOX_TYPE_SETTING_LOSS,
                                             HOMEBOX_SETTING_LOSS_ERASED, told);
  properties[PROP_KEPT] = g_param_spec_boolean ("kept", NULL, NULL, FALSE, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_setting_offer_init (HomeboxSettingOffer *self)
{
}

/**
 * homebox_setting_offer_new:
 * @name: the name as in #HomeboxJsonMember
 * @value: the text of its value
 * @loss: what was done to it
 * @kept: whether it is a kept key that was put back too often lately
 *
 * Returns: (transfer full): a new offer
 */
HomeboxSettingOffer *
homebox_setting_offer_new (const char *name,
                           const char *value,
                           HomeboxSettingLoss loss,
                           gboolean kept)
{
  HomeboxSettingOffer *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  self = g_object_new (HOMEBOX_TYPE_SETTING_OFFER, NULL);
  self->name = g_strdup (name);
  self->key = homebox_json_text_dup_string (name);
  self->value = g_strdup (value);
  self->loss = loss;
  self->kept = kept;

  return self;
}

/**
 * homebox_setting_offer_get_name:
 * @self: an offer
 *
 * Returns: (transfer none): the name as in #HomeboxJsonMember
 */
const char *
homebox_setting_offer_get_name (HomeboxSettingOffer *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_OFFER (self), NULL);

  return self->name;
}

/**
 * homebox_setting_offer_get_key:
 * @self: an offer
 *
 * Returns: (transfer none): the key, to be shown
 */
const char *
homebox_setting_offer_get_key (HomeboxSettingOffer *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_OFFER (self), NULL);

  return self->key;
}

/**
 * homebox_setting_offer_get_value:
 * @self: an offer
 *
 * Returns: (transfer none): the text of the value that was lost
 */
const char *
homebox_setting_offer_get_value (HomeboxSettingOffer *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_OFFER (self), NULL);

  return self->value;
}

/**
 * homebox_setting_offer_get_loss:
 * @self: an offer
 *
 * Returns: what was done to it
 */
HomeboxSettingLoss
homebox_setting_offer_get_loss (HomeboxSettingOffer *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_OFFER (self), HOMEBOX_SETTING_LOSS_ERASED);

  return self->loss;
}

/**
 * homebox_setting_offer_get_kept:
 * @self: an offer
 *
 * Returns: whether it is a kept key that was put back too often lately
 */
gboolean
homebox_setting_offer_get_kept (HomeboxSettingOffer *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_OFFER (self), FALSE);

  return self->kept;
}
