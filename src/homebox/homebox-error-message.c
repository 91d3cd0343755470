#include "homebox-error-private.h"

#include <glib/gi18n-lib.h>

static const char *
message_for_field (HomeboxField field)
{
  switch (field)
    {
    case HOMEBOX_FIELD_SERVER:
      return _("The server did not accept this address. Check it and try again.");
    case HOMEBOX_FIELD_NAME:
      return _("The server did not accept this name. Change it and try again.");
    case HOMEBOX_FIELD_EMAIL:
      return _("The server did not accept this email address. Change it and try again.");
    case HOMEBOX_FIELD_PASSWORD:
      return _("The server did not accept this password. Choose another one.");
    case HOMEBOX_FIELD_INVITATION:
      return _("This invitation is not valid any more. Ask for a new one.");
    case HOMEBOX_FIELD_EXPIRY:
      return _("The server did not accept this date. Choose another one.");
    case HOMEBOX_FIELD_USES:
      return _("The server did not accept this number of people. Choose another one.");
    case HOMEBOX_FIELD_NONE:
    default:
      return _("The server did not accept what was entered. Check it and try again.");
    }
}

/*
 * homebox_error_message:
 * @code: what happened
 * @field: the input it is about, or %HOMEBOX_FIELD_NONE
 *
 * What a person is told: what happened, and what to do now.
 *
 * Returns: (transfer none): the translated message
 */
