package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.recommender.Goldens;
import dev.recommender.Recommendation;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reference outputs, and how ours are compared with them: to a millionth, and in order up to ties within that. */
final class Golden {
    static final double TOLERANCE = 1e-6;

    private Golden() {}

    static List<List<String>> rows(String file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(Goldens.path(file))) {
            reader.forEach(row -> rows.add(row.getFields()));
        }
        return rows;
    }

    /** The rows after the header. */
    static List<List<String>> body(String file) throws IOException {
        List<List<String>> rows = rows(file);
        return rows.subList(1, rows.size());
    }

    /** A matrix with names on both sides, by row and column. */
    static Map<String, Map<String, Double>> matrix(String file) throws IOException {
        List<List<String>> rows = rows(file);
        Map<String, Map<String, Double>> matrix = new LinkedHashMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            Map<String, Double> cells = new LinkedHashMap<>();
            for (int column = 1; column < row.size(); column++) {
                cells.put(rows.get(0).get(column), number(row.get(column)));
            }
            matrix.put(row.get(0), cells);
        }
        return matrix;
    }

    static double number(String text) {
        return switch (text) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "NA", "" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    /** Events of user, item, rating, epoch seconds. */
    static UsageEvents events(String file) throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        for (List<String> row : body(file)) {
            events.add(UsageEvent.of(row.get(0), row.get(1))
                    .weight(Double.parseDouble(row.get(2)))
                    .at(Instant.ofEpochSecond(Long.parseLong(row.get(3)))));
        }
        return UsageEvents.of(events);
    }

    static void close(double actual, double expected, String what) {
        assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * Math.max(1e-12, Math.abs(expected))));
    }

    /** The same items with the same scores, in the same order but for ties. */
    static void sameList(List<Recommendation> actual, List<String> items, List<Double> scores, String what) {
        assertThat(actual).as(what).hasSameSizeAs(items);
        for (int rank = 0; rank < items.size(); rank++) {
            close(actual.get(rank).score(), scores.get(rank), what + " rank " + (rank + 1));
            if (!actual.get(rank).item().equals(items.get(rank))) {
                double tied = scores.get(rank);
                int other = items.indexOf(actual.get(rank).item());
                boolean lastOfList = Math.abs(tied - scores.get(scores.size() - 1)) <= TOLERANCE * Math.abs(tied);
                assertThat(other >= 0 || lastOfList)
                        .as(what + " rank " + (rank + 1) + ": " + actual.get(rank) + " instead of " + items.get(rank))
                        .isTrue();
                if (other >= 0) {
                    close(scores.get(other), tied, what + " tie");
                }
            }
        }
    }
}
