package dev.recommender.internal.ranking;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.model.Histories;

/** What each user took, with affinities: all of a training, or the histories of a model. Shared between threads. */
public interface UserAffinities {
    /** How many users there are. */
    int count();

    /** Gives all items of a user. */
    void give(int user, Receiver receiver);

    /** Takes an item's index with the affinity to it, m · 2<sup>e</sup>, which may be beyond the range of doubles. */
    @FunctionalInterface
    interface Receiver {
        void take(int item, double mantissa, long exponent);
    }

    /** What users took in a training. */
    static UserAffinities of(Interactions interactions) {
        return new UserAffinities() {
            @Override
            public int count() {
                return interactions.users();
            }

            @Override
            public void give(int user, Receiver receiver) {
                for (int at = interactions.userStart[user]; at < interactions.userStart[user + 1]; at++) {
                    receiver.take(
                            interactions.pairItem[at], interactions.pairAffinity[at], interactions.exponent(user, at));
                }
            }
        };
    }

    /** What a model keeps of its users. */
    static UserAffinities of(Histories histories) {
        return new UserAffinities() {
            @Override
            public int count() {
                return histories.affinities().rows();
            }

            @Override
            public void give(int user, Receiver receiver) {
                int[] items = new int[histories.affinities().length(user)];
                float[] affinities = new float[items.length];
                histories.affinities().read(user, items, affinities);
                long[] exponents = histories.exponents(user, items, items.length);
                for (int at = 0; at < items.length; at++) {
                    receiver.take(items[at], affinities[at], exponents[at]);
                }
            }
        };
    }
}
