package dev.recommender.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.recommender.ScoredId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/**
 * Writes the users who are similar to one.
 *
 * @param to whom they are similar to
 * @param users the most similar first, each with the cosine of the vectors
 */
record SimilarUsers(String to, List<ScoredId> users) {
    void write(Writer out, Format format) throws IOException {
        out.write(
                switch (format) {
                    case TABLE -> table();
                    case CSV -> csv();
                    case JSON -> json();
                });
    }

    private String table() {
        StringBuilder text = new StringBuilder();
        for (int rank = 0; rank < users.size(); rank++) {
            ScoredId next = users.get(rank);
            text.append(String.format(Locale.ROOT, "%4d  %-20s %12.6g%n", rank + 1, next.id(), next.score()));
        }
        return text.toString();
    }

    private String csv() throws IOException {
        StringWriter text = new StringWriter();
        text.write("user,rank,similar,cosine\n");
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            for (int rank = 0; rank < users.size(); rank++) {
                ScoredId next = users.get(rank);
                csv.writeRecord(to, Integer.toString(rank + 1), next.id(), Double.toString(next.score()));
            }
        }
        return text.toString();
    }

    private String json() {
        ObjectNode root = JsonMapper.builder().build().createObjectNode();
        root.put("user", to);
        ArrayNode similar = root.putArray("users");
        for (ScoredId next : users) {
            similar.addObject().put("user", next.id()).put("cosine", next.score());
        }
        return root.toPrettyString() + "\n";
    }
}
