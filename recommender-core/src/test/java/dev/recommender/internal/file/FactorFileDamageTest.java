package dev.recommender.internal.file;

import dev.recommender.TrainedModel;
import dev.recommender.factors.FactorModel;
import dev.recommender.factors.SmallFactors;
import dev.recommender.factors.VectorPrecision;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** What holds for the file of a model of neighbours holds for one of vectors. */
@Timeout(300)
@Tag("slow")
class FactorFileDamageTest extends ModelFileDamageTest {
    @Override
    TrainedModel model() {
        return SmallFactors.full(VectorPrecision.BITS_32);
    }

    @Override
    TrainedModel open(Path path) throws IOException {
        return FactorModel.open(path);
    }

    @Override
    String answers(TrainedModel model) {
        return SmallFactors.answers(model);
    }

    /** The metadata have the same form in every file. */
    @Override
    void absurdMetadataUnderRightChecksumsAreRefused() {}
}
