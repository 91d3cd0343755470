#include "homebox-settings-private.h"

#include "homebox-error.h"
#include "homebox-settings-merge.h"

static void
replace (char **place, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*place);
  *place = copy;
}

static void
forget_edit (HomeboxSettings *self, HomeboxSetting *setting)
{
  setting->has_edit = FALSE;
  g_clear_pointer (&setting->base, g_free);
  g_clear_pointer (&setting->mine, g_free);
  if (!setting->is_sent)
    g_hash_table_remove (self->edits, setting);
}

static void
forget_sent (HomeboxSettings *self, HomeboxSetting *setting)
{
  setting->is_sent = FALSE;
  setting->is_edited_since = FALSE;
  g_clear_pointer (&setting->sent, g_free);
  g_clear_pointer (&setting->sent_base, g_free);
  if (!setting->has_edit)
    g_hash_table_remove (self->edits, setting);
}

/*
 * homebox_settings_edit:
 * @self: settings
 * @setting: what to change
 * @base: (nullable): what the change is made to
 * @mine: (nullable): what it makes of it
 *
 * Notes a change made here. Only homebox_settings_show() tells of it.
 */
void
homebox_settings_edit (HomeboxSettings *self,
                       HomeboxSetting *setting,
                       const char *base,
                       const char *mine)
{
  replace (&setting->base, base);
  replace (&setting->mine, mine);
  setting->has_edit = TRUE;
  setting->is_fresh = TRUE;
  g_hash_table_add (self->edits, setting);
}

/*
 * homebox_settings_show:
 * @self: settings
 * @setting: what may have to be shown otherwise
 *
 * Brings what is shown into line with what the server has and what was changed here.
 */
void
homebox_settings_show (HomeboxSettings *self, HomeboxSetting *setting)
{
  g_auto (HomeboxValueMerge) merge = { 0 };
  HomeboxSettingState state = setting->state;

  g_object_freeze_notify (G_OBJECT (setting));

  if (setting->has_edit)
    {
      homebox_value_merge (&merge, setting->base, setting->stored, setting->mine);

      /* While it is under way, it may not be done: the server may have had it before, and another
       * write between. */
      if (!merge.conflicts && !setting->is_sent
          && homebox_json_text_equal (merge.theirs, setting->stored))
        forget_edit (self, setting);
    }

  if (setting->has_edit)
    {
      /* A failure is for what failed, not for what was changed after it. */
      if (merge.conflicts)
        state = HOMEBOX_SETTING_CONFLICT;
      else if (setting->is_fresh || state == HOMEBOX_SETTING_CONFLICT
               || state == HOMEBOX_SETTING_SAVED)
        state = HOMEBOX_SETTING_SAVING;

      homebox_setting_show (setting, merge.ours);
      homebox_setting_set_conflict (setting, merge.conflicts ? merge.theirs : NULL,
                                    merge.conflicts ? merge.old : NULL);
      if (state != setting->state)
        homebox_setting_set_state (setting, state, NULL);
    }
  else
    {
      homebox_setting_show (setting, setting->stored);
      homebox_setting_set_conflict (setting, NULL, NULL);
      homebox_setting_set_state (setting, HOMEBOX_SETTING_SAVED, NULL);
    }

  setting->is_fresh = FALSE;
  g_object_thaw_notify (G_OBJECT (setting));
}

/* Looks what became of a write, now that it is known what the server has. Returns whether what it
 * has is ours. */
static gboolean
settle_sent (HomeboxSettings *self, HomeboxSetting *setting, const char *stored)
{
  gboolean is_ours = homebox_json_text_equal (stored, setting->sent);

  if (is_ours)
    {
      if (!homebox_json_text_equal (setting->stored, stored))
        homebox_setting_remember_past (setting, setting->stored);
    }
  else if (setting->is_edited_since)
    {
      /* The later change was made to something that never came to be. */
      replace (&setting->base, setting->sent_base);
    }

  forget_sent (self, setting);

  return is_ours;
}

