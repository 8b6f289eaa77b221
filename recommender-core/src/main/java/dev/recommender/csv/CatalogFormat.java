package dev.recommender.csv;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The options of {@link CatalogCsv}. Changed only while it is copied. */
final class CatalogFormat {
    Optional<CatalogColumns> columns = Optional.empty();
    Header header = Header.AUTO;
    Optional<String> valueSeparator = Optional.empty();
    Optional<String> delimiter = Optional.empty();
    Optional<Charset> charset = Optional.empty();
    OptionalInt errorBudget = OptionalInt.empty();
    boolean serviceRules;
    Consumer<Problem> listener = ignored -> {};

    /** The errors that so many files may have together. */
    Problems.Budget budget(int files) {
        return new Problems.Budget(errorBudget, errorBudget.isEmpty() && !serviceRules, files);
    }

    CatalogFormat with(Consumer<CatalogFormat> change) {
        CatalogFormat copy = new CatalogFormat();
        copy.columns = columns;
        copy.header = header;
        copy.valueSeparator = valueSeparator;
        copy.delimiter = delimiter;
        copy.charset = charset;
        copy.errorBudget = errorBudget;
        copy.serviceRules = serviceRules;
        copy.listener = listener;
        change.accept(copy);
        copy.header.requireFits(copy.columns.map(CatalogColumns::byName).orElse(false));
        return copy;
    }
}
