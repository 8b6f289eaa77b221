package dev.recommender.cli;

import dev.recommender.TrainingMonitor;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A bar on a terminal; nothing at all in a log, where the result says how long each phase took. */
final class ProgressBar implements TrainingMonitor {
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final boolean terminal;
    private final BooleanSupplier cancelled;
    private String iteration = "";

    ProgressBar(PrintWriter err) {
        this(err, () -> false);
    }

    /** A bar of a training that can be given up. */
    ProgressBar(PrintWriter err, BooleanSupplier cancelled) {
        this.err = err;
        this.terminal = isOnTerminal();
        this.cancelled = cancelled;
    }

    /** Whether somebody looks at a terminal, on which a line can be written anew. */
    static boolean isOnTerminal() {
        return Optional.ofNullable(System.console())
                .map(ProgressBar::isTerminal)
                .orElse(false);
    }

    /** A bar for a part from 0 to 1. */
    static String bar(double fraction) {
        int done = (int) (Math.min(1, fraction) * WIDTH);
        return "[" + "#".repeat(done) + ".".repeat(WIDTH - done) + "]";
    }

    /** Before Java 22 there is a console only on a terminal; since then it has to be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public void progress(String phase, double fraction) {
        if (!terminal) {
            return;
        }
        err.print(String.format(Locale.ROOT, "\r%-10s %s %3.0f %%%s", phase, bar(fraction), fraction * 100, iteration));
        if (fraction >= 1) {
            clear();
        }
        err.flush();
    }

    /** Takes the bar away, so that something else can be said. */
    void clear() {
        if (terminal) {
            err.print("\r" + " ".repeat(WIDTH + 22 + iteration.length()) + "\r");
            err.flush();
            iteration = "";
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    @Override
    public void iteration(String phase, int number, double loss) {
        iteration = String.format(Locale.ROOT, "  iteration %d, loss %.6g", number, loss);
    }
}
