#include "homebox-settings-private.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

static void
change_free (gpointer data)
{
  HomeboxSettingChange *change = data;

  g_object_unref (change->setting);
  g_free (change->from);
  g_free (change->to);
  g_free (change);
}

/*
 * homebox_settings_changes_new:
 *
 * Returns: (transfer full) (element-type HomeboxSettingChange): an empty step
 */
GPtrArray *
homebox_settings_changes_new (void)
{
  return g_ptr_array_new_with_free_func (change_free);
}

/*
 * homebox_settings_changes_add:
 * @changes: a step
 * @setting: what to change
 * @value: (nullable): the text of its new value, or %NULL to remove it
 *
 * Adds a change to a step. One that changes nothing is left out.
 */
void
homebox_settings_changes_add (GPtrArray *changes, HomeboxSetting *setting, const char *value)
{
  HomeboxSettingChange *change;

  if (homebox_json_text_equal (setting->value, value)
      && setting->state != HOMEBOX_SETTING_CONFLICT)
    return;

  change = g_new0 (HomeboxSettingChange, 1);
  change->setting = g_object_ref (setting);
  change->from = g_strdup (setting->value);
  change->to = g_strdup (value);
  change->lifts_keep = value == NULL && setting->keep;
  g_ptr_array_add (changes, change);
}

static GError *
invalid (const char *message)
{
  return homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NONE, message);
}

/* Whether it all still fits on the server. What makes it smaller is never refused. */
static gboolean
check_size (HomeboxSettings *self, GPtrArray *changes, GError **error)
{
  gsize size = self->size;

  for (guint i = 0; i < changes->len; i++)
    {
      HomeboxSettingChange *change = g_ptr_array_index (changes, i);

      size += homebox_setting_measure (change->setting, change->to);
      size -= change->setting->size;
    }

  if (size <= HOMEBOX_SETTINGS_LIMIT || size <= self->size)
    return TRUE;

  g_propagate_error (error, invalid (_("The server has no room for this: all settings together may "
                                       "take 64 KiB. Remove some first.")));

  return FALSE;
}

/*
 * homebox_settings_commit:
 * @self: settings
 * @changes: (element-type HomeboxSettingChange): a step
 * @origin: where the new values come from
 * @error: return location for an error
 *
 * Makes a step: shows it at once, sends it soon, and lets it be undone.
 *
 * Returns: whether it was made; not when it would be too large for the server
 */
gboolean
homebox_settings_commit (HomeboxSettings *self,
                         GPtrArray *changes,
                         HomeboxSettingOrigin origin,
                         GError **error)
{
  gboolean lifts_keep = FALSE;

  g_return_val_if_fail (self->availability == HOMEBOX_SETTINGS_READY, FALSE);

  if (!check_size (self, changes, error))
    return FALSE;
  if (changes->len == 0)
    return TRUE;

  homebox_settings_push_step (self, changes);

  for (guint i = 0; i < changes->len; i++)
    {
      HomeboxSettingChange *change = g_ptr_array_index (changes, i);
      HomeboxSetting *setting = change->setting;

      /* What is under way is what the server will have when this arrives. */
      homebox_settings_edit (self, setting, setting->is_sent ? setting->sent : setting->stored,
                             change->to);
      setting->is_edited_since = setting->is_sent;
      homebox_settings_show (self, setting);
      homebox_setting_set_origin (setting, origin);
      homebox_setting_set_changed_elsewhere (setting, FALSE);
      homebox_settings_withdraw (self, setting);

      if (change->lifts_keep)
        {
          homebox_setting_set_keep (setting, FALSE);
          lifts_keep = TRUE;
        }
    }

  homebox_settings_update (self);
  homebox_settings_schedule (self);
  if (lifts_keep)
    homebox_settings_emit_keep_changed (self);

  return TRUE;
}

static gboolean
commit_one (HomeboxSettings *self, HomeboxSetting *setting, const char *value, GError **error)
{
  g_autoptr (GPtrArray) changes = homebox_settings_changes_new ();

  homebox_settings_changes_add (changes, setting, value);

  return homebox_settings_commit (self, changes, HOMEBOX_SETTING_FROM_HERE, error);
}

/**
 * homebox_settings_set_value:
 * @self: settings that are there
 * @setting: what to change
 * @value: the JSON text of its new value, as typed
 * @error: return location for an error
 *
 * Changes a value. It shows at once, and goes out with what else is changed within 300 ms. A
 * setting in conflict gets this value instead of the one that was in conflict.
 *
 * Errors: #HomeboxJsonError with line and column when @value is not JSON that the server stores as
 * it is meant; %HOMEBOX_ERROR_INVALID_INPUT when it does not fit.
 *
 * Returns: whether it is on its way
 */
