package dev.recommender.internal.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.recommender.Verification;
import dev.recommender.internal.rows.NumberFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors of very different lengths side by side, in every format. */
class ItemVectorsTest {
    @ParameterizedTest
    @CsvSource({"FLOAT32, 1e-12", "INT16, 1e-6"})
    void shortVectorsKeepTheirDirectionAndTheirPlace(NumberFormat format, double error) {
        Random random = new Random(6);
        float[][] vectors = new float[700][16];
        for (float[] vector : vectors) {
            // From 1 down to a millionth.
            double length = Math.pow(10, -6 * random.nextDouble());
            for (int at = 0; at < 16; at++) {
                vector[at] = (float) (length * random.nextGaussian() / (1 + at));
            }
        }
        vectors[7] = new float[16];
        float[][] given = new float[700][];
        for (int item = 0; item < 700; item++) {
            given[item] = vectors[item].clone();
        }
        ItemVectors kept = ItemVectors.of(vectors, 16, format);
        float[] vector = new float[16];
        for (int item = 0; item < 700; item++) {
            kept.read(item, vector);
            assertThat(vector).as("what is kept of item %d", item).isEqualTo(vectors[item]);
            if (item != 7) {
                assertThat(1 - cosine(vector, given[item])).isLessThanOrEqualTo(error);
            }
        }
        for (int place = 1; place < 700; place++) {
            assertThat(kept.norms()[place]).isLessThanOrEqualTo(kept.norms()[place - 1]);
        }
        for (Verification verification : Verification.values()) {
            assertThatCode(() -> kept.verify(verification)).doesNotThrowAnyException();
        }
    }

    /** As {@link dev.recommender.factors.VectorPrecision} says. */
    @Test
    void numbersOf16BitsAreOffByHalfAStepAtMost() {
        Random random = new Random(9);
        float[][] vectors = new float[300][16];
        float[][] given = new float[300][];
        for (int item = 0; item < vectors.length; item++) {
            for (int at = 0; at < 16; at++) {
                vectors[item][at] = (float) (Math.pow(10, -item % 9) * random.nextGaussian());
            }
            given[item] = vectors[item].clone();
        }
        ItemVectors kept = ItemVectors.of(vectors, 16, NumberFormat.INT16);
        float[] vector = new float[16];
        double mean = 0;
        for (int item = 0; item < vectors.length; item++) {
            kept.read(item, vector);
            double largest = 0;
            for (float number : given[item]) {
                largest = Math.max(largest, Math.abs(number));
            }
            for (int at = 0; at < 16; at++) {
                double error = Math.abs((double) vector[at] - given[item][at]) / largest;
                assertThat(error).isLessThanOrEqualTo((1 + 1e-3) / 65_534);
                mean += error / (16 * vectors.length);
            }
        }
        // Half of the most, but for the largest of each vector, which is met.
        assertThat(mean).isBetween(0.4 / 65_534, 0.5 / 65_534);
    }

    /** Rounding changes lengths by more than they are apart, so the order is that of what is kept. */
    @ParameterizedTest
    @EnumSource
    void vectorsOfNearlyOneLengthAreInTheOrderOfWhatIsKept(NumberFormat format) {
        Random random = new Random(8);
        float[][] vectors = new float[700][16];
        for (float[] vector : vectors) {
            for (int at = 0; at < 16; at++) {
                vector[at] = (float) random.nextGaussian();
            }
            double scale = (1 + 1e-6 * random.nextDouble()) / Vectors.norm(vector, 0);
            for (int at = 0; at < 16; at++) {
                vector[at] = (float) (scale * vector[at]);
            }
        }
        ItemVectors kept = ItemVectors.of(vectors, 16, format);
        assertThatCode(() -> kept.verify(Verification.ON_OPEN)).doesNotThrowAnyException();
        assertThatCode(() -> kept.verify(Verification.LAZY)).doesNotThrowAnyException();
    }

    /** What floats hold only in part, or not at all, is no vector; what they just hold is one. */
    @ParameterizedTest
    @EnumSource
    void vectorsThatAreTooShortAreKeptAsZero(NumberFormat format) {
        Random random = new Random(7);
        float[][] vectors = new float[300][16];
        for (int item = 0; item < vectors.length; item++) {
            for (int at = 0; at < 16; at++) {
                vectors[item][at] = (float) (Math.pow(10, -item % 46) * random.nextGaussian());
            }
        }
        ItemVectors kept = ItemVectors.of(vectors, 16, format);
        kept.verify(Verification.ON_OPEN);
        for (int item = 0; item < vectors.length; item++) {
            assertThat(kept.normOf(item) > 0).as("item %d", item).isEqualTo(Vectors.norm(vectors[item], 0) > 0);
            if (item % 46 < 17) {
                assertThat(kept.normOf(item)).isPositive();
            } else if (item % 46 > 20) {
                assertThat(kept.normOf(item)).isZero();
            }
        }
    }

    private static double cosine(float[] left, float[] right) {
        double product = 0;
        for (int at = 0; at < left.length; at++) {
            product += (double) left[at] * right[at];
        }
        return product / (Vectors.norm(left, 0) * Vectors.norm(right, 0));
    }
}
