package dev.recommender.storage.azure;

/**
 * Keys of records as row keys of a table, which must not contain slashes, and which the service orders by their UTF-16 units.
 * A dot becomes {@code .-}, a slash {@code ._}, and nothing else changes. Both codes begin with a dot, which comes between the
 * hyphen and the digits, as dot and slash do. So row keys have the order of the keys. No code is the beginning of another,
 * so a prefix of a key is a prefix of its row key.
 */
final class RowKeys {
    private RowKeys() {}

    /** The row key of a key, or of the beginning of one. */
    static String encode(String key) {
        StringBuilder encoded = new StringBuilder(key.length() + 16);
        for (int at = 0; at < key.length(); at++) {
            char c = key.charAt(at);
            switch (c) {
                case '.' -> encoded.append(".-");
                case '/' -> encoded.append("._");
                default -> encoded.append(c);
            }
        }
        return encoded.toString();
    }

    /** The key of a row key that {@link #encode} made. */
    static String decode(String rowKey) {
        return rowKey.replace("._", "/").replace(".-", ".");
    }

    /** The longest beginning of a text that could be the beginning of a key. */
    static String possible(String text) {
        int end = 0;
        while (end < text.length() && isOfKeys(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    /**
     * The condition, in the service's query language, of the rows that can hold keys with a prefix and after a text.
     *
     * @param after if it has characters that no key has, the condition holds for some keys before it, too
     */
    static String filter(String partition, String prefix, String after) {
        StringBuilder filter =
                new StringBuilder("PartitionKey eq '").append(partition).append("'");
        if (!prefix.isEmpty()) {
            String first = encode(prefix);
            int last = first.length() - 1;
            String end = first.substring(0, last) + (char) (first.charAt(last) + 1);
            filter.append(" and RowKey ge '")
                    .append(first)
                    .append("' and RowKey lt '")
                    .append(end)
                    .append("'");
        }
        String possible = possible(after);
        if (!possible.isEmpty()) {
            filter.append(possible.equals(after) ? " and RowKey gt '" : " and RowKey ge '")
                    .append(encode(possible))
                    .append("'");
        }
        return filter.toString();
    }

    private static boolean isOfKeys(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.=/".indexOf(c) >= 0;
    }
}
