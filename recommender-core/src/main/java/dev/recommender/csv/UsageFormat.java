package dev.recommender.csv;

import java.util.Optional;
import java.util.function.Consumer;

/** The options of {@link UsageCsv}. */
record UsageFormat(
        Optional<Columns<UsageCsv.Role>> columns,
        Header header,
        String delimiter,
        TimeFormat times,
        int errorBudget,
        boolean skipRowsWithoutUser,
        boolean serviceRules,
        Optional<String> soleUser,
        Consumer<Problem> listener) {
    static final UsageFormat DEFAULT = new UsageFormat(
            Optional.empty(), Header.AUTO, ",", TimeFormat.AUTO, 100, false, false, Optional.empty(), ignored -> {});

    UsageFormat {
        if (header == Header.NO && columns.isPresent() && columns.get().byName()) {
            throw new IllegalArgumentException(
                    "header must not be NO where columns are given by the names of a header; give them by position");
        }
    }

    static String requireDelimiter(String delimiter) {
        boolean usable = !delimiter.isEmpty()
                && delimiter.length() <= 8
                && delimiter.chars().noneMatch(c -> c == '"' || c == '\n' || c == '\r');
        if (!usable) {
            throw new IllegalArgumentException(
                    "delimiter must be 1 to 8 characters without quotes and line ends: \"" + delimiter + "\"");
        }
        return delimiter;
    }

    UsageFormat columns(Optional<Columns<UsageCsv.Role>> value) {
        return new UsageFormat(
                value, header, delimiter, times, errorBudget, skipRowsWithoutUser, serviceRules, soleUser, listener);
    }

    UsageFormat header(Header value) {
        return new UsageFormat(
                columns, value, delimiter, times, errorBudget, skipRowsWithoutUser, serviceRules, soleUser, listener);
    }

    UsageFormat delimiter(String value) {
        return new UsageFormat(
                columns, header, value, times, errorBudget, skipRowsWithoutUser, serviceRules, soleUser, listener);
    }

    UsageFormat times(TimeFormat value) {
        return new UsageFormat(
                columns, header, delimiter, value, errorBudget, skipRowsWithoutUser, serviceRules, soleUser, listener);
    }

    UsageFormat errorBudget(int value) {
        return new UsageFormat(
                columns, header, delimiter, times, value, skipRowsWithoutUser, serviceRules, soleUser, listener);
    }

    UsageFormat rowsWithoutUserSkipped() {
        return new UsageFormat(columns, header, delimiter, times, errorBudget, true, serviceRules, soleUser, listener);
    }

    UsageFormat strict() {
        return new UsageFormat(
                columns, header, delimiter, times, errorBudget, skipRowsWithoutUser, true, soleUser, listener);
    }

    UsageFormat soleUser(String value) {
        return new UsageFormat(
                columns,
                header,
                delimiter,
                times,
                errorBudget,
                skipRowsWithoutUser,
                serviceRules,
                Optional.of(value),
                listener);
    }

    UsageFormat listener(Consumer<Problem> value) {
        return new UsageFormat(
                columns, header, delimiter, times, errorBudget, skipRowsWithoutUser, serviceRules, soleUser, value);
    }
}
