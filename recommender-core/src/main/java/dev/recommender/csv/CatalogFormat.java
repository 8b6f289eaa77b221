package dev.recommender.csv;

import java.util.Optional;
import java.util.function.Consumer;

/** The options of {@link CatalogCsv}. */
record CatalogFormat(
        Optional<CatalogColumns> columns,
        Optional<String> valueSeparator,
        String delimiter,
        int errorBudget,
        boolean serviceRules,
        Consumer<Problem> listener) {
    static final CatalogFormat DEFAULT =
            new CatalogFormat(Optional.empty(), Optional.empty(), ",", 100, false, ignored -> {});

    CatalogFormat columns(Optional<CatalogColumns> value) {
        return new CatalogFormat(value, valueSeparator, delimiter, errorBudget, serviceRules, listener);
    }

    CatalogFormat valueSeparator(Optional<String> value) {
        return new CatalogFormat(columns, value, delimiter, errorBudget, serviceRules, listener);
    }

    CatalogFormat delimiter(String value) {
        return new CatalogFormat(columns, valueSeparator, value, errorBudget, serviceRules, listener);
    }

    CatalogFormat errorBudget(int value) {
        return new CatalogFormat(columns, valueSeparator, delimiter, value, serviceRules, listener);
    }

    CatalogFormat strict() {
        return new CatalogFormat(columns, valueSeparator, delimiter, errorBudget, true, listener);
    }

    CatalogFormat listener(Consumer<Problem> value) {
        return new CatalogFormat(columns, valueSeparator, delimiter, errorBudget, serviceRules, value);
    }
}
