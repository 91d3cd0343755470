#include "latchkey-home-fate.h"

#include <glib/gi18n-lib.h>

/* How many are in it besides the person, negative for unknown. Someone has to be in it to see it,
 * so that 0 members are not believed. */
static int
count_others (HomeboxGroup *home)
{
  gint64 n_members = homebox_group_get_n_members (home);

  return n_members >= 1 ? (int) MIN (n_members - 1, G_MAXINT) : -1;
}

/**
 * latchkey_home_fate_of:
 * @home: a home of the person whose account is to be deleted
 *
 * The server deletes no home: it only takes the person out of each (`DELETE /users/self`). A home
 * nobody is in stays in its database, and no call reaches it. Owning is not passed on.
 *
 * Returns: what becomes of the home
 */
LatchkeyHomeFate
latchkey_home_fate_of (HomeboxGroup *home)
{
  int others;

  g_return_val_if_fail (HOMEBOX_IS_GROUP (home), LATCHKEY_HOME_FATE_UNKNOWN);

  others = count_others (home);

  if (others == 0)
    return LATCHKEY_HOME_FATE_LOST;

  if (others < 0)
    return LATCHKEY_HOME_FATE_UNKNOWN;

  switch (homebox_group_get_ownership (home))
    {
    case HOMEBOX_OWNERSHIP_OWNER:
      return LATCHKEY_HOME_FATE_OWNERLESS;
    case HOMEBOX_OWNERSHIP_MEMBER:
      return LATCHKEY_HOME_FATE_UNHARMED;
    case HOMEBOX_OWNERSHIP_UNKNOWN:
    default:
      return LATCHKEY_HOME_FATE_UNKNOWN;
    }
}

static char *
dup_unknown_text (HomeboxGroup *home)
{
  int others = count_others (home);

  if (others > 0)
    return g_strdup_printf (
      ngettext ("The other person in it keeps using it. Whether you own it is not known: if you do, "
                "it will never again have an owner.",
                "The %d other people in it keep using it. Whether you own it is not known: if you "
                "do, it will never again have an owner.",
                others),
      others);

  switch (homebox_group_get_ownership (home))
    {
    case HOMEBOX_OWNERSHIP_OWNER:
      return g_strdup (_("Whether anybody else is in it is not known. If not, it can never be "
                         "opened again; otherwise it will never again have an owner."));
    case HOMEBOX_OWNERSHIP_MEMBER:
      return g_strdup (_("Whether anybody else is in it is not known. If not, it can never be "
                         "opened again; otherwise nothing changes for the others."));
    case HOMEBOX_OWNERSHIP_UNKNOWN:
    default:
      return g_strdup (_("Who else is in it and who owns it is not known. If nobody else is, it can "
                         "never be opened again."));
    }
}

/**
 * latchkey_home_fate_dup_text:
 * @home: a home of the person whose account is to be deleted
 *
 * Returns: (transfer full): what becomes of the home, in words
 */
char *
latchkey_home_fate_dup_text (HomeboxGroup *home)
{
  int others;

  g_return_val_if_fail (HOMEBOX_IS_GROUP (home), NULL);

  others = count_others (home);

  switch (latchkey_home_fate_of (home))
    {
    case LATCHKEY_HOME_FATE_LOST:
      return g_strdup (_("Nobody else is in it. It stays on the server, and nobody can ever open it "
                         "again."));
    case LATCHKEY_HOME_FATE_OWNERLESS:
      return g_strdup_printf (
        ngettext ("You own it. The other person in it keeps using it, but it will never again have "
                  "an owner who could invite people or manage it.",
                  "You own it. The %d other people in it keep using it, but it will never again have "
                  "an owner who could invite people or manage it.",
                  others),
        others);
    case LATCHKEY_HOME_FATE_UNHARMED:
      return g_strdup_printf (ngettext ("Nothing changes for the other person in it.",
                                        "Nothing changes for the %d other people in it.",
                                        others),
                              others);
    case LATCHKEY_HOME_FATE_UNKNOWN:
    default:
      return dup_unknown_text (home);
    }
}

/**
 * latchkey_home_fate_dup_items_text:
 * @home: a home
 *
 * Returns: (transfer full): how many items are in it, in words
 */
char *
latchkey_home_fate_dup_items_text (HomeboxGroup *home)
{
  int n_items;

  g_return_val_if_fail (HOMEBOX_IS_GROUP (home), NULL);

  n_items = (int) CLAMP (homebox_group_get_n_items (home), -1, G_MAXINT);

  if (n_items < 0)
    return g_strdup (_("Number of items not known"));

  if (n_items == 0)
    return g_strdup (_("No items"));

  return g_strdup_printf (ngettext ("%'d item", "%'d items", n_items), n_items);
}
