#include "latchkey-reset-link.h"

#include "homebox-error.h"
#include "homebox-link.h"
#include "latchkey-account.h"

#include <glib/gi18n-lib.h>

static char *
find_elsewhere (HomeboxLink *link, HomeboxClient *client)
{
  HomeboxAddress *address = homebox_link_get_address (link);
  g_autofree char *here
    = latchkey_account_dup_address_label (homebox_client_get_base_uri (client));
  g_autofree char *base_uri = NULL;
  g_autofree char *there = NULL;

  if (address == NULL)
    return NULL;

  base_uri = homebox_address_dup_base_uri (address, NULL);
  there = latchkey_account_dup_address_label (base_uri);

  return g_str_equal (there, here) ? NULL : g_steal_pointer (&there);
}

/**
 * latchkey_reset_link_read:
 * @text: what was pasted where the link from the mail is wanted
 * @client: the server whose password was forgotten
 * @elsewhere: (out) (optional) (nullable): the server that the link names, as it is shown to
 *   people, when that is another address than the one of @client. It may be the same server all
 *   the same: the mail has the address that its administrator gave it, or the one that whoever
 *   asked for the mail used
 * @error: return location for an error
 *
 * Understands the link from a mail for a new password, or the token alone. The caller's @text holds
 * the secret and is the caller's to wipe.
 *
 * Fails with %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_INVITATION) when it is something
 * else, and says what. It quotes nothing of it.
 *
 * Returns: (transfer full) (nullable): the token
 */
HomeboxSecret *
latchkey_reset_link_read (const char *text,
                          HomeboxClient *client,
                          char **elsewhere,
                          GError **error)
{
  g_autoptr (HomeboxLink) link = NULL;
  const char *problem = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);

  if (elsewhere != NULL)
    *elsewhere = NULL;

  link = homebox_link_parse (text, NULL);

  if (*text == '\0')
    problem = _("Paste the link from the mail.");
  else if (link == NULL)
    problem = _("This is not the link from the mail. Copy the whole link and paste it here.");
  else if (homebox_link_get_kind (link) == HOMEBOX_LINK_INVITATION)
    problem = _("This is an invitation into a home. The link for a new password is in another "
                "mail.");

  if (problem != NULL)
    {
      g_propagate_error (error,
                         homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                                         HOMEBOX_FIELD_INVITATION,
                                                         problem));
      return NULL;
    }

  if (elsewhere != NULL)
    *elsewhere = find_elsewhere (link, client);

  return homebox_secret_ref (homebox_link_get_token (link));
}
