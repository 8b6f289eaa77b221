package dev.recommender.csv;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The options of {@link UsageCsv}. Changed only while it is copied. */
final class UsageFormat {
    Optional<Columns<UsageCsv.Role>> columns = Optional.empty();
    Header header = Header.AUTO;
    Optional<String> delimiter = Optional.empty();
    Optional<Charset> charset = Optional.empty();
    TimeFormat times = TimeFormat.AUTO;
    OptionalInt errorBudget = OptionalInt.empty();
    boolean skipRowsWithoutUser;
    boolean serviceRules;
    Optional<String> soleUser = Optional.empty();
    Consumer<Problem> listener = ignored -> {};

    /** The errors that so many files may have together. */
    Problems.Budget budget(int files) {
        return new Problems.Budget(errorBudget, errorBudget.isEmpty() && !serviceRules, files);
    }

    UsageFormat with(Consumer<UsageFormat> change) {
        UsageFormat copy = new UsageFormat();
        copy.columns = columns;
        copy.header = header;
        copy.delimiter = delimiter;
        copy.charset = charset;
        copy.times = times;
        copy.errorBudget = errorBudget;
        copy.skipRowsWithoutUser = skipRowsWithoutUser;
        copy.serviceRules = serviceRules;
        copy.soleUser = soleUser;
        copy.listener = listener;
        change.accept(copy);
        copy.header.requireFits(copy.columns.map(Columns::byName).orElse(false));
        return copy;
    }

    /** The delimiter of this text, or of the name {@code tab} or {@code \t}. */
    static String requireDelimiter(String delimiter) {
        if (delimiter.equals("tab") || delimiter.equals("\\t")) {
            return "\t";
        }
        boolean usable = !delimiter.isEmpty()
                && delimiter.length() <= 8
                && delimiter.chars().noneMatch(c -> c == '"' || c == '\n' || c == '\r');
        if (!usable) {
            throw new IllegalArgumentException(
                    "delimiter must be 1 to 8 characters without quotes and line ends: \"" + delimiter + "\"");
        }
        return delimiter;
    }
}
