#include "latchkey-demo-provider-page.h"

/* No form-action: browsers apply it to where a form is redirected to as well, which is the
 * redirect URI. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; " \
               "frame-ancestors 'none'"

#define STYLE \
  "body{font:1.1em sans-serif;max-width:26em;margin:4em auto;padding:0 1em;" \
  "color:#222;background:#fafafa}" \
  "label{display:block;margin:1em 0}input{display:block;width:100%;box-sizing:border-box}" \
  "input,button{font:inherit;padding:.5em}.wrong{color:#a00}.hint{color:#555}"

static void
reply (SoupServerMessage *message, guint status, const char *title, const char *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *page = g_strconcat ("<!DOCTYPE html>\n"
                                       "<html lang=\"en\"><head><meta charset=\"utf-8\">"
                                       "<meta name=\"viewport\" content=\"width=device-width\">"
                                       "<title>",
                                       title,
                                       "</title><style>" STYLE "</style></head><body><main><h1>",
                                       title,
                                       "</h1>",
                                       body,
                                       "</main></body></html>\n",
                                       NULL);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (
      message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, page, strlen (page));
}

/**
 * latchkey_demo_provider_page_sign_in:
 * @message: a request to answer
 * @email: what to fill in
 * @was_wrong: whether that and a password did not fit
 *
 * Answers with the form of email and password.
 */
void
latchkey_demo_provider_page_sign_in (SoupServerMessage *message,
                                     const char *email,
                                     gboolean was_wrong)
{
  g_autofree char *form = g_markup_printf_escaped (
      "<form method=\"post\">"
      "<label>Email <input name=\"login\" type=\"email\" value=\"%s\" required autofocus></label>"
      "<label>Password <input name=\"password\" type=\"password\" required></label>"
      "<button>Sign In</button></form>"
      "<p class=\"hint\">Nothing here is real. Sign in as ada@example.org with the password "
      "analytical-engine, or, to get a new account, as olive@example.org with the password "
      "password.</p>",
      email);
  g_autofree char *body = g_strconcat (
      was_wrong ? "<p class=\"wrong\" role=\"alert\">That email and password do not fit. "
                  "Try again.</p>"
                : "",
      form,
      NULL);

  reply (message, SOUP_STATUS_OK, "Demo Provider", body);
}

/**
 * latchkey_demo_provider_page_consent:
 * @message: a request to answer
 * @person: who signed in
 * @grant: what the answer is found by
 *
 * Asks whether Homebox may know who that was.
 */
void
latchkey_demo_provider_page_consent (SoupServerMessage *message,
                                     LatchkeyDemoPerson *person,
                                     const char *grant)
{
  g_autofree char *body = g_markup_printf_escaped (
      "<p>Homebox wants to know the name %s and the email %s.</p>"
      "<form method=\"post\"><input name=\"grant\" type=\"hidden\" value=\"%s\">"
      "<button name=\"decision\" value=\"allow\">Allow</button> "
      "<button name=\"decision\" value=\"deny\">Deny</button></form>",
      person->name,
      person->email,
      grant);

  reply (message, SOUP_STATUS_OK, "Allow Homebox?", body);
}

/**
 * latchkey_demo_provider_page_problem:
 * @message: a request to answer
 * @status: the status code
 * @text: what is wrong
 *
 * Answers with a page that leads nowhere.
 */
void
latchkey_demo_provider_page_problem (SoupServerMessage *message, guint status, const char *text)
{
  g_autofree char *body = g_markup_printf_escaped ("<p>%s</p>", text);

  reply (message, status, "This Did Not Work", body);
}
