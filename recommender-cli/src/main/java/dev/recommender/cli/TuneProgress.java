package dev.recommender.cli;

import dev.recommender.TrainingCancelledException;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.TuningMonitor;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Says how a tuning goes: a line for each trial that has ended and, on a terminal, a bar below them. */
final class TuneProgress implements TuningMonitor {
    private static final int WIDTH = 110;
    private static final long SHOWN_NANOS = 100_000_000;
    private static final String CHECK = "check: ";
    /** After which time a trial is told of in a log before it ends. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private final PrintWriter err;
    private final boolean terminal;
    private volatile boolean enough;
    private volatile boolean found;
    /** What there is still to do once the search has ended, in words; empty while it searches. */
    private volatile String toCome = "";

    private long shown;
    /** The trial that is running, when it began, and after which time it is told next. */
    private int running;

    private Duration begun = Duration.ZERO;
    private Duration next = LONG;

    TuneProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        this.shown = System.nanoTime() - SHOWN_NANOS;
    }

    /** Ends the search, or what serves the page alone, and says what is still to come. */
    void end() {
        enough = true;
        String now = toCome;
        line(
                !now.isEmpty()
                        ? "ending; the search is over, and " + now
                        : found
                                ? "ending with the best so far; the check, and a training on everything if --model"
                                        + " needs it, are still to come, and another Ctrl-C does not hasten them"
                                : "ending; no trial has been measured yet, so there is nothing to write");
    }

    /** Whether a failure says no more than what was said when the search was asked to end: that there is nothing. */
    boolean hasSaid(Exception failure) {
        return enough && !found && failure instanceof TrainingCancelledException;
    }

    /** From now on the search is over, and this is still to come, in words that follow an "and". */
    void stillToCome(String what) {
        toCome = what;
    }

    @Override
    public boolean enough() {
        return enough;
    }

    @Override
    public void progress(Progress progress) {
        if (progress.activity().startsWith(CHECK)) {
            stillToCome(
                    "the check is being made; it, and a training on everything if --model needs it, are still to come,"
                            + " and another Ctrl-C does not hasten them");
        }
        tellLongTrial(progress);
        long now = System.nanoTime();
        if (!terminal || now - shown < SHOWN_NANOS) {
            return;
        }
        shown = now;
        String trial =
                progress.trial() == 0 ? progress.activity() : "trial " + progress.trial() + ": " + progress.activity();
        String text = String.format(
                Locale.ROOT,
                "%s of %s %s %s",
                clock(progress.elapsed()),
                clock(progress.budget()),
                ProgressBar.bar(progress.share()),
                // There is no room for both.
                progress.overBudget()
                        .orElse(String.format(
                                Locale.ROOT, "%s, %s %.0f %%", trial, progress.phase(), 100 * progress.fraction())));
        String cut = text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : text;
        synchronized (this) {
            err.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
            err.flush();
        }
    }

    /** In a log, says of a trial that takes long what it does: a slow one must not look like one that hangs. */
    private void tellLongTrial(Progress progress) {
        if (progress.trial() == 0) {
            return;
        }
        if (progress.trial() != running) {
            running = progress.trial();
            begun = progress.elapsed();
            next = LONG;
        }
        Duration since = progress.elapsed().minus(begun);
        if (!terminal && since.compareTo(next) >= 0) {
            next = since.multipliedBy(2);
            line(String.format(
                    Locale.ROOT,
                    "trial %d, %s, has run for %s: %s %.0f %%",
                    progress.trial(),
                    progress.activity(),
                    clock(since),
                    progress.phase(),
                    100 * progress.fraction()));
        }
    }

    @Override
    public void ended(Trial trial, boolean best) {
        found |= best;
        tell(trial, best, String.format(Locale.ROOT, "%.1f s", trial.time().toMillis() / 1e3));
    }

    @Override
    public void takenOver(Trial trial, boolean best) {
        found |= best;
        tell(trial, best, "from the journal");
    }

    private void tell(Trial trial, boolean best, String when) {
        String outcome =
                trial.measured() ? best ? "(best so far)" : "" : "(" + trial.state() + ": " + trial.reason() + ")";
        line(String.format(
                        Locale.ROOT,
                        "trial %d, %s: %s %s %s",
                        trial.number(),
                        when,
                        trial.valueText(),
                        trial.candidate(),
                        outcome)
                .replace("  ", " ")
                .strip());
    }

    /** Takes the bar away. */
    void close() {
        if (terminal) {
            synchronized (this) {
                err.print("\r" + " ".repeat(WIDTH) + "\r");
                err.flush();
            }
        }
    }

    private synchronized void line(String text) {
        int rest = Math.max(0, WIDTH - text.length());
        err.println(terminal ? "\r" + text + " ".repeat(rest) : text);
        err.flush();
    }

    private static String clock(Duration time) {
        long seconds = time.toSeconds();
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
