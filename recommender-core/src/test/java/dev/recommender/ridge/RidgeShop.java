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
        OptionalDouble penalty = random.nextInt(4) == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(new double[] {0.05, 0.5, 8, 100}[random.nextInt(4)]);
        boolean counts = penalty.isPresent();
        options = new RidgeOptions(
                penalty,
                exponent(random),
                exponent(random),
                exponent(random),
                1 + random.nextInt(random.nextBoolean() ? 4 : 30),
                1 + random.nextInt(random.nextBoolean() ? 4 : 30),
                random.nextInt(6),
                exponent(random),
                !counts
                        ? OptionalInt.of(1000)
                        : random.nextInt(3) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(12)),
                shop.rowOptions());
    }

    private static double exponent(Random random) {
        return new double[] {0, 0.15, 0.5, 1, 1.7}[random.nextInt(5)];
    }
}
