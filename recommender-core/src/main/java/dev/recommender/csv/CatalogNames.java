package dev.recommender.csv;

import dev.recommender.csv.CatalogColumns.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How headers of catalogs call their columns, and which columns such a header gives. */
final class CatalogNames {
    /** From this position on, cells may be features {@code name=value}. */
    static final int FIRST_FEATURE = 4;

    /** Names of the ids that may be those of the names, too: an id column with a clearer name wins over them. */
    private static final Set<String> NOUNS = Set.of("item", "product", "movie", "article");

    private static final Set<String> IDS =
            Stream.concat(WellKnown.ITEM.stream(), Stream.of("id")).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> NAMES =
            Set.of("name", "title", "itemname", "itemtitle", "productname", "producttitle", "movietitle");
    private static final Set<String> CATEGORIES = Set.of(
            "category",
            "categoryname",
            "categoryid",
            "itemcategory",
            "productcategory",
            "maincategory",
            "department",
            "kind",
            "genre",
            "genres");
    private static final Set<String> OTHERS = Set.of(
            "description", "price", "stock", "quantity", "brand", "color", "colour", "size", "currency", "url", "year");

    private CatalogNames() {}

    static boolean isId(CharSequence field) {
        return IDS.contains(WellKnown.plain(field));
    }

    static boolean isCategory(CharSequence field) {
        return CATEGORIES.contains(WellKnown.plain(field));
    }

    static boolean isName(CharSequence field) {
        return NAMES.contains(WellKnown.plain(field));
    }

    /** Whether fields have a name of the ids, and another of a name or a category. */
    static boolean isHeader(List<String> fields) {
        return id(fields) != Columns.ABSENT
                && (find(fields, NAMES) != Columns.ABSENT || find(fields, CATEGORIES) != Columns.ABSENT);
    }

    /**
     * Whether a first record is a header: it has a name of the ids, and any other well-known name, or only words where
     * later records have numbers. The name {@code id} alone is not enough for the latter. Without a name of the ids, it has
     * two other well-known names, and nothing but words.
     *
     * @param data the records that follow
     */
    static boolean isHeader(List<String> first, List<List<String>> data) {
        int id = id(first);
        if (id == Columns.ABSENT) {
            return first.stream().allMatch(CatalogNames::isWord)
                    && first.stream().filter(CatalogNames::isKnown).count() > 1;
        }
        boolean known = IntStream.range(0, first.size()).anyMatch(at -> at != id && isKnown(first.get(at)));
        return known
                || !WellKnown.plain(first.get(id)).equals("id")
                        && first.stream().allMatch(CatalogNames::isWord)
                        && IntStream.range(0, first.size()).anyMatch(at -> at != id && hasNumbers(data, at));
    }

    /**
     * The columns under a header. Where it has no name that is known, they are those of Product Recommendations.
     *
     * @param data the first records below the header, by which columns of features are known
     * @throws dev.recommender.ParsingException if the header has a name twice, or names for other columns than the ids
     */
    static Positions under(List<String> header, List<List<String>> data, Problems problems, long line) {
        List<Integer> features = IntStream.range(FIRST_FEATURE, header.size())
                .filter(at -> !isKnown(header.get(at)) && hasFeatures(data, at))
                .boxed()
                .toList();
        if (header.stream().noneMatch(CatalogNames::isKnown)) {
            return new Positions(0, 1, 2, features, List.of());
        }
        int id = id(header);
        boolean named = id != Columns.ABSENT;
        if (!named && isKnown(header.get(0))) {
            throw problems.headerLacks(line, "id", header);
        }
        int name = find(header, NAMES);
        if (name == Columns.ABSENT && named) {
            name = IntStream.range(0, header.size())
                    .filter(at -> at != id && NOUNS.contains(WellKnown.plain(header.get(at))))
                    .findFirst()
                    .orElse(Columns.ABSENT);
        } else if (name == Columns.ABSENT && header.size() > 1 && !isKnown(header.get(1))) {
            name = 1;
        }
        int category = find(header, CATEGORIES);
        int guessed = name == Columns.ABSENT && named ? CatalogGuess.name(header, data, id) : Columns.ABSENT;
        for (int position : new int[] {id, name, category}) {
            if (position != Columns.ABSENT) {
                problems.requireOnce(header.get(position), header, line);
            }
        }
        return guessed == Columns.ABSENT
                ? new Positions(named ? id : 0, name, category, features, List.of())
                : new Positions(id, guessed, category, features, List.of(), true);
    }

    /** Whether a cell is a feature {@code name=value}. */
    static boolean isFeature(String cell) {
        int equals = cell.indexOf('=');
        return equals > 0
                && cell.indexOf('=', equals + 1) < 0
                && !cell.substring(0, equals).isBlank();
    }

    /** The first column of ids; those with names that are also called so in other tables come last. */
    private static int id(List<String> header) {
        List<Integer> ids = IntStream.range(0, header.size())
                .filter(at -> isId(header.get(at)))
                .boxed()
                .toList();
        return ids.stream()
                .filter(at -> !NOUNS.contains(WellKnown.plain(header.get(at))))
                .findFirst()
                .or(() -> ids.stream().findFirst())
                .orElse(Columns.ABSENT);
    }

    private static boolean isKnown(String field) {
        String plain = WellKnown.plain(field);
        return IDS.contains(plain) || NAMES.contains(plain) || CATEGORIES.contains(plain) || OTHERS.contains(plain);
    }

    private static int find(List<String> header, Set<String> names) {
        for (int at = 0; at < header.size(); at++) {
            if (names.contains(WellKnown.plain(header.get(at)))) {
                return at;
            }
        }
        return Columns.ABSENT;
    }

    private static boolean isWord(String field) {
        return field.chars().anyMatch(Character::isLetter)
                && field.indexOf('=') < 0
                && FileTimes.kind(field) == FileTimes.Kind.OTHER;
    }

    /** Whether most values of a column are numbers. */
    private static boolean hasNumbers(List<List<String>> data, int position) {
        List<String> values = values(data, position);
        return 2 * values.stream().filter(TimeFormat::numeric).count() > values.size();
    }

    /** Whether at least half of a column's values are features, which later values may be if there are none. */
    private static boolean hasFeatures(List<List<String>> data, int position) {
        List<String> values = values(data, position);
        // An address with a query has the form of a feature.
        long features = values.stream()
                .filter(value -> isFeature(value) && !value.contains("://"))
                .count();
        return 2 * features >= values.size();
    }

    /** The values of a column that are not blank. */
    static List<String> values(List<List<String>> data, int position) {
        List<String> values = new ArrayList<>();
        for (List<String> record : data) {
            if (position < record.size() && !Blanks.isBlank(record.get(position))) {
                values.add(record.get(position));
            }
        }
        return values;
    }
}
