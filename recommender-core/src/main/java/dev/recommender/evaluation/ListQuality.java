package dev.recommender.evaluation;

import dev.recommender.internal.rows.Incidence;
import dev.recommender.internal.tasks.Parallel;
import java.util.Arrays;

/**
 * How the items of each list resemble each other and the user's training items.
 *
 * <p>Computes similarities item by item, because only the few recommended items need them. For one recommended item,
 * walks over its units and their items, and so gets its similarity to every item. Uses these similarities for all lists
 * that hold the item. Never holds anything of the size items × items.
 */
final class ListQuality {
    private final int[][] lists;
    /** For each user and rank, the mean similarity to the user's training items. */
    private final double[][] toHistory;
    /** For each user and rank, the sum of similarities to the items before it in the list. */
    private final double[][] toEarlier;

    private ListQuality(int[][] lists) {
        this.lists = lists;
        this.toHistory =
                Arrays.stream(lists).map(list -> new double[list.length]).toArray(double[][]::new);
        this.toEarlier =
                Arrays.stream(lists).map(list -> new double[list.length]).toArray(double[][]::new);
    }

    /**
     * Computes the similarities.
     *
     * @param lists item numbers per list
     * @param histories the training items per list; the row of a list is given by {@code rows}
     * @param itemUnits what items have in common: their training users, or their feature values
     */
    static ListQuality of(int[][] lists, int[] rows, Incidence histories, Incidence itemUnits, int threads) {
        ListQuality quality = new ListQuality(lists);
        Incidence unitItems = itemUnits.transposed();
        Postings postings = Postings.of(lists, itemUnits.rows());
        Parallel.run(threads, itemUnits.rows(), () -> new double[itemUnits.rows()], (item, similarities) -> {
            if (postings.start(item) == postings.end(item)) {
                return;
            }
            similarities(item, itemUnits, unitItems, similarities);
            for (int at = postings.start(item); at < postings.end(item); at++) {
                quality.use(postings.list(at), postings.rank(at), rows, histories, similarities);
            }
        });
        return quality;
    }

    /** One less the mean similarity of the pairs among the first k; not a number if there is no pair. */
    double diversity(int list, int k) {
        int size = Math.min(k, lists[list].length);
        double sum = 0;
        for (int rank = 0; rank < size; rank++) {
            sum += toEarlier[list][rank];
        }
        return size < 2 ? Double.NaN : 1 - sum / (size * (size - 1L) / 2.0);
    }

    /**
     * The mean unexpectedness of the first k, times the relevance of each; not a number if the list or the history is
     * empty.
     */
    double serendipity(int list, int k, double[] relevance) {
        int size = Math.min(k, lists[list].length);
        double sum = 0;
        for (int rank = 0; rank < size; rank++) {
            sum += (1 - toHistory[list][rank]) * relevance[rank];
        }
        return size == 0 ? Double.NaN : sum / size;
    }

    private static void similarities(int item, Incidence itemUnits, Incidence unitItems, double[] similarities) {
        Arrays.fill(similarities, 0);
        for (int at = itemUnits.start(item); at < itemUnits.end(item); at++) {
            int unit = itemUnits.column(at);
            for (int other = unitItems.start(unit); other < unitItems.end(unit); other++) {
                similarities[unitItems.column(other)]++;
            }
        }
        double own = itemUnits.count(item);
        for (int other = 0; other < similarities.length; other++) {
            if (similarities[other] != 0) {
                similarities[other] /= Math.sqrt(own * itemUnits.count(other));
            }
        }
    }

    private void use(int list, int rank, int[] rows, Incidence histories, double[] similarities) {
        for (int earlier = 0; earlier < rank; earlier++) {
            toEarlier[list][rank] += similarities[lists[list][earlier]];
        }
        int row = rows[list];
        double sum = 0;
        for (int at = histories.start(row); at < histories.end(row); at++) {
            sum += similarities[histories.column(at)];
        }
        toHistory[list][rank] = sum / histories.count(row);
    }

    /** For each item, where it stands in which lists. */
    private static final class Postings {
        private final int[] starts;
        private final int[] lists;
        private final int[] ranks;

        private Postings(int[] starts) {
            this.starts = starts;
            this.lists = new int[starts[starts.length - 1]];
            this.ranks = new int[lists.length];
        }

        static Postings of(int[][] lists, int items) {
            int[] starts = new int[items + 1];
            for (int[] list : lists) {
                for (int item : list) {
                    starts[item + 1]++;
                }
            }
            for (int item = 0; item < items; item++) {
                starts[item + 1] += starts[item];
            }
            int[] next = starts.clone();
            Postings postings = new Postings(starts);
            for (int list = 0; list < lists.length; list++) {
                for (int rank = 0; rank < lists[list].length; rank++) {
                    int at = next[lists[list][rank]]++;
                    postings.lists[at] = list;
                    postings.ranks[at] = rank;
                }
            }
            return postings;
        }

        int start(int item) {
            return starts[item];
        }

        int end(int item) {
            return starts[item + 1];
        }

        int list(int at) {
            return lists[at];
        }

        int rank(int at) {
            return ranks[at];
        }
    }
}
