#include "latchkey-demo-endpoints.h"

#include "latchkey-demo-text.h"

#define STATE_LIFETIME (10 * G_TIME_SPAN_MINUTE)
#define SESSION_DAYS 28

/* What Homebox calls the home of somebody whom it did not know. */
#define GROUP_NAME "Home"

static const char *
get_header (LatchkeyDemoExchange *exchange, const char *name)
{
  const char *value = soup_message_headers_get_one (
      soup_server_message_get_request_headers (exchange->message), name);

  return value != NULL ? value : "";
}

/* What Homebox takes for its own address. A wrong guess is what makes OIDC fail behind a proxy. */
static char *
make_base_uri (LatchkeyDemoExchange *exchange)
{
  gboolean trusts = (exchange->flags & LATCHKEY_DEMO_TRUST_PROXY) != 0;
  const char *scheme = g_uri_get_scheme (soup_server_message_get_uri (exchange->message));
  const char *host = get_header (exchange, "Host");

  if (trusts && strcmp (get_header (exchange, "X-Forwarded-Proto"), "https") == 0)
    scheme = "https";
  if (exchange->hostname != NULL)
    host = exchange->hostname;
  else if (trusts && *get_header (exchange, "X-Forwarded-Host") != '\0')
    host = get_header (exchange, "X-Forwarded-Host");

  return g_strconcat (scheme, "://", host, NULL);
}

static char *
make_domain (LatchkeyDemoExchange *exchange, const char *base_uri)
{
  g_autoptr (GUri) uri = g_uri_parse (base_uri, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0')
    host = g_uri_get_host (soup_server_message_get_uri (exchange->message));

  return g_strdup (host);
}

static void
add_cookie (LatchkeyDemoExchange *exchange,
            const char *name,
            const char *value,
            const char *domain,
            gint64 expires)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->message);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (expires / G_USEC_PER_SEC);
  g_autofree char *date = soup_date_time_to_string (time, SOUP_DATE_HTTP);
  g_autofree char *cookie
      = g_strdup_printf ("%s=%s; Path=/; Domain=%s; Expires=%s%s; HttpOnly; SameSite=Lax",
                         name,
                         value,
                         domain,
                         date,
                         expires == 0 ? "; Max-Age=0" : "");

  soup_message_headers_append (headers, "Set-Cookie", cookie);
}

static void
clear_cookies (LatchkeyDemoExchange *exchange, const char *domain)
{
  add_cookie (exchange, "oidc_state", "", domain, 0);
  add_cookie (exchange, "oidc_nonce", "", domain, 0);
  add_cookie (exchange, "oidc_pkce_verifier", "", domain, 0);
}

/* As Go's http.Redirect does it, page included. */
static void
redirect (LatchkeyDemoExchange *exchange, const char *location)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->message);
  g_autofree char *page = g_markup_printf_escaped ("<a href=\"%s\">Found</a>.\n\n", location);

  soup_message_headers_replace (headers, "Location", location);
  latchkey_demo_exchange_reply_text (
      exchange, SOUP_STATUS_FOUND, "text/html; charset=utf-8", page);
}

static gboolean
check_provider (LatchkeyDemoExchange *exchange)
{
  if (exchange->provider != NULL)
    return TRUE;

  latchkey_demo_exchange_reply_error (exchange, 500, "OIDC provider not available");

  return FALSE;
}

/**
 * latchkey_demo_oidc_start:
 * @exchange: `GET /users/login/oidc`
 *
 * Redirects to the provider, with three cookies that the callback needs. The redirect URI is made
 * from the configured host name; else, on a server that trusts its proxy, from
 * `X-Forwarded-Host`; else from `Host`. The cookies are for the host of that. 500 when the
 * provider could not be reached at the start.
 */
