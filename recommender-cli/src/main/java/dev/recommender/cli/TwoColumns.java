package dev.recommender.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Names and what they stand for, side by side: all texts start in one column, and long ones go on below themselves. */
final class TwoColumns {
    /** Lines are broken here, where they can be. */
    private static final int WIDTH = 110;

    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    private record Row(String name, String text) {}

    private final List<Row> rows = new ArrayList<>();

    /** All entries of a table. */
    static TwoColumns of(Map<String, String> entries) {
        TwoColumns columns = new TwoColumns();
        entries.forEach(columns::add);
        return columns;
    }

    /** Adds a row; an empty name goes on with the row before. */
    TwoColumns add(String name, String text) {
        rows.add(new Row(name, text));
        return this;
    }

    void printTo(PrintWriter out) {
        int widest = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        String below = " ".repeat(INDENT.length() + widest + GAP.length());
        for (Row row : rows) {
            String start = INDENT + row.name() + " ".repeat(widest - row.name().length()) + GAP;
            for (String line : lines(row.text(), WIDTH - below.length())) {
                out.println((start + line).stripTrailing());
                start = below;
            }
        }
    }

    /** The lines of a text: broken at spaces, and words that are longer than a line after commas; others stay whole. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split("(?<= )(?! )")) {
            for (String part : word.length() > width ? word.split("(?<=,)") : new String[] {word}) {
                if (!line.isEmpty() && line.length() + part.stripTrailing().length() > width) {
                    lines.add(line.toString().stripTrailing());
                    line.setLength(0);
                }
                line.append(part);
            }
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
