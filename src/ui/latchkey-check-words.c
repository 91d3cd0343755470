#include "latchkey-check-words.h"

#include <glib/gi18n.h>

/**
 * latchkey_check_words_get_title:
 * @kind: a step
 *
 * Returns: what is looked at in that step
 */
const char *
latchkey_check_words_get_title (HomeboxCheckKind kind)
{
  switch (kind)
    {
    case HOMEBOX_CHECK_NAME:
      return C_ ("check", "Name of the server");
    case HOMEBOX_CHECK_CONNECTION:
      return C_ ("check", "Connection");
    case HOMEBOX_CHECK_CERTIFICATE:
      return C_ ("check", "Certificate");
    case HOMEBOX_CHECK_ANSWER:
      return C_ ("check", "Answer");
    case HOMEBOX_CHECK_HOMEBOX:
      return C_ ("check", "Is a Homebox");
    case HOMEBOX_CHECK_OFFERS:
    default:
      return C_ ("check", "Version and what it offers");
    }
}

/**
 * latchkey_check_words_get_state:
 * @state: how a step is doing
 *
 * Returns: that, in a word
 */
const char *
latchkey_check_words_get_state (HomeboxCheckState state)
{
  switch (state)
    {
    case HOMEBOX_CHECK_RUNNING:
      return C_ ("check", "Checking");
    case HOMEBOX_CHECK_DONE:
      return C_ ("check", "In order");
    case HOMEBOX_CHECK_FAILED:
      return C_ ("check", "Failed");
    case HOMEBOX_CHECK_SKIPPED:
      return C_ ("check", "Not checked");
    case HOMEBOX_CHECK_WAITING:
    default:
      return C_ ("check", "To be checked");
    }
}

/**
 * latchkey_check_words_dup_summary:
 * @check: a check
 *
 * Returns: (transfer full): how it went as a whole
 */
char *
latchkey_check_words_dup_summary (HomeboxServerCheck *check)
{
  HomeboxServerInfo *info = homebox_server_check_get_server_info (check);
  const char *version = info != NULL ? homebox_server_info_get_version (info) : NULL;

  if (homebox_server_check_get_running (check))
    return g_strdup (_("Checking the server"));

  if (info == NULL)
    return g_strdup (_("No Homebox found"));

  if (version == NULL || *version == '\0')
    return g_strdup (_("Homebox found"));

  /* Translators: %s is a version, such as "v0.26.1". */
  return g_strdup_printf (_("Homebox %s found"), version);
}

static char *
describe_gateway (HomeboxCheckStep *step)
{
  const char *target = homebox_check_step_get_target (step);

  if (target == NULL)
    return g_strdup (_("Another login page is in front of Homebox. Sign in there with your "
                       "browser, or use an address that does not pass it."));

  /* Translators: %s is the address of a web page. */
  return g_strdup_printf (_("Another login page is in front of Homebox: %s. Sign in there with "
                            "your browser, or use an address that does not pass it."),
                          target);
}

static const char *
get_fix (HomeboxCheckFix fix)
{
  switch (fix)
    {
    case HOMEBOX_CHECK_FIX_SPELLING:
      return _("Check the spelling, and whether this computer is in the right network.");
    case HOMEBOX_CHECK_FIX_NETWORK:
      return _("There is no way to this address from here. Check your network.");
    case HOMEBOX_CHECK_FIX_PORT:
      return _("Is Homebox running, and is it another port? Its own is 7745.");
    case HOMEBOX_CHECK_FIX_SILENCE:
      return _("A firewall may be in between, or the server has another address.");
    case HOMEBOX_CHECK_FIX_TRUST:
      return _("Look at the certificate, and decide whether to trust it.");
    case HOMEBOX_CHECK_FIX_PLAIN_HTTP:
      return _("What answers there does not encrypt. In your own network you can try it with "
               "http://.");
    case HOMEBOX_CHECK_FIX_HTTPS:
      return _("This server wants an encrypted connection. Try it with https://.");
    case HOMEBOX_CHECK_FIX_ADDRESS:
      return _("Homebox is at another address.");
    case HOMEBOX_CHECK_FIX_PATH:
      return _("There is a web server, but no Homebox at this path. Check what follows the name.");
    case HOMEBOX_CHECK_FIX_OTHER_PROGRAM:
      return _("Another program answers there. Check the address and the port.");
    case HOMEBOX_CHECK_FIX_START:
      return _("The proxy in front answers, but not the Homebox behind it. Is it running?");
    case HOMEBOX_CHECK_FIX_WAIT:
      return _("The server wants to be left alone for a while. Try again in a few minutes.");
    case HOMEBOX_CHECK_FIX_ADMINISTRATOR:
      return _("The server itself has a problem. Ask whoever runs it to look into its log.");
    case HOMEBOX_CHECK_FIX_UPDATE:
      return _("You can sign in, but this Homebox is too old for some of what Latchkey can do. "
               "Whoever runs it can update it.");
    case HOMEBOX_CHECK_FIX_GATEWAY:
    case HOMEBOX_CHECK_FIX_NONE:
    default:
      return NULL;
    }
}

/**
 * latchkey_check_words_dup_fix:
 * @step: a step
 *
 * Returns: (transfer full) (nullable): what usually helps, or %NULL when nothing is to be done
 */
char *
latchkey_check_words_dup_fix (HomeboxCheckStep *step)
{
  HomeboxCheckFix fix = homebox_check_step_get_fix (step);

  if (fix == HOMEBOX_CHECK_FIX_GATEWAY)
    return describe_gateway (step);

  return g_strdup (get_fix (fix));
}
