#include "homebox-registration.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In bytes. Without an invitation the server makes a home and calls it after the person:
 * “Ann's Home” has to fit into the same 255. */
#define HOME_NAME_MAX 255
#define HOME_NAME_SUFFIX "'s Home"

/**
 * homebox_registration_check_open:
 * @info: what a server says about itself
 * @is_invited: whether the person has an invitation
 * @error: return location for an error
 *
 * Tells whether that server would make an account: an invitation opens it where registration is
 * off, and nothing opens it where passwords are not taken (`HBOX_OPTIONS_ALLOW_LOCAL_LOGIN`).
 *
 * Fails with %HOMEBOX_ERROR_REGISTRATION_OFF or %HOMEBOX_ERROR_LOCAL_LOGIN_OFF.
 *
 * Returns: whether it would
 */
gboolean
homebox_registration_check_open (HomeboxServerInfo *info, gboolean is_invited, GError **error)
{
  HomeboxError code;

  g_return_val_if_fail (HOMEBOX_IS_SERVER_INFO (info), FALSE);

  if (!homebox_server_info_get_allow_local_login (info))
    code = HOMEBOX_ERROR_LOCAL_LOGIN_OFF;
  else if (!is_invited && !homebox_server_info_get_allow_registration (info))
    code = HOMEBOX_ERROR_REGISTRATION_OFF;
  else
    return TRUE;

  g_propagate_error (error, homebox_error_new (code, HOMEBOX_FIELD_NONE, NULL));

  return FALSE;
}

/**
 * homebox_registration_normalize_name:
 * @typed: what the person typed, in UTF-8
 * @is_invited: whether the person has an invitation
 * @error: return location for an error
 *
 * Makes a name fit for a new account: homebox_user_normalize_name(), and 248 bytes at most when the
 * server is going to name a home after the person (`Group.name` is refused at 256).
 *
 * Fails with %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_NAME) and says what is wrong.
 *
 * Returns: (transfer full) (nullable): the name as it is to be sent
 */
char *
homebox_registration_normalize_name (const char *typed, gboolean is_invited, GError **error)
{
  g_autofree char *name = homebox_user_normalize_name (typed, error);

  if (name == NULL)
    return NULL;

  if (!is_invited && strlen (name) + strlen (HOME_NAME_SUFFIX) > HOME_NAME_MAX)
    {
      g_propagate_error (error,
                         homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                                         HOMEBOX_FIELD_NAME,
                                                         _("This name is too long for Homebox. "
                                                           "Shorten it.")));
      return NULL;
    }

  return g_steal_pointer (&name);
}
