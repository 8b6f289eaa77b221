package dev.recommender.csv;

import dev.recommender.ColumnDoubt;
import dev.recommender.FileLayout;
import dev.recommender.csv.UsageCsv.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What a usage file was taken for: decided once by its head, and the same for all ranges of it. Immutable.
 *
 * @param start where the data starts, in bytes of the text
 * @param linesBefore how many lines stand before the data
 * @param skipped how many lines before the header or the first record are neither blank nor one of them
 * @param delimiter what separates fields; empty for JSON lines
 * @param header the names of the columns; empty if there are none
 * @param width a record with more fields is rejected
 * @param shown how many columns the first records have
 * @param positions where the columns are
 * @param times what the times were taken for
 * @param guessedWeights whether only the values say that a column holds weights
 * @param decimalCommas whether weights have a decimal comma
 * @param doubts why columns were perhaps not meant so, by position
 */
record UsageLayout(
        long start,
        long linesBefore,
        int skipped,
        String delimiter,
        List<String> header,
        int width,
        int shown,
        Map<Role, Integer> positions,
        FileTimes times,
        boolean guessedWeights,
        boolean decimalCommas,
        Map<Integer, ColumnDoubt> doubts) {
    private static final int MAX_UNUSED = 20;

    int position(Role role) {
        return positions.getOrDefault(role, Columns.ABSENT);
    }

    boolean isJson() {
        return delimiter.isEmpty();
    }

    /** Reads records of the text, or of a part of it that starts after so many lines. */
    Records open(Text text, LongSupplier before) throws IOException {
        return isJson()
                ? new JsonRecords(text, header, Set.copyOf(positions.values()))
                : new RecordReader(text, delimiter, before);
    }

    /** The layout in words, of so many files: 1, or 0 for a further part of the same file. */
    FileLayout describe(String file, int files, String charset, Values values) {
        List<FileLayout.Column> described = new ArrayList<>();
        for (Role role : Role.values()) {
            int position = position(role);
            boolean read = role == Role.TIME && values.times().isPresent()
                    || role == Role.WEIGHT && values.weights().isPresent();
            if (position != Columns.ABSENT && (position < shown || read)) {
                String format = role == Role.TIME ? times.label() : "";
                described.add(column(
                        role.name().toLowerCase(Locale.ROOT),
                        position,
                        role == Role.WEIGHT && decimalCommas ? "decimal commas" : format));
            }
        }
        for (int position = 0; position < shown && described.size() < MAX_UNUSED; position++) {
            if (!positions.containsValue(position)) {
                described.add(column("unused", position, ""));
            }
        }
        return new FileLayout(
                file,
                files,
                charset,
                delimiter,
                !header.isEmpty(),
                files * (long) skipped,
                described,
                values.times(),
                values.weights(),
                values.types(),
                values.blankTimes());
    }

    private FileLayout.Column column(String role, int position, String format) {
        ColumnDoubt doubt = doubts.get(position);
        return new FileLayout.Column(role, name(position), format, doubt == null ? Set.of() : Set.of(doubt));
    }

    /** What messages call a column. */
    String name(int position) {
        return position < header.size() ? header.get(position) : "column " + (position + 1);
    }
}
