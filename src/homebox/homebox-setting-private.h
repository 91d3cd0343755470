#pragma once

#include "homebox-setting.h"

G_BEGIN_DECLS

/* How often a kept key is put back within that span before a person is asked. */
#define HOMEBOX_SETTING_PUT_BACK_MAX 3
#define HOMEBOX_SETTING_PUT_BACK_SPAN (G_TIME_SPAN_HOUR)

/*
 * HomeboxSettingNews:
 * @HOMEBOX_SETTING_NEWS_FOREIGN: another program changed it
 * @HOMEBOX_SETTING_NEWS_PUT_BACK: it was erased, and is put back
 * @HOMEBOX_SETTING_NEWS_LIMIT: it was erased, and was put back too often already
 *
 * What happened to a setting on the server.
 */
typedef enum
{
  HOMEBOX_SETTING_NEWS_NONE = 0,
  HOMEBOX_SETTING_NEWS_FOREIGN = 1 << 0,
  HOMEBOX_SETTING_NEWS_PUT_BACK = 1 << 1,
  HOMEBOX_SETTING_NEWS_LIMIT = 1 << 2,
} HomeboxSettingNews;

/*
 * HomeboxSetting:
 * @name: the name as in HomeboxJsonMember
 * @key: the same in plain text
 * @value: (nullable): what is shown
 * @size: bytes that name and value take on the server, with a colon and a comma
 * @stored: (nullable): what the server had when it was last heard of
 * @has_edit: whether it was changed here, and the server does not have that yet
 * @base: (nullable): what the change was made to
 * @mine: (nullable): what the change made of it
 * @is_sent: whether a write with @sent is under way, or it is not known what became of it
 * @sent: (nullable): the value in that write
 * @sent_base: (nullable): the @base of what was sent
 * @is_edited_since: whether it was changed again after that write went out
 * @is_fresh: whether @mine is newer than @state, so that the change is on its way again
 * @news: what happened to it and was not told yet
 * @lost: (nullable): the value that it had before that
 * @put_back: when it was put back by itself, the latest ones
 * @past: (nullable): values that changes made here have replaced, latest last
 * @theirs: (nullable): with a conflict, what is resolved to with theirs
 * @old: (nullable): with a conflict, what is resolved to with what was before
 *
 * What is shown is always the merge of @base, @stored and @mine.
 */
struct _HomeboxSetting
{
  GObject parent_instance;

  char *name;
  char *key;
  char *value;
  gsize size;
  HomeboxSettingState state;
  HomeboxSettingOrigin origin;
  gboolean keep;
  gboolean changed_elsewhere;
  GError *error;

  char *stored;

  gboolean has_edit;
  char *base;
  char *mine;

  gboolean is_sent;
  char *sent;
  char *sent_base;
  gboolean is_edited_since;

  gboolean is_fresh;
  HomeboxSettingNews news;
  char *lost;

  gint64 put_back[HOMEBOX_SETTING_PUT_BACK_MAX];
  GPtrArray *past;

  char *theirs;
  char *old;

  /* Whether it is in the list. */
  gboolean is_listed;
};

HomeboxSetting *homebox_setting_new (const char *name);

void homebox_setting_show (HomeboxSetting *self, const char *value);
void homebox_setting_set_state (HomeboxSetting *self,
                                HomeboxSettingState state,
                                const GError *error);
void homebox_setting_set_conflict (HomeboxSetting *self, const char *theirs, const char *old);
void homebox_setting_set_origin (HomeboxSetting *self, HomeboxSettingOrigin origin);
void homebox_setting_set_keep (HomeboxSetting *self, gboolean keep);
void homebox_setting_set_changed_elsewhere (HomeboxSetting *self, gboolean changed);
void homebox_setting_remember_past (HomeboxSetting *self, const char *value);
gboolean homebox_setting_had (HomeboxSetting *self, const char *value);
gsize homebox_setting_measure (HomeboxSetting *self, const char *value);
int homebox_setting_compare (HomeboxSetting *self, HomeboxSetting *other);

G_END_DECLS
