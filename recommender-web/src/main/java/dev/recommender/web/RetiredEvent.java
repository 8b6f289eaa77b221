package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.EventType;
import dev.recommender.InvalidValueException;
import dev.recommender.Seed;
import dev.recommender.Violation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A live event as clients of the retired service send it: {@code itemId} and, if known, {@code timestamp}, {@code eventType} and
 * {@code weight}. Its guide for beginners calls the type {@code type}, which is understood, too.
 */
record RetiredEvent(String item, Optional<Instant> time, Optional<EventType> type, OptionalDouble weight) {
    /** The types by their numbers. */
    private static final List<EventType> TYPES = List.of(
            EventType.CUSTOM,
            EventType.CLICK,
            EventType.RECOMMENDATION_CLICK,
            EventType.ADD_SHOP_CART,
            EventType.REMOVE_SHOP_CART,
            EventType.PURCHASE);

    private static final Set<String> FIELDS = Set.of("itemId", "timestamp", "eventType", "type", "weight");

    static RetiredEvent of(String item) {
        return new RetiredEvent(item, Optional.empty(), Optional.empty(), OptionalDouble.empty());
    }

    /**
     * The events of a body: a list, null or nothing.
     *
     * @throws WebFailure if it is anything else, or an event is wrong
     */
    static List<RetiredEvent> read(String text) {
        JsonNode root;
        try {
            root = Bodies.read(text);
        } catch (InvalidValueException e) {
            Violation violation = e.violation();
            throw Exchange.invalid(
                    violation.detail("usageEvents is " + violation.detail()).at("usageEvents"));
        }
        if (!root.isArray() && !root.isMissingNode() && !root.isNull()) {
            throw Exchange.invalid(Violation.of("usageEvents", "must be a list"));
        }
        List<RetiredEvent> events = new ArrayList<>();
        for (JsonNode node : root) {
            events.add(read(node));
        }
        return events;
    }

    /** The event as a seed. */
    Seed seed(boolean folded) {
        Seed seed = Seed.of(folded ? item.toLowerCase(Locale.ROOT) : item);
        seed = type.isPresent() ? seed.type(type.get()) : seed;
        seed = time.isPresent() ? seed.at(time.get()) : seed;
        return weight.isPresent() ? seed.weight(weight.getAsDouble()) : seed;
    }

    private static RetiredEvent read(JsonNode node) {
        if (!node.isObject()) {
            throw Exchange.invalid(Bodies.refused("usageEvents", "must be a list of objects", node));
        }
        Bodies.refuseOthers(node, FIELDS);
        String item = Bodies.text(node, "itemId");
        if (item.isBlank()) {
            throw Exchange.invalid(Violation.of("itemId", "must not be blank").value(item));
        }
        JsonNode weight = node.path("weight");
        if (!weight.isMissingNode() && !weight.isNull() && !weight.isNumber()) {
            throw Exchange.invalid(Bodies.refused("weight", "must be a number", weight));
        }
        RetiredEvent event = new RetiredEvent(
                item,
                given(node, "timestamp").map(RetiredEvent::time),
                given(node, "eventType").or(() -> given(node, "type")).map(RetiredEvent::type),
                weight.isNumber() ? OptionalDouble.of(weight.doubleValue()) : OptionalDouble.empty());
        AnswerRoutes.valid(() -> event.seed(false));
        return event;
    }

    private static Optional<JsonNode> given(JsonNode node, String field) {
        return Optional.of(node.path(field)).filter(value -> !value.isMissingNode() && !value.isNull());
    }

    private static EventType type(JsonNode node) {
        if (node.isInt() && node.intValue() >= 0 && node.intValue() < TYPES.size()) {
            return TYPES.get(node.intValue());
        }
        return TYPES.stream()
                .filter(type -> type.name().equalsIgnoreCase(node.asText()))
                .findFirst()
                .orElseThrow(() -> Exchange.invalid(Bodies.refused(
                        "eventType",
                        "must be one of " + TYPES.stream().map(EventType::name).toList(),
                        node)));
    }

    /** A moment in ISO 8601; one without an offset is meant as UTC. */
    private static Instant time(JsonNode node) {
        String text = node.asText();
        try {
            if (text.length() <= "2026-11-30".length()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean offset = text.matches(".*(Z|z|[+-][0-9]{2}:?[0-9]{2})");
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw Exchange.invalid(Violation.ofValue(
                    "timestamp", "must be a moment such as 2017-02-01T12:00:00Z", Exchange.shown(text), text));
        }
    }
}
