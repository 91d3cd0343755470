#include "latchkey-check-report.h"

#include "latchkey-check-words.h"

#include "homebox-certificate.h"
#include "homebox-error.h"

#include <glib/gi18n.h>

static void
append_line (GString *text, const char *label, const char *value)
{
  if (value != NULL)
    g_string_append_printf (text, "    %s: %s\n", label, value);
}

static void
append_step (GString *text, HomeboxCheckStep *step)
{
  HomeboxCheckState state = homebox_check_step_get_state (step);
  const GError *error = homebox_check_step_get_error (step);
  HomeboxCertificate *certificate = homebox_error_get_certificate (error);
  guint status = homebox_check_step_get_status (step);
  g_autofree char *fix = latchkey_check_words_dup_fix (step);

  g_string_append_printf (text,
                          "%s: %s\n",
                          latchkey_check_words_get_title (homebox_check_step_get_kind (step)),
                          latchkey_check_words_get_state (state));
  append_line (text, _("Address"), homebox_check_step_get_address (step));

  if (status != 0)
    g_string_append_printf (text, "    HTTP %u\n", status);

  append_line (text, _("Leads to"), homebox_check_step_get_target (step));

  if (error != NULL)
    g_string_append_printf (text, "    %s\n", error->message);
  if (certificate != NULL)
    append_line (text, "SHA-256", homebox_certificate_get_fingerprint (certificate));
  if (fix != NULL)
    g_string_append_printf (text, "    %s\n", fix);
}

/**
 * latchkey_check_report_dup:
 * @check: a check that is over
 *
 * What was found, as text for somebody who is asked for help. There is no secret in it: nothing was
 * sent but requests without a token, and an address has no room for a password
 * (homebox_address_parse()).
 *
 * Returns: (transfer full): several lines
 */
char *
latchkey_check_report_dup (HomeboxServerCheck *check)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *address = homebox_server_check_get_base_uri (check);
  g_autofree char *summary = latchkey_check_words_dup_summary (check);

  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (check), NULL);

  g_string_append_printf (text, "%s\n", summary);

  if (address != NULL)
    g_string_append_printf (text, "%s\n", address);

  for (guint kind = 0; kind < HOMEBOX_CHECK_N_STEPS; kind++)
    append_step (text, homebox_server_check_get_step (check, (HomeboxCheckKind) kind));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
