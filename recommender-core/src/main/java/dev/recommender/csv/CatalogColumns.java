package dev.recommender.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names of a catalog's columns.
 *
 * @param id the column of ids
 * @param name the column of names
 * @param category the column of categories
 * @param features the columns that are a feature each
 */
record CatalogColumns(String id, Optional<String> name, Optional<String> category, List<String> features) {
    /** Reads {@code id=column,name=column,category=column,feature=column,feature=column}. */
    static CatalogColumns parse(String text) {
        Optional<String> id = Optional.empty();
        Optional<String> name = Optional.empty();
        Optional<String> category = Optional.empty();
        List<String> features = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String role = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            String column = equals < 0 ? "" : part.substring(equals + 1).strip();
            if (column.isEmpty()) {
                throw new IllegalArgumentException("\"" + part + "\" in \"" + text + "\" is not role=column");
            }
            switch (role) {
                case "id" -> id = once(id, column, role, text);
                case "name" -> name = once(name, column, role, text);
                case "category" -> category = once(category, column, role, text);
                case "feature" -> features.add(column);
                default ->
                    throw new IllegalArgumentException("\"" + role + "\" in \"" + text
                            + "\" is no column role; choose from id, name, category, feature");
            }
        }
        return new CatalogColumns(
                id.orElseThrow(() -> new IllegalArgumentException("column id is missing in \"" + text + "\"")),
                name,
                category,
                List.copyOf(features));
    }

    private static Optional<String> once(Optional<String> before, String column, String role, String text) {
        if (before.isPresent()) {
            throw new IllegalArgumentException("column " + role + " repeats in \"" + text + "\"");
        }
        return Optional.of(column);
    }
}
