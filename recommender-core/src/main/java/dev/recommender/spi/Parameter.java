package dev.recommender.spi;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an algorithm: its name, type, range, default, and what it does. From it come the checks of builders, the
 * options and help of the command line, the fields of a form, and the JSON of requests and models. Immutable.
 *
 * @param <T> the type of its values in Java
 */
public final class Parameter<T> {
    private static final long MILLIS_PER_DAY = 86_400_000;

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
        /** A decimal number; a JSON number. */
        DECIMAL,
        /** Yes or no; a JSON boolean. */
        FLAG,
        /** One of some names, or a text of a described form; a JSON string. */
        TEXT,
        /** A span of time or none; a JSON string in the form of ISO 8601, such as {@code P30D}, or null. */
        DURATION,
        /** A moment or none; a JSON string in the form of ISO 8601, such as {@code 2026-11-29T12:00:00Z}, or null. */
        MOMENT,
        /** Weights by name; a JSON object of numbers. */
        WEIGHTS
    }

    /** A whole number within a range. */
    public static Parameter<Integer> whole(String name, int least, int most, int otherwise, String description) {
        return new Parameter<>(
                name,
                Type.WHOLE,
                range(least, most),
                List.of(),
                description,
                otherwise,
                value -> requireRange(requireWhole(value), least, most),
                Integer::longValue);
    }

    /**
     * A whole number within a range, or none, which is the default.
     *
     * @param none what none stands for, such as {@code all}; read as none on the command line
     */
    public static Parameter<OptionalInt> optionalWhole(
            String name, int least, int most, String none, String description) {
        return new Parameter<>(
                name,
                Type.WHOLE,
                range(least, most) + ", or " + none,
                List.of(none),
                description,
                OptionalInt.empty(),
                value -> isNone(value, none)
                        ? OptionalInt.empty()
                        : OptionalInt.of(requireRange(requireWhole(value), least, most)),
                value -> value.isPresent() ? (Object) (long) value.getAsInt() : null);
    }

    /** A decimal number within a range. */
    public static Parameter<Double> decimal(
            String name, double least, double most, double otherwise, String description) {
        return new Parameter<>(
                name,
                Type.DECIMAL,
                "from " + Numbers.text(least) + " to " + Numbers.text(most),
                List.of(),
                description,
                otherwise,
                value -> {
                    double number = requireNumber(value);
                    if (!(number >= least && number <= most)) {
                        throw new IllegalArgumentException();
                    }
                    return number;
                },
                value -> value);
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
                value -> {
                    if (value instanceof Boolean flag) {
                        return flag;
                    }
                    if ("true".equals(value) || "false".equals(value)) {
                        return Boolean.valueOf((String) value);
                    }
                    throw new IllegalArgumentException();
                },
                value -> value);
    }

    /** One of an enum's constants, by its name in lower case with hyphens. */
    public static <E extends Enum<E>> Parameter<E> choice(String name, Class<E> type, E otherwise, String description) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Parameter::kebab).toList();
        return text(
                name,
                names,
                "",
                otherwise,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> kebab(constant).equals(text.replace('_', '-')))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new),
                Parameter::kebab,
                description);
    }

    /**
     * A text that stands for a value.
     *
     * @param choices texts that it can be
     * @param form other forms that it can have, in words; empty if there are none
     * @param reader makes a value of a text in lower case; throws an {@link IllegalArgumentException} for any other
     * @param writer makes a text of a value
     */
    public static <T> Parameter<T> text(
            String name,
            List<String> choices,
            String form,
            T otherwise,
            Function<String, T> reader,
            Function<T, String> writer,
            String description) {
        String range = "one of " + String.join(", ", choices) + (form.isEmpty() ? "" : ", or " + form);
        return new Parameter<>(
                name,
                Type.TEXT,
                range,
                choices,
                description,
                otherwise,
                value -> reader.apply((value instanceof Long number ? number.toString() : requireText(value))
                        .strip()
                        .toLowerCase(Locale.ROOT)),
                value -> writer.apply(value));
    }

    /** A positive span of time of whole milliseconds, or none. On the command line a number of days. */
    public static Parameter<Optional<Duration>> duration(
            String name, Optional<Duration> otherwise, String description) {
        return new Parameter<>(
                name,
                Type.DURATION,
                "days, such as 30 or 0.5, or a duration such as PT36H, up to 292 million years; or none",
                List.of("none"),
                description,
                otherwise,
                value -> isNone(value, "none")
                        ? Optional.empty()
                        : Optional.of(Arguments.requirePositiveMillis(name, readDuration(value))),
                value -> value.map(Parameter::writeDuration).orElse(null));
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
                value -> isNone(value, none)
                        ? Optional.empty()
                        : Optional.of(Arguments.requireMillis(
                                name, Instant.parse(requireText(value).toUpperCase(Locale.ROOT)))),
                value -> value.map(Instant::toString).orElse(null));
    }

    /** Weights by type of event; those that are not given are {@link EventWeights#standard}. */
    public static Parameter<EventWeights> eventWeights(String name, String description) {
        return new Parameter<>(
                name,
                Type.WEIGHTS,
                "weights by type of event, each named once, such as Click=1,Purchase=4",
                List.of(),
                description,
                EventWeights.standard(),
                value -> {
                    EventWeights weights = EventWeights.standard();
                    Set<EventType> given = new HashSet<>();
                    for (Map.Entry<String, Double> entry : readWeights(value).entrySet()) {
                        EventType type = EventType.of(entry.getKey());
                        if (!given.add(type)) {
                            throw new IllegalArgumentException();
                        }
                        weights = weights.with(type, entry.getValue());
                    }
                    return weights;
                },
                value -> {
                    Map<String, Double> weights = new LinkedHashMap<>();
                    value.asMap().forEach((eventType, weight) -> weights.put(eventType.name(), weight));
                    return weights;
                });
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
        Object value = toValue.apply(defaultValue);
        if (value == null) {
            return choices.get(0);
        }
        return value instanceof Map<?, ?> table
                ? table.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                        .collect(Collectors.joining(","))
                : text(value);
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
            throw new InvalidParametersException(List.of(violation(value)));
        }
    }

    /** The parameters with this one set. */
    public Parameters put(Parameters parameters, T value) {
        return plain(parameters, toValue.apply(value));
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
            throw new InvalidParametersException(List.of(violation(text)));
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
            throw new IllegalArgumentException(violation(plain), e);
        }
    }

    private Parameters plain(Parameters parameters, @Nullable Object value) {
        if (value == null) {
            return parameters.withNone(name);
        }
        if (value instanceof Long number) {
            return parameters.with(name, number);
        }
        if (value instanceof Double number) {
            return parameters.with(name, number);
        }
        if (value instanceof Boolean flag) {
            return parameters.with(name, flag);
        }
        if (value instanceof Map<?, ?> table) {
            Map<String, Double> numbers = new LinkedHashMap<>();
            table.forEach(
                    (entry, number) -> numbers.put(String.valueOf(entry), (Double) Objects.requireNonNull(number)));
            return parameters.with(name, numbers);
        }
        return parameters.with(name, value.toString());
    }

    private String violation(@Nullable Object value) {
        return name + " must be " + range + ": " + text(value);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "none" : value instanceof Double number ? Numbers.text(number) : value.toString();
    }

    @Override
    public String toString() {
        return name + ": " + range + "; default: " + defaultText();
    }

    private static String range(int least, int most) {
        return most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
    }

    private static boolean isNone(@Nullable Object value, String none) {
        return value == null || value.equals(none) || value.equals("none");
    }

    private static long requireWhole(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        return Long.parseLong(requireText(value));
    }

    private static int requireRange(long value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException();
        }
        return (int) value;
    }

    private static double requireNumber(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.parseDouble(requireText(value));
    }

    private static String requireText(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException();
    }

    private static Duration readDuration(@Nullable Object value) {
        if (value instanceof Number days) {
            return ofDays(days.doubleValue());
        }
        String text = requireText(value);
        return text.regionMatches(true, 0, "P", 0, 1) ? Duration.parse(text) : ofDays(Double.parseDouble(text));
    }

    private static Duration ofDays(double days) {
        double millis = days * MILLIS_PER_DAY;
        if (!(millis >= 1 && millis < Long.MAX_VALUE)) {
            throw new IllegalArgumentException();
        }
        return Duration.ofMillis(Math.round(millis));
    }

    private static String writeDuration(Duration duration) {
        long days = duration.toDays();
        return duration.equals(Duration.ofDays(days)) ? "P" + days + "D" : duration.toString();
    }

    private static Map<String, Double> readWeights(@Nullable Object value) {
        Map<String, Double> weights = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> table) {
            table.forEach(
                    (type, weight) -> weights.put(String.valueOf(type), requireNumber(Objects.requireNonNull(weight))));
            return weights;
        }
        for (String entry : requireText(value).split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException();
            }
            Double before = weights.put(
                    entry.substring(0, equals).strip(),
                    Double.valueOf(entry.substring(equals + 1).strip()));
            if (before != null) {
                throw new IllegalArgumentException();
            }
        }
        return weights;
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
