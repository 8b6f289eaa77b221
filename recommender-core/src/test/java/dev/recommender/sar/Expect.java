package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommender;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Comparisons with reference values: one part in a million, and ties in any order. */
final class Expect {
    /** An item and its score in a reference ranking. */
    record Scored(String item, double score) {}

    private Expect() {}

    static boolean close(double actual, double expected) {
        return close(actual, expected, Math.abs(expected));
    }

    /** Whether the values agree to one part in a million of the magnitude of the terms that they are sums of. */
    static boolean close(double actual, double expected, double magnitude) {
        return Math.abs(actual - expected) <= 1e-6 * magnitude + 1e-12;
    }

    /** Infinite and undefined cells of a reference stand for "no similarity", which is 0 here. */
    static double finiteOrZero(double reference) {
        return Double.isFinite(reference) ? reference : 0;
    }

    /** Every cell of the reference equals the model's similarity of its column to its row. */
    static void similarities(SarModel model, Map<String, Map<String, Double>> reference) {
        reference.forEach((seed, row) -> row.forEach((target, value) -> {
            double actual = model.similarity(seed, target).orElseThrow();
            if (!close(actual, finiteOrZero(value))) {
                fail("similarity of %s to %s is %s instead of %s", target, seed, actual, value);
            }
        }));
    }

    /** Every cell of the reference equals the model's affinity of its row to its column. */
    static void affinities(SarModel model, Map<String, Map<String, Double>> reference) {
        reference.forEach((user, row) -> row.forEach((item, value) -> {
            double actual = model.affinity(user, item).orElseThrow();
            if (!close(actual, value)) {
                fail("affinity of %s to %s is %s instead of %s", user, item, actual, value);
            }
        }));
    }

    /** The answer to the query is the reference, up to ties, with its last item too. */
    static void answer(String what, Recommender recommender, Query query, List<Scored> expected) {
        List<Recommendation> actual = recommender.recommend(query);
        List<Recommendation> longer = recommender.recommend(query.count(query.count() + 1));
        int size = actual.size();
        boolean openEnd = longer.size() > size
                && size > 0
                && close(longer.get(size).score(), actual.get(size - 1).score());
        ranking(what, actual, expected, openEnd);
    }

    /**
     * The same scores rank by rank, and the same items up to ties.
     *
     * @param openEnd whether items outside the reference tie with its last one, so that any of them may stand there
     */
    static void ranking(String what, List<Recommendation> actual, List<Scored> expected, boolean openEnd) {
        assertThat(actual).as(what).hasSize(expected.size());
        for (int rank = 0; rank < expected.size(); rank++) {
            if (!close(actual.get(rank).score(), expected.get(rank).score)) {
                fail("%s: rank %d is %s instead of %s", what, rank, actual.get(rank), expected.get(rank));
            }
        }
        for (int from = 0; from < expected.size(); ) {
            Set<String> tied = new HashSet<>();
            Set<String> found = new HashSet<>();
            int to = from;
            while (to < expected.size() && close(expected.get(to).score, expected.get(from).score)) {
                tied.add(expected.get(to).item);
                found.add(actual.get(to).item());
                to++;
            }
            if (to < expected.size() || !openEnd) {
                assertThat(found).as("%s, ranks %d to %d", what, from, to - 1).isEqualTo(tied);
            }
            from = to;
        }
    }

    /** The leading positive scores, the only ones that are ever recommended. */
    static List<Scored> positive(List<Scored> list) {
        List<Scored> positive = new ArrayList<>();
        for (Scored scored : list) {
            if (scored.score > 1e-12) {
                positive.add(scored);
            }
        }
        return positive;
    }
}
