#pragma once

#include "homebox-invitation.h"
#include "homebox-group.h"
#include "homebox-member.h"

G_BEGIN_DECLS

const char *latchkey_home_words_get_name (HomeboxGroup *home);
const char *latchkey_home_words_get_role (HomeboxGroup *home, gboolean is_default);
const char *latchkey_home_words_get_member_name (HomeboxMember *member);
const char *latchkey_home_words_get_member_role (HomeboxGroup *home, gboolean is_self);
char *latchkey_home_words_dup_count (gint64 count);
char *latchkey_home_words_dup_time (GDateTime *time);
char *latchkey_home_words_dup_uses (guint uses);
char *latchkey_home_words_dup_end (GDateTime *expires_at);

G_END_DECLS
