package dev.recommender.internal.training;

import dev.recommender.internal.rows.RowBlocks;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Rows that a training computed.
 *
 * @param own float32 per item: what it has in its own row
 * @param rows a row per seed item, with the values of the other items
 * @param shared whether others have the rows as well, so that they must stay as they are; nobody else has {@code own}
 * @param counts what was counted for the statistics, by name
 * @param notes what was noticed that is no error, in sentences
 */
public record TrainedRows(
        ByteBuffer own, RowBlocks rows, boolean shared, Map<String, Long> counts, List<String> notes) {}
