package dev.recommender.csv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.recommender.ParsingReason;
import dev.recommender.internal.util.Arguments;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the JSON object of each line as a record, whose fields are the values of certain keys. */
final class JsonRecords extends Records {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final RecordReader lines;
    private final List<String> keys;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Slice[] fields;
    private final Set<Integer> used;
    private ParsingReason reason = ParsingReason.MALFORMED_JSON;
    private String complaint = "";

    /**
     * Reads the values of these keys.
     *
     * @param used the places of those whose values have to be plain
     */
    JsonRecords(Text text, List<String> keys, Set<Integer> used) {
        this.lines = RecordReader.ofLines(text);
        this.keys = keys;
        this.used = used;
        this.fields = new Slice[keys.size()];
        Arrays.setAll(fields, ignored -> new Slice());
    }

    /** All keys of the first objects. */
    static List<String> keys(Head head) throws IOException {
        try (JsonRecords records = new JsonRecords(head.headFrom(0), List.of(), Set.of())) {
            for (int count = 0; count < Head.RECORDS && records.next(); count++) {
                // Reading collects the keys.
            }
            return List.copyOf(records.seen);
        }
    }

    @Override
    boolean next() throws IOException {
        if (!lines.next()) {
            return false;
        }
        complaint = "";
        if (lines.malformed()) {
            reason = lines.reason();
            complaint = lines.complaint();
            return true;
        }
        for (Slice field : fields) {
            field.setText("");
        }
        String line = lines.field(0).toString();
        try (JsonParser parser = JSON.createParser(line)) {
            read(parser);
        } catch (JsonProcessingException e) {
            complain(ParsingReason.MALFORMED_JSON, e.getOriginalMessage(), line);
        }
        return true;
    }

    private void read(JsonParser parser) throws IOException {
        String line = lines.field(0).toString();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            complain(ParsingReason.MALFORMED_JSON, "the line is no JSON object", line);
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int at = keys.indexOf(key);
            if (keys.isEmpty()) {
                seen.add(key);
            } else if (at < 0 && WellKnown.mayName(key)) {
                complain(
                        ParsingReason.MALFORMED_JSON,
                        Problems.quoted(key) + " is a known name, but no key of the first " + Head.RECORDS + " lines",
                        line);
            }
            JsonToken value = parser.nextToken();
            if (value.isStructStart()) {
                parser.skipChildren();
                if (used.contains(at)) {
                    complain(ParsingReason.MALFORMED_JSON, Problems.quoted(key) + " is an object or array", line);
                }
            } else if (at >= 0 && value != JsonToken.VALUE_NULL) {
                String text = parser.getText();
                if (used.contains(at) && Arguments.unpairedSurrogate(text) >= 0) {
                    complain(
                            ParsingReason.MALFORMED_CHARACTERS,
                            Problems.quoted(key) + " has half of a surrogate pair",
                            line);
                }
                if (used.contains(at) && text.indexOf('\0') >= 0) {
                    complain(ParsingReason.MALFORMED_CHARACTERS, Problems.quoted(key) + " has a NUL", line);
                }
                fields[at].setText(text);
            }
        }
        if (parser.nextToken() != null) {
            complain(ParsingReason.MALFORMED_JSON, "text follows the JSON object", line);
        }
    }

    private void complain(ParsingReason why, String what, String line) {
        if (complaint.isEmpty()) {
            reason = why;
            complaint = what + " in " + Problems.quoted(line);
        }
    }

    @Override
    boolean malformed() {
        return !complaint.isEmpty();
    }

    @Override
    ParsingReason reason() {
        return reason;
    }

    @Override
    String complaint() {
        return complaint;
    }

    @Override
    int fieldCount() {
        return malformed() ? 0 : fields.length;
    }

    @Override
    Slice field(int index) {
        return fields[index];
    }

    @Override
    long line() {
        return lines.line();
    }

    @Override
    long linesRead() {
        return lines.linesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
