package dev.recommender.internal.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {
    @TempDir
    private Path folder;

    /** Vectors may be mapped, so each look at one may read a page. */
    @Test
    void eachVectorIsAskedForOnce() throws IOException {
        IdTable table = new IdTable();
        int[] order = {table.numberOf("a"), table.numberOf("b"), table.numberOf("c")};
        Ids ids = Ids.open(Ids.section(table, order));
        for (boolean text : new boolean[] {true, false}) {
            int[] asked = new int[order.length];
            int written = VectorFile.write(
                    folder.resolve("vectors"),
                    ids,
                    8,
                    index -> {
                        asked[index]++;
                        return new float[] {index == 1 ? 0 : 1, 0, 0, 0, 0, 0, 0, 0};
                    },
                    text);
            assertThat(written).isEqualTo(2);
            assertThat(asked).containsOnly(1);
        }
    }
}