/* Returns whether anything about the setting has to be looked at. */
static gboolean
absorb_one (HomeboxSettings *self,
            HomeboxSetting *setting,
            const char *stored,
            gboolean is_first,
            gboolean *is_foreign)
{
  gboolean has_changed, is_ours = FALSE;

  if (!setting->is_sent && g_strcmp0 (setting->stored, stored) == 0)
    return FALSE;

  has_changed = !homebox_json_text_equal (setting->stored, stored);
  if (setting->is_sent)
    is_ours = settle_sent (self, setting, stored);

  self->is_seen_new = self->is_seen_new || has_changed;
  if (!is_first && has_changed && !is_ours)
    {
      *is_foreign = TRUE;
      g_hash_table_add (self->foreign, setting);
      setting->news |= HOMEBOX_SETTING_NEWS_FOREIGN;
      replace (&setting->lost, setting->stored);
      if (stored == NULL && setting->keep)
        homebox_settings_put_back (self, setting, setting->lost);
    }

  replace (&setting->stored, stored);

  return TRUE;
}

/*
 * homebox_settings_absorb_kept:
 * @self: settings
 * @touched: (element-type HomeboxSetting): where to add what has to be looked at
 *
 * Puts back what was marked to be kept when the program ran last, and has vanished since.
 */
void
homebox_settings_absorb_kept (HomeboxSettings *self, GPtrArray *touched)
{
  g_autoptr (HomeboxJsonMembers) kept = g_steal_pointer (&self->kept_before);

  for (guint i = 0; kept != NULL && i < homebox_json_members_get_n (kept); i++)
    {
      const HomeboxJsonMember *member = homebox_json_members_get (kept, i);
      HomeboxSetting *setting = homebox_settings_ensure_name (self, member->name);

      if (setting->stored != NULL || setting->has_edit || !setting->keep)
        continue;

      replace (&setting->lost, member->value);
      homebox_settings_put_back (self, setting, member->value);
      g_ptr_array_add (touched, g_object_ref (setting));
    }
}

/*
 * homebox_settings_absorb:
 * @self: settings
 * @document: what the server has
 * @is_answer: whether it is the answer to a write, so that what was sent is known to be decided
 *
 * Takes over what the server has, as quickly as it goes: a write may have to follow at once. Only
 * homebox_settings_present() tells of it.
 *
 * Returns: (transfer full) (element-type HomeboxSetting): what has to be looked at
 */
GPtrArray *
homebox_settings_absorb (HomeboxSettings *self, HomeboxJsonMembers *document, gboolean is_answer)
{
  GPtrArray *touched = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_first = self->seen == NULL;
  gboolean is_foreign = FALSE;
  gboolean was_unsure = self->is_unsure;
  gboolean is_done = FALSE;
  GHashTableIter iter;
  HomeboxSetting *setting;

  for (guint i = 0; i < homebox_json_members_get_n (document); i++)
    homebox_settings_ensure_name (self, homebox_json_members_get (document, i)->name);

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &setting))
    {
      const char *stored = homebox_json_members_lookup (document, setting->name);

      /* What was sent and came back is what a lost answer had to say. */
      if (was_unsure && setting->is_sent && !homebox_json_text_equal (setting->stored, stored)
          && homebox_json_text_equal (setting->sent, stored))
        is_done = TRUE;

      if (absorb_one (self, setting, stored, is_first, &is_foreign))
        g_ptr_array_add (touched, g_object_ref (setting));
    }

  if (is_first)
    {
      self->is_seen_new = TRUE;
      homebox_settings_absorb_kept (self, touched);
    }

  if (is_answer || is_done)
    homebox_settings_account_own (self);
  if (is_foreign)
    homebox_settings_account_foreign (self);
  self->is_unsure = FALSE;

  g_clear_pointer (&self->seen, homebox_json_members_unref);
  self->seen = homebox_json_members_ref (document);

  return touched;
}

