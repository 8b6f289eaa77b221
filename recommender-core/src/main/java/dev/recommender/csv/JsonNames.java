package dev.recommender.csv;

import java.util.Locale;

/** Tells whether files are JSON lines: by their names alone, since ids may start as JSON does. */
final class JsonNames {
    private JsonNames() {}

    /** Whether a file's name says that it holds JSON lines. */
    static boolean isNamed(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        return plain.endsWith(".jsonl") || plain.endsWith(".ndjson") || plain.endsWith(".json");
    }

    /** Refuses a file of another name whose first line that is no comment starts as JSON does. */
    static void refuse(Head head, Preamble preamble, Problems problems) {
        String start = preamble.firstLine(head).replace(" ", "");
        if (start.startsWith("{\"") || start.startsWith("[{")) {
            throw problems.refused(
                    preamble.lines() + 1L,
                    "starts as JSON does",
                    "write one object on each line, and let the name end in .jsonl");
        }
    }
}
