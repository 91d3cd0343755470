#include "latchkey-home-words.h"

#include "homebox-expiry.h"

#include <glib/gi18n-lib.h>

/**
 * latchkey_home_words_get_name:
 * @home: a home
 *
 * Returns: (transfer none): its name, or words for one that has none
 */
const char *
latchkey_home_words_get_name (HomeboxGroup *home)
{
  const char *name;

  g_return_val_if_fail (HOMEBOX_IS_GROUP (home), "");

  name = homebox_group_get_name (home);

  return *name != '\0' ? name : _("Home without a name");
}

/**
 * latchkey_home_words_get_role:
 * @home: a home of the person
 * @is_default: whether it is the default one, and there are others
 *
 * Returns: (transfer none) (nullable): what the person is there, as far as it is known
 */
const char *
latchkey_home_words_get_role (HomeboxGroup *home, gboolean is_default)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (home), NULL);

  switch (homebox_group_get_ownership (home))
    {
    case HOMEBOX_OWNERSHIP_OWNER:
      return is_default ? _("Your default home. You are its owner") : _("You are its owner");
    case HOMEBOX_OWNERSHIP_MEMBER:
      return is_default ? _("Your default home. You are a member") : _("You are a member");
    case HOMEBOX_OWNERSHIP_UNKNOWN:
    default:
      return is_default ? _("Your default home") : NULL;
    }
}

/**
 * latchkey_home_words_get_member_name:
 * @member: somebody
 *
 * Returns: (transfer none): the name, or the email of who has none
 */
const char *
latchkey_home_words_get_member_name (HomeboxMember *member)
{
  const char *name, *email;

  g_return_val_if_fail (HOMEBOX_IS_MEMBER (member), "");

  name = homebox_member_get_name (member);
  email = homebox_member_get_email (member);

  if (*name != '\0')
    return name;

  return *email != '\0' ? email : _("Somebody without a name");
}

/**
 * latchkey_home_words_get_member_role:
 * @home: a home of the person
 * @is_self: whether it is about the person
 *
 * A home has one owner, and servers tell people only about themselves: who the owner is among the
 * others is not known.
 *
 * Returns: (transfer none) (nullable): what a member of it is, as far as it is known
 */
const char *
latchkey_home_words_get_member_role (HomeboxGroup *home, gboolean is_self)
{
  g_return_val_if_fail (HOMEBOX_IS_GROUP (home), NULL);

  switch (homebox_group_get_ownership (home))
    {
    case HOMEBOX_OWNERSHIP_OWNER:
      return is_self ? _("You, the owner") : _("Member");
    case HOMEBOX_OWNERSHIP_MEMBER:
      return is_self ? _("You, a member") : NULL;
    case HOMEBOX_OWNERSHIP_UNKNOWN:
    default:
      return is_self ? _("You") : NULL;
    }
}

/**
 * latchkey_home_words_dup_count:
 * @count: how many there are of something, or %HOMEBOX_GROUP_COUNT_UNKNOWN
 *
 * Returns: (transfer full): that as a number in the person's language, or words for not known
 */
char *
latchkey_home_words_dup_count (gint64 count)
{
  if (count < 0)
    return g_strdup (_("Not known"));

  return g_strdup_printf ("%'" G_GINT64_FORMAT, count);
}

/**
 * latchkey_home_words_dup_time:
 * @time: a time
 *
 * Returns: (transfer full): that time where the person is
 */
char *
latchkey_home_words_dup_time (GDateTime *time)
{
  g_autoptr (GDateTime) local = NULL;

  g_return_val_if_fail (time != NULL, NULL);

  local = g_date_time_to_local (time);

  /* Translators: when an invitation ends, a format for g_date_time_format(); for example
   * "21 December 2026, 14:47". */
  return g_date_time_format (local, C_ ("invitation", "%-d %B %Y, %H:%M"));
}

/**
 * latchkey_home_words_dup_uses:
 * @uses: how many people an invitation can still let in
 *
 * Returns: (transfer full): that in words
 */
char *
latchkey_home_words_dup_uses (guint uses)
{
  return g_strdup_printf (ngettext ("For %u more person", "For %u more people", uses), uses);
}

/**
 * latchkey_home_words_dup_end:
 * @expires_at: (nullable): when an invitation ends
 *
 * Returns: (transfer full): that in words
 */
char *
latchkey_home_words_dup_end (GDateTime *expires_at)
{
  g_autofree char *time = NULL;

  if (homebox_expiry_is_latest (expires_at))
    return g_strdup (_("Does not end by itself"));

  time = latchkey_home_words_dup_time (expires_at);

  /* Translators: %s is a day and a time. */
  return g_strdup_printf (_("Until %s"), time);
}
