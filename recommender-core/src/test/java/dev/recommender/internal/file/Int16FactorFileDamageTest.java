package dev.recommender.internal.file;

import dev.recommender.TrainedModel;
import dev.recommender.factors.SmallFactors;
import dev.recommender.factors.VectorPrecision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The same for the file of a model of vectors with numbers of 16 bits. */
@Timeout(300)
@Tag("slow")
class Int16FactorFileDamageTest extends FactorFileDamageTest {
    @Override
    TrainedModel model() {
        return SmallFactors.full(VectorPrecision.BITS_16);
    }
}
