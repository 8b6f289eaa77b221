package dev.recommender;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one or more files of the same layout were taken for: their text, their columns, and the spans of what these
 * hold. Whatever a reader guessed is here.
 *
 * @param file the name of the first of the files
 * @param files how many there are
 * @param charset how characters are written, such as {@code UTF-8}
 * @param delimiter what separates fields; empty for JSON lines
 * @param header whether the columns have names
 * @param linesSkipped how many lines before the header or the first record were skipped: comments and the like
 * @param columns what the columns hold, in the order of their roles; a column that is not here was not read
 * @param times the first and the last time that was read; absent if there was none
 * @param weights the least and the greatest weight that was read; absent if there was none
 * @param types how many events of each type were read, by its name, the most frequent first; unmodifiable. The types
 *     beyond the hundred most frequent are counted together, under {@code others}
 * @param blankTimes how many events have no time; all, if the file has no column of times
 */
public record FileLayout(
        String file,
        long files,
        String charset,
        String delimiter,
        boolean header,
        long linesSkipped,
        List<Column> columns,
        Optional<Span<Instant>> times,
        Optional<Span<Double>> weights,
        Map<String, Long> types,
        long blankTimes) {
    private static final int TYPES_SHOWN = 6;

    public FileLayout {
        types = byCount(types);
        columns = List.copyOf(columns);
    }

    /**
     * What a column was taken for.
     *
     * @param role user, item, time, type, weight; of a catalog id, name, category, feature
     * @param name the name in the header, or {@code column 3} where there is none
     * @param format how the values are written, such as {@code epoch seconds}; empty if there is nothing to say
     * @param doubts why it was perhaps not meant so, in the order of the constants; unmodifiable
     */
    public record Column(String role, String name, String format, Set<ColumnDoubt> doubts) {
        public Column {
            doubts = doubts.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(doubts));
        }

        /** A column of which there is no doubt. */
        public Column(String role, String name, String format) {
            this(role, name, format, Set.of());
        }

        boolean has(ColumnDoubt doubt) {
            return doubts.contains(doubt);
        }

        /** The format and the doubts in a few words, such as {@code ids end in .0}; empty if there is nothing to say. */
        public String remark() {
            return Stream.concat(Stream.of(format), doubts.stream().map(ColumnDoubt::words))
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining(", "));
        }

        private Column withoutDoubts() {
            return new Column(role, name, format);
        }

        private Column with(Column other) {
            Set<ColumnDoubt> both = new HashSet<>(doubts);
            both.addAll(other.doubts);
            return new Column(role, name, format, both);
        }
    }

    /** From the least to the greatest of some values, both included. */
    public record Span<T extends Comparable<T>>(T least, T greatest) {
        Span<T> with(Span<T> other) {
            return new Span<>(
                    least.compareTo(other.least) <= 0 ? least : other.least,
                    greatest.compareTo(other.greatest) >= 0 ? greatest : other.greatest);
        }

        @Override
        public String toString() {
            return least.equals(greatest) ? String.valueOf(least) : least + " to " + greatest;
        }
    }

    /** One for all files that are laid out alike, in the order in which they are given. */
    static List<FileLayout> merge(List<FileLayout> layouts) {
        Map<FileLayout, FileLayout> merged = new LinkedHashMap<>();
        layouts.forEach(layout -> merged.merge(layout.alone(), layout, FileLayout::with));
        return List.copyOf(merged.values());
    }

    /** What files that are laid out alike have in common; what the first records of one say may be true of others, too. */
    private FileLayout alone() {
        List<Column> alike = columns.stream().map(Column::withoutDoubts).toList();
        return new FileLayout(
                "", 0, charset, delimiter, header, 0, alike, Optional.empty(), Optional.empty(), Map.of(), 0);
    }

    private FileLayout with(FileLayout other) {
        List<Column> both = IntStream.range(0, columns.size())
                .mapToObj(at -> columns.get(at).with(other.columns.get(at)))
                .toList();
        return new FileLayout(
                file,
                files + other.files,
                charset,
                delimiter,
                header,
                linesSkipped + other.linesSkipped,
                both,
                both(times, other.times, Span::with),
                both(weights, other.weights, Span::with),
                sum(types, other.types),
                blankTimes + other.blankTimes);
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new LinkedHashMap<>(one);
        other.forEach((type, count) -> sum.merge(type, count, Long::sum));
        return sum;
    }

    /** The same, the most frequent first; unmodifiable. */
    static Map<String, Long> byCount(Map<String, Long> types) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        types.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(type -> sorted.put(type.getKey(), type.getValue()));
        return Collections.unmodifiableMap(sorted);
    }

    private static <T> Optional<T> both(Optional<T> one, Optional<T> other, BinaryOperator<T> merger) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(merger.apply(one.get(), other.get()))
                : one.or(() -> other);
    }

    /** The first types that are none of {@link EventType#standard}; a mistyped one is among them. */
    private List<String> ownTypes() {
        return types.keySet().stream()
                .filter(type -> !EventType.standard().contains(EventType.of(type)))
                .limit(TYPES_SHOWN)
                .toList();
    }

    /**
     * What of the files was perhaps not meant to be read so, in a sentence each with the remedy; empty if nothing. By
     * {@link Column#doubts} it can be told apart.
     */
    public List<String> doubts() {
        return LayoutDoubts.of(this);
    }

    String filesInWords() {
        return file + (files > 1 ? " and " + (files - 1) + " more" : "");
    }

    /**
     * One line, such as {@code usage.csv: UTF-8, comma, header; user = uid, item = iid, time = at (epoch seconds)}. Of a file
     * in which there is nothing to guess by: {@code usage.csv: no records}.
     */
    @Override
    public String toString() {
        if (columns.isEmpty()) {
            return filesInWords() + ": no records";
        }
        List<String> text = new ArrayList<>();
        text.add(charset);
        text.add(
                switch (delimiter) {
                    case "" -> "JSON lines";
                    case "," -> "comma";
                    case ";" -> "semicolon";
                    case "\t" -> "tab";
                    default -> "delimiter \"" + delimiter + "\"";
                });
        if (!delimiter.isEmpty()) {
            text.add(header ? "header" : "no header");
        }
        if (linesSkipped > 0) {
            text.add(linesSkipped + (linesSkipped == 1 ? " line" : " lines") + " at the start skipped");
        }
        return filesInWords() + ": " + String.join(", ", text) + "; "
                + String.join(", ", columns.stream().map(this::text).toList());
    }

    private String text(Column column) {
        List<String> details = new ArrayList<>();
        if (!column.remark().isEmpty()) {
            details.add(column.remark());
        }
        if (column.role.equals("time")) {
            details.add(times.map(Span::toString).orElse("none"));
            if (blankTimes > 0) {
                details.add(blankTimes + " blank");
            }
        }
        if (column.role.equals("weight")) {
            details.add(weights.map(span -> span.toString().replaceAll("\\.0\\b", ""))
                    .orElse("none"));
        }
        if (column.role.equals("type")) {
            types.entrySet().stream()
                    .limit(TYPES_SHOWN)
                    .forEach(type -> details.add(type.getKey() + " " + type.getValue()));
            if (types.size() > TYPES_SHOWN) {
                details.add(types.size() - TYPES_SHOWN + " more");
            }
            List<String> own = ownTypes();
            if (!own.isEmpty()) {
                details.add("without a standard weight: " + String.join(", ", own));
            }
        }
        return column.role + " = " + column.name + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")");
    }
}
