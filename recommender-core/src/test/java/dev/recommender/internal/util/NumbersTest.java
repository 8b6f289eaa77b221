package dev.recommender.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in a model are written alike by every JDK; those before 19 print some of these otherwise. */
@Tag("slow")
class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-4, -4.0",
        "0.1, 0.1",
        "0.001, 0.001",
        "0.002, 0.002",
        "1.0E-3, 0.001",
        "9.999E-4, 9.999E-4",
        "9999999, 9999999.0",
        "1.0E7, 1.0E7",
        "1.0E23, 1.0E23",
        "2.0E23, 2.0E23",
        "2.2250738585072014E-308, 2.2250738585072014E-308",
        "4.9E-324, 5.0E-324",
        "1.7976931348623157E308, 1.7976931348623157E308",
        "2.0E-3, 0.002",
        "-8.41E21, -8.41E21",
        "0.30000000000000004, 0.30000000000000004"
    })
    void numbersAreWrittenInTheFewestDigits(double value, String text) {
        assertThat(Numbers.text(value)).isEqualTo(text);
    }

    @Test
    void everyNumberReadsBackAsItself() {
        Random random = new Random(11);
        for (int number = 0; number < 200_000; number++) {
            double value = switch (number % 3) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt(1_000_000) / 1000.0;
                default -> random.nextGaussian();
            };
            if (Double.isFinite(value)) {
                String text = Numbers.text(value);
                assertThat(Double.doubleToLongBits(Double.parseDouble(text)))
                        .as(text)
                        .isEqualTo(Double.doubleToLongBits(value));
                assertThat(text.length())
                        .as(text)
                        .isLessThanOrEqualTo(Double.toString(value).length());
            }
        }
    }
}
