package dev.recommender.ridge;

import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.util.Numbers;

/** What depends on one item alone. Only items that reach the support threshold count; they are the first. Immutable. */
final class Factors {
    /** How many items count. */
    final int warm;
    /** What each item has in common with itself. */
    final float[] own;
    /** The popularity of each item to the power of −{@code seedDamping}. */
    final float[] seed;
    /** The popularity of each item to the power of −{@code targetDamping}. */
    final float[] target;
    /** The popularity of each item to the power of −{@code proposalDamping}. */
    final float[] proposal;
    /** The popularity of each item to the power of −½. */
    final float[] cosine;

    private Factors(RidgeOptions options, int[] frequency, float[] own) {
        this.warm = own.length;
        this.own = own;
        this.seed = powers(frequency, warm, options.seedDamping());
        this.target = powers(frequency, warm, options.targetDamping());
        this.proposal = powers(frequency, warm, options.proposalDamping());
        this.cosine = powers(frequency, warm, 0.5);
    }

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
        return new Factors(options, frequency, own);
    }

    /** These of the same units, with the powers of other options. */
    Factors with(RidgeOptions options, Interactions interactions) {
        return new Factors(options, interactions.frequency, own);
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
