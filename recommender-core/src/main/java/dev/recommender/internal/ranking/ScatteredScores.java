package dev.recommender.internal.ranking;

import dev.recommender.internal.util.WideNumber;
import dev.recommender.spi.ItemScorer;
import dev.recommender.spi.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores for {@linkplain MergedSeeds#scattered scattered} seeds: exact in order, whatever the exponents. Seeds of about
 * the same size are scored together, and the scores are added up as numbers without limits. Then each item gets a double
 * in the order of these numbers, so that ranking goes on as always. Made for one query; used by one thread.
 */
final class ScatteredScores {
    /** Seeds up to so many powers of two apart are scored together. */
    private static final int TOGETHER = 300;

    /** Doubles from two to the power of this down to that of its negative stand for scores; boosts may move them. */
    private static final int HALF_RANGE = 600;

    private final Scores board;
    private final @Nullable WideNumber[] scores;

    private ScatteredScores(Scores board) {
        this.board = board;
        this.scores = new WideNumber[board.scores.length];
    }

    /** Scores all items. The board is clear before and afterwards. */
    static ScatteredScores of(MergedSeeds seeds, ItemScorer scorer, Scores board) {
        ScatteredScores scattered = new ScatteredScores(board);
        List<Integer> order = new ArrayList<>();
        for (int at = 0; at < seeds.size(); at++) {
            if (seeds.wide(at).mantissa() != 0) {
                order.add(at);
            }
        }
        order.sort(Comparator.comparingLong((Integer at) -> seeds.wide(at).exponent())
                .reversed());
        for (int from = 0, to = 0; from < order.size(); from = to) {
            long exponent = seeds.wide(order.get(from)).exponent();
            while (to < order.size() && exponent - seeds.wide(order.get(to)).exponent() <= TOGETHER) {
                to++;
            }
            scorer.scoreAll(Together.of(seeds, order.subList(from, to), exponent), board);
            scattered.take(exponent);
            board.clear(seeds);
            scorer.clear();
        }
        return scattered;
    }

    /** Some of the seeds, with affinities relative to a power of two. */
    private static final class Together implements Seeds {
        private final int[] items;
        private final double[] affinities;

        private Together(int[] items, double[] affinities) {
            this.items = items;
            this.affinities = affinities;
        }

        static Together of(MergedSeeds seeds, List<Integer> places, long exponent) {
            int[] sorted = places.stream().mapToInt(Integer::intValue).sorted().toArray();
            return new Together(
                    Arrays.stream(sorted).map(seeds::item).toArray(),
                    Arrays.stream(sorted)
                            .mapToDouble(at -> seeds.wide(at).relativeTo(exponent))
                            .toArray());
        }

        @Override
        public int size() {
            return items.length;
        }

        @Override
        public int item(int at) {
            return items[at];
        }

        @Override
        public double affinity(int at) {
            return affinities[at];
        }
    }

    /** Adds what is on the board. */
    private void take(long exponent) {
        for (int at = 0; at < board.touchedCount; at++) {
            add(board.touched[at], exponent);
        }
        for (int range = 0; range < board.rangeCount; range++) {
            for (int item = board.ranges[2 * range]; item < board.ranges[2 * range + 1]; item++) {
                add(item, exponent);
            }
        }
    }

    private void add(int item, long exponent) {
        double score = board.scores[item];
        if (score != 0) {
            WideNumber sum = scores[item];
            if (sum == null) {
                sum = new WideNumber();
                scores[item] = sum;
            }
            sum.add(score, exponent);
        }
    }

    /** Puts the scores on the board, relative to a power of two; what is too small for that is 0. */
    void putRelative(long exponent) {
        for (int item = 0; item < scores.length; item++) {
            WideNumber score = scores[item];
            if (score != null) {
                board.scores[item] = score.relativeTo(exponent);
                board.reached(item);
            }
        }
    }

    /**
     * Puts numbers on the board that are, once the rules have boosted them, in the order of the boosted scores.
     *
     * @return what the boosted numbers stand for
     */
    ScoreUnit putOrdered(@Nullable ItemRules rules) {
        List<Ranked> positive = new ArrayList<>();
        for (int item = 0; item < scores.length; item++) {
            WideNumber score = scores[item];
            if (score == null || score.mantissa() == 0) {
                continue;
            }
            board.reached(item);
            if (score.mantissa() < 0) {
                board.scores[item] = -1;
                continue;
            }
            double factor = rules == null ? 1 : rules.factor(item);
            positive.add(new Ranked(item, factor, new WideNumber(score.mantissa(), score.exponent()).times(factor)));
        }
        positive.sort(Comparator.comparing(Ranked::score, Collections.reverseOrder()));
        double[] numbers = numbers(positive);
        for (int at = 0; at < numbers.length; at++) {
            board.scores[positive.get(at).item] = numbers[at] / positive.get(at).factor;
        }
        return ScoreUnit.table(numbers, positive.stream().map(Ranked::score).toArray(WideNumber[]::new));
    }

    private record Ranked(int item, double factor, WideNumber score) {}

    /**
     * A double for each score, in the same order, equal ones for equal ones. The steps from one score to the next are
     * kept as they are, except that the widest are narrowed to what there is room for.
     */
    private static double[] numbers(List<Ranked> scores) {
        double[] numbers = new double[scores.size()];
        int widest = widestStep(scores);
        double number = Math.scalb(1.0, HALF_RANGE);
        for (int at = 0; at < numbers.length; at++) {
            if (at > 0 && scores.get(at).score.compareTo(scores.get(at - 1).score) != 0) {
                double step = scores.get(at).score.over(scores.get(at - 1).score);
                double least = Math.scalb(1.0, -widest);
                double next = number * Math.max(step, least);
                // Where there is no more room, as little less as can be told apart after boosting.
                number = Math.getExponent(next) < -HALF_RANGE
                        ? number * (1 - 0x1p-40)
                        : Math.min(next, number * (1 - 0x1p-50));
            }
            numbers[at] = number;
        }
        return numbers;
    }

    /** How many powers of two a step can be wide if all are to have room; at least 1. */
    private static int widestStep(List<Ranked> scores) {
        int low = 1;
        int high = 2 * HALF_RANGE;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            long room = 0;
            for (int at = 1; at < scores.size() && room <= 2 * HALF_RANGE; at++) {
                long step = scores.get(at - 1).score.exponent()
                        - scores.get(at).score.exponent();
                room += Math.min(step, middle);
            }
            if (room <= 2 * HALF_RANGE) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
