#include "contract.h"

#include <string.h>

/*
 * contract_request_new:
 * @person: (nullable): who asks
 * @method: the method
 * @path: the path below `/api/v1`
 * @json: (nullable): the body
 *
 * Returns: (transfer full): a request as written, past everything that the session does about it
 */
HomeboxRequest *
contract_request_new (ContractPerson *person,
                      const char *method,
                      const char *path,
                      const char *json)
{
  HomeboxRequest *request = homebox_request_new (method, path, HOMEBOX_REQUEST_DEFAULT);

  if (person != NULL)
    homebox_request_set_token (request, homebox_session_get_token (person->session));

  if (json != NULL)
    {
      g_autoptr (HomeboxSecret) body = homebox_secret_new (json);

      homebox_request_set_body (request, body);
    }

  return request;
}

/*
 * contract_send:
 * @contract: the server
 * @request: what to ask
 *
 * Returns: (transfer full): the answer; there is one, or the test fails
 */
HomeboxResponse *
contract_send (Contract *contract, HomeboxRequest *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxResponse *response;

  homebox_client_send_async (contract->client, request, NULL, await_store, &result);
  response = homebox_client_send_finish (contract->client, await (&result), &error);
  g_assert_no_error (error);

  return response;
}

/*
 * contract_ask:
 * @contract: the server
 * @person: (nullable): who asks
 * @method: the method
 * @path: the path below `/api/v1`
 * @json: (nullable): the body
 *
 * Returns: (transfer full): the answer
 */
HomeboxResponse *
contract_ask (Contract *contract,
              ContractPerson *person,
              const char *method,
              const char *path,
              const char *json)
{
  g_autoptr (HomeboxRequest) request = contract_request_new (person, method, path, json);

  return contract_send (contract, request);
}

/*
 * contract_ask_login:
 * @contract: the server
 * @email: sent as it is
 * @password: the password
 * @stay: to stay signed in
 *
 * Returns: (transfer full): the answer to a sign-in
 */
HomeboxResponse *
contract_ask_login (Contract *contract, const char *email, const char *password, gboolean stay)
{
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxSecret) body = NULL;

  body = homebox_secret_new_take (
      g_strdup_printf ("{\"username\":\"%s\",\"password\":\"%s\",\"stayLoggedIn\":%s}", email,
                       password, stay ? "true" : "false"));
  request = homebox_request_new ("POST", "/users/login", HOMEBOX_REQUEST_BARE_CONTENT_TYPE);
  homebox_request_set_body (request, body);

  return contract_send (contract, request);
}

/*
 * contract_assert_answer:
 * @response: an answer
 * @status: the status it has to have
 * @text: (nullable): what the server has to say; %NULL for nothing
 *
 * Checks an answer that is no success.
 */
void
contract_assert_answer (HomeboxResponse *response, guint status, const char *text)
{
  g_assert_cmpuint (homebox_response_get_status (response), ==, status);
  g_assert_cmpstr (homebox_response_get_error_text (response), ==, text);

  if (text == NULL)
    g_assert_cmpuint (g_bytes_get_size (homebox_response_get_body (response)), ==, 0);
}

/*
 * contract_get_bare_object:
 * @response: an answer
 *
 * Returns: (transfer none): the object that the answer is, checked to come without an envelope
 */
JsonObject *
contract_get_bare_object (HomeboxResponse *response)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = homebox_response_get_object (response, &error);
  const char *text = g_bytes_get_data (homebox_response_get_body (response), NULL);

  g_assert_no_error (error);
  g_assert_false (g_str_has_prefix (text, "{\"item\":"));

  return object;
}

/*
 * contract_sign_in:
 * @contract: the server
 * @email: the email as typed
 * @password: the password
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what homebox_session_sign_in_async() makes of it
 */
HomeboxSession *
contract_sign_in (Contract *contract, const char *email, const char *password, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (password);

  homebox_session_sign_in_async (contract->client, email, secret, FALSE, NULL, await_store,
                                 &result);

  return homebox_session_sign_in_finish (contract->client, await (&result), error);
}

/*
 * contract_load_user:
 * @session: a session
 * @error: return location for an error
 *
 * Returns: whether the server said whom @session belongs to
 */
gboolean
contract_load_user (HomeboxSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_load_user_async (session, NULL, await_store, &result);

  return homebox_session_load_user_finish (session, await (&result), error);
}

static ContractPerson *
register_person (Contract *contract, const char *name, const char *invitation)
{
  ContractPerson *self = g_new0 (ContractPerson, 1);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  self->email = g_strdup_printf ("%s-%.8s@example.org", name, id);
  json = g_strdup_printf ("{\"name\":\"%s\",\"email\":\"%s\",\"password\":\"%s\",\"token\":\"%s\"}",
                          name, self->email, CONTRACT_PASSWORD, invitation);
  response = contract_ask (contract, NULL, "POST", "/users/register", json);
  contract_assert_answer (response, 204, NULL);

  self->session = contract_sign_in (contract, self->email, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);

  return self;
}

/*
 * contract_person_new:
 * @contract: the server
 * @name: a name in lower case, without spaces
 *
 * Returns: (transfer full): somebody who has just registered, with a home of their own
 */
ContractPerson *
contract_person_new (Contract *contract, const char *name)
{
  return register_person (contract, name, "");
}

/*
 * contract_person_new_invited:
 * @contract: the server
 * @name: a name in lower case, without spaces
 * @host: whose home to join
 *
 * Returns: (transfer full): somebody who has just registered, with an invitation
 */
ContractPerson *
contract_person_new_invited (Contract *contract, const char *name, ContractPerson *host)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, 1);
  g_autofree char *expires_at = g_date_time_format (then, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *json = g_strdup_printf ("{\"uses\":1,\"expiresAt\":\"%s\"}", expires_at);
  JsonObject *object;

  response = contract_ask (contract, host, "POST", "/groups/invitations", json);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 201);
  object = contract_get_bare_object (response);

  return register_person (contract, name, json_object_get_string_member (object, "token"));
}

/*
 * contract_person_free:
 * @self: (transfer full): somebody
 *
 * Forgets somebody; the account stays on the server.
 */
void
contract_person_free (ContractPerson *self)
{
  g_assert_finalize_object (self->session);
  g_free (self->email);
  g_free (self);
}
