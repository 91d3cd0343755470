#pragma once

#include "homebox-response.h"
#include "homebox-token.h"

G_BEGIN_DECLS

HomeboxToken *homebox_token_answer_read (HomeboxResponse *response, GError **error);

G_END_DECLS
