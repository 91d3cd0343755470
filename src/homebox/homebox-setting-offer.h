#pragma once

#include "homebox-json-text.h"

G_BEGIN_DECLS

/**
 * HomeboxSettingLoss:
 * @HOMEBOX_SETTING_LOSS_ERASED: the key is gone from the server
 * @HOMEBOX_SETTING_LOSS_UNDONE: what was changed here was turned back to what it had been before
 *
 * What another program did to a setting.
 */
typedef enum
{
  HOMEBOX_SETTING_LOSS_ERASED,
  HOMEBOX_SETTING_LOSS_UNDONE,
} HomeboxSettingLoss;

#define HOMEBOX_TYPE_SETTING_LOSS (homebox_setting_loss_get_type ())

GType homebox_setting_loss_get_type (void);

#define HOMEBOX_TYPE_SETTING_OFFER (homebox_setting_offer_get_type ())

/**
 * HomeboxSettingOffer:
 *
 * A value that another program took off the server, and that can be brought back with
 * homebox_settings_bring_back().
 *
 * Properties, all constant: `key`, `value` (JSON text), `loss` (#HomeboxSettingLoss), `kept` (the
 * key is marked to be kept, and was put back too often lately to be put back again by itself).
 */
G_DECLARE_FINAL_TYPE (HomeboxSettingOffer,
                      homebox_setting_offer,
                      HOMEBOX,
                      SETTING_OFFER,
                      GObject)

HomeboxSettingOffer *homebox_setting_offer_new (const char *name,
                                                const char *value,
                                                HomeboxSettingLoss loss,
                                                gboolean kept);

const char *homebox_setting_offer_get_name (HomeboxSettingOffer *self);
const char *homebox_setting_offer_get_key (HomeboxSettingOffer *self);
const char *homebox_setting_offer_get_value (HomeboxSettingOffer *self);
HomeboxSettingLoss homebox_setting_offer_get_loss (HomeboxSettingOffer *self);
gboolean homebox_setting_offer_get_kept (HomeboxSettingOffer *self);

G_END_DECLS
