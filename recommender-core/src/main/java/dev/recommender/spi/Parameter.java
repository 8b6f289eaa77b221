package dev.recommender.spi;

import dev.recommender.EventWeights;
import dev.recommender.InvalidParametersException;
import dev.recommender.InvalidValueException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an algorithm: its name, type, range, default, and what it does. From it come the checks of builders, the
 * options and help of the command line, the fields of a form, and the JSON of requests and models. Immutable.
 *
 * @param <T> the type of its values in Java
 */
public final class Parameter<T> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9]*");
    private static final String SPAN = TimeSpans.FORM + ", more than 0";

    private final String name;
    private final Type type;
    private final String range;
    private final List<String> choices;
    private final String description;
    private final T defaultValue;
    private final Function<@Nullable Object, T> fromValue;
    private final Function<T, @Nullable Object> toValue;

    private Parameter(
            String name,
            Type type,
            String range,
            List<String> choices,
            String description,
            T defaultValue,
            Function<@Nullable Object, T> fromValue,
            Function<T, @Nullable Object> toValue) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a parameter must be in camel case, such as minUsers: " + name);
        }
        this.name = name;
        this.type = type;
        this.range = range;
        this.choices = List.copyOf(choices);
        this.description = description;
        this.defaultValue = defaultValue;
        this.fromValue = fromValue;
        this.toValue = toValue;
    }

    /** What the values of a parameter are. */
    public enum Type {
        /** A whole number; a JSON number. */
        WHOLE,
        /** A decimal number; a JSON number, or a string where a word is allowed in its place. */
        DECIMAL,
        /** Yes or no; a JSON boolean. */
        FLAG,
        /** One of some names, or a text of a described form; a JSON string. */
        TEXT,
        /**
         * A span of time; a JSON string such as {@code P30D}, in the form of ISO 8601, or {@code 30d}. Where none is allowed,
         * it is null.
         */
        DURATION,
        /** A moment or none; a JSON string in the form of ISO 8601, such as {@code 2026-11-29T12:00:00Z}, or null. */
        MOMENT,
        /** Weights by name; a JSON object of numbers. */
        WEIGHTS
    }

    /**
     * A whole number within a range.
     *
     * @throws IllegalArgumentException if the name is not in camel case, the range is empty, or the default is outside it
     */
    public static Parameter<Integer> whole(String name, int least, int most, int otherwise, String description) {
        PlainValues.requireNotEmpty(name, least <= most, least, most);
        return checked(new Parameter<>(
                name,
                Type.WHOLE,
                PlainValues.range(least, most),
                List.of(),
                description,
                otherwise,
                value -> PlainValues.requireRange(PlainValues.requireWhole(value), least, most),
                Integer::longValue));
    }

    /**
     * A whole number within a range, or none, which is the default.
     *
     * @param none what none stands for, such as {@code all}; read as none on the command line
     * @throws IllegalArgumentException if the name is not in camel case, or the range is empty
     */
    public static Parameter<OptionalInt> optionalWhole(
            String name, int least, int most, String none, String description) {
        return optionalWhole(name, least, most, OptionalInt.empty(), none, description);
    }

    /**
     * A whole number within a range, or none.
     *
     * @param otherwise the default
     * @param none what none stands for, such as {@code all}; read as none on the command line
     * @throws IllegalArgumentException if the name is not in camel case, the range is empty, or the default is outside it
     */
    public static Parameter<OptionalInt> optionalWhole(
            String name, int least, int most, OptionalInt otherwise, String none, String description) {
        PlainValues.requireNotEmpty(name, least <= most, least, most);
        return checked(new Parameter<>(
                name,
                Type.WHOLE,
                PlainValues.range(least, most) + ", or " + none,
                List.of(none),
                description,
                otherwise,
                value -> PlainValues.isNone(value, none)
                        ? OptionalInt.empty()
                        : OptionalInt.of(PlainValues.requireRange(PlainValues.requireWhole(value), least, most)),
                value -> value.isPresent() ? (Object) (long) value.getAsInt() : null));
    }

    /**
     * A finite decimal number within a range.
     *
     * @param least the smallest allowed; negative infinity if there is no limit
     * @param most the largest allowed; infinity if there is no limit
     * @throws IllegalArgumentException if the name is not in camel case, the range is empty, or the default is outside it
     */
    public static Parameter<Double> decimal(
            String name, double least, double most, double otherwise, String description) {
        PlainValues.requireNotEmpty(name, least, most);
        return checked(new Parameter<>(
                name,
                Type.DECIMAL,
                PlainValues.range(least, most),
                List.of(),
                description,
                otherwise,
                value -> PlainValues.requireRange(PlainValues.requireNumber(value), least, most),
                value -> value));
    }

    /**
     * A finite decimal number within a range, or a word, such as {@code infinite}. In JSON that is a string.
     *
     * @param least the smallest number allowed; negative infinity if there is no limit
     * @param most the largest number allowed; infinity if there is no limit
     * @param otherwise the default
     * @param word the word, in lower case, which stands for an empty value
     * @throws IllegalArgumentException if the name is not in camel case, the range is empty, or the default is outside it
     */
    public static Parameter<OptionalDouble> decimalOrWord(
            String name, double least, double most, OptionalDouble otherwise, String word, String description) {
        PlainValues.requireNotEmpty(name, least, most);
        return checked(new Parameter<>(
                name,
                Type.DECIMAL,
                PlainValues.range(least, most) + ", or " + word,
                List.of(word),
                description,
                otherwise,
                value -> value instanceof String text && text.strip().equalsIgnoreCase(word)
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(PlainValues.requireRange(PlainValues.requireNumber(value), least, most)),
                value -> value.isPresent() ? (Object) value.getAsDouble() : word));
    }

    /** Yes or no; no by default. */
    public static Parameter<Boolean> flag(String name, String description) {
        return new Parameter<>(
                name,
                Type.FLAG,
                "true or false",
                List.of("true", "false"),
                description,
                false,
                PlainValues::requireFlag,
                value -> value);
    }

    /** One of an enum's constants, by its name in lower case with hyphens. */
    public static <E extends Enum<E>> Parameter<E> choice(String name, Class<E> type, E otherwise, String description) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(PlainValues::kebab).toList();
        return text(
                name,
                names,
                "",
                otherwise,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> PlainValues.kebab(constant).equalsIgnoreCase(text.replace('_', '-')))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new),
                PlainValues::kebab,
                description);
    }

    /**
     * A text that stands for a value.
     *
     * @param choices texts that it can be; case does not matter when they are read
     * @param form other forms that it can have, in words; empty if there are none
     * @param reader makes a value of a choice as it stands in the list, or of any other text as it was given, without white
     *     space around it; throws an {@link IllegalArgumentException} if it is not allowed
     * @param writer makes a text of a value, of which the reader makes the value again
     * @throws IllegalArgumentException if the name is not in camel case
     */
    public static <T> Parameter<T> text(
            String name,
            List<String> choices,
            String form,
            T otherwise,
            Function<String, T> reader,
            Function<T, String> writer,
            String description) {
        return new Parameter<>(
                name,
                Type.TEXT,
                PlainValues.range(choices, form),
                choices,
                description,
                otherwise,
                value -> reader.apply(PlainValues.readText(value, choices)),
                value -> writer.apply(value));
    }

    /**
     * A positive span of time of whole milliseconds, read as {@code 30d}, {@code 1h30m} or {@code PT30M}.
     *
     * @throws IllegalArgumentException if the name is not in camel case, or the default is not allowed
     */
    public static Parameter<Duration> duration(String name, Duration otherwise, String description) {
        return checked(new Parameter<>(
                name,
                Type.DURATION,
                SPAN,
                List.of(),
                description,
                otherwise,
                value -> span(name, value),
                PlainValues::writeDuration));
    }

    /**
     * A positive span of time of whole milliseconds, read as {@code 30d}, {@code 1h30m} or {@code PT30M}, or none.
     *
     * @throws IllegalArgumentException if the name is not in camel case, or the default is not allowed
     */
    public static Parameter<Optional<Duration>> optionalDuration(
            String name, Optional<Duration> otherwise, String description) {
        return checked(new Parameter<>(
                name,
                Type.DURATION,
                SPAN + "; or none",
                List.of("none"),
                description,
                otherwise,
                value -> PlainValues.isNone(value, "none") ? Optional.empty() : Optional.of(span(name, value)),
                value -> value.map(PlainValues::writeDuration).orElse(null)));
    }

    private static Duration span(String name, @Nullable Object value) {
        return Arguments.requirePositiveMillis(name, TimeSpans.parse(PlainValues.requireText(value)));
    }

    /** A moment of whole milliseconds, or none, which is the default. */
    public static Parameter<Optional<Instant>> moment(String name, String none, String description) {
        return new Parameter<>(
                name,
                Type.MOMENT,
                "a moment such as 2026-11-29T12:00:00Z, or " + none,
                List.of(none),
                description,
                Optional.empty(),
                value -> PlainValues.isNone(value, none)
                        ? Optional.empty()
                        : Optional.of(Arguments.requireMillis(
                                name,
                                Instant.parse(PlainValues.requireText(value).toUpperCase(Locale.ROOT)))),
                value -> value.map(Instant::toString).orElse(null));
    }

    /** Weights by type of event. Types that are not given have their weight in {@link EventWeights#standard}. */
    public static Parameter<EventWeights> eventWeights(String name, String description) {
        return new Parameter<>(
                name,
                Type.WEIGHTS,
                "weights by type of event, each named once, such as Click=1,Purchase=4",
                List.of(),
                description,
                EventWeights.standard(),
                PlainValues::readEventWeights,
                PlainValues::writeEventWeights);
    }

    /** The name, in camel case: a field of JSON, and with hyphens an option of the command line. */
    public String name() {
        return name;
    }

    /** What the values are. */
    public Type type() {
        return type;
    }

    /** What is allowed, in words. */
    public String range() {
        return range;
    }

    /** The words that are allowed: all names of a choice, or the word for none; empty if there are none. */
    public List<String> choices() {
        return choices;
    }

    /** What the parameter does, in a sentence or two. */
    public String description() {
        return description;
    }

    /** The value if none is given. */
    public T defaultValue() {
        return defaultValue;
    }

    /** The default for people. */
    public String defaultText() {
        return text(toValue.apply(defaultValue));
    }

    /** The value in some parameters for people, in a form that {@link #read} takes; that of the default if they have none. */
    public String text(Parameters parameters) {
        return parameters.has(name) ? text(parameters.value(name).orElse(null)) : defaultText();
    }

    private String text(@Nullable Object value) {
        if (value == null) {
            return choices.isEmpty() ? PlainValues.text(null) : choices.get(0);
        }
        if (type == Type.DURATION && value instanceof String span) {
            return spanText(span);
        }
        return value instanceof Map<?, ?> table
                ? table.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + PlainValues.text(entry.getValue()))
                        .collect(Collectors.joining(","))
                : PlainValues.text(value);
    }

    /** A span of time as people type it; what is none stays as it is. */
    private static String spanText(String span) {
        try {
            return TimeSpans.text(TimeSpans.parse(span));
        } catch (IllegalArgumentException e) {
            return span;
        }
    }

    /**
     * The value in some parameters: the default if they do not have it.
     *
     * @throws InvalidParametersException if it is not allowed
     */
    public T of(Parameters parameters) {
        if (!parameters.has(name)) {
            return defaultValue;
        }
        @Nullable Object value = parameters.value(name).orElse(null);
        try {
            return fromValue.apply(value);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
            throw InvalidParametersException.of(violation(value));
        }
    }

    /** The parameters with this one set. */
    public Parameters put(Parameters parameters, T value) {
        return PlainValues.put(parameters, name, toValue.apply(value));
    }

    /**
     * The parameters with this one read from a text, as the command line has it.
     *
     * @throws InvalidParametersException if the text is not allowed
     */
    public Parameters read(Parameters parameters, String text) {
        Object value = type == Type.WEIGHTS ? text : text.strip();
        try {
            return put(parameters, fromValue.apply(value));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
            throw InvalidParametersException.of(violation(text));
        }
    }

    /**
     * The value, if it is allowed, as a builder checks it.
     *
     * @throws IllegalArgumentException if it is not
     */
    public T require(T value) {
        @Nullable Object plain = toValue.apply(value);
        try {
            return fromValue.apply(plain);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidValueException(violation(plain), e);
        }
    }

    /** The parameter, if its default is allowed. */
    private static <T> Parameter<T> checked(Parameter<T> parameter) {
        try {
            parameter.require(parameter.defaultValue);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("default of " + e.getMessage(), e);
        }
        return parameter;
    }

    private Violation violation(@Nullable Object value) {
        String given = PlainValues.text(value);
        return Violation.ofValue(name, "must be " + (type == Type.DURATION ? spanFor(given) : range), given);
    }

    /** The range of spans of time, in the words that help whoever has given this. */
    private String spanFor(String given) {
        if (TimeSpans.isTooLong(given)) {
            return range.replace(SPAN, SPAN + " and up to 292 million years");
        }
        return TimeSpans.formOf(given).map(form -> range.replace(SPAN, form)).orElse(range);
    }

    @Override
    public String toString() {
        return name + ": " + range + "; default: " + defaultText();
    }
}