gboolean
homebox_settings_set_value (HomeboxSettings *self,
                            HomeboxSetting *setting,
                            const char *value,
                            GError **error)
{
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (HOMEBOX_IS_SETTING (setting), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (!homebox_json_text_check (value, -1, error))
    return FALSE;

  trimmed = homebox_json_text_trim (value);

  return commit_one (self, setting, trimmed, error);
}

/**
 * homebox_settings_set_member:
 * @self: settings that are there
 * @setting: what to change
 * @member: the name of a member of its object
 * @value: (nullable): the JSON text of the member's new value, or %NULL to leave the member out
 * @error: return location for an error
 *
 * Changes one member of an object, and makes the object where there is none. All other members keep
 * their text. A value of any other kind is not replaced.
 *
 * Errors: as for homebox_settings_set_value(); %HOMEBOX_JSON_ERROR_KIND when the value is there,
 * but no object.
 *
 * Returns: whether it is on its way
 */
gboolean
homebox_settings_set_member (HomeboxSettings *self,
                             HomeboxSetting *setting,
                             const char *member,
                             const char *value,
                             GError **error)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *changed = NULL;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (HOMEBOX_IS_SETTING (setting), FALSE);
  g_return_val_if_fail (member != NULL, FALSE);

  if (value != NULL)
    {
      if (!homebox_json_text_check (value, -1, error))
        return FALSE;
      trimmed = homebox_json_text_trim (value);
    }

  changed = homebox_json_text_with_member (setting->value, member, trimmed);
  if (changed == NULL)
    {
      g_set_error_literal (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_KIND,
                           _("This setting has a value of another kind. Change it as a whole "
                             "first."));
      return FALSE;
    }

  return commit_one (self, setting, changed, error);
}

static gboolean
check_new_key (HomeboxSettings *self, const char *key, GError **error)
{
  if (*key == '\0')
    {
      g_propagate_error (error, invalid (_("Enter a name for the setting.")));
      return FALSE;
    }

  if (homebox_settings_find (self, key) != NULL)
    {
      g_propagate_error (error, invalid (_("There is a setting with this name already. Choose "
                                           "another name.")));
      return FALSE;
    }

  return TRUE;
}

/**
 * homebox_settings_add:
 * @self: settings that are there
 * @key: a key in plain text
 * @value: the JSON text of its value, as typed
 * @error: return location for an error
 *
 * Adds a setting.
 *
 * Errors: as for homebox_settings_set_value(); %HOMEBOX_ERROR_INVALID_INPUT when @key is empty, or
 * there already.
 *
 * Returns: whether it is on its way
 */
gboolean
homebox_settings_add (HomeboxSettings *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  return check_new_key (self, key, error)
         && homebox_settings_set_value (self, homebox_settings_ensure (self, key), value, error);
}

/**
 * homebox_settings_remove:
 * @self: settings that are there
 * @setting: what to remove
 *
 * Removes a setting. It leaves the list at once; how its removal stands is in the state of the
 * whole. If it is not to be removed because it was changed elsewhere, it is back, in conflict.
 */
void
homebox_settings_remove (HomeboxSettings *self, HomeboxSetting *setting)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));
  g_return_if_fail (HOMEBOX_IS_SETTING (setting));

  commit_one (self, setting, NULL, NULL);
}

/**
 * homebox_settings_rename:
 * @self: settings that are there
 * @setting: what to rename
 * @new_key: the new key in plain text
 * @error: return location for an error
 *
 * Gives a setting another key: one step, in which the value keeps its text and the mark to keep it
 * goes along. Fails as homebox_settings_add() does.
 *
 * Returns: whether it is on its way
 */
gboolean
homebox_settings_rename (HomeboxSettings *self,
                         HomeboxSetting *setting,
                         const char *new_key,
                         GError **error)
{
  g_autoptr (GPtrArray) changes = homebox_settings_changes_new ();
  HomeboxSetting *renamed;
  gboolean keep;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (HOMEBOX_IS_SETTING (setting), FALSE);
  g_return_val_if_fail (setting->value != NULL, FALSE);
  g_return_val_if_fail (new_key != NULL, FALSE);

  if (g_strcmp0 (setting->key, new_key) == 0)
    return TRUE;
  if (!check_new_key (self, new_key, error))
    return FALSE;

  keep = setting->keep;
  renamed = homebox_settings_ensure (self, new_key);
  homebox_settings_changes_add (changes, renamed, setting->value);
  homebox_settings_changes_add (changes, setting, NULL);
  if (!homebox_settings_commit (self, changes, HOMEBOX_SETTING_FROM_HERE, error))
    return FALSE;

  if (keep)
    homebox_settings_set_keep (self, renamed, TRUE);

  return TRUE;
}

