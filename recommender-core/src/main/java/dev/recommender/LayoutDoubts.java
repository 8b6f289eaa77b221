package dev.recommender;

import dev.recommender.FileLayout.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The doubts of a layout in sentences, each with the remedy. */
final class LayoutDoubts {
    private static final String FEATURE = "feature";
    private static final Set<String> CATALOG = Set.of("id", "name", "category", FEATURE);
    private static final String SAY_WHAT = "say what the catalog's columns hold";
    private static final int MOST_NAMED = 6;

    private final FileLayout layout;
    private final String files;

    private LayoutDoubts(FileLayout layout) {
        this.layout = layout;
        this.files = layout.filesInWords();
    }

    static List<String> of(FileLayout layout) {
        LayoutDoubts doubts = new LayoutDoubts(layout);
        List<String> all = new ArrayList<>();
        for (Column column : layout.columns()) {
            column.doubts().forEach(doubt -> all.addAll(doubts.of(column, doubt)));
        }
        all.addAll(doubts.severalValues());
        if (doubts.with(ColumnDoubt.NO_NAMES).isEmpty()) {
            all.addAll(doubts.unusedFeatures());
        }
        return List.copyOf(all);
    }

    private List<String> of(Column column, ColumnDoubt doubt) {
        return switch (doubt) {
            case UNUSED_TIMES -> layout.times().isEmpty() ? List.of(unusedTimes(column)) : List.of();
            case NEGATIVE_WEIGHTS ->
                List.of(column.name() + " of " + files
                        + " was taken for weights, of which negative ones speak against an item;"
                        + " if that is not meant, name other columns");
            // The file may be one that a service has made of the person's own, so that its name would say nothing.
            case DECIMAL_IDS ->
                List.of("ids of " + column.role() + "s end in .0, as whole numbers do that were written as decimal"
                        + " ones; ask for them so, as in 17850.0");
            case GUESSED_NAMES ->
                List.of(column.name() + " of " + files + " was taken for the names of items, as no column is called so;"
                        + " if that is not meant, " + SAY_WHAT
                        + example(roles("name"), List.of()));
            case NO_NAMES -> List.of(noNames());
            case UNUSED_PICTURES ->
                List.of(column.name() + " of " + files + " has addresses of pictures and is not used; " + SAY_WHAT
                        + example(roles(""), List.of(part(FEATURE, column.name()))));
            // One sentence names them all.
            case SEVERAL_VALUES, UNUSED_FEATURE -> List.of();
        };
    }

    private String unusedTimes(Column column) {
        return column.name() + " of " + files
                + " seems to hold times and is not used, so events count as now; name the column of times"
                + example(
                        layout.columns().stream()
                                .filter(other -> other.role().equals("user")
                                        || other.role().equals("item"))
                                .map(other -> part(other.role(), other.name())),
                        List.of(part("time", column.name())));
    }

    private String noNames() {
        List<String> unused = names(layout.columns().stream()
                .filter(column -> column.role().equals("unused"))
                .toList());
        List<String> more = Stream.concat(
                        Stream.of(part("name", "COLUMN")),
                        features().stream().limit(1).map(column -> part(FEATURE, column.name())))
                .toList();
        return files + " gives no item a name, and " + listed(unused) + (unused.size() == 1 ? " is" : " are")
                + " not used; " + SAY_WHAT + example(roles("name"), more);
    }

    private List<String> severalValues() {
        List<Column> several = with(ColumnDoubt.SEVERAL_VALUES);
        if (several.isEmpty()) {
            return List.of();
        }
        Stream<String> others = layout.columns().stream()
                .filter(column -> CATALOG.contains(column.role()) && !several.contains(column))
                .map(column -> part(column.role(), column.name()));
        return List.of("most cells of " + listed(names(several)) + " in " + files
                + " hold several values with | between them; " + SAY_WHAT
                + example(
                        others,
                        several.stream()
                                .map(column -> part(FEATURE, column.name()))
                                .toList())
                + ", and what separates values, as in \"|\"");
    }

    private List<String> unusedFeatures() {
        List<Column> features = features();
        if (features.isEmpty()) {
            return List.of();
        }
        return List.of(listed(names(features)) + " of " + files
                + (features.size() == 1
                        ? " is not used, though it could be a feature; "
                        : " are not used, though they could be features; ")
                + SAY_WHAT
                + example(roles(""), List.of(part(FEATURE, features.get(0).name()))));
    }

    private List<Column> features() {
        return with(ColumnDoubt.UNUSED_FEATURE);
    }

    private List<Column> with(ColumnDoubt doubt) {
        return layout.columns().stream().filter(column -> column.has(doubt)).toList();
    }

    /** The columns of a catalog as somebody names them, but for one role. */
    private Stream<String> roles(String other) {
        return layout.columns().stream()
                .filter(column ->
                        CATALOG.contains(column.role()) && !column.role().equals(other))
                .map(column -> part(column.role(), column.name()));
    }

    /** How columns are named; nothing where they have no names. */
    private String example(Stream<String> known, List<String> more) {
        return layout.header()
                ? Stream.concat(known, more.stream()).collect(Collectors.joining(",", ", as in ", ""))
                : "";
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private static String listed(List<String> names) {
        return names.size() > MOST_NAMED
                ? String.join(", ", names.subList(0, MOST_NAMED)) + " and " + (names.size() - MOST_NAMED) + " more"
                : String.join(", ", names);
    }

    private static String part(String role, String name) {
        boolean plain = name.indexOf(',') < 0 && name.indexOf('"') < 0;
        return role + "=" + (plain ? name : "\"" + name.replace("\"", "\"\"") + "\"");
    }
}
