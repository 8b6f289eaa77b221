package dev.recommender.ridge;

import dev.recommender.sar.RandomShop;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/** Seeded events, catalogs and options of every kind. */
final class RidgeShop {
    final RandomShop shop;
    final RidgeOptions options;

    RidgeShop(long seed) {
        shop = new RandomShop(seed);
        Random random = shop.random;
        // A small penalty and few counts contradict each other most often.
        boolean contradicting = random.nextInt(3) == 0;
        OptionalDouble penalty = contradicting
                ? OptionalDouble.of(0.001)
                : random.nextInt(4) == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(new double[] {0.05, 0.5, 8, 100}[random.nextInt(4)]);
        options = new RidgeOptions(
                penalty,
                exponent(random),
                contradicting ? 0 : exponent(random),
                exponent(random),
                1 + random.nextInt(random.nextBoolean() ? 4 : 30),
                1 + random.nextInt(random.nextBoolean() ? 4 : 30),
                random.nextInt(6),
                exponent(random),
                counts(random, penalty.isPresent(), contradicting),
                shop.rowOptions());
    }

    private static OptionalInt counts(Random random, boolean solved, boolean contradicting) {
        if (!solved) {
            return OptionalInt.of(1000);
        }
        return contradicting || random.nextBoolean()
                ? OptionalInt.of(1 + random.nextInt(contradicting ? 3 : 12))
                : OptionalInt.empty();
    }

    private static double exponent(Random random) {
        return new double[] {0, 0.15, 0.5, 1, 1.7}[random.nextInt(5)];
    }
}