const char *
homebox_error_message (HomeboxError code, HomeboxField field)
{
  switch (code)
    {
    case HOMEBOX_ERROR_INVALID_ADDRESS:
      return _("This is not a server address. Enter it like “homebox.example.org”.");
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
      return _("No server with this name was found. Check the address and your network "
               "connection.");
    case HOMEBOX_ERROR_REFUSED:
      return _("Nothing answers at this address. Check the port number, and that the server is "
               "running.");
    case HOMEBOX_ERROR_UNREACHABLE:
      return _("The server cannot be reached. Check your network connection.");
    case HOMEBOX_ERROR_TIMED_OUT:
      return _("The server took too long to answer. Try again in a moment.");
    case HOMEBOX_ERROR_CONNECTION_LOST:
      return _("The connection was lost before the server had answered. Try again in a moment.");
    case HOMEBOX_ERROR_NOT_TRUSTED:
      return _("The server’s certificate is not trusted by this computer. Check the address, or "
               "ask whoever runs the server.");
    case HOMEBOX_ERROR_CERTIFICATE_CHANGED:
      return _("The server’s certificate is not the one that you trusted. Nothing was sent to it.");
    case HOMEBOX_ERROR_NOT_SECURE:
      return _("No secure connection could be made to this address. Check the address and its port "
               "number.");
    case HOMEBOX_ERROR_NOT_ENCRYPTED:
      return _("The connection to this server is not encrypted, and the server is not in your own "
               "network. Nothing was sent to it.");
    case HOMEBOX_ERROR_REDIRECTED:
      return _("The server sends visitors on to another address. Sign in with that one instead.");
    case HOMEBOX_ERROR_NOT_HOMEBOX:
      return _("Something else than Homebox answers at this address. Check the address, or open it "
               "in a web browser.");
    case HOMEBOX_ERROR_BROKEN_ANSWER:
      return _("The server’s answer could not be understood. Try again later.");
    case HOMEBOX_ERROR_TOO_LARGE:
      return _("The server’s answer was too large to be right. Try again later.");
    case HOMEBOX_ERROR_SERVER_TOO_OLD:
      return _("This server is too old for this. Ask whoever runs it to update Homebox.");
    case HOMEBOX_ERROR_SERVER_FAILED:
      return _("The server had a problem. Try again later.");
    case HOMEBOX_ERROR_SERVER_BUSY:
      return _("The server is not available now. Try again in a few minutes.");
    case HOMEBOX_ERROR_BAD_GATEWAY:
      return _("The proxy in front of the server cannot reach Homebox. Check that Homebox is "
               "running, then try again.");
    case HOMEBOX_ERROR_UNAVAILABLE:
      return _("The server is down for a moment or has too much to do. Try again in a few "
               "minutes.");
    case HOMEBOX_ERROR_GATEWAY_TIMEOUT:
      return _("Homebox did not answer the proxy in front of it in time. Try again in a moment.");
    case HOMEBOX_ERROR_GATEWAY_LOGIN:
      return _("A proxy or the network you are on wants you to sign in first. Open the server in a "
               "web browser, sign in there, then try again here.");
    case HOMEBOX_ERROR_TOO_MANY_ATTEMPTS:
      return _("There were too many attempts. Wait a little before trying again.");
    case HOMEBOX_ERROR_WRONG_CREDENTIALS:
      return _("The email address or the password is wrong. Check both and try again.");
    case HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD:
      return _("The current password is wrong. Enter it again.");
    case HOMEBOX_ERROR_SESSION_ENDED:
      return _("Your session has ended. Sign in again.");
    case HOMEBOX_ERROR_DEMO_SERVER:
      return _("This is a demo server, which does not allow this. It works on a server of your "
               "own.");
    case HOMEBOX_ERROR_NOT_OWNER:
      return _("Only the owner of this home can do this. Ask the owner.");
    case HOMEBOX_ERROR_NO_HOME:
      return _("Your account does not belong to a home any more. Ask whoever runs the server to "
               "add it to one.");
    case HOMEBOX_ERROR_FORBIDDEN:
      return _("The server does not allow this. Ask whoever runs it.");
    case HOMEBOX_ERROR_LOCAL_LOGIN_OFF:
      return _("This server does not accept passwords. Sign in the way its web page offers.");
    case HOMEBOX_ERROR_EMAIL_TAKEN:
      return _("Another account on this server uses this email address. Choose another one.");
    case HOMEBOX_ERROR_REGISTRATION_OFF:
      return _("New accounts are by invitation only on this server. Ask somebody who uses it to "
               "invite you.");
    case HOMEBOX_ERROR_INVITATION_UNKNOWN:
      return _("The server does not know this invitation. Copy the whole link again, or ask for a "
               "new one.");
    case HOMEBOX_ERROR_INVITATION_SPENT:
      return _("This invitation is not valid any more. Ask for a new one.");
    case HOMEBOX_ERROR_RESET_LINK_SPENT:
      return _("This link was used already, or it is too old. Ask for a new one.");
    case HOMEBOX_ERROR_NOT_DONE:
      return _("The connection was lost, and nothing was changed. Try again.");
    case HOMEBOX_ERROR_INVALID_INPUT:
      return message_for_field (field);
    case HOMEBOX_ERROR_NOT_FOUND:
      return _("This is not on the server any more. Reload to see what is there now.");
    case HOMEBOX_ERROR_OIDC_OFF:
      return _("This server does not offer signing in through a provider. Sign in with a password "
               "instead.");
    case HOMEBOX_ERROR_OIDC_PROVIDER_DOWN:
      return _("The server has lost touch with its sign-in provider. Ask whoever runs the server to "
               "restart it.");
    case HOMEBOX_ERROR_OIDC_OWN_ADDRESS:
      return _("This server has an address of its own (the setting HBOX_OPTIONS_HOSTNAME), so that "
               "only its own web page can sign in through the provider. Use an API key instead.");
    case HOMEBOX_ERROR_OIDC_NOT_SECURE:
      return _("The sign-in page of this server is not protected, so that others could read your "
               "password. Ask whoever runs the server.");
    case HOMEBOX_ERROR_OIDC_DENIED:
      return _("You did not allow the sign-in. Try again if you want to sign in.");
    case HOMEBOX_ERROR_OIDC_REFUSED:
      return _("The server did not accept this sign-in. Your account may not be allowed here, or its "
               "email address may not be confirmed. Ask whoever runs the server.");
    case HOMEBOX_ERROR_OIDC_EXPIRED:
      return _("Signing in took too long. Start again.");
    case HOMEBOX_ERROR_OIDC_WRONG_ADDRESS:
      return _("This is not the address that the sign-in ended on. Copy the whole address from your "
               "browser.");
    case HOMEBOX_ERROR_CANCELLED:
      return _("Cancelled.");
    default:
      g_return_val_if_reached (_("The server had a problem. Try again later."));
    }
}
