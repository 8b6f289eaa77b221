package dev.recommender.ridge;

import dev.recommender.TrainingException;

/**
 * The candidates for each target: the seeds that are proposed for it, and those that it chooses itself. A seed's
 * proposals are turned into the targets' lists.
 */
final class Pattern {
    private final int[] start;
    private final long[] proposed;
    private final long[][] own;

    private Pattern(int[] start, long[] proposed, long[][] own) {
        this.start = start;
        this.proposed = proposed;
        this.own = own;
    }

    /** Takes the counted rows over, which hold no proposals afterwards. */
    static Pattern of(CountedRows counted) {
        int warm = counted.proposals.length;
        long all = 0;
        int[] start = new int[warm + 1];
        for (long[] proposals : counted.proposals) {
            all += proposals.length;
            if (all > Integer.MAX_VALUE - 8) {
                throw new TrainingException("more than 2^31 candidates: fewer candidatesPerSeed would help");
            }
            for (long cell : proposals) {
                start[Cell.item(cell) + 1]++;
            }
        }
        for (int target = 0; target < warm; target++) {
            start[target + 1] += start[target];
        }
        long[] proposed = new long[start[warm]];
        int[] next = start.clone();
        for (int seed = 0; seed < warm; seed++) {
            for (long cell : counted.proposals[seed]) {
                proposed[next[Cell.item(cell)]++] = Cell.of(seed, Cell.value(cell));
            }
            counted.proposals[seed] = new long[0];
        }
        return new Pattern(start, proposed, counted.own);
    }

    /** The heap that the pattern takes. */
    long bytes() {
        return (long) Long.BYTES * proposed.length + (long) Integer.BYTES * start.length + Cell.bytesOf(own);
    }

    int first(int target) {
        return start[target];
    }

    int last(int target) {
        return start[target + 1];
    }

    /** A seed that is proposed, with its co-occurrence with the target. */
    long proposed(int at) {
        return proposed[at];
    }

    /** The seeds that a target chooses itself, with their co-occurrences. */
    long[] own(int target) {
        return own[target];
    }
}
