package dev.recommender.internal.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A page in one piece, written from top to bottom: no scripts, nothing to load, light or dark as the reader likes it.
 * What is called text is escaped; what is called markup is not.
 */
public final class Page {
    private static final Pattern NEXT_SENTENCE = Pattern.compile("(?<=\\.) (?=\\p{Lu})");

    private final StringBuilder html = new StringBuilder();

    /**
     * Starts a page.
     *
     * @param title its text, which is the heading as well
     */
    public Page(String title) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>")
                .append(Html.escape(title))
                .append("</title>\n<style>\n")
                .append(PageStyle.CSS)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(Html.escape(title))
                .append("</h1>\n");
    }

    /** Adds markup as it is. */
    public Page markup(String markup) {
        html.append(markup);
        return this;
    }

    /** Adds text. */
    public Page text(String text) {
        html.append(Html.escape(text));
        return this;
    }

    /** Adds the sentences at the top. */
    public Page lead(String text) {
        return markup("<p class=\"lead\">").text(text).markup("</p>\n");
    }

    /** Adds what a reader has to know before the figures. */
    public Page warnings(List<String> texts) {
        texts.forEach(text -> markup("<p class=\"card warning\">").text(text).markup("</p>\n"));
        return this;
    }

    /** Adds what bears on how far the figures are to be trusted, in one card; nothing if there is nothing. */
    public Page cautions(String title, List<String> texts) {
        if (texts.isEmpty()) {
            return this;
        }
        markup("<div class=\"card cautions\"><h3>").text(title).markup("</h3>\n");
        return list(texts).markup("</div>\n");
    }

    /** Adds what may be of interest, folded; nothing if there is nothing. */
    public Page remarks(String title, List<String> texts) {
        if (texts.isEmpty()) {
            return this;
        }
        markup("<details class=\"remarks\"><summary>").text(title).markup("</summary>\n");
        return list(texts).markup("</details>\n");
    }

    /** A list whose entries begin with the sentence that says most. */
    private Page list(List<String> texts) {
        markup("<ul>\n");
        for (String text : texts) {
            String[] sentences = NEXT_SENTENCE.split(text, 2);
            markup("<li>").text(sentences[0]);
            if (sentences.length > 1) {
                markup(" <span>").text(sentences[1]).markup("</span>");
            }
            markup("</li>\n");
        }
        return markup("</ul>\n");
    }

    /** Adds a heading and what the section shows. */
    public Page section(String title, String text) {
        markup("<h2>").text(title).markup("</h2>\n");
        return text.isEmpty() ? this : markup("<p>").text(text).markup("</p>\n");
    }

    /**
     * Adds a figure in large type, within a {@code div} of class {@code tiles}.
     *
     * @param more markup below the figure
     */
    public Page tile(String what, String figure, String more) {
        return markup("<div class=\"card tile\"><div class=\"what\">")
                .text(what)
                .markup("</div><div class=\"figure\">")
                .text(figure)
                .markup("</div><div class=\"more\">" + more + "</div></div>\n");
    }

    /**
     * Adds a cell of a table.
     *
     * @param style a class, or empty
     */
    public Page cell(String style, String text) {
        return markup("<td class=\"" + style + "\">").text(text).markup("</td>");
    }

    /** Adds a card of names and values; nothing if there are none. */
    public Page details(String title, Map<String, ?> entries) {
        if (entries.isEmpty()) {
            return this;
        }
        markup("<div class=\"card\"><h3>").text(title).markup("</h3>\n<dl>\n");
        entries.forEach((name, value) -> markup("<dt>")
                .text(name)
                .markup("</dt><dd>")
                .text(value instanceof Long number ? String.format(Locale.ROOT, "%,d", number) : value.toString())
                .markup("</dd>\n"));
        return markup("</dl></div>\n");
    }

    /** The whole page, which is ended. */
    public String end() {
        return html.append("</main>\n</body>\n</html>\n").toString();
    }
}
