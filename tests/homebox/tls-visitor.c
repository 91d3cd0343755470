#include "await.h"
#include "call.h"
#include "homebox-error.h"
#include "homebox-tls-check.h"
#include "scripted-trust.h"

#include <stdio.h>
#include <string.h>

/*
 * Visits servers on behalf of test_tls_check.py, a line in for each line out. All of it happens in
 * one process, since TLS remembers connections for all of it. It is no program of GLib's test
 * framework: with that, newer versions of glib-networking would not resume anything.
 *
 *     system FILE              what the system trusts, from now on
 *     pin ORIGIN FINGERPRINT   what the person trusts
 *     unpin ORIGIN
 *     client NAME URI          a client with those pins
 *     strict NAME URI          a client without
 *     get NAME                 asks with a token: "answered 200" or "failed CODE ..."
 *     put NAME                 the same, with what is sent once and on a new connection
 *     socket URI               asks for a WebSocket with the client's pins
 *     careless URI             another session, which takes every certificate
 *     superfluous              how often a pin was told to be superfluous
 */

typedef struct
{
  ScriptedTrust *trust;
  GHashTable *clients;
  /* Kept, as are the connections in them. */
  GPtrArray *sessions;
} Visitor;

static const char *
name_of (const GError *error)
{
  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_NOT_TRUSTED:
      return "not-trusted";
    case HOMEBOX_ERROR_CERTIFICATE_CHANGED:
      return "changed";
    default:
      return homebox_error_get_detail (error) != NULL ? homebox_error_get_detail (error) : "other";
    }
}

static void
report_error (const GError *error)
{
  HomeboxCertificate *certificate = homebox_error_get_certificate (error);
  g_autoptr (GFlagsClass) flags = g_type_class_ref (G_TYPE_TLS_CERTIFICATE_FLAGS);
  const char *const *names;
  GTlsCertificateFlags problems;

  g_assert_true (error->domain == HOMEBOX_ERROR);
  printf ("failed %s", name_of (error));

  if (certificate != NULL)
    {
      problems = homebox_certificate_get_problems (certificate);
      names = homebox_certificate_get_alternative_names (certificate);
      printf (" %s %s ", homebox_certificate_get_origin (certificate),
              homebox_certificate_get_fingerprint (certificate));

      for (guint i = 0; i < flags->n_values; i++)
        {
          if ((problems & flags->values[i].value) != 0
              && flags->values[i].value != G_TLS_CERTIFICATE_VALIDATE_ALL)
            printf ("%s,", flags->values[i].value_nick);
        }

      printf ("%s %s %s", homebox_certificate_get_self_signed (certificate) ? "self-signed" : "",
              homebox_certificate_get_pin (certificate) != NULL ? "pinned-other" : "no-pin",
              homebox_certificate_get_name (certificate));

      for (gsize i = 0; names[i] != NULL; i++)
        printf (" %s", names[i]);
    }

  printf ("\n");
}

static void
ask (Visitor *visitor, const char *method, const char *name)
{
  HomeboxClient *client = g_hash_table_lookup (visitor->clients, name);
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxToken) token = homebox_token_new ("secret", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  request = homebox_request_new (method, "/users/self", HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_token (request, token);
  response = call (client, request, NULL, &error);

  if (response != NULL)
    printf ("answered %u\n", homebox_response_get_status (response));
  else
    report_error (error);
}

static gboolean
accept_everything (SoupMessage *message,
                   GTlsCertificate *certificate,
                   GTlsCertificateFlags problems,
                   gpointer user_data)
{
  return TRUE;
}

static void
ask_carelessly (Visitor *visitor, const char *uri)
{
  SoupSession *session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (visitor->sessions, session);
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_everything), NULL);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, await_store,
                                    &result);
  body = soup_session_send_and_read_finish (session, await (&result), &error);
  g_assert_no_error (error);
  printf ("answered %u\n", soup_message_get_status (message));
}

static void
open_socket (Visitor *visitor, const char *uri)
{
  SoupSession *session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HomeboxTlsCheck) check
      = homebox_tls_check_new (message, HOMEBOX_TRUST (visitor->trust), cancellable);
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (visitor->sessions, session);
  soup_session_websocket_connect_async (session, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        cancellable, await_store, &result);
  connection = soup_session_websocket_connect_finish (session, await (&result), &error);

  if (homebox_tls_check_get_error (check) != NULL)
    report_error (homebox_tls_check_get_error (check));
  else
    printf ("answered %u\n", soup_message_get_status (message));
}

static void
trust_file (const char *path)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
obey (Visitor *visitor, char **words)
{
  guint n_words = g_strv_length (words);

  if (g_str_equal (words[0], "get") && n_words == 2)
    ask (visitor, "GET", words[1]);
  else if (g_str_equal (words[0], "put") && n_words == 2)
    ask (visitor, "PUT", words[1]);
  else if (g_str_equal (words[0], "careless") && n_words == 2)
    ask_carelessly (visitor, words[1]);
  else if (g_str_equal (words[0], "socket") && n_words == 2)
    open_socket (visitor, words[1]);
  else if (g_str_equal (words[0], "superfluous"))
    printf ("%u\n", scripted_trust_get_n_superfluous (visitor->trust));
  else
    {
      if (g_str_equal (words[0], "system") && n_words == 2)
        trust_file (words[1]);
      else if (g_str_equal (words[0], "pin") && n_words == 3)
        scripted_trust_pin (visitor->trust, words[1], words[2]);
      else if (g_str_equal (words[0], "unpin") && n_words == 2)
        scripted_trust_pin (visitor->trust, words[1], NULL);
      else if (g_str_equal (words[0], "client") && n_words == 3)
        g_hash_table_replace (
            visitor->clients, g_strdup (words[1]),
            homebox_client_new_trusting (words[2], HOMEBOX_TRUST (visitor->trust)));
      else if (g_str_equal (words[0], "strict") && n_words == 3)
        g_hash_table_replace (visitor->clients, g_strdup (words[1]),
                              homebox_client_new (words[2]));
      else
        g_error ("What is “%s”?", words[0]);

      printf ("done\n");
    }
}

int
main (int argc, char *argv[])
{
  Visitor visitor = {
    .trust = scripted_trust_new (),
    .clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref),
    .sessions = g_ptr_array_new_with_free_func (g_object_unref),
  };
  char line[1024];

  setvbuf (stdout, NULL, _IOLBF, 0);

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (line), " ", -1);

      obey (&visitor, words);
    }

  g_hash_table_unref (visitor.clients);
  g_ptr_array_unref (visitor.sessions);
  g_assert_finalize_object (visitor.trust);

  return 0;
}
