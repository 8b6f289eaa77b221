package dev.recommender.ridge;

import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.util.Numbers;

/**
 * What depends on one item alone. Only items that reach the support threshold count; they are the first.
 *
 * @param warm how many items count
 * @param own what each item has in common with itself
 * @param seed the popularity of each item to the power of −{@code seedDamping}
 * @param target the popularity of each item to the power of −{@code targetDamping}
 * @param proposal the popularity of each item to the power of −{@code proposalDamping}
 * @param cosine the popularity of each item to the power of −½
 */
record Factors(int warm, float[] own, float[] seed, float[] target, float[] proposal, float[] cosine) {
    static Factors of(RidgeOptions options, Interactions interactions, Cooccurrence cooccurrence) {
        int[] frequency = interactions.frequency;
        int warm = 0;
        while (warm < frequency.length && frequency[warm] >= options.shared().supportThreshold()) {
            warm++;
        }
        float[] own = new float[warm];
        for (int item = 0; item < warm; item++) {
            own[item] = (float) cooccurrence.own(item);
        }
        return new Factors(
                warm,
                own,
                powers(frequency, warm, options.seedDamping()),
                powers(frequency, warm, options.targetDamping()),
                powers(frequency, warm, options.proposalDamping()),
                powers(frequency, warm, 0.5));
    }

    private static float[] powers(int[] frequency, int warm, double damping) {
        float[] powers = new float[warm];
        for (int item = 0; item < warm; item++) {
            powers[item] = (float) (1 / Numbers.power(frequency[item], damping));
        }
        return powers;
    }

    /** The heap that the factors of so many items take. */
    static long bytes(long items) {
        return 5L * Float.BYTES * items;
    }
}
