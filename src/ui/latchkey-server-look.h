#pragma once

#include "homebox-server-check.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SERVER_LOOK (latchkey_server_look_get_type ())

/**
 * LatchkeyServerLook:
 *
 * Has a quiet look at the server behind an address that somebody has finished typing, so that the
 * page can offer what the server offers. How that goes can be followed step by step; a certificate
 * that is not trusted hides what the server offers until the person decides.
 *
 * Signal: `changed` when there is another answer, or none any more.
 */
G_DECLARE_FINAL_TYPE (LatchkeyServerLook, latchkey_server_look, LATCHKEY, SERVER_LOOK, GObject)

LatchkeyServerLook *latchkey_server_look_new (HomeboxTrust *trust);

void latchkey_server_look_at (LatchkeyServerLook *self, const char *typed);
void latchkey_server_look_away (LatchkeyServerLook *self);

HomeboxServerCheck *latchkey_server_look_get_check (LatchkeyServerLook *self);
const GError *latchkey_server_look_get_error (LatchkeyServerLook *self);
HomeboxFeatures latchkey_server_look_get_features (LatchkeyServerLook *self);
HomeboxServerInfo *latchkey_server_look_get_info (LatchkeyServerLook *self);
HomeboxClient *latchkey_server_look_get_client (LatchkeyServerLook *self);
HomeboxReach latchkey_server_look_get_reach (LatchkeyServerLook *self);
gboolean latchkey_server_look_needs_confirmation (LatchkeyServerLook *self);

G_END_DECLS