/* What another program did to a setting, and was lost by it. */
static void
tell_loss (HomeboxSettings *self, HomeboxSetting *setting)
{
  gboolean was_ours = setting->origin != HOMEBOX_SETTING_FROM_SERVER
                      && setting->origin != HOMEBOX_SETTING_FROM_ELSEWHERE;
  gboolean is_limited = (setting->news & HOMEBOX_SETTING_NEWS_LIMIT) != 0;

  homebox_settings_withdraw (self, setting);

  if (setting->has_edit || setting->lost == NULL)
    return;

  if (setting->stored == NULL)
    homebox_settings_offer (self, setting, setting->lost, HOMEBOX_SETTING_LOSS_ERASED, is_limited);
  else if (was_ours && homebox_setting_had (setting, setting->stored))
    homebox_settings_offer (self, setting, setting->lost, HOMEBOX_SETTING_LOSS_UNDONE, FALSE);
}

static void
tell (HomeboxSettings *self, HomeboxSetting *setting, const char *shown)
{
  HomeboxSettingNews news = setting->news;

  if (news == HOMEBOX_SETTING_NEWS_NONE)
    return;

  if ((news & HOMEBOX_SETTING_NEWS_PUT_BACK) != 0)
    homebox_setting_set_origin (setting, HOMEBOX_SETTING_FROM_KEPT);
  else
    tell_loss (self, setting);

  setting->news = HOMEBOX_SETTING_NEWS_NONE;
  g_clear_pointer (&setting->lost, g_free);

  /* The same change on both sides is no news to anybody. */
  if ((news & HOMEBOX_SETTING_NEWS_FOREIGN) != 0
      && (!homebox_json_text_equal (shown, setting->value)
          || setting->state == HOMEBOX_SETTING_CONFLICT))
    {
      if (!setting->has_edit)
        homebox_setting_set_origin (setting, HOMEBOX_SETTING_FROM_ELSEWHERE);
      homebox_setting_set_changed_elsewhere (setting, TRUE);
      homebox_settings_emit_changed_elsewhere (self, setting);
    }

  if ((news & HOMEBOX_SETTING_NEWS_LIMIT) != 0)
    homebox_settings_emit_keep_limit (self, setting);
}

/*
 * homebox_settings_present:
 * @self: settings
 * @touched: (element-type HomeboxSetting): what has to be looked at
 *
 * Shows and tells what homebox_settings_absorb() took over.
 */
void
homebox_settings_present (HomeboxSettings *self, GPtrArray *touched)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < touched->len; i++)
    {
      HomeboxSetting *setting = g_ptr_array_index (touched, i);

      g_ptr_array_add (shown, g_strdup (setting->value));
      homebox_settings_show (self, setting);
    }

  homebox_settings_update (self);

  for (guint i = 0; i < touched->len; i++)
    tell (self, g_ptr_array_index (touched, i), g_ptr_array_index (shown, i));

  if (self->is_seen_new)
    {
      self->is_seen_new = FALSE;
      homebox_settings_emit_seen (self);
    }
}

/*
 * homebox_settings_unsend:
 * @self: settings
 *
 * Notes that the write under way did not change anything.
 */
void
homebox_settings_unsend (HomeboxSettings *self)
{
  g_autoptr (GList) settings = g_hash_table_get_keys (self->edits);

  for (GList *l = settings; l != NULL; l = l->next)
    {
      HomeboxSetting *setting = l->data;

      if (!setting->is_sent)
        continue;

      if (setting->is_edited_since)
        replace (&setting->base, setting->sent_base);
      forget_sent (self, setting);
    }

  self->is_unsure = FALSE;
}

/*
 * homebox_settings_set_edit_states:
 * @self: settings
 * @state: %HOMEBOX_SETTING_WAITING, %HOMEBOX_SETTING_FAILED, or %HOMEBOX_SETTING_SAVING
 * @error: (nullable): why
 *
 * Tells how all changes stand that are on their way. What is in conflict, or failed before, is not.
 */
void
homebox_settings_set_edit_states (HomeboxSettings *self,
                                  HomeboxSettingState state,
                                  const GError *error)
{
  g_autoptr (GPtrArray) settings = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  HomeboxSetting *setting;

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &setting, NULL))
    {
      if (setting->state == HOMEBOX_SETTING_SAVING || setting->state == HOMEBOX_SETTING_WAITING)
        g_ptr_array_add (settings, g_object_ref (setting));
    }

  for (guint i = 0; i < settings->len; i++)
    homebox_setting_set_state (g_ptr_array_index (settings, i), state, error);

  homebox_settings_update (self);
}
