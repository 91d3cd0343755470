#include "homebox-settings-private.h"

#include "homebox-settings-merge.h"

#define STEPS_MAX 100

/* A change of the same setting that is still waiting to be sent is the same step to whoever turns
 * a wheel or presses a key. Returns whether it was taken into the last step. */
static gboolean
extend_last_step (HomeboxSettings *self, GPtrArray *changes)
{
  GPtrArray *last;
  HomeboxSettingChange *change, *last_change;

  if (self->timer == 0 || self->undo->len == 0 || changes->len != 1)
    return FALSE;

  last = g_ptr_array_index (self->undo, self->undo->len - 1);
  if (last->len != 1)
    return FALSE;

  change = g_ptr_array_index (changes, 0);
  last_change = g_ptr_array_index (last, 0);
  if (last_change->setting != change->setting
      || change->setting->state != HOMEBOX_SETTING_SAVING || change->setting->is_sent
      || last_change->lifts_keep || change->lifts_keep
      || !homebox_json_text_equal (last_change->to, change->from))
    return FALSE;

  g_free (last_change->to);
  last_change->to = g_strdup (change->to);
  if (homebox_json_text_equal (last_change->from, last_change->to))
    g_ptr_array_remove_index (self->undo, self->undo->len - 1);

  return TRUE;
}

/*
 * homebox_settings_push_step:
 * @self: settings
 * @changes: (element-type HomeboxSettingChange): what was done
 *
 * Notes a step that can be undone. What was undone before can not be redone any more.
 */
void
homebox_settings_push_step (HomeboxSettings *self, GPtrArray *changes)
{
  if (!extend_last_step (self, changes))
    {
      if (self->undo->len == STEPS_MAX)
        g_ptr_array_remove_index (self->undo, 0);
      g_ptr_array_add (self->undo, g_ptr_array_ref (changes));
    }

  g_ptr_array_set_size (self->redo, 0);
  homebox_settings_notify_undo (self);
}

static void
forget_in (GPtrArray *steps, HomeboxSetting *setting)
{
  for (guint i = steps->len; i > 0; i--)
    {
      GPtrArray *step = g_ptr_array_index (steps, i - 1);

      for (guint j = step->len; j > 0; j--)
        {
          HomeboxSettingChange *change = g_ptr_array_index (step, j - 1);

          if (change->setting == setting)
            g_ptr_array_remove_index (step, j - 1);
        }

      if (step->len == 0)
        g_ptr_array_remove_index (steps, i - 1);
    }
}

/*
 * homebox_settings_forget_steps:
 * @self: settings
 * @setting: a setting
 *
 * Forgets what was done to one setting.
 */
void
homebox_settings_forget_steps (HomeboxSettings *self, HomeboxSetting *setting)
{
  forget_in (self->undo, setting);
  forget_in (self->redo, setting);
  homebox_settings_notify_undo (self);
}

/* Turns a change round, or makes it again: as a merge with what the value is now, so that what
 * others changed since stays, and if that is the same thing, the person is asked. */
static void
apply (HomeboxSettings *self, HomeboxSetting *setting, const char *from, const char *to)
{
  g_auto (HomeboxValueMerge) merge = { 0 };

  homebox_value_merge (&merge, from, setting->value, to);

  if (merge.conflicts)
    {
      homebox_settings_edit (self, setting, from, to);
      setting->is_edited_since = FALSE;
    }
  else
    {
      homebox_settings_edit (self, setting, setting->is_sent ? setting->sent : setting->stored,
                             merge.ours);
      setting->is_edited_since = setting->is_sent;
    }

  homebox_settings_show (self, setting);
  homebox_setting_set_origin (setting, HOMEBOX_SETTING_FROM_HERE);
  homebox_setting_set_changed_elsewhere (setting, FALSE);
  homebox_settings_withdraw (self, setting);
}

static void
turn (HomeboxSettings *self, GPtrArray *from, GPtrArray *to, gboolean is_undo)
{
  g_autoptr (GPtrArray) step = NULL;
  gboolean changes_keep = FALSE;

  if (from->len == 0)
    return;

  step = g_ptr_array_ref (g_ptr_array_index (from, from->len - 1));
  g_ptr_array_remove_index (from, from->len - 1);
  g_ptr_array_add (to, g_ptr_array_ref (step));

  for (guint i = 0; i < step->len; i++)
    {
      HomeboxSettingChange *change = g_ptr_array_index (step, is_undo ? step->len - 1 - i : i);

      apply (self, change->setting, is_undo ? change->to : change->from,
             is_undo ? change->from : change->to);
      if (change->lifts_keep)
        {
          homebox_setting_set_keep (change->setting, is_undo);
          changes_keep = TRUE;
        }
    }

  homebox_settings_update (self);
  homebox_settings_schedule (self);
  homebox_settings_notify_undo (self);
  if (changes_keep)
    homebox_settings_emit_keep_changed (self);
}

/**
 * homebox_settings_get_can_undo:
 * @self: settings
 *
 * Returns: whether there is anything to undo
 */
gboolean
homebox_settings_get_can_undo (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);

  return self->undo->len > 0;
}

/**
 * homebox_settings_get_can_redo:
 * @self: settings
 *
 * Returns: whether there is anything to redo
 */
gboolean
homebox_settings_get_can_redo (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), FALSE);

  return self->redo->len > 0;
}

/**
 * homebox_settings_undo:
 * @self: settings
 *
 * Undoes the last step that was done here, saved or not: as a merge, so that nothing is overwritten
 * that was changed elsewhere since. If the same thing was, it is a conflict to be resolved.
 */
void
homebox_settings_undo (HomeboxSettings *self)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));

  turn (self, self->undo, self->redo, TRUE);
}

/**
 * homebox_settings_redo:
 * @self: settings
 *
 * Does again what was undone last, as a merge too.
 */
void
homebox_settings_redo (HomeboxSettings *self)
{
  g_return_if_fail (HOMEBOX_IS_SETTINGS (self));

  turn (self, self->redo, self->undo, FALSE);
}
