package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Parameters;
import dev.recommender.internal.events.Sizes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time that a plan foretells goes with how often pairs are counted. */
class PlannedTimeTest {
    private static final Parameters LIMITED = Parameters.empty().with("maxNeighbors", 10);
    private static final Parameters SEQUENTIAL =
            Parameters.empty().with("similarity", "LIFT").with("counting", "SEQUENTIAL");

    /** Whole rows, which few of many pairs ask for, count a pair from both of its items. */
    @ParameterizedTest
    @CsvSource({"1_000_000, 2", "9_000_000_000, 1"})
    void limitedRowsOfSparseCatalogsCountEachPairTwice(long cells, int times) {
        assertThat(additions(LIMITED, cells)).isEqualTo(times);
        assertThat(additions(Parameters.empty(), cells)).isEqualTo(1);
    }

    /** Sequential rows are counted whole and once; where all are kept, once more to learn how long they are. */
    @ParameterizedTest
    @CsvSource({"true, 1", "false, 2"})
    void allSequentialRowsAreCountedTwice(boolean limited, int times) {
        assertThat(additions(limited ? SEQUENTIAL.with("maxNeighbors", 10) : SEQUENTIAL, 1_000_000))
                .isEqualTo(times);
    }

    /** How often each of a million additions takes its nanosecond. */
    private static double additions(Parameters parameters, long cells) {
        SarTraining training = new SarTraining(SarOptions.of(parameters));
        Sizes sizes = new Sizes(1, 1, 1, 1, 80_000, 1, 1, 1, 0, 1, 1, 80_000, cells);
        return (training.rowNanos(sizes, 1e6, 1) - training.rowNanos(sizes, 0, 1)) / 1e6;
    }
}
