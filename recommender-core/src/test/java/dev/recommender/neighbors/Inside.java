package dev.recommender.neighbors;

import dev.recommender.internal.neighbors.NeighborParts;

/** What a model is made of, for tests of other packages. */
public final class Inside {
    private Inside() {}

    public static NeighborParts of(NeighborModel model) {
        return model.parts();
    }
}
