#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HomeboxCheckKind:
 * @HOMEBOX_CHECK_NAME: the name of the server is looked up
 * @HOMEBOX_CHECK_CONNECTION: something listens there
 * @HOMEBOX_CHECK_CERTIFICATE: it proves who it is; skipped over plain http
 * @HOMEBOX_CHECK_ANSWER: it answers a request
 * @HOMEBOX_CHECK_HOMEBOX: the answer is that of a Homebox
 * @HOMEBOX_CHECK_OFFERS: its version, and what it offers
 *
 * What a step of a #HomeboxServerCheck is about, in the order of the steps.
 */
typedef enum
{
  HOMEBOX_CHECK_NAME,
  HOMEBOX_CHECK_CONNECTION,
  HOMEBOX_CHECK_CERTIFICATE,
  HOMEBOX_CHECK_ANSWER,
  HOMEBOX_CHECK_HOMEBOX,
  HOMEBOX_CHECK_OFFERS,
} HomeboxCheckKind;

/* How many steps a check has. */
#define HOMEBOX_CHECK_N_STEPS (HOMEBOX_CHECK_OFFERS + 1)

#define HOMEBOX_TYPE_CHECK_KIND (homebox_check_kind_get_type ())

GType homebox_check_kind_get_type (void);

/**
 * HomeboxCheckState:
 * @HOMEBOX_CHECK_WAITING: its turn has not come
 * @HOMEBOX_CHECK_RUNNING: it is going on
 * @HOMEBOX_CHECK_DONE: that is in order
 * @HOMEBOX_CHECK_FAILED: that is where it ends; see the step's error and fix
 * @HOMEBOX_CHECK_SKIPPED: there is nothing to check, or the check ended before
 *
 * How a step is doing.
 */
typedef enum
{
  HOMEBOX_CHECK_WAITING,
  HOMEBOX_CHECK_RUNNING,
  HOMEBOX_CHECK_DONE,
  HOMEBOX_CHECK_FAILED,
  HOMEBOX_CHECK_SKIPPED,
} HomeboxCheckState;

#define HOMEBOX_TYPE_CHECK_STATE (homebox_check_state_get_type ())

GType homebox_check_state_get_type (void);

/**
 * HomeboxCheckFix:
 * @HOMEBOX_CHECK_FIX_NONE: nothing is to be done
 * @HOMEBOX_CHECK_FIX_SPELLING: no such name: look at the spelling, and at the network
 * @HOMEBOX_CHECK_FIX_NETWORK: there is no way to it: look at the network
 * @HOMEBOX_CHECK_FIX_PORT: nothing listens on that port: is it another one (the suggestion has
 *   Homebox's own, 7745, where none was typed), is the server running?
 * @HOMEBOX_CHECK_FIX_SILENCE: no answer at all: a firewall, or the wrong address
 * @HOMEBOX_CHECK_FIX_TRUST: the certificate is not trusted: whether to trust it is for the person
 *   to decide; the step's error knows the certificate
 * @HOMEBOX_CHECK_FIX_PLAIN_HTTP: what answers speaks no TLS; the suggestion begins with `http://`,
 *   and the person has to want that
 * @HOMEBOX_CHECK_FIX_HTTPS: it wants TLS; the suggestion begins with `https://`
 * @HOMEBOX_CHECK_FIX_GATEWAY: an access gateway or a login page is in front (the step's target says
 *   where it leads): sign in there with a browser, or use an address that does not pass it
 * @HOMEBOX_CHECK_FIX_ADDRESS: Homebox is at another address, the suggestion
 * @HOMEBOX_CHECK_FIX_PATH: there is a web server, but no Homebox at this path: look at what follows
 *   the name
 * @HOMEBOX_CHECK_FIX_OTHER_PROGRAM: another program answers there: look at address and port
 * @HOMEBOX_CHECK_FIX_START: the proxy in front answers, but Homebox behind it does not: is it
 *   running?
 * @HOMEBOX_CHECK_FIX_WAIT: the server wants to be left alone for a while
 * @HOMEBOX_CHECK_FIX_ADMINISTRATOR: the server itself is unwell: whoever runs it has to look
 * @HOMEBOX_CHECK_FIX_UPDATE: it works, but is too old for something (the step is done all the same;
 *   what is missing is in homebox_server_check_get_features())
 *
 * What usually helps.
 */
typedef enum
{
  HOMEBOX_CHECK_FIX_NONE,
  HOMEBOX_CHECK_FIX_SPELLING,
  HOMEBOX_CHECK_FIX_NETWORK,
  HOMEBOX_CHECK_FIX_PORT,
  HOMEBOX_CHECK_FIX_SILENCE,
  HOMEBOX_CHECK_FIX_TRUST,
  HOMEBOX_CHECK_FIX_PLAIN_HTTP,
  HOMEBOX_CHECK_FIX_HTTPS,
  HOMEBOX_CHECK_FIX_GATEWAY,
  HOMEBOX_CHECK_FIX_ADDRESS,
  HOMEBOX_CHECK_FIX_PATH,
  HOMEBOX_CHECK_FIX_OTHER_PROGRAM,
  HOMEBOX_CHECK_FIX_START,
  HOMEBOX_CHECK_FIX_WAIT,
  HOMEBOX_CHECK_FIX_ADMINISTRATOR,
  HOMEBOX_CHECK_FIX_UPDATE,
} HomeboxCheckFix;

#define HOMEBOX_TYPE_CHECK_FIX (homebox_check_fix_get_type ())

GType homebox_check_fix_get_type (void);

#define HOMEBOX_TYPE_CHECK_STEP (homebox_check_step_get_type ())

/**
 * HomeboxCheckStep:
 *
 * One step of a #HomeboxServerCheck, and what was found there. It belongs to its check and is used
 * again by the next run.
 *
 * Properties, read-only from outside and notified: `kind` (constant), `state`, `fix`, `error`
 * (#GError, nullable), `suggestion` (nullable: an address to try, as it is typed), and facts, each
 * nullable or 0 where it is not known: `address` (the IP address and port that were connected to),
 * `certificate` (#GTlsCertificate that was shown), `status` (of the answer), `target` (where the
 * server sent us to, without its query). No secret is in any of them.
 */
G_DECLARE_FINAL_TYPE (HomeboxCheckStep, homebox_check_step, HOMEBOX, CHECK_STEP, GObject)

HomeboxCheckKind homebox_check_step_get_kind (HomeboxCheckStep *self);
HomeboxCheckState homebox_check_step_get_state (HomeboxCheckStep *self);
HomeboxCheckFix homebox_check_step_get_fix (HomeboxCheckStep *self);
const GError *homebox_check_step_get_error (HomeboxCheckStep *self);
const char *homebox_check_step_get_suggestion (HomeboxCheckStep *self);
const char *homebox_check_step_get_address (HomeboxCheckStep *self);
GTlsCertificate *homebox_check_step_get_certificate (HomeboxCheckStep *self);
guint homebox_check_step_get_status (HomeboxCheckStep *self);
const char *homebox_check_step_get_target (HomeboxCheckStep *self);

G_END_DECLS
