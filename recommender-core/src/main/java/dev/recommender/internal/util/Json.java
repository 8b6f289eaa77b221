package dev.recommender.internal.util;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON as this library reads and writes it. Doubles are written in the same form on every JDK. A text of which a part
 * would be lost is refused: a text with a repeated field, or with content after its end.
 *
 * <p>Reads and writes trees without an object mapper, whose hundreds of classes would be most of what opening a model in
 * a new JVM takes.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A place within the JSON as the parser tells it. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^\\[\\]]*; (line: \\d+, column: \\d+)]");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** How much is shown of a value that is refused, in characters. */
    private static final int LONGEST_SHOWN = 100;

    private Json() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** A new, empty array. */
    public static ArrayNode array() {
        return NODES.arrayNode();
    }

    /** A value as JSON without white space: a tree, or maps, iterables, texts, numbers, booleans and null. */
    public static String write(Object value) {
        return write(value, false);
    }

    /** A value as JSON in lines. */
    public static String writeLines(Object value) {
        return write(value, true);
    }

    private static String write(Object value, boolean lines) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (lines) {
                generator.useDefaultPrettyPrinter();
            }
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator generator) throws IOException {
        if (value instanceof JsonNode node) {
            writeNode(node, generator);
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            generator.writeStartArray();
            for (Object each : list) {
                write(each, generator);
            }
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Double number) {
            writeDouble(number, generator);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value == null) {
            generator.writeNull();
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
        }
    }

    private static void writeDouble(double number, JsonGenerator generator) throws IOException {
        if (Double.isFinite(number)) {
            generator.writeNumber(Numbers.text(number));
        } else {
            generator.writeString(Double.toString(number));
        }
    }

    private static void writeNode(JsonNode node, JsonGenerator generator) throws IOException {
        if (node.isObject()) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                generator.writeFieldName(field.getKey());
                writeNode(field.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (node.isArray()) {
            generator.writeStartArray();
            for (JsonNode each : node) {
                writeNode(each, generator);
            }
            generator.writeEndArray();
        } else if (node.isTextual()) {
            generator.writeString(node.textValue());
        } else if (node.isBigInteger()) {
            generator.writeNumber(node.bigIntegerValue());
        } else if (node.isIntegralNumber()) {
            generator.writeNumber(node.longValue());
        } else if (node.isNumber()) {
            generator.writeNumber(node.doubleValue());
        } else if (node.isBoolean()) {
            generator.writeBoolean(node.booleanValue());
        } else {
            generator.writeNull();
        }
    }

    /**
     * Reads any JSON.
     *
     * @throws IllegalArgumentException if the text is not JSON
     */
    public static JsonNode read(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return read(parser);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong, and where. The parser's own words name a source, which nobody here has given. */
    private static RefusedValueException notJson(JsonProcessingException e) {
        String words = SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1");
        JsonLocation location = e.getLocation();
        if (location == null) {
            // What exceeds a limit, such as that of depth, has no place.
            return new RefusedValueException("not JSON: " + words, "", "", "correct the JSON");
        }
        String place = "line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new RefusedValueException("not JSON: " + place + ": " + words, "", "", "correct the JSON at " + place);
    }

    /**
     * Reads JSON in UTF-8.
     *
     * @throws IOException if the bytes are not JSON
     */
    public static JsonNode read(byte[] json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return read(parser);
        }
    }

    private static JsonNode read(JsonParser parser) throws IOException {
        JsonNode node = parser.nextToken() == null ? MissingNode.getInstance() : node(parser);
        JsonToken more = parser.nextToken();
        if (more != null) {
            throw new JsonParseException(parser, "there is " + more + " after the end");
        }
        return node;
    }

    /** The value that the parser is at; how deep it is nested is limited by the parser. */
    private static JsonNode node(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    object.set(name, node(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(node(parser));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default ->
                throw new JsonParseException(parser, "there is " + parser.currentToken() + " where a value should be");
        };
    }

    /**
     * Reads a JSON object.
     *
     * @throws IllegalArgumentException if the text is not a JSON object
     */
    public static ObjectNode readObject(String json) {
        if (read(json) instanceof ObjectNode object) {
            return object;
        }
        throw new RefusedValueException("not a JSON object", "", "", "send an object of JSON");
    }

    /** A value for a sentence that refuses it; of a long one the start. */
    public static String shown(JsonNode node) {
        return Texts.shortened(node.toString(), LONGEST_SHOWN);
    }

    /** A value by itself: a text as it is, anything else as JSON; of a long one the start. */
    public static String plain(JsonNode node) {
        return node.isTextual() ? node.textValue() : shown(node);
    }
}
