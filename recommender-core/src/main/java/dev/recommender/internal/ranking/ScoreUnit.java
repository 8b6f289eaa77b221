package dev.recommender.internal.ranking;

import dev.recommender.internal.util.WideNumber;

/**
 * What the numbers stand for that a query ranks items by. Mostly they are the raw scores. Where raw scores are beyond the
 * range of doubles, they are divided by a power of two. Where they are so far apart that no power of two brings all of
 * them into the range, each is a number in the same order with a score of its own. Immutable.
 */
final class ScoreUnit {
    /** Numbers are the raw scores. */
    static final ScoreUnit ONE = new ScoreUnit(0, new double[0], new WideNumber[0]);

    private final long exponent;
    private final double[] numbers;
    private final WideNumber[] scores;

    private ScoreUnit(long exponent, double[] numbers, WideNumber[] scores) {
        this.exponent = exponent;
        this.numbers = numbers;
        this.scores = scores;
    }

    /** Numbers are raw scores over two to the power of the exponent. */
    static ScoreUnit powerOfTwo(long exponent) {
        return exponent == 0 ? ONE : new ScoreUnit(exponent, new double[0], new WideNumber[0]);
    }

    /**
     * Numbers are those of scores.
     *
     * @param numbers positive, descending
     * @param scores the score of each number
     */
    static ScoreUnit table(double[] numbers, WideNumber[] scores) {
        return new ScoreUnit(0, numbers, scores);
    }

    /** Whether numbers are the raw scores. */
    boolean isOne() {
        return exponent == 0 && numbers.length == 0;
    }

    /** The raw score of a number. */
    WideNumber score(double number) {
        if (numbers.length == 0 || number <= 0) {
            return new WideNumber(number, exponent);
        }
        int nearest = nearest(number);
        WideNumber score = scores[nearest];
        return new WideNumber(score.mantissa() * (number / numbers[nearest]), score.exponent());
    }

    /** The place of the number nearest to one that rounding may have changed a little. */
    private int nearest(double number) {
        int low = 0;
        int high = numbers.length - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (numbers[middle] > number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && numbers[low - 1] - number < number - numbers[low] ? low - 1 : low;
    }
}
