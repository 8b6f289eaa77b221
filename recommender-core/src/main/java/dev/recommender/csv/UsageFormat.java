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
        Consumer<Problem> listener) {
    static final UsageFormat DEFAULT =
            new UsageFormat(Optional.empty(), Header.AUTO, ",", TimeFormat.AUTO, 100, false, false, ignored -> {});

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
                value, header, delimiter, times, errorBudget, skipRowsWithoutUser, serviceRules, listener);
    }

    UsageFormat header(Header value) {
        return new UsageFormat(
                columns, value, delimiter, times, errorBudget, skipRowsWithoutUser, serviceRules, listener);
    }

    UsageFormat delimiter(String value) {
        return new UsageFormat(columns, header, value, times, errorBudget, skipRowsWithoutUser, serviceRules, listener);
    }

    UsageFormat times(TimeFormat value) {
        return new UsageFormat(
                columns, header, delimiter, value, errorBudget, skipRowsWithoutUser, serviceRules, listener);
    }

    UsageFormat errorBudget(int value) {
        return new UsageFormat(columns, header, delimiter, times, value, skipRowsWithoutUser, serviceRules, listener);
    }

    UsageFormat rowsWithoutUserSkipped() {
        return new UsageFormat(columns, header, delimiter, times, errorBudget, true, serviceRules, listener);
    }

    UsageFormat strict() {
        return new UsageFormat(columns, header, delimiter, times, errorBudget, skipRowsWithoutUser, true, listener);
    }

    UsageFormat listener(Consumer<Problem> value) {
        return new UsageFormat(
                columns, header, delimiter, times, errorBudget, skipRowsWithoutUser, serviceRules, value);
    }
}
