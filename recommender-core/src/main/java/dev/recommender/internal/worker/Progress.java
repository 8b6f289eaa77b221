package dev.recommender.internal.worker;

import java.util.Locale;

/** The steps of a training as the registry shows them: the worker's own, and the phases of the algorithm between. */
final class Progress {
    static final String DOWNLOADING = "downloading files";
    static final String READING_CATALOG = "reading the catalog";
    static final String READING_USAGE = "reading usage events";
    static final String READING_EVALUATION = "reading evaluation events";
    static final String EVALUATING = "evaluating the model";
    static final String SAVING = "saving the model";
    static final String UPLOADING = "uploading the model";

    /** The algorithm's phase that reads the usage events. */
    static final String READING_PHASE = "reading";

    private static final int TENTHS = 10;

    private Progress() {}

    /** What an algorithm that learns by iterations has reached, as it stands after its phase. */
    static String ofIteration(int number, double loss) {
        return String.format(Locale.ROOT, ", iteration %d, loss %.6g", number, loss);
    }

    /** A phase of an algorithm, such as {@code training: similarity 40 %}; tenths keep the registry's changes few. */
    static String ofTraining(String phase, double fraction) {
        if (phase.equals(READING_PHASE)) {
            return READING_USAGE;
        }
        int tenths = (int) (TENTHS * fraction);
        String part = tenths > 0 && tenths < TENTHS ? String.format(Locale.ROOT, " %d %%", TENTHS * tenths) : "";
        return "training: " + phase + part;
    }
}
