#include "latchkey-pins.h"

#include "homebox-uri.h"
#include "latchkey-account-file.h"
#include "latchkey-pins-file.h"

#include <glib/gi18n-lib.h>

#define FILE_NAME "pins.json"

struct _LatchkeyPins
{
  GObject parent_instance;

  GFile *file;
  GPtrArray *pins;

  /* Why the file must not be replaced: it holds something that was not read. */
  GError *blocked;
  GError *save_error;

  /* The origins that were decided about here since the list was written. */
  GHashTable *decided;
  GHashTable *written;

  gboolean writing;
  GPtrArray *written_for;
  GPtrArray *waiting;
};

enum
{
  PROP_SAVE_ERROR = 1,
  N_PROPS,
};

enum
{
  DROPPED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void latchkey_pins_list_model_init (GListModelInterface *iface);
static void latchkey_pins_trust_init (HomeboxTrustInterface *iface);
static void write_next (LatchkeyPins *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    LatchkeyPins,
    latchkey_pins,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, latchkey_pins_list_model_init)
        G_IMPLEMENT_INTERFACE (HOMEBOX_TYPE_TRUST, latchkey_pins_trust_init))

static GType
latchkey_pins_get_item_type (GListModel *model)
{
  return LATCHKEY_TYPE_PIN;
}

static guint
latchkey_pins_get_n_items (GListModel *model)
{
  return LATCHKEY_PINS (model)->pins->len;
}

static gpointer
latchkey_pins_get_item (GListModel *model, guint position)
{
  LatchkeyPins *self = LATCHKEY_PINS (model);

  if (position >= self->pins->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->pins, position));
}

static void
latchkey_pins_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = latchkey_pins_get_item_type;
  iface->get_n_items = latchkey_pins_get_n_items;
  iface->get_item = latchkey_pins_get_item;
}

static char *
latchkey_pins_dup_pin (HomeboxTrust *trust, const char *origin)
{
  LatchkeyPin *pin = latchkey_pins_find (LATCHKEY_PINS (trust), origin);

  return pin != NULL ? g_strdup (latchkey_pin_get_fingerprint (pin)) : NULL;
}

static void
latchkey_pins_pin_is_superfluous (HomeboxTrust *trust, const char *origin)
{
  LatchkeyPins *self = LATCHKEY_PINS (trust);
  LatchkeyPin *pin = latchkey_pins_find (self, origin);

  if (pin == NULL)
    return;
  g_object_ref (pin);
  latchkey_pins_remove (self, origin);
  g_signal_emit (self, signals[DROPPED], 0, pin);
  g_object_unref (pin);
}

static gboolean
latchkey_pins_allows_plain_http (HomeboxTrust *trust, const char *origin)
{
  return g_str_has_prefix (origin, "http://")
         && latchkey_pins_find (LATCHKEY_PINS (trust), origin) != NULL;
}

static void
latchkey_pins_trust_init (HomeboxTrustInterface *iface)
{
  iface->dup_pin = latchkey_pins_dup_pin;
  iface->pin_is_superfluous = latchkey_pins_pin_is_superfluous;
  iface->allows_plain_http = latchkey_pins_allows_plain_http;
}

