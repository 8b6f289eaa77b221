package dev.recommender.internal.training;

import dev.recommender.internal.rows.RowBlocks;
import java.util.List;
import java.util.Map;

/**
 * Rows that a training computed.
 *
 * @param own what each item has in its own row, by index
 * @param rows a row per seed item, with the values of the other items
 * @param counts what was counted for the statistics, by name
 * @param notes what was noticed that is no error, in sentences
 */
public record TrainedRows(float[] own, RowBlocks rows, Map<String, Long> counts, List<String> notes) {}
