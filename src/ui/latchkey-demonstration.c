#include "latchkey-demonstration.h"

#include "latchkey-config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define PROGRAM "latchkey-demo-server"
#define ANNOUNCEMENT "listening "

struct _LatchkeyDemonstration
{
  GObject parent_instance;

  GFile *folder;
  char *server;
  /* The program ends when its standard input does, however we ended: the pipe is held open. */
  GSubprocess *process;
  GDataInputStream *output;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyDemonstration, latchkey_demonstration, G_TYPE_OBJECT)

enum
{
  READY,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
remove_folder (GFile *folder)
{
  g_autoptr (GFileEnumerator) children
    = g_file_enumerate_children (folder,
                                 G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                 NULL,
                                 NULL);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL)
         && info != NULL)
    {
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        remove_folder (child);
      else
        g_file_delete (child, NULL, NULL);
    }

  g_file_delete (folder, NULL, NULL);
}

static void
latchkey_demonstration_dispose (GObject *object)
{
  LatchkeyDemonstration *self = LATCHKEY_DEMONSTRATION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->output);
  g_clear_object (&self->process);

  if (self->folder != NULL)
    remove_folder (self->folder);

  g_clear_object (&self->folder);

  G_OBJECT_CLASS (latchkey_demonstration_parent_class)->dispose (object);
}

static void
latchkey_demonstration_finalize (GObject *object)
{
  LatchkeyDemonstration *self = LATCHKEY_DEMONSTRATION (object);

  g_free (self->server);

  G_OBJECT_CLASS (latchkey_demonstration_parent_class)->finalize (object);
}

static void
latchkey_demonstration_class_init (LatchkeyDemonstrationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_demonstration_dispose;
  object_class->finalize = latchkey_demonstration_finalize;

  signals[READY] = g_signal_new ("ready",
                                 LATCHKEY_TYPE_DEMONSTRATION,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
  signals[FAILED] = g_signal_new ("failed",
                                  LATCHKEY_TYPE_DEMONSTRATION,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
}

static void
latchkey_demonstration_init (LatchkeyDemonstration *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * latchkey_demonstration_new:
 * @error: where to put an error
 *
 * Makes the temporary folder. Nothing is started yet.
 *
 * Returns: (transfer full) (nullable): a new demonstration, or %NULL with a #GFileError
 */
LatchkeyDemonstration *
latchkey_demonstration_new (GError **error)
{
  g_autoptr (LatchkeyDemonstration) self = g_object_new (LATCHKEY_TYPE_DEMONSTRATION, NULL);
  g_autofree char *path = g_dir_make_tmp ("latchkey-demo-XXXXXX", error);

  if (path == NULL)
    return NULL;

  self->folder = g_file_new_for_path (path);

  return g_steal_pointer (&self);
}

/**
 * latchkey_demonstration_get_folder:
 * @self: a demonstration
 *
 * Returns: (transfer none): where everything of it is kept
 */
GFile *
latchkey_demonstration_get_folder (LatchkeyDemonstration *self)
{
  g_return_val_if_fail (LATCHKEY_IS_DEMONSTRATION (self), NULL);

  return self->folder;
}

/**
 * latchkey_demonstration_get_server:
 * @self: a demonstration
 *
 * Returns: (nullable): the address of the server, once it listens
 */
const char *
latchkey_demonstration_get_server (LatchkeyDemonstration *self)
{
  g_return_val_if_fail (LATCHKEY_IS_DEMONSTRATION (self), NULL);

  return self->server;
}

/**
 * latchkey_demonstration_get_email:
 * @self: a demonstration
 *
 * Returns: the email of the one person whom the server knows
 */
const char *
latchkey_demonstration_get_email (LatchkeyDemonstration *self)
{
  return "ada@example.org";
}

/**
 * latchkey_demonstration_dup_password:
 * @self: a demonstration
 *
 * Returns: (transfer full): the password of that person, which is no secret
 */
HomeboxSecret *
latchkey_demonstration_dup_password (LatchkeyDemonstration *self)
{
  return homebox_secret_new ("analytical-engine");
}

static void read_line (LatchkeyDemonstration *self);

static void
line_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LatchkeyDemonstration *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line
    = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  /* This is waited for as long as the server runs, so it holds no reference: after dispose() all
   * that comes is this. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (self->server != NULL)
    {
      /* It goes on to tell each request: nobody needs that, but a full pipe would stop it. */
      if (line != NULL)
        read_line (self);
      return;
    }

  if (line == NULL || !g_str_has_prefix (line, ANNOUNCEMENT))
    {
      g_debug ("The demo server said: %s", line != NULL ? line : "nothing");
      g_signal_emit (self, signals[FAILED], 0, _("The demo Homebox could not be started."));
      return;
    }

  self->server = g_strdup (line + strlen (ANNOUNCEMENT));
  read_line (self);
  g_signal_emit (self, signals[READY], 0);
}

static void
read_line (LatchkeyDemonstration *self)
{
  g_data_input_stream_read_line_async (self->output,
                                       G_PRIORITY_DEFAULT,
                                       self->cancellable,
                                       line_read,
                                       self);
}

/**
 * latchkey_demonstration_start:
 * @self: a demonstration
 *
 * Starts the server: `$LATCHKEY_DEMO_SERVER`, or the one that was installed with this program.
 */
void
latchkey_demonstration_start (LatchkeyDemonstration *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = NULL;

  g_return_if_fail (LATCHKEY_IS_DEMONSTRATION (self));
  g_return_if_fail (self->process == NULL);

  program = g_strdup (g_getenv ("LATCHKEY_DEMO_SERVER"));

  if (program == NULL)
    program = g_build_filename (LATCHKEY_LIBEXECDIR, PROGRAM, NULL);

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error,
                                    program,
                                    "--oidc",
                                    NULL);

  if (self->process == NULL)
    {
      g_debug ("The demo server did not start: %s", error->message);
      g_signal_emit (self, signals[FAILED], 0, _("The demo Homebox could not be started."));
      return;
    }

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  read_line (self);
}
