#include "latchkey-demo-endpoints.h"

static const char *
get_version_name (LatchkeyDemoVersion version)
{
  switch (version)
    {
    case LATCHKEY_DEMO_VERSION_0_21:
      return "v0.21-demo";
    case LATCHKEY_DEMO_VERSION_0_25:
      return "v0.25-demo";
    case LATCHKEY_DEMO_VERSION_CURRENT:
    default:
      return "nightly-demo";
    }
}

static void
build_oidc (JsonBuilder *builder, LatchkeyDemoExchange *exchange)
{
  json_builder_set_member_name (builder, "oidc");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "buttonText");
  json_builder_add_string_value (builder, "Sign in with OIDC");
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, (exchange->flags & LATCHKEY_DEMO_OIDC) != 0);
  if (exchange->flags & LATCHKEY_DEMO_OIDC_AUTO_REDIRECT)
    {
      json_builder_set_member_name (builder, "autoRedirect");
      json_builder_add_boolean_value (builder, TRUE);
    }
  json_builder_set_member_name (builder, "allowLocal");
  json_builder_add_boolean_value (builder,
                                  (exchange->flags & LATCHKEY_DEMO_NO_LOCAL_LOGIN) == 0);
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "telemetry");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, FALSE);
  json_builder_end_object (builder);
}

/**
 * latchkey_demo_status_get:
 * @exchange: `GET /status`
 *
 * Tells what this server is and offers. `oidc` came with v0.22.
 */
void
latchkey_demo_status_get (LatchkeyDemoExchange *exchange)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "health");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "versions");
  json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, "Homebox");
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, "Track, Manage, and Organize your Things");

  json_builder_set_member_name (builder, "build");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_string_value (builder, get_version_name (exchange->version));
  json_builder_set_member_name (builder, "commit");
  json_builder_add_string_value (builder, "HEAD");
  json_builder_set_member_name (builder, "buildTime");
  json_builder_add_string_value (builder, "now");
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "latest");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_string_value (builder, "");
  json_builder_set_member_name (builder, "date");
  json_builder_add_string_value (builder, "");
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "demo");
  json_builder_add_boolean_value (builder, (exchange->flags & LATCHKEY_DEMO_DEMO_MODE) != 0);
  json_builder_set_member_name (builder, "allowRegistration");
  json_builder_add_boolean_value (builder,
                                  (exchange->flags & LATCHKEY_DEMO_NO_REGISTRATION) == 0);
  json_builder_set_member_name (builder, "labelPrinting");
  json_builder_add_boolean_value (builder, FALSE);
  if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    build_oidc (builder, exchange);
  json_builder_end_object (builder);

  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_status_web_page:
 * @exchange: any method and any path outside `/api/v1`
 *
 * Answers what looks like success: Homebox serves its web page there, whatever the path.
 */
void
latchkey_demo_status_web_page (LatchkeyDemoExchange *exchange)
{
  latchkey_demo_exchange_reply_text (exchange,
                                     SOUP_STATUS_OK,
                                     "text/html; charset=utf-8",
                                     "<!DOCTYPE html>\n"
                                     "<html lang=\"en\"><head><title>Homebox</title></head>"
                                     "<body><p>This demo has no web page.</p></body></html>\n");
}

/**
 * latchkey_demo_status_unknown:
 * @exchange: a path in `/api/v1` that this version does not have
 *
 * Answers 404, as text.
 */
void
latchkey_demo_status_unknown (LatchkeyDemoExchange *exchange)
{
  latchkey_demo_exchange_reply_text (exchange,
                                     SOUP_STATUS_NOT_FOUND,
                                     "text/plain; charset=utf-8",
                                     "404 page not found\n");
}
