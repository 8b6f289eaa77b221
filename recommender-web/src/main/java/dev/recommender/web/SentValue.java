package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.recommender.Violation;
import java.util.Map;
import java.util.Optional;

/** What was sent at the place of a broken rule, in the form in which it was sent: a number is no text. */
final class SentValue {
    private SentValue() {}

    /**
     * The value as JSON. What is not at its field in the body, or is longer than rules tell values, stays a text.
     *
     * @param value as a rule tells it: a text as it is, anything else as JSON
     * @param field the place, such as {@code seeds[0].weight}
     * @param body what was sent
     */
    static JsonNode of(String value, Optional<String> field, JsonNode body) {
        JsonNode sent = field.map(place -> at(body, place)).orElse(body);
        boolean isText = sent.isMissingNode() || sent.isTextual();
        return !isText && isSame(sent, value) ? sent : TextNode.valueOf(value);
    }

    private static boolean isSame(JsonNode sent, String value) {
        if (sent.toString().length() > Violation.LONGEST_VALUE) {
            return false;
        }
        if (!sent.isNumber()) {
            return sent.toString().equals(value);
        }
        try {
            return Double.parseDouble(value) == sent.doubleValue();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The node of a place; names may have dots. */
    private static JsonNode at(JsonNode node, String place) {
        if (place.isEmpty()) {
            return node;
        }
        if (place.startsWith("[")) {
            int end = place.indexOf(']');
            String number = end < 0 ? "" : place.substring(1, end);
            return number.matches("[0-9]{1,9}")
                    ? at(node.path(Integer.parseInt(number)), place.substring(end + 1))
                    : MissingNode.getInstance();
        }
        String name = place.startsWith(".") ? place.substring(1) : place;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String rest = name.startsWith(field.getKey())
                    ? name.substring(field.getKey().length())
                    : "?";
            if (rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[")) {
                JsonNode found = at(field.getValue(), rest);
                if (!found.isMissingNode()) {
                    return found;
                }
            }
        }
        return MissingNode.getInstance();
    }
}
