#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOMEBOX_TYPE_CERTIFICATE (homebox_certificate_get_type ())

/**
 * HomeboxCertificate:
 *
 * The certificate that a server showed, and what is the matter with it. It does not change.
 *
 * Names come from the certificate, so that anybody may have written them: they are cut to one
 * line without control characters, and are to be shown, not believed.
 */
G_DECLARE_FINAL_TYPE (HomeboxCertificate, homebox_certificate, HOMEBOX, CERTIFICATE, GObject)

HomeboxCertificate *homebox_certificate_new (GTlsCertificate *certificate,
                                             const char *origin,
                                             const char *pin,
                                             GTlsCertificateFlags problems);

char *homebox_certificate_fingerprint_of (GTlsCertificate *certificate);

const char *homebox_certificate_get_origin (HomeboxCertificate *self);
const char *homebox_certificate_get_fingerprint (HomeboxCertificate *self);
const char *homebox_certificate_get_pin (HomeboxCertificate *self);
GBytes *homebox_certificate_get_der (HomeboxCertificate *self);

GTlsCertificateFlags homebox_certificate_get_problems (HomeboxCertificate *self);
gboolean homebox_certificate_get_trusted (HomeboxCertificate *self);
gboolean homebox_certificate_get_self_signed (HomeboxCertificate *self);

const char *homebox_certificate_get_name (HomeboxCertificate *self);
const char *homebox_certificate_get_issuer (HomeboxCertificate *self);
const char *const *homebox_certificate_get_alternative_names (HomeboxCertificate *self);
GDateTime *homebox_certificate_get_not_before (HomeboxCertificate *self);
GDateTime *homebox_certificate_get_not_after (HomeboxCertificate *self);

G_END_DECLS