static void
latchkey_pins_finalize (GObject *object)
{
  LatchkeyPins *self = LATCHKEY_PINS (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->pins, g_ptr_array_unref);
  g_clear_error (&self->blocked);
  g_clear_error (&self->save_error);
  g_clear_pointer (&self->decided, g_hash_table_unref);
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_clear_pointer (&self->written_for, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  G_OBJECT_CLASS (latchkey_pins_parent_class)->finalize (object);
}

static void
latchkey_pins_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  LatchkeyPins *self = LATCHKEY_PINS (object);

  switch (property)
    {
    case PROP_SAVE_ERROR:
      g_value_set_boxed (value, self->save_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_pins_class_init (LatchkeyPinsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = latchkey_pins_finalize;
  object_class->get_property = latchkey_pins_get_property;

  properties[PROP_SAVE_ERROR]
      = g_param_spec_boxed ("save-error", NULL, NULL, G_TYPE_ERROR,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LatchkeyPins::dropped:
   * @self: the pins
   * @pin: a pin that is not there any more
   *
   * The system trusts that certificate by now, so that the pin was dropped.
   */
  signals[DROPPED] = g_signal_new ("dropped", LATCHKEY_TYPE_PINS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, LATCHKEY_TYPE_PIN);
}

static void
latchkey_pins_init (LatchkeyPins *self)
{
  self->pins = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->decided = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * latchkey_pins_new:
 * @folder: (nullable): the local folder that holds the file; %NULL keeps the pins in memory only
 *
 * Makes an empty list. Nothing is read before latchkey_pins_load().
 *
 * Returns: (transfer full): a new list
 */
LatchkeyPins *
latchkey_pins_new (GFile *folder)
{
  LatchkeyPins *self = NULL;

  g_return_val_if_fail (folder == NULL || (G_IS_FILE (folder) && g_file_is_native (folder)), NULL);

  self = g_object_new (LATCHKEY_TYPE_PINS, NULL);
  if (folder != NULL)
    self->file = g_file_get_child (folder, FILE_NAME);
  return self;
}

static GPtrArray *
read_file (LatchkeyPins *self, GError **error)
{
  g_autoptr (GBytes) content = latchkey_account_file_read (self->file, error);

  return content != NULL ? latchkey_pins_file_parse (content, error) : NULL;
}

static gboolean
find_position (GPtrArray *pins, const char *origin, guint *position)
{
  for (guint i = 0; i < pins->len; i++)
    {
      if (g_strcmp0 (latchkey_pin_get_origin (g_ptr_array_index (pins, i)), origin) == 0)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Sets one entry of the list, or removes it. */
static void
set (LatchkeyPins *self, const char *origin, LatchkeyPin *pin)
{
  guint position = self->pins->len;
  gboolean known = find_position (self->pins, origin, &position);

  if (known)
    g_ptr_array_remove_index (self->pins, position);
  if (pin != NULL)
    g_ptr_array_insert (self->pins, (int) position, g_object_ref (pin));
  if (known || pin != NULL)
    g_list_model_items_changed (G_LIST_MODEL (self), position, known ? 1 : 0, pin != NULL ? 1 : 0);
}

/* What another process wrote counts, except for what was decided here since. */
static void
take_in (LatchkeyPins *self, GPtrArray *pins)
{
  guint position = 0;

  for (guint i = self->pins->len; i > 0; i--)
    {
      g_autofree char *origin
          = g_strdup (latchkey_pin_get_origin (g_ptr_array_index (self->pins, i - 1)));

      if (!g_hash_table_contains (self->decided, origin)
          && !find_position (pins, origin, &position))
        set (self, origin, NULL);
    }
  for (guint i = 0; i < pins->len; i++)
    {
      LatchkeyPin *pin = g_ptr_array_index (pins, i);
      const char *origin = latchkey_pin_get_origin (pin);
      LatchkeyPin *known = latchkey_pins_find (self, origin);

      if (!g_hash_table_contains (self->decided, origin)
          && (known == NULL
              || g_strcmp0 (latchkey_pin_get_fingerprint (known),
                            latchkey_pin_get_fingerprint (pin)) != 0))
        set (self, origin, pin);
    }
}

static gboolean
load_set_aside (LatchkeyPins *self, GError **error)
{
  g_autoptr (GFile) damaged = latchkey_account_file_set_aside (self->file, NULL);
  g_autofree char *name = g_file_get_parse_name (damaged != NULL ? damaged : self->file);

  if (damaged == NULL)
    {
      self->blocked = g_error_new (
          G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
          /* Translators: %s is the name of a file */
          _("The list of certificates that you trust in “%s” is damaged, and Latchkey may not move "
            "it out of the way. Until that is done, you will be asked again at every start."),
          name);
      g_propagate_error (error, g_error_copy (self->blocked));
      return FALSE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: %s is the name of a file */
               _("The list of certificates that you trust could not be read. It was kept as “%s”. "
                 "You will be asked again."),
               name);
  return FALSE;
}

/**
 * latchkey_pins_load:
 * @self: a list that was not loaded yet
 * @error: return location for an error
 *
 * Reads the file. This is synchronous on purpose, as with latchkey_account_store_load(): it is one
 * small local file, and has to be known before the first connection is made.
 *
 * No file is no error: the list is then empty. Whatever fails, the list can be used, and trusts
 * nothing: a file that is damaged is set aside (%G_IO_ERROR_INVALID_DATA); one that may not be
 * read, or that a later version of Latchkey wrote, stays where it is, and nothing is saved.
 *
 * Returns: %TRUE if the file was read or there is none; otherwise %FALSE and @error with a message
 *   for the person
 */
gboolean
latchkey_pins_load (LatchkeyPins *self, GError **error)
{
  g_autoptr (GPtrArray) pins = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LATCHKEY_IS_PINS (self), FALSE);
  g_return_val_if_fail (self->pins->len == 0, FALSE);

  if (self->file == NULL)
    return TRUE;

  pins = read_file (self, &problem);
  if (pins != NULL)
    {
      take_in (self, pins);
      return TRUE;
    }
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return load_set_aside (self, error);

  name = g_file_get_parse_name (self->file);
  self->blocked = g_error_new (
      G_IO_ERROR, problem->code,
      problem->code == G_IO_ERROR_NOT_SUPPORTED
          /* Translators: %s is the name of a file */
          ? _("The list of certificates that you trust in “%s” was saved by a newer version of "
              "Latchkey. You will be asked again until you update Latchkey.")
          /* Translators: %s is the name of a file */
          : _("Latchkey could not open “%s”, which holds the list of certificates that you trust. "
              "Make sure that you may read and write it, then start Latchkey again."),
      name);
  g_propagate_error (error, g_error_copy (self->blocked));
  return FALSE;
}

/**
 * latchkey_pins_get_save_error:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): why the last attempt to save failed, with a message for the
 *   person, or %NULL
 */
const GError *
latchkey_pins_get_save_error (LatchkeyPins *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PINS (self), NULL);
  return self->save_error;
}

/**
 * latchkey_pins_find:
 * @self: a list
 * @origin: a server: `https://host:port` or `http://host:port`
 *
 * Returns: (transfer none) (nullable): what the person agreed to for it
 */
LatchkeyPin *
latchkey_pins_find (LatchkeyPins *self, const char *origin)
{
  guint position = 0;

  g_return_val_if_fail (LATCHKEY_IS_PINS (self), NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  if (!find_position (self->pins, origin, &position))
    return NULL;
  return g_ptr_array_index (self->pins, position);
}

static void
decide (LatchkeyPins *self, const char *origin, LatchkeyPin *pin)
{
  g_hash_table_add (self->decided, g_strdup (origin));
  set (self, origin, pin);
  latchkey_pins_save_async (self, NULL, NULL, NULL);
}

/**
 * latchkey_pins_trust:
 * @self: a list
 * @certificate: what a server showed, and the person trusts
 *
 * From now on this server may show exactly this certificate, and no other. One that the system
 * trusts needs no pin: then a pin that the server had is dropped, and it is up to the system.
 */
void
latchkey_pins_trust (LatchkeyPins *self, HomeboxCertificate *certificate)
{
  g_autoptr (LatchkeyPin) pin = NULL;
  const char *origin = NULL;

  g_return_if_fail (LATCHKEY_IS_PINS (self));
  g_return_if_fail (HOMEBOX_IS_CERTIFICATE (certificate));

  origin = homebox_certificate_get_origin (certificate);
  if (!homebox_certificate_get_trusted (certificate))
    pin = latchkey_pin_new (origin, homebox_certificate_get_fingerprint (certificate),
                            homebox_certificate_get_name (certificate));
  decide (self, origin, pin);
}

/**
 * latchkey_pins_remove:
 * @self: a list
 * @origin: a server
 *
 * Takes back what the person agreed to for a server, if anything. It counts from the next request
 * on, also on connections that are open.
 */
void
latchkey_pins_remove (LatchkeyPins *self, const char *origin)
{
  g_autofree char *copy = NULL;

  g_return_if_fail (LATCHKEY_IS_PINS (self));
  g_return_if_fail (origin != NULL);

  /* It may be that of the pin that goes. */
  copy = g_strdup (origin);
  decide (self, copy, NULL);
}

/**
 * latchkey_pins_allow_plain_http:
 * @self: a list
 * @server: the base URI of a server that is asked with plain http
 *
 * The person agreed that what goes to this server is not encrypted.
 */
void
latchkey_pins_allow_plain_http (LatchkeyPins *self, const char *server)
{
  g_autofree char *origin = NULL;
  g_autoptr (LatchkeyPin) pin = NULL;

  g_return_if_fail (LATCHKEY_IS_PINS (self));
  g_return_if_fail (server != NULL);

  origin = homebox_uri_dup_origin_of (server);
  if (origin == NULL || !g_str_has_prefix (origin, "http://")
      || latchkey_pins_find (self, origin) != NULL)
    return;
  pin = latchkey_pin_new (origin, NULL, NULL);
  decide (self, origin, pin);
}

/**
 * latchkey_pins_get_plain_http_allowed:
 * @self: a list
 * @server: the base URI of a server
 *
 * Returns: whether the person agreed that what goes to this server is not encrypted
 */
gboolean
latchkey_pins_get_plain_http_allowed (LatchkeyPins *self, const char *server)
{
  g_autofree char *origin = NULL;

  g_return_val_if_fail (LATCHKEY_IS_PINS (self), FALSE);
  g_return_val_if_fail (server != NULL, FALSE);

  origin = homebox_uri_dup_origin_of (server);
  return origin != NULL && latchkey_pins_allows_plain_http (HOMEBOX_TRUST (self), origin);
}

static void
set_save_error (LatchkeyPins *self, const GError *problem)
{
  if (self->save_error == NULL && problem == NULL)
    return;
  g_clear_error (&self->save_error);
  self->save_error = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_ERROR]);
}

/* What could not be written is told by code; the words are about another file. */
static GError *
not_saved (LatchkeyPins *self, const GError *cause)
{
  g_autofree char *name = g_file_get_parse_name (self->file);

  return g_error_new (cause->domain, cause->code,
                      /* Translators: %s is the name of a file */
                      _("The list of certificates that you trust could not be saved in “%s”. After "
                        "the next start you will be asked again."),
                      name);
}

static void
keep_decided (LatchkeyPins *self)
{
  GHashTableIter iter;
  gpointer origin = NULL;

  g_hash_table_iter_init (&iter, self->written);
  while (g_hash_table_iter_next (&iter, &origin, NULL))
    g_hash_table_add (self->decided, g_strdup (origin));
}

/* Answers who waited for the write that is over, after the next one began. */
static void
end_write (LatchkeyPins *self, const GError *problem)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->written_for);

  /* Still to be written. */
  if (problem != NULL)
    keep_decided (self);
  g_clear_pointer (&self->written, g_hash_table_unref);
  set_save_error (self, problem);

  self->writing = FALSE;
  if (self->waiting->len > 0)
    write_next (self);

  for (guint i = 0; i < tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (tasks, i);

      if (problem != NULL)
        g_task_return_error (task, g_error_copy (problem));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyPins) self = LATCHKEY_PINS (user_data);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GError) problem = NULL;

  if (!latchkey_account_file_write_finish (result, &cause))
    problem = not_saved (self, cause);
  end_write (self, problem);
}

/* Takes in what another process wrote. Returns: whether the file may be replaced now. */
static gboolean
make_room (LatchkeyPins *self, GError **error)
{
  g_autoptr (GFile) damaged = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) others = read_file (self, &problem);

  if (others != NULL)
    {
      take_in (self, others);
      return TRUE;
    }
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    {
      g_clear_error (&problem);
      damaged = latchkey_account_file_set_aside (self->file, &problem);
      if (damaged != NULL)
        return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
write_next (LatchkeyPins *self)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) content = NULL;
  gboolean may_be_replaced = FALSE;

  /* Two copies of Latchkey may run, one on each of two sessions. As small as when it is loaded. */
  self->writing = TRUE;
  may_be_replaced = make_room (self, &cause);

  self->written = g_steal_pointer (&self->decided);
  self->decided = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->written_for = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);

  if (!may_be_replaced)
    {
      problem = not_saved (self, cause);
      end_write (self, problem);
      return;
    }
  content = latchkey_pins_file_serialize (self->pins);
  latchkey_account_file_write_async (self->file, content, on_written, g_object_ref (self));
}

/**
 * latchkey_pins_save_async:
 * @self: a list
 * @cancellable: (nullable): stops the waiting only: what was begun is written all the same
 * @callback: (nullable): called when what the list was at the time of the call (or later) is on the
 *   disk, or could not be written
 * @user_data: data for @callback
 *
 * Writes the list; every change does so by itself. One write runs at a time; calls that come
 * meanwhile share the next one. A process killed at any point leaves the old file or the new one.
 */
void
latchkey_pins_save_async (LatchkeyPins *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LATCHKEY_IS_PINS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_pins_save_async);

  if (self->blocked != NULL)
    {
      set_save_error (self, self->blocked);
      g_task_return_error (task, g_error_copy (self->blocked));
      return;
    }
  if (self->file == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (!self->writing)
    write_next (self);
}

/**
 * latchkey_pins_save_finish:
 * @self: a list
 * @result: the result that the callback got
 * @error: return location for an error with a message for the person
 *
 * Returns: whether the list is on the disk, or is not meant to be
 */
gboolean
latchkey_pins_save_finish (LatchkeyPins *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
