package dev.recommender.spi;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.internal.util.Numbers;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the plain values of parameters: the values in JSON and on the command line. */
final class PlainValues {
    private PlainValues() {}

    /** The parameters with one of these set. */
    static Parameters put(Parameters parameters, String name, @Nullable Object value) {
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

    static String text(@Nullable Object value) {
        return value == null ? "none" : value instanceof Double number ? decimal(number) : value.toString();
    }

    private static String decimal(double value) {
        return Double.isFinite(value) ? Numbers.text(value) : Double.toString(value);
    }

    static void requireNotEmpty(String name, boolean holds, Object least, Object most) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "range of " + name + " must hold a number: from " + least + " to " + most);
        }
    }

    static void requireNotEmpty(String name, double least, double most) {
        requireNotEmpty(
                name,
                least <= most && least < Double.POSITIVE_INFINITY && most > Double.NEGATIVE_INFINITY,
                least,
                most);
    }

    static String range(int least, int most) {
        return most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
    }

    static String range(double least, double most) {
        if (least == Double.NEGATIVE_INFINITY) {
            return most == Double.POSITIVE_INFINITY ? "a number" : bound(most) + " or less";
        }
        return most == Double.POSITIVE_INFINITY
                ? bound(least) + " or more"
                : "from " + bound(least) + " to " + bound(most);
    }

    /** A whole number without its decimals. */
    private static String bound(double value) {
        String text = Numbers.text(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static String range(List<String> choices, String form) {
        if (choices.isEmpty()) {
            return form.isEmpty() ? "a text" : form;
        }
        return "one of " + String.join(", ", choices) + (form.isEmpty() ? "" : ", or " + form);
    }

    /** The choice that a text is, whatever its case; else the text. */
    static String readText(@Nullable Object value, List<String> choices) {
        String text = (value instanceof Long number ? number.toString() : requireText(value)).strip();
        return choices.stream().filter(text::equalsIgnoreCase).findFirst().orElse(text);
    }

    static boolean isNone(@Nullable Object value, String none) {
        return value == null
                || value instanceof String text && (text.equalsIgnoreCase(none) || text.equalsIgnoreCase("none"));
    }

    static boolean requireFlag(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if ("true".equals(value) || "false".equals(value)) {
            return Boolean.parseBoolean((String) value);
        }
        throw new IllegalArgumentException();
    }

    static long requireWhole(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        return Long.parseLong(requireText(value));
    }

    static int requireRange(long value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException();
        }
        return (int) value;
    }

    static double requireRange(double value, double least, double most) {
        if (!(value >= least && value <= most && Double.isFinite(value))) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    static double requireNumber(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.parseDouble(requireText(value));
    }

    static String requireText(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException();
    }

    static String writeDuration(Duration duration) {
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

    static EventWeights readEventWeights(@Nullable Object value) {
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
    }

    static Map<String, Double> writeEventWeights(EventWeights value) {
        Map<String, Double> weights = new LinkedHashMap<>();
        value.asMap().forEach((type, weight) -> weights.put(type.name(), weight));
        return weights;
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
