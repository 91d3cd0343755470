#include "latchkey-demo-provider.h"

#include "latchkey-demo-provider-page.h"
#include "latchkey-demo-seed.h"
#include "latchkey-demo-text.h"

/* The ports that are registered here, as an administrator would have registered Latchkey's. */
#define REGISTERED "^http://127\\.0\\.0\\.1:477[0-9][0-9]" LATCHKEY_DEMO_PROVIDER_CALLBACK "\\z"

struct _LatchkeyDemoProvider
{
  LatchkeyDemoProviderMode mode;
  char *issuer;
  char *own_redirect_uri;
  GPtrArray *people;
  GPtrArray *grants;
};

/**
 * latchkey_demo_provider_new:
 *
 * Returns: (transfer full): a provider that knows Ada, Charles and Olive
 */
LatchkeyDemoProvider *
latchkey_demo_provider_new (void)
{
  LatchkeyDemoProvider *self = g_new0 (LatchkeyDemoProvider, 1);

  self->people = latchkey_demo_seed_provider ();
  self->grants = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_grant_free);

  return self;
}

/**
 * latchkey_demo_provider_free:
 * @self: (nullable) (transfer full): a provider
 *
 * Frees it.
 */
void
latchkey_demo_provider_free (LatchkeyDemoProvider *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->grants);
  g_ptr_array_unref (self->people);
  g_free (self->own_redirect_uri);
  g_free (self->issuer);
  g_free (self);
}

/**
 * latchkey_demo_provider_parse_mode:
 * @name: a word, such as `wrong-state`
 * @mode: (out): the mode
 *
 * Returns: whether there is such a mode
 */
