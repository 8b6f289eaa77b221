package dev.recommender.csv;

import java.util.Optional;
import java.util.function.Consumer;

/** The options of {@link CatalogCsv}. */
record CatalogFormat(
        Optional<CatalogColumns> columns,
        Header header,
        Optional<String> valueSeparator,
        String delimiter,
        int errorBudget,
        boolean serviceRules,
        Consumer<Problem> listener) {
    static final CatalogFormat DEFAULT =
            new CatalogFormat(Optional.empty(), Header.AUTO, Optional.empty(), ",", 100, false, ignored -> {});

    CatalogFormat {
        if (header == Header.NO && columns.isPresent() && columns.get().byName()) {
            throw new IllegalArgumentException(
                    "header must not be NO where columns are given by the names of a header; give them by position");
        }
    }

    CatalogFormat columns(Optional<CatalogColumns> value) {
        return new CatalogFormat(value, header, valueSeparator, delimiter, errorBudget, serviceRules, listener);
    }

    CatalogFormat header(Header value) {
        return new CatalogFormat(columns, value, valueSeparator, delimiter, errorBudget, serviceRules, listener);
    }

    CatalogFormat valueSeparator(Optional<String> value) {
        return new CatalogFormat(columns, header, value, delimiter, errorBudget, serviceRules, listener);
    }

    CatalogFormat delimiter(String value) {
        return new CatalogFormat(columns, header, valueSeparator, value, errorBudget, serviceRules, listener);
    }

    CatalogFormat errorBudget(int value) {
        return new CatalogFormat(columns, header, valueSeparator, delimiter, value, serviceRules, listener);
    }

    CatalogFormat strict() {
        return new CatalogFormat(columns, header, valueSeparator, delimiter, errorBudget, true, listener);
    }

    CatalogFormat listener(Consumer<Problem> value) {
        return new CatalogFormat(columns, header, valueSeparator, delimiter, errorBudget, serviceRules, value);
    }
}
