package dev.recommender.csv;

/**
 * Follows the quotes of a record as its lines come in, to know whether it is whole. White space around quotes is what
 * FastCSV takes for it: control characters and the plain space.
 */
final class QuoteScan {
    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private final String delimiter;
    private State state = State.FIELD_START;

    QuoteScan(String delimiter) {
        this.delimiter = delimiter;
    }

    /** Whether a quote is open. */
    boolean open() {
        return state == State.QUOTED;
    }

    /** Goes on with the record's text from a place. */
    void feed(CharSequence text, int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (state) {
                case QUOTED -> state = c == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
                case QUOTE_IN_QUOTED -> {
                    if (c == '"') {
                        state = State.QUOTED;
                    } else {
                        at = afterQuoteOrPlain(text, at);
                    }
                }
                case FIELD_START -> {
                    if (c == '"') {
                        state = State.QUOTED;
                    } else if (c > ' ' || delimiterAt(text, at)) {
                        at = afterQuoteOrPlain(text, at);
                    }
                }
                default -> at = afterQuoteOrPlain(text, at);
            }
        }
    }

    private int afterQuoteOrPlain(CharSequence text, int at) {
        if (delimiterAt(text, at)) {
            state = State.FIELD_START;
            return at + delimiter.length() - 1;
        }
        state = State.PLAIN;
        return at;
    }

    private boolean delimiterAt(CharSequence text, int at) {
        if (at + delimiter.length() > text.length()) {
            return false;
        }
        for (int offset = 0; offset < delimiter.length(); offset++) {
            if (text.charAt(at + offset) != delimiter.charAt(offset)) {
                return false;
            }
        }
        return true;
    }
}
