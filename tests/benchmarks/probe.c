/* Preloaded into a program under measurement, so that Latchkey and the windows it is compared with
 * are looked at in the same way and carry no measuring code of their own.
 *
 * At the first painted frame it writes one line `frame SECONDS KILOBYTES` to the file descriptor
 * in PROBE_FD: the time since PROBE_START (CLOCK_MONOTONIC, taken just before exec) and the
 * proportional set size. With PROBE_QUIT set the program ends there. Otherwise it keeps counting
 * main loop iterations; for each byte that arrives on PROBE_ASK_FD it writes
 * `loop COUNT LONGEST LONGEST-WITHOUT-FRAME` (milliseconds of processor time) and starts counting
 * anew. */

#include <dlfcn.h>
#include <glib-unix.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void gtk_window_present (GtkWindow *window);

static struct
{
  gboolean installed;
  gboolean painted;
  gboolean frame_in_iteration;
  double iteration_started;
  guint n_iterations;
  double longest;
  double longest_without_frame;
} probe;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

/* Of this thread alone: on a busy machine, the time of day also counts what others did. */
static double
processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static int
fd_from_environment (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL ? atoi (value) : -1;
}

static long
proportional_set_size (void)
{
  char line[256];
  long kilobytes = -1;
  FILE *file = fopen ("/proc/self/smaps_rollup", "r");

  while (file != NULL && fgets (line, sizeof line, file) != NULL)
    {
      if (sscanf (line, "Pss: %ld", &kilobytes) == 1)
        break;
    }
  if (file != NULL)
    fclose (file);

  return kilobytes;
}

static int
measured_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  if (probe.iteration_started > 0)
    {
      double busy = (processor_time () - probe.iteration_started) * 1000;

      probe.longest = MAX (probe.longest, busy);
      if (!probe.frame_in_iteration)
        probe.longest_without_frame = MAX (probe.longest_without_frame, busy);
    }

  result = g_poll (fds, n_fds, timeout);

  /* A poll that was not to wait is part of work already counted, not a wake-up. */
  if (timeout != 0)
    probe.n_iterations++;
  probe.frame_in_iteration = FALSE;
  probe.iteration_started = processor_time ();

  return result;
}

static gboolean
asked (int fd, GIOCondition condition, gpointer user_data)
{
  char byte;

  if (read (fd, &byte, 1) != 1)
    return G_SOURCE_REMOVE;

  dprintf (fd_from_environment ("PROBE_FD"), "loop %u %.3f %.3f\n",
           /* The wake-up that brought the question is not the program's. */
           probe.n_iterations - 1, probe.longest, probe.longest_without_frame);
  probe.n_iterations = 0;
  probe.longest = probe.longest_without_frame = 0;
  probe.iteration_started = 0;

  return G_SOURCE_CONTINUE;
}

static void
before_paint (GdkFrameClock *clock, gpointer user_data)
{
  probe.frame_in_iteration = TRUE;
}

static void
after_paint (GdkFrameClock *clock, gpointer user_data)
{
  const char *start = g_getenv ("PROBE_START");
  int ask_fd;

  if (probe.painted)
    return;
  probe.painted = TRUE;

  dprintf (fd_from_environment ("PROBE_FD"), "frame %.6f %ld\n",
           now () - g_ascii_strtod (start, NULL), proportional_set_size ());
  if (g_getenv ("PROBE_QUIT") != NULL)
    _exit (0);

  g_main_context_set_poll_func (NULL, measured_poll);
  ask_fd = fd_from_environment ("PROBE_ASK_FD");
  if (ask_fd >= 0)
    g_unix_fd_add (ask_fd, G_IO_IN, asked, NULL);
}

void
gtk_window_present (GtkWindow *window)
{
  void (*present) (GtkWindow *) = dlsym (RTLD_NEXT, "gtk_window_present");

  present (window);
  if (!probe.installed && g_getenv ("PROBE_FD") != NULL)
    {
      GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

      probe.installed = TRUE;
      g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint), NULL);
      g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint), NULL);
    }
}
