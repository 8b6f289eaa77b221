package dev.recommender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.Json;
import dev.recommender.internal.util.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of a training by name, in an order: what an algorithm is, or was, asked to do. A value is a text, a whole
 * number, a decimal number, a flag, a table of decimal numbers by name, or none. What the names mean, and which values they
 * take, is specified by the algorithm's {@code dev.recommender.spi.ParameterSpec}.
 *
 * <p>The same JSON object stands in model files, in training requests and in the registry. Immutable.
 */
public final class Parameters {
    private static final Parameters EMPTY = new Parameters(new LinkedHashMap<>());

    private final Map<String, @Nullable Object> values;

    private Parameters(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** No parameters: an algorithm takes its defaults. */
    public static Parameters empty() {
        return EMPTY;
    }

    /**
     * Reads a JSON object whose values are texts, numbers, booleans, nulls, or objects of numbers.
     *
     * @throws InvalidParametersException naming every field that is anything else
     */
    public static Parameters parse(String json) {
        ObjectNode root = InvalidParametersException.naming("parameters:", () -> Json.readObject(json));
        List<Violation> violations = new ArrayList<>();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        root.properties().forEach(field -> {
            if (field.getKey().isBlank()) {
                violations.add(Violation.of("name of a parameter must not be blank: \"" + field.getKey() + "\"")
                        .at(field.getKey())
                        .remedy("must not be blank"));
            }
            try {
                values.put(field.getKey(), value(field.getValue()));
            } catch (IllegalArgumentException e) {
                violations.add(Violation.ofValue(
                        field.getKey(),
                        "must be a text, a number, true, false, null, or an object of numbers",
                        Json.shown(field.getValue()),
                        Json.plain(field.getValue())));
            }
        });
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
        return new Parameters(values);
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber() && Double.isFinite(node.doubleValue())) {
            return node.doubleValue();
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException();
        }
        Map<String, Double> table = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (!entry.getValue().isNumber()
                    || !Double.isFinite(entry.getValue().doubleValue())) {
                throw new IllegalArgumentException();
            }
            table.put(entry.getKey(), entry.getValue().doubleValue());
        });
        return Collections.unmodifiableMap(table);
    }

    /** These parameters with a text. */
    public Parameters with(String name, String text) {
        return changed(name, Arguments.requireNonNull(name, text));
    }

    /** These parameters with a whole number. */
    public Parameters with(String name, long number) {
        return changed(name, number);
    }

    /**
     * These parameters with a decimal number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Parameters with(String name, double number) {
        return changed(name, Arguments.requireFinite(name, number));
    }

    /** These parameters with a flag. */
    public Parameters with(String name, boolean flag) {
        return changed(name, flag);
    }

    /**
     * These parameters with a table of numbers.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public Parameters with(String name, Map<String, Double> table) {
        table.forEach((entry, number) -> Arguments.requireFinite(name + "." + entry, number));
        return changed(name, Collections.unmodifiableMap(new LinkedHashMap<>(table)));
    }

    /**
     * These parameters with a value that stands for none: no limit, no decay, or what the parameter's description says.
     */
    public Parameters withNone(String name) {
        return changed(name, null);
    }

    /** These parameters combined with those of another object, which take precedence. */
    public Parameters with(Parameters others) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.putAll(others.values);
        return new Parameters(changed);
    }

    /** These parameters but for one, which takes its default then. */
    public Parameters without(String name) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return new Parameters(changed);
    }

    private Parameters changed(String name, @Nullable Object value) {
        Arguments.requireId("name of a parameter", name);
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new Parameters(changed);
    }

    /** The names, in their order. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Whether there is a parameter of this name, none or not. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * The value of a parameter: a {@code String}, {@code Long}, {@code Double}, {@code Boolean}, or an unmodifiable
     * {@code Map<String, Double>}.
     *
     * @return empty if the parameter is none or absent
     */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The values for people, by name: {@code none} where there is none. */
    public Map<String, String> toText() {
        Map<String, String> text = new LinkedHashMap<>();
        values.forEach((name, value) -> text.put(name, text(value)));
        return text;
    }

    /** These parameters as a JSON object, which {@link #parse} reads. */
    public String toJson() {
        return Json.write(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The parameters for people: {@code similarity jaccard, supportThreshold 6, maxNeighbors none}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Double number) {
            return Numbers.text(number);
        }
        if (value instanceof Map<?, ?> table) {
            return table.entrySet().stream()
                    .map(entry ->
                            entry.getKey() + "=" + Numbers.text((Double) Objects.requireNonNull(entry.getValue())))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value == null ? "none" : value.toString();
    }
}
