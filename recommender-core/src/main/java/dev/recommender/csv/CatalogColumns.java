package dev.recommender.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the columns of a catalog hold: by position, or by the header's names.
 *
 * @param byName whether the columns are found by the header's names
 * @param columns the columns; by position, one for each column of the file
 */
record CatalogColumns(boolean byName, List<Column> columns) {
    private static final Set<String> SINGLE = Set.of("id", "name", "category");
    private static final String FEATURE = "feature";
    private static final String SKIPPED = "-";

    /**
     * One column.
     *
     * @param role id, name, category, feature, or - to skip it
     * @param name its name in the header, or the feature's name where columns are given by position
     */
    record Column(String role, String name) {}

    /**
     * Where the columns stand in a file; {@link Columns#ABSENT} for a column that it does not have.
     *
     * @param id the position of ids
     * @param name the position of names
     * @param category the position of categories
     * @param features the columns of features, as positions
     * @param featureNames the features' names, in the same order
     * @param nameGuessed whether only what it holds says that a column has names, some of which may be absent
     */
    record Positions(
            int id, int name, int category, List<Integer> features, List<String> featureNames, boolean nameGuessed) {
        /** Columns that are known for what they hold. */
        Positions(int id, int name, int category, List<Integer> features, List<String> featureNames) {
            this(id, name, category, features, featureNames, false);
        }

        boolean uses(int position) {
            return position == id || position == name || position == category || features.contains(position);
        }
    }

    /** Reads {@code id,name,-,genres}, or {@code id=column,name=column,category=column,feature=column,feature=column}. */
    static CatalogColumns parse(String text) {
        boolean byName = text.indexOf('=') >= 0;
        List<Column> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String part : Columns.parts(text)) {
            Column column = byName ? named(part, text) : positioned(part, text);
            String unique = column.role().equals(FEATURE) ? FEATURE + "=" + column.name() : column.role();
            if (!seen.add(unique) && !unique.equals(SKIPPED)) {
                throw new IllegalArgumentException("column " + unique + " repeats in \"" + text + "\"");
            }
            columns.add(column);
        }
        if (!seen.contains("id")) {
            throw new IllegalArgumentException("column id is missing in \"" + text + "\"");
        }
        return new CatalogColumns(byName, List.copyOf(columns));
    }

    private static Column named(String part, String text) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("\"" + part + "\" in \"" + text + "\" is not role=column");
        }
        String role = part.substring(0, equals).strip();
        String name = Columns.column(part.substring(equals + 1), text);
        if (!SINGLE.contains(role) && !role.equals(FEATURE)) {
            throw new IllegalArgumentException(
                    "\"" + role + "\" in \"" + text + "\" is no column role; choose from id, name, category, feature");
        }
        return new Column(role, name);
    }

    private static Column positioned(String part, String text) {
        if (part.isEmpty()) {
            throw new IllegalArgumentException("a column is blank in \"" + text + "\"; skip it with -");
        }
        return SINGLE.contains(part) || part.equals(SKIPPED)
                ? new Column(part, part)
                : new Column(FEATURE, Columns.column(part, text));
    }

    /** Whether a header has all the names. */
    boolean isUnder(List<String> header) {
        return columns.stream().allMatch(column -> header.contains(column.name()));
    }

    /**
     * Where the columns stand in a file that starts with this record, which ends in a line.
     *
     * @throws dev.recommender.ParsingException if that is a header which lacks a name
     */
    Positions under(List<String> header, Problems problems, long line) {
        int[] single = new int[3];
        Arrays.fill(single, Columns.ABSENT);
        List<Integer> features = new ArrayList<>();
        List<String> featureNames = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            Column column = columns.get(at);
            int position = byName ? header.indexOf(column.name()) : at;
            if (position < 0) {
                throw problems.headerLacks(line, column.name(), header);
            }
            if (byName) {
                problems.requireOnce(column.name(), header, line);
            }
            switch (column.role()) {
                case "id" -> single[0] = position;
                case "name" -> single[1] = position;
                case "category" -> single[2] = position;
                case FEATURE -> {
                    features.add(position);
                    featureNames.add(column.name());
                }
                default -> {}
            }
        }
        return new Positions(single[0], single[1], single[2], List.copyOf(features), List.copyOf(featureNames));
    }
}
