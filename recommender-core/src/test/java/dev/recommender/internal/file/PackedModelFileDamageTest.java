package dev.recommender.internal.file;

import dev.recommender.TrainedModel;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.neighbors.SmallModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The same of a model whose similarities have 8 bits. */
@Timeout(300)
@Tag("slow")
class PackedModelFileDamageTest extends ModelFileDamageTest {
    @Override
    TrainedModel model() {
        return SmallModels.full(RowPrecision.BYTE);
    }
}
