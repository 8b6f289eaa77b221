package dev.recommender.csv;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells by the first records of a file that its delimiter is another one. */
final class Delimiters {
    /** In the order of likelihood. */
    private static final List<String> COMMON = List.of(";", "\t", "|", "::", ",");

    /** These are hardly ever part of an id. */
    private static final List<String> NOT_IN_IDS = List.of(";", "\t");

    private Delimiters() {}

    /**
     * Refuses a file most of whose records are one field with another delimiter in it. Where nobody has chosen the
     * delimiter, it also refuses one whose first column has another delimiter equally often in all records.
     *
     * @param chosen whether the delimiter is more than the default
     * @param ids whether a record may be one field, an id
     */
    static void check(List<List<String>> sample, String delimiter, boolean chosen, boolean ids, Problems problems) {
        long wellFormed = sample.stream().filter(record -> !record.isEmpty()).count();
        Optional<String> other = (ids ? NOT_IN_IDS : COMMON)
                .stream()
                        .filter(common -> !common.equals(delimiter))
                        .filter(common -> onlyFields(sample)
                                                .filter(field -> field.contains(common))
                                                .count()
                                        * 2
                                > wellFormed)
                        .findFirst();
        if (other.isEmpty() && !chosen) {
            other = NOT_IN_IDS.stream()
                    .filter(common -> !common.equals(delimiter) && alwaysAsOften(sample, common))
                    .findFirst();
        }
        if (other.isPresent()) {
            throw problems.refused(
                    0,
                    "seems to have its fields separated by " + name(other.get()) + ", not by " + name(delimiter),
                    "set the delimiter");
        }
    }

    private static Stream<String> onlyFields(List<List<String>> sample) {
        return sample.stream().filter(record -> record.size() == 1).map(record -> record.get(0));
    }

    private static boolean alwaysAsOften(List<List<String>> sample, String delimiter) {
        List<Integer> counts = sample.stream()
                .filter(record -> !record.isEmpty())
                .map(record -> record.get(0).split(delimiter, -1).length - 1)
                .distinct()
                .toList();
        return counts.size() == 1 && counts.get(0) > 0;
    }

    private static String name(String delimiter) {
        return delimiter.equals("\t") ? "tabs" : "\"" + delimiter + "\"";
    }
}
