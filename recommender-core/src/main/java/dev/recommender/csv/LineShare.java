package dev.recommender.csv;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many lines of one file are wrong, which is read as a whole or in parts, by any number of threads. Where so many are
 * that the file seems to hold something else, the few that can be read should not count either.
 */
final class LineShare {
    /** So many wrong lines are tolerated in the smallest file. */
    static final int FEW = 5;

    /** At most one line in so many is wrong in a file with more wrong lines than a few. */
    static final int LINES_PER_ERROR = 10;

    private final int parts;
    private final Map<Integer, Counts> read = new HashMap<>();

    /** Lines of a file or a part of it. */
    record Counts(long lines, long errors) {
        boolean isTooManyErrors() {
            return errors > FEW && errors > lines / LINES_PER_ERROR;
        }

        private Counts plus(Counts other) {
            return new Counts(lines + other.lines, errors + other.errors);
        }
    }

    /** Nothing read of a file in so many parts. */
    LineShare(int parts) {
        this.parts = parts;
    }

    /**
     * Ends the reading of a part, or another reading of it.
     *
     * @return the lines of all parts; empty if some are not read yet, so that of threads at work at once the last one alone
     *     judges the file
     */
    synchronized Optional<Counts> end(int part, Counts counts) {
        read.put(part, counts);
        return read.size() < parts
                ? Optional.empty()
                : Optional.of(read.values().stream().reduce(new Counts(0, 0), Counts::plus));
    }
}
