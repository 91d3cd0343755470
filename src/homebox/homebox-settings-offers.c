#include "homebox-settings-private.h"

/* Where in the list an offer is. */
static gboolean
find_offer (HomeboxSettings *self, HomeboxSetting *setting, guint *position)
{
  HomeboxSettingOffer *offer = g_hash_table_lookup (self->offers_by_name, setting->name);

  return offer != NULL && g_list_store_find (self->offers, offer, position);
}

/*
 * homebox_settings_offer:
 * @self: settings
 * @setting: what was lost
 * @value: the value it had
 * @loss: how
 * @kept: whether it is a kept key that was put back too often lately
 *
 * Offers a value back.
 */
void
homebox_settings_offer (HomeboxSettings *self,
                        HomeboxSetting *setting,
                        const char *value,
                        HomeboxSettingLoss loss,
                        gboolean kept)
{
  g_autoptr (HomeboxSettingOffer) offer
      = homebox_setting_offer_new (setting->name, value, loss, kept);

  g_hash_table_insert (self->offers_by_name, setting->name, offer);
  g_list_store_append (self->offers, offer);
}

/*
 * homebox_settings_withdraw:
 * @self: settings
 * @setting: what is there again, or was changed since
 *
 * Takes an offer back, if there is one.
 */
void
homebox_settings_withdraw (HomeboxSettings *self, HomeboxSetting *setting)
{
  guint position;

  if (!find_offer (self, setting, &position))
    return;

  g_hash_table_remove (self->offers_by_name, setting->name);
  g_list_store_remove (self->offers, position);
}

/* Whether a kept key may be put back now. Two programs that each insist would go on for ever. */
static gboolean
may_put_back (HomeboxSettings *self, HomeboxSetting *setting)
{
  gint64 now = self->get_time ();

  for (guint i = 0; i < HOMEBOX_SETTING_PUT_BACK_MAX; i++)
    {
      if (setting->put_back[i] == 0 || now - setting->put_back[i] >= HOMEBOX_SETTING_PUT_BACK_SPAN)
        {
          setting->put_back[i] = MAX (now, 1);
          return TRUE;
        }
    }

  return FALSE;
}

/*
 * homebox_settings_put_back:
 * @self: settings
 * @setting: a kept key that another program erased
 * @value: the value it had
 *
 * Puts it back with the next write, with what was changed here meanwhile if anything was; unless
 * that was done too often.
 */
void
homebox_settings_put_back (HomeboxSettings *self, HomeboxSetting *setting, const char *value)
{
  if (setting->has_edit && setting->mine == NULL)
    return;

  if (!may_put_back (self, setting))
    {
      setting->news |= HOMEBOX_SETTING_NEWS_LIMIT;
      return;
    }

  setting->news |= HOMEBOX_SETTING_NEWS_PUT_BACK;
  homebox_settings_edit (self, setting, NULL, setting->has_edit ? setting->mine : value);
  self->wants_write = TRUE;
}

/**
 * homebox_settings_set_keep:
 * @self: settings
 * @setting: a setting
 * @keep: whether to keep it
 *
 * Marks a key to be kept: when another program erases it, it is put back by itself, at most three
 * times within an hour; then it is offered (#HomeboxSettings::keep-limit-reached). Every tab of the
 * web page erases what it does not know whenever it saves.
 *
 * Removing it here takes the mark off.
 */
void
homebox_settings_set_keep (HomeboxSettings *self, HomeboxSetting *setting, gboolean keep)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));
  g_return_if_fail (HOMEBOX_IS_SETTING (setting));

  if (setting->keep == !!keep)
    return;

  homebox_setting_set_keep (setting, !!keep);
  homebox_settings_emit_keep_changed (self);
}

/**
 * homebox_settings_dup_kept:
 * @self: settings
 *
 * Lists the keys that are marked to be kept, each with its value, or with the one that it had when
 * it vanished; to be given to homebox_settings_set_kept() when the program runs again.
 *
 * Returns: (transfer full): the kept keys
 */
