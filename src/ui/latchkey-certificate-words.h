#pragma once

#include "homebox-certificate.h"

G_BEGIN_DECLS

char *latchkey_certificate_words_server (const char *origin);
char *latchkey_certificate_words_problems (HomeboxCertificate *certificate);
char *latchkey_certificate_words_validity (HomeboxCertificate *certificate);
char *latchkey_certificate_words_fingerprint (const char *fingerprint);
char *latchkey_certificate_words_command (HomeboxCertificate *certificate);

G_END_DECLS