void
latchkey_demo_oidc_start (LatchkeyDemoExchange *exchange)
{
  g_autofree char *base_uri = make_base_uri (exchange);
  g_autofree char *domain = make_domain (exchange, base_uri);
  g_autofree char *redirect_uri = g_strconcat (base_uri, LATCHKEY_DEMO_PROVIDER_CALLBACK, NULL);
  g_autofree char *state = latchkey_demo_text_new_secret ();
  g_autofree char *nonce = latchkey_demo_text_new_secret ();
  g_autofree char *verifier = latchkey_demo_text_new_secret ();
  g_autofree char *challenge = latchkey_demo_text_make_challenge (verifier);
  g_autofree char *query = NULL;
  g_autofree char *location = NULL;
  gint64 expires = g_get_real_time () + STATE_LIFETIME;

  if (!check_provider (exchange))
    return;

  query = soup_form_encode ("client_id",
                            LATCHKEY_DEMO_PROVIDER_CLIENT_ID,
                            "code_challenge",
                            challenge,
                            "code_challenge_method",
                            "S256",
                            "nonce",
                            nonce,
                            "redirect_uri",
                            redirect_uri,
                            "response_type",
                            "code",
                            "scope",
                            "openid profile email",
                            "state",
                            state,
                            NULL);
  location = g_strconcat (
      latchkey_demo_provider_get_issuer (exchange->provider), "/auth?", query, NULL);
  add_cookie (exchange, "oidc_state", state, domain, expires);
  add_cookie (exchange, "oidc_nonce", nonce, domain, expires);
  add_cookie (exchange, "oidc_pkce_verifier", verifier, domain, expires);
  redirect (exchange, location);
}

static LatchkeyDemoGrant *
redeem (LatchkeyDemoExchange *exchange, const char *base_uri)
{
  const char *error = g_hash_table_lookup (exchange->query, "error");
  const char *state = g_hash_table_lookup (exchange->query, "state");
  const char *code = g_hash_table_lookup (exchange->query, "code");
  g_autofree char *redirect_uri = g_strconcat (base_uri, LATCHKEY_DEMO_PROVIDER_CALLBACK, NULL);
  g_autofree char *expected_state = latchkey_demo_exchange_dup_cookie (exchange, "oidc_state");
  g_autofree char *nonce = latchkey_demo_exchange_dup_cookie (exchange, "oidc_nonce");
  g_autofree char *verifier
      = latchkey_demo_exchange_dup_cookie (exchange, "oidc_pkce_verifier");
  g_autoptr (LatchkeyDemoGrant) grant = NULL;

  if ((error != NULL && *error != '\0') || state == NULL || *state == '\0'
      || g_strcmp0 (state, expected_state) != 0 || nonce == NULL || verifier == NULL
      || code == NULL)
    return NULL;

  grant = latchkey_demo_provider_redeem (exchange->provider, code, redirect_uri, verifier);
  if (grant == NULL || g_strcmp0 (grant->nonce, nonce) != 0)
    return NULL;

  return g_steal_pointer (&grant);
}

/* Somebody who signed in this way before; or whose account has the same email, which is this
 * person's way in from then on; or somebody new, with a home of their own and nothing in it. */
static LatchkeyDemoPerson *
find_or_make_person (LatchkeyDemoExchange *exchange, LatchkeyDemoGrant *grant)
{
  const char *issuer = latchkey_demo_provider_get_issuer (exchange->provider);
  LatchkeyDemoPerson *person
      = latchkey_demo_store_find_oidc (exchange->store, issuer, grant->person->id);
  g_autofree char *email = NULL;

  if (person != NULL)
    return person;

  email = g_utf8_strdown (grant->person->email, -1);
  person = latchkey_demo_store_find_email (exchange->store, email);
  if (person == NULL)
    {
      person = latchkey_demo_person_new (NULL, grant->person->name, email);
      latchkey_demo_store_add_person (exchange->store, person);
      latchkey_demo_register_move_in (exchange, person, GROUP_NAME);
    }
  latchkey_demo_person_set_oidc (person, issuer, grant->person->id);

  return person;
}

/**
 * latchkey_demo_oidc_finish:
 * @exchange: `GET /users/login/oidc/callback`
 *
 * Signs somebody in for 28 days with the code of the provider: to `/home`, with the token in a
 * cookie. It needs the three cookies, and the same address as the first request. Every failure
 * looks the same: to `/?oidc_error=oidc_auth_failed`, which does not count as a failed attempt.
 */
void
latchkey_demo_oidc_finish (LatchkeyDemoExchange *exchange)
{
  g_autofree char *base_uri = make_base_uri (exchange);
  g_autofree char *domain = make_domain (exchange, base_uri);
  g_autoptr (LatchkeyDemoGrant) grant = NULL;
  LatchkeyDemoPerson *person;

  if (!check_provider (exchange))
    return;

  clear_cookies (exchange, domain);
  grant = redeem (exchange, base_uri);
  if (grant == NULL)
    {
      redirect (exchange, "/?oidc_error=oidc_auth_failed");
      return;
    }

  person = find_or_make_person (exchange, grant);
  latchkey_demo_login_set_cookies (
      exchange,
      latchkey_demo_store_open_session (exchange->store, person, SESSION_DAYS),
      TRUE);
  redirect (exchange, "/home");
}
