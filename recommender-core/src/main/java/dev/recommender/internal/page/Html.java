package dev.recommender.internal.page;

/** Text as it may stand in a page. */
public final class Html {
    private Html() {}

    /** The text between tags, or in a quoted attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
