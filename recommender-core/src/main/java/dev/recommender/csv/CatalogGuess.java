package dev.recommender.csv;

import dev.recommender.ColumnDoubt;
import dev.recommender.csv.CatalogColumns.Positions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells by the first records of a catalog what its columns hold, where their names do not. */
final class CatalogGuess {
    /** Words in the names of columns that may have the items' names; the earlier ones are clearer. */
    private static final List<Set<String>> WORDS =
            List.of(Set.of("title"), Set.of("name"), Set.of("description", "desc", "label"));

    /** What the columns are called by whose addresses a page can show items. */
    private static final Set<String> PICTURES = Set.of("picture", "image", "thumbnail");

    /** Longer texts are descriptions rather than names. */
    private static final int LONGEST_NAME = 100;

    private static final char SEPARATOR = '|';

    private CatalogGuess() {}

    /**
     * The column of names under a header that calls none so: one with a word for names in its own, and with short texts, nearly
     * all of them different for different items. {@link Columns#ABSENT} if there is none.
     *
     * @param data the first records below the header
     */
    static int name(List<String> header, List<List<String>> data, int id) {
        for (Set<String> words : WORDS) {
            for (int at = 0; at < header.size(); at++) {
                boolean named = WellKnown.words(header.get(at)).stream().anyMatch(words::contains);
                boolean free = at != id
                        && !CatalogNames.isId(header.get(at))
                        && !CatalogNames.isCategory(header.get(at))
                        && header.indexOf(header.get(at)) == header.lastIndexOf(header.get(at));
                if (named && free && tellsItemsApart(data, id, at)) {
                    return at;
                }
            }
        }
        return Columns.ABSENT;
    }

    private static boolean tellsItemsApart(List<List<String>> data, int id, int position) {
        Set<String> items = new HashSet<>();
        Map<String, String> names = new HashMap<>();
        for (List<String> record : data) {
            if (Math.max(id, position) < record.size() && !Blanks.isBlank(record.get(id))) {
                items.add(record.get(id));
                if (!Blanks.isBlank(record.get(position))) {
                    names.putIfAbsent(record.get(id), record.get(position));
                }
            }
        }
        long texts = names.values().stream().filter(CatalogGuess::isShortText).count();
        long different = names.values().stream().distinct().count();
        return !names.isEmpty()
                && 2 * names.size() >= items.size()
                && 10 * texts >= 9L * names.size()
                && 4 * different >= 3L * names.size();
    }

    /**
     * What is doubtful of a catalog's columns, by position.
     *
     * @param header the columns' names; empty if there are none
     * @param data the first records, without the header
     * @param named whether the caller says what the columns hold
     * @param split whether the values of features are separated
     */
    static Map<Integer, ColumnDoubt> doubts(
            Positions positions, List<String> header, List<List<String>> data, boolean named, boolean split) {
        Map<Integer, ColumnDoubt> doubts = new HashMap<>();
        if (hasSeveralValues(data, positions.category())) {
            doubts.put(positions.category(), ColumnDoubt.SEVERAL_VALUES);
        }
        for (int feature : positions.features()) {
            if (named && !split && hasSeveralValues(data, feature)) {
                doubts.put(feature, ColumnDoubt.SEVERAL_VALUES);
            }
        }
        if (named || header.isEmpty()) {
            return doubts;
        }
        boolean unused = false;
        boolean single = hasOneLineForEachItem(data, positions.id());
        for (int at = 0; at < header.size(); at++) {
            if (!positions.uses(at)) {
                unused = true;
                if (PICTURES.contains(header.get(at)) && hasAddresses(data, at)) {
                    doubts.put(at, ColumnDoubt.UNUSED_PICTURES);
                } else if (single && hasWordsThatRepeat(data, at)) {
                    doubts.put(at, ColumnDoubt.UNUSED_FEATURE);
                }
            }
        }
        if (positions.nameGuessed()) {
            doubts.put(positions.name(), ColumnDoubt.GUESSED_NAMES);
        } else if (positions.name() == Columns.ABSENT && unused) {
            doubts.put(positions.id(), ColumnDoubt.NO_NAMES);
        }
        return doubts;
    }

    /** Whether most cells of a column have a separator between two values. */
    private static boolean hasSeveralValues(List<List<String>> data, int position) {
        if (position == Columns.ABSENT) {
            return false;
        }
        List<String> values = CatalogNames.values(data, position);
        long several = values.stream()
                .filter(value -> value.indexOf(SEPARATOR) > 0 && value.lastIndexOf(SEPARATOR) < value.length() - 1)
                .count();
        return 2 * several > values.size();
    }

    /** Whether nearly all ids differ; else a file may be of something else than items, such as invoices. */
    private static boolean hasOneLineForEachItem(List<List<String>> data, int id) {
        List<String> ids = CatalogNames.values(data, id);
        return 10 * ids.stream().distinct().count() >= 9L * ids.size();
    }

    /** Whether nearly all values of a column are short texts, and most of them repeat others. */
    private static boolean hasWordsThatRepeat(List<List<String>> data, int position) {
        List<String> values = CatalogNames.values(data, position);
        long texts = values.stream().filter(CatalogGuess::isShortText).count();
        long different = values.stream().distinct().count();
        return !values.isEmpty() && 10 * texts >= 9L * values.size() && 2 * different <= values.size();
    }

    private static boolean hasAddresses(List<List<String>> data, int position) {
        List<String> values = CatalogNames.values(data, position);
        long addresses = values.stream()
                .filter(value -> value.startsWith("https://") || value.startsWith("http://"))
                .count();
        return 2 * addresses > values.size();
    }

    private static boolean isShortText(String value) {
        return value.length() <= LONGEST_NAME
                && value.codePoints().anyMatch(Character::isLetter)
                && FileTimes.kind(value) == FileTimes.Kind.OTHER
                && !CatalogNames.isFeature(value)
                && !value.contains("://");
    }
}