/* What @value becomes when one known setting in it is reset. */
static char *
reset_one (const HomeboxKnownSetting *known, const char *value)
{
  g_autofree char *present = NULL;

  if (known->member == NULL)
    return g_strdup (known->fallback);

  if (homebox_json_text_get_kind (value) != HOMEBOX_JSON_OBJECT)
    return homebox_json_text_with_member (NULL, known->member, known->fallback);

  present = homebox_json_text_dup_member (value, known->member);
  if (homebox_json_text_equal (present, known->fallback))
    return g_strdup (value);

  return homebox_json_text_with_member (value, known->member, known->fallback);
}

/**
 * homebox_settings_reset:
 * @self: settings that are there
 * @group: what to reset; ignored with @one
 * @one: (nullable): a single known setting, or %NULL for all of @group
 * @error: return location for an error
 *
 * Gives known settings the value that the web page starts with, as one step that can be undone. It
 * is written rather than left out: a tab of the web page would go on with its own. What is not
 * stored is not stored afterwards either, and members that nobody knows stay.
 *
 * Returns: whether it is on its way; see homebox_settings_set_value() for when not
 */
gboolean
homebox_settings_reset (HomeboxSettings *self,
                        HomeboxSettingsGroup group,
                        const HomeboxKnownSetting *one,
                        GError **error)
{
  g_autoptr (GPtrArray) changes = homebox_settings_changes_new ();
  g_autoptr (HomeboxJsonMembers) values = homebox_json_members_new ();
  const HomeboxKnownSetting *known;
  guint n_known;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);

  known = homebox_known_settings_get (&n_known);
  for (guint i = 0; i < n_known; i++)
    {
      HomeboxSetting *setting = homebox_settings_ensure (self, known[i].key);
      const char *value = homebox_json_members_lookup (values, setting->name);
      g_autofree char *reset = NULL;

      if (setting->value == NULL || (one != NULL && one != &known[i])
          || (one == NULL && group != HOMEBOX_SETTINGS_GROUP_ALL && group != known[i].group))
        continue;

      reset = reset_one (&known[i], value != NULL ? value : setting->value);
      homebox_json_members_set (values, setting->name, reset);
    }

  for (guint i = 0; i < homebox_json_members_get_n (values); i++)
    {
      const HomeboxJsonMember *member = homebox_json_members_get (values, i);

      homebox_settings_changes_add (changes, homebox_settings_ensure_name (self, member->name),
                                    member->value);
    }

  return homebox_settings_commit (self, changes, HOMEBOX_SETTING_FROM_HERE, error);
}

/**
 * homebox_settings_resolve:
 * @self: settings
 * @setting: a setting in conflict
 * @choice: what it shall be
 *
 * Ends a conflict. The choice is a step that can be undone, back to theirs; what was done to that
 * key before can no longer be.
 */
void
homebox_settings_resolve (HomeboxSettings *self,
                          HomeboxSetting *setting,
                          HomeboxSettingChoice choice)
{
  g_autoptr (GPtrArray) changes = homebox_settings_changes_new ();
  g_autofree char *value = NULL;

  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));
  g_return_if_fail (HOMEBOX_IS_SETTING (setting));
  g_return_if_fail (setting->state == HOMEBOX_SETTING_CONFLICT);

  switch (choice)
    {
    case HOMEBOX_SETTING_THEIRS:
      value = g_strdup (setting->theirs);
      break;
    case HOMEBOX_SETTING_OLD:
      value = g_strdup (setting->old);
      break;
    default:
      value = g_strdup (setting->value);
    }

  homebox_settings_forget_steps (self, setting);
  homebox_settings_changes_add (changes, setting, value);
  for (guint i = 0; i < changes->len; i++)
    {
      HomeboxSettingChange *change = g_ptr_array_index (changes, i);

      g_free (change->from);
      change->from = g_strdup (setting->theirs);
    }

  if (!homebox_settings_commit (self, changes, HOMEBOX_SETTING_FROM_HERE, NULL))
    return;
  if (choice == HOMEBOX_SETTING_THEIRS)
    {
      homebox_settings_forget_steps (self, setting);
      homebox_setting_set_origin (setting, HOMEBOX_SETTING_FROM_ELSEWHERE);
    }
}
