package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.RecommenderException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Intervals and p-values: against the plainest code, and against what they promise. */
class BootstrapTest {
    private static final int DRAWS = 199;

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void estimatesAreThoseOfPlainResampling(int seed) {
        Random random = new Random(seed);
        double[] values = new double[2 + random.nextInt(30)];
        for (int user = 0; user < values.length; user++) {
            values[user] = random.nextInt(4) == 0 ? random.nextGaussian() + 0.3 : 0;
        }
        List<Double> means = new ArrayList<>();
        for (int sample = 0; sample < DRAWS; sample++) {
            SplitMix draws = SplitMix.sequence(seed, sample);
            double sum = 0;
            for (int drawn = 0; drawn < values.length; drawn++) {
                sum += values[draws.next(values.length)];
            }
            means.add(sum / values.length);
        }
        Collections.sort(means);
        double below = means.stream().filter(mean -> mean < -1e-13).count();
        double above = means.stream().filter(mean -> mean > 1e-13).count();

        Bootstrap.Estimate estimate = estimate(values, seed, 0.9);

        // Of 199 means, those at places 9.9 and 188.1 bound nine tenths.
        Evaluation.Interval interval = estimate.interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(0.1 * means.get(9) + 0.9 * means.get(10), within(1e-12));
        assertThat(interval.high()).isCloseTo(0.9 * means.get(188) + 0.1 * means.get(189), within(1e-12));
        assertThat(estimate.pValue().orElseThrow())
                .isEqualTo(Math.min(1, 2 * (1 + DRAWS - Math.max(below, above)) / (1 + DRAWS)));
    }

    /** So does a training that is cancelled while its model is evaluated. The only thread draws on until it is told not to. */
    @Test
    @Timeout(60)
    void anInterruptedCallerEndsTheDrawing() {
        Thread caller = Thread.currentThread();
        AtomicInteger draws = new AtomicInteger();
        assertThatExceptionOfType(RecommenderException.class)
                .isThrownBy(() -> new Bootstrap(DRAWS, 1, 0.9)
                        .estimates(
                                5,
                                List.of(times -> {
                                    draws.incrementAndGet();
                                    caller.interrupt();
                                    while (!Thread.currentThread().isInterrupted()) {
                                        LockSupport.park();
                                    }
                                    return 0;
                                }),
                                1));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(draws).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thePValueAgreesWithTheInterval(int seed) {
        Random random = new Random(seed);
        double[] values = new double[40];
        double shift = random.nextDouble() - 0.5;
        for (int user = 0; user < values.length; user++) {
            values[user] = random.nextGaussian() + shift;
        }
        Bootstrap.Estimate estimate = estimate(values, seed, 0.9);

        Evaluation.Interval interval = estimate.interval().orElseThrow();
        boolean outside = interval.low() > 0 || interval.high() < 0;
        double pValue = estimate.pValue().orElseThrow();
        // A bound of the interval lies between two means, so the two may differ by one of 199.
        assertThat(pValue).as("%s", interval).isBetween(outside ? 0.01 : 0.1 - 1e-9, outside ? 0.11 : 1);
    }

    @Test
    void differencesOfNothingAreChance() {
        Bootstrap.Estimate estimate = estimate(new double[50], 1, 0.95);

        assertThat(estimate.interval()).contains(new Evaluation.Interval(0, 0));
        assertThat(estimate.pValue()).hasValue(1);
        double[] ones = new double[50];
        Arrays.fill(ones, 1);
        assertThat(estimate(ones, 1, 0.95).pValue()).hasValue(2.0 / (1 + DRAWS));
    }

    @Test
    @Tag("slow")
    void intervalsHoldTheTrueMeanAsOftenAsTheyPromise() {
        int held = 0;
        int significant = 0;
        int studies = 400;
        for (int seed = 0; seed < studies; seed++) {
            Random random = new Random(seed);
            double[] hits = new double[80];
            double[] differences = new double[80];
            for (int user = 0; user < hits.length; user++) {
                hits[user] = random.nextInt(10) < 3 ? 1 : 0;
                differences[user] = random.nextInt(3) - 1;
            }
            Evaluation.Interval interval = estimate(hits, seed, 0.9).interval().orElseThrow();
            held += interval.low() <= 0.3 && 0.3 <= interval.high() ? 1 : 0;
            significant += estimate(differences, seed, 0.9).pValue().orElseThrow() <= 0.1 ? 1 : 0;
        }

        // Three standard deviations of 400 studies are 4.5 points.
        assertThat((double) held / studies).isBetween(0.855, 0.945);
        assertThat((double) significant / studies).isBetween(0.055, 0.145);
    }

    @Test
    void valuesThatAreNoNumberAreLeftOut() {
        double[] values = {Double.NaN, 2, Double.NaN, 2};

        assertThat(estimate(values, 1, 0.9).interval()).contains(new Evaluation.Interval(2, 2));
        assertThat(estimate(new double[] {Double.NaN}, 1, 0.9).interval()).isEmpty();
        assertThat(estimate(new double[] {Double.NaN}, 1, 0.9).pValue()).isEmpty();
    }

    private static Bootstrap.Estimate estimate(double[] values, long seed, double confidence) {
        return new Bootstrap(DRAWS, seed, confidence)
                .estimates(new double[][] {values}, 2)
                .get(0);
    }
}
