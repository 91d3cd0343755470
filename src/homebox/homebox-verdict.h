#pragma once

#include "homebox-response.h"

G_BEGIN_DECLS

GError *homebox_verdict_on (HomeboxResponse *response, JsonNode *root);
gboolean homebox_verdict_is_json (HomeboxResponse *response, GError **error);

G_END_DECLS
