package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.csv.LineShare.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is read in parts is judged by all of them, whichever ends last. */
class LineShareTest {
    private static final Counts WRONG = new Counts(50, 6);
    private static final Counts GOOD = new Counts(1_000_000, 0);
    private static final Counts BOTH = new Counts(1_000_050, 6);

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void onlyThePartThatEndsLastHasCountsAndTheyAreThoseOfAll(int first) {
        Counts[] counts = {WRONG, GOOD};
        LineShare share = new LineShare(2);
        var ofFirst = share.end(first, counts[first]);
        var ofLast = share.end(1 - first, counts[1 - first]);
        // The first part asks no more after the last one has ended, so it cannot take its own lines for the file's.
        assertThat(ofFirst).isEmpty();
        assertThat(ofLast).contains(BOTH);
        assertThat(BOTH.isTooManyErrors()).isFalse();
        assertThat(WRONG.isTooManyErrors()).isTrue();
    }

    @Test
    void aPartThatIsReadAgainReplacesItsCounts() {
        LineShare share = new LineShare(2);
        assertThat(share.end(0, GOOD)).isEmpty();
        assertThat(share.end(0, WRONG)).isEmpty();
        assertThat(share.end(1, GOOD)).contains(BOTH);
        assertThat(share.end(0, WRONG)).contains(BOTH);
    }
}
