package dev.recommender.training;

import dev.recommender.Verification;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.spi.Algorithm;
import java.io.IOException;
import java.nio.file.Path;

/** An algorithm that makes models of neighbours. Any such algorithm opens the models of the others. */
public abstract class RowAlgorithm implements Algorithm {
    /** For algorithms, which are found by their constructors without arguments. */
    protected RowAlgorithm() {}

    @Override
    public final String kind() {
        return NeighborModel.KIND;
    }

    @Override
    public final NeighborModel open(Path file, Verification verification) throws IOException {
        return NeighborModel.open(file, verification);
    }
}