HomeboxJsonMembers *
homebox_settings_dup_kept (HomeboxSettings *self)
{
  HomeboxJsonMembers *kept = homebox_json_members_new ();
  GHashTableIter iter;
  HomeboxSetting *setting;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), kept);

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &setting))
    {
      HomeboxSettingOffer *offer = g_hash_table_lookup (self->offers_by_name, setting->name);
      const char *value = setting->value;

      if (value == NULL && offer != NULL)
        value = homebox_setting_offer_get_value (offer);
      if (value == NULL && self->kept_before != NULL)
        value = homebox_json_members_lookup (self->kept_before, setting->name);
      if (setting->keep && value != NULL)
        homebox_json_members_set (kept, setting->name, value);
    }

  return kept;
}

/**
 * homebox_settings_set_kept:
 * @self: settings
 * @kept: what homebox_settings_dup_kept() gave
 *
 * Marks those keys. What has vanished since is put back: when the settings are read for the first
 * time, or at once if they were.
 */
void
homebox_settings_set_kept (HomeboxSettings *self, HomeboxJsonMembers *kept)
{
  g_autoptr (GPtrArray) touched = NULL;

  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));
  g_return_if_fail (kept != NULL);

  for (guint i = 0; i < homebox_json_members_get_n (kept); i++)
    {
      const HomeboxJsonMember *member = homebox_json_members_get (kept, i);

      homebox_setting_set_keep (homebox_settings_ensure_name (self, member->name), TRUE);
    }

  g_clear_pointer (&self->kept_before, homebox_json_members_unref);
  self->kept_before = homebox_json_members_ref (kept);
  if (self->seen == NULL)
    return;

  touched = g_ptr_array_new_with_free_func (g_object_unref);
  homebox_settings_absorb_kept (self, touched);
  homebox_settings_present (self, touched);
  homebox_settings_schedule (self);
}

/**
 * homebox_settings_get_offers:
 * @self: settings
 *
 * Lists what other programs took off the server while this one looked, and what can be brought
 * back: keys that were erased, and changes made here that were turned back. An offer goes when its
 * key is there again or changes.
 *
 * Returns: (transfer none) (element-type HomeboxSettingOffer): the offers, oldest first
 */
GListModel *
homebox_settings_get_offers (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), NULL);

  return G_LIST_MODEL (self->offers);
}

static void
add_offer (HomeboxSettings *self, GPtrArray *changes, HomeboxSettingOffer *offer)
{
  const char *name = homebox_setting_offer_get_name (offer);

  homebox_settings_changes_add (changes, homebox_settings_ensure_name (self, name),
                                homebox_setting_offer_get_value (offer));
}

/**
 * homebox_settings_bring_back:
 * @self: settings
 * @offer: (nullable): an offer, or %NULL for all of them
 * @error: return location for an error
 *
 * Brings back what was lost, as one step that can be undone. Fails as homebox_settings_set_value()
 * does.
 *
 * Returns: whether it is on its way
 */
gboolean
homebox_settings_bring_back (HomeboxSettings *self, HomeboxSettingOffer *offer, GError **error)
{
  g_autoptr (GPtrArray) changes = homebox_settings_changes_new ();

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (offer == NULL || HOMEBOX_IS_SETTING_OFFER (offer), FALSE);

  if (offer != NULL)
    {
      add_offer (self, changes, offer);
    }
  else
    {
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->offers)); i++)
        {
          g_autoptr (HomeboxSettingOffer) each
              = g_list_model_get_item (G_LIST_MODEL (self->offers), i);

          add_offer (self, changes, each);
        }
    }

  return homebox_settings_commit (self, changes, HOMEBOX_SETTING_FROM_PAST, error);
}

/**
 * homebox_settings_dismiss:
 * @self: settings
 * @offer: (nullable): an offer, or %NULL for all of them
 *
 * Takes an offer off the list. The old versions still have it.
 */
void
homebox_settings_dismiss (HomeboxSettings *self, HomeboxSettingOffer *offer)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));
  g_return_if_fail (offer == NULL || HOMEBOX_IS_SETTING_OFFER (offer));

  if (offer == NULL)
    {
      g_hash_table_remove_all (self->offers_by_name);
      g_list_store_remove_all (self->offers);
    }
  else
    {
      homebox_settings_withdraw (
          self, homebox_settings_ensure_name (self, homebox_setting_offer_get_name (offer)));
    }
}