gboolean
latchkey_demo_provider_parse_mode (const char *name, LatchkeyDemoProviderMode *mode)
{
  static const char *const names[] = {
    [LATCHKEY_DEMO_PROVIDER_PLAIN] = "off",
    [LATCHKEY_DEMO_PROVIDER_CONSENT] = "consent",
    [LATCHKEY_DEMO_PROVIDER_DENY] = "deny",
    [LATCHKEY_DEMO_PROVIDER_ERROR] = "error",
    [LATCHKEY_DEMO_PROVIDER_REFUSE] = "refuse",
    [LATCHKEY_DEMO_PROVIDER_WRONG_STATE] = "wrong-state",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      {
        *mode = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * latchkey_demo_provider_set_mode:
 * @self: a provider
 * @mode: how it behaves from now on
 *
 * Makes it misbehave, or behave again.
 */
void
latchkey_demo_provider_set_mode (LatchkeyDemoProvider *self, LatchkeyDemoProviderMode mode)
{
  self->mode = mode;
}

/**
 * latchkey_demo_provider_set_addresses:
 * @self: a provider
 * @uri: where it listens
 * @server_uri: where the demo server listens
 *
 * Tells the provider where it is. The redirect URI of that very server is registered, too.
 */
void
latchkey_demo_provider_set_addresses (LatchkeyDemoProvider *self,
                                      const char *uri,
                                      const char *server_uri)
{
  g_free (self->issuer);
  self->issuer = g_strconcat (uri, LATCHKEY_DEMO_PROVIDER_PATH, NULL);
  g_free (self->own_redirect_uri);
  self->own_redirect_uri = g_strconcat (server_uri, LATCHKEY_DEMO_PROVIDER_CALLBACK, NULL);
}

/**
 * latchkey_demo_provider_get_issuer:
 * @self: a provider
 *
 * Returns: (nullable): its identifier, which is also where it is; its authorization endpoint is
 *   `auth` below that
 */
const char *
latchkey_demo_provider_get_issuer (LatchkeyDemoProvider *self)
{
  return self->issuer;
}

static gboolean
is_registered (LatchkeyDemoProvider *self, GHashTable *request)
{
  const char *client_id = g_hash_table_lookup (request, "client_id");
  const char *redirect_uri = g_hash_table_lookup (request, "redirect_uri");

  return self->mode != LATCHKEY_DEMO_PROVIDER_REFUSE && redirect_uri != NULL
         && g_strcmp0 (client_id, LATCHKEY_DEMO_PROVIDER_CLIENT_ID) == 0
         && (g_strcmp0 (redirect_uri, self->own_redirect_uri) == 0
             || g_regex_match_simple (REGISTERED, redirect_uri, 0, 0));
}

/* What is wrong with a request that comes from somebody known, as RFC 6749, section 4.1.2.1, names
 * it. */
static const char *
find_mistake (GHashTable *request)
{
  const char *type = g_hash_table_lookup (request, "response_type");
  const char *scope = g_hash_table_lookup (request, "scope");
  const char *challenge = g_hash_table_lookup (request, "code_challenge");
  const char *method = g_hash_table_lookup (request, "code_challenge_method");
  g_auto (GStrv) scopes = g_strsplit (scope != NULL ? scope : "", " ", -1);

  if (g_strcmp0 (type, "code") != 0)
    return "unsupported_response_type";
  if (!g_strv_contains ((const char *const *) scopes, "openid"))
    return "invalid_scope";
  if (challenge == NULL || *challenge == '\0' || g_strcmp0 (method, "S256") != 0)
    return "invalid_request";

  return NULL;
}

/* Sends the browser back to where it came from. */
static void
send_back (LatchkeyDemoProvider *self,
           SoupServerMessage *message,
           GHashTable *request,
           const char *name,
           const char *value)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *state = g_hash_table_lookup (request, "state");
  g_autofree char *query = NULL;
  g_autofree char *location = NULL;

  if (self->mode == LATCHKEY_DEMO_PROVIDER_WRONG_STATE)
    state = "of-somebody-else";
  query = soup_form_encode (name, value, state != NULL ? "state" : NULL, state, NULL);
  location = g_strconcat (g_hash_table_lookup (request, "redirect_uri"), "?", query, NULL);
  soup_message_headers_replace (headers, "Location", location);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_server_message_set_status (message, SOUP_STATUS_SEE_OTHER, NULL);
}

static LatchkeyDemoPerson *
find_person (LatchkeyDemoProvider *self, const char *email, const char *password)
{
  g_autofree char *wanted = g_strstrip (g_strdup (email != NULL ? email : ""));

  for (guint i = 0; i < self->people->len; i++)
    {
      LatchkeyDemoPerson *person = g_ptr_array_index (self->people, i);

      if (g_ascii_strcasecmp (person->email, wanted) == 0 && password != NULL
          && latchkey_demo_person_check_password (person, password))
        return person;
    }

  return NULL;
}

/* Finds a grant that is still good, and drops those that are not. */
static LatchkeyDemoGrant *
find_grant (LatchkeyDemoProvider *self, const char *secret, gboolean is_allowed)
{
  LatchkeyDemoGrant *found = NULL;

  for (guint i = self->grants->len; i > 0; i--)
    {
      LatchkeyDemoGrant *grant = g_ptr_array_index (self->grants, i - 1);

      if (grant->expires <= g_get_real_time ())
        g_ptr_array_remove_index (self->grants, i - 1);
      else if (grant->is_allowed == is_allowed && strcmp (grant->secret, secret) == 0)
        found = grant;
    }

  return found;
}

static void
allow (LatchkeyDemoProvider *self,
       SoupServerMessage *message,
       GHashTable *request,
       LatchkeyDemoGrant *grant)
{
  latchkey_demo_grant_allow (grant);
  send_back (self, message, request, "code", grant->secret);
}

static void
take_password (LatchkeyDemoProvider *self,
               SoupServerMessage *message,
               GHashTable *request,
               GHashTable *form)
{
  const char *email = g_hash_table_lookup (form, "login");
  LatchkeyDemoPerson *person
      = find_person (self, email, g_hash_table_lookup (form, "password"));
  LatchkeyDemoGrant *grant;

  if (person == NULL)
    {
      latchkey_demo_provider_page_sign_in (message, email != NULL ? email : "", TRUE);
      return;
    }
  if (self->mode == LATCHKEY_DEMO_PROVIDER_DENY)
    {
      send_back (self, message, request, "error", "access_denied");
      return;
    }
  if (self->mode == LATCHKEY_DEMO_PROVIDER_ERROR)
    {
      send_back (self, message, request, "error", "server_error");
      return;
    }

  grant = latchkey_demo_grant_new (person, request);
  g_ptr_array_add (self->grants, grant);
  if (self->mode == LATCHKEY_DEMO_PROVIDER_CONSENT)
    latchkey_demo_provider_page_consent (message, person, grant->secret);
  else
    allow (self, message, request, grant);
}

static void
take_decision (LatchkeyDemoProvider *self,
               SoupServerMessage *message,
               GHashTable *request,
               GHashTable *form)
{
  LatchkeyDemoGrant *grant = find_grant (self, g_hash_table_lookup (form, "grant"), FALSE);
  const char *decision = g_hash_table_lookup (form, "decision");

  /* Another request than the one that was consented to needs another consent. */
  if (grant == NULL
      || g_strcmp0 (grant->redirect_uri, g_hash_table_lookup (request, "redirect_uri")) != 0
      || g_strcmp0 (grant->challenge, g_hash_table_lookup (request, "code_challenge")) != 0
      || g_strcmp0 (grant->nonce, g_hash_table_lookup (request, "nonce")) != 0)
    {
      latchkey_demo_provider_page_sign_in (message, "", FALSE);
      return;
    }

  if (g_strcmp0 (decision, "allow") == 0)
    {
      allow (self, message, request, grant);
      return;
    }
  g_ptr_array_remove (self->grants, grant);
  send_back (self, message, request, "error", "access_denied");
}

static void
take_form (LatchkeyDemoProvider *self, SoupServerMessage *message, GHashTable *request)
{
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_request_body (message));
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autofree char *text = length > 0 ? g_strndup (data, length) : g_strdup ("");
  g_autoptr (GHashTable) form = soup_form_decode (text);

  if (g_hash_table_lookup (form, "grant") != NULL)
    take_decision (self, message, request, form);
  else
    take_password (self, message, request, form);
}

/**
 * latchkey_demo_provider_execute:
 * @self: a provider
 * @message: a request, read completely
 * @path: its path, %LATCHKEY_DEMO_PROVIDER_PATH or below
 *
 * Answers with a page, or sends the browser back to Homebox. There is one endpoint, `auth`: its
 * forms (`login` and `password`; `grant` and `decision`) go to the address of the page itself, so
 * that the authorization request comes along. A redirect URI that is not registered, or another
 * client, gets a page and is never redirected to (RFC 6749, section 4.1.2.1).
 */
void
latchkey_demo_provider_execute (LatchkeyDemoProvider *self,
                                SoupServerMessage *message,
                                const char *path)
{
  const char *method = soup_server_message_get_method (message);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr (GHashTable) request = soup_form_decode (query != NULL ? query : "");
  const char *mistake;

  if (strcmp (path, LATCHKEY_DEMO_PROVIDER_PATH "/auth") != 0)
    latchkey_demo_provider_page_problem (message, SOUP_STATUS_NOT_FOUND, "There is no such page.");
  else if (strcmp (method, "GET") != 0 && strcmp (method, "POST") != 0)
    latchkey_demo_provider_page_problem (
        message, SOUP_STATUS_METHOD_NOT_ALLOWED, "This page takes no such requests.");
  else if (!is_registered (self, request))
    latchkey_demo_provider_page_problem (
        message, SOUP_STATUS_BAD_REQUEST, "The redirect URI is not registered for this client.");
  else if ((mistake = find_mistake (request)) != NULL)
    send_back (self, message, request, "error", mistake);
  else if (strcmp (method, "GET") == 0)
    latchkey_demo_provider_page_sign_in (message, "", FALSE);
  else
    take_form (self, message, request);
}

/**
 * latchkey_demo_provider_redeem:
 * @self: a provider
 * @code: an authorization code
 * @redirect_uri: where it was sent, as the client says
 * @verifier: what the challenge was made of (PKCE, RFC 7636, section 4.6)
 *
 * Exchanges a code for who signed in, as a token endpoint does. A code is good for one try.
 *
 * Returns: (transfer full) (nullable): the grant, unless anything of that does not fit
 */
LatchkeyDemoGrant *
latchkey_demo_provider_redeem (LatchkeyDemoProvider *self,
                               const char *code,
                               const char *redirect_uri,
                               const char *verifier)
{
  LatchkeyDemoGrant *found = find_grant (self, code, TRUE);
  g_autoptr (LatchkeyDemoGrant) grant = NULL;
  g_autofree char *challenge = latchkey_demo_text_make_challenge (verifier);
  guint index;

  if (found == NULL || !g_ptr_array_find (self->grants, found, &index))
    return NULL;

  grant = g_ptr_array_steal_index (self->grants, index);
  if (strcmp (grant->redirect_uri, redirect_uri) != 0
      || strcmp (grant->challenge, challenge) != 0)
    return NULL;

  return g_steal_pointer (&grant);
}
