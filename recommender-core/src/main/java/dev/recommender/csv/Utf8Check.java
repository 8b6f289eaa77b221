package dev.recommender.csv;

/** Checks that bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates; and that there is no NUL among them. */
final class Utf8Check {
    private Utf8Check() {}

    /** The place of the first byte that starts no character; −1 if all is well. */
    static int malformed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] > 0) {
                at++;
                continue;
            }
            int length = length(bytes, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /** How many bytes the character beyond ASCII at a place has; 0 if there is none. */
    private static int length(byte[] bytes, int at, int to) {
        int unsigned = bytes[at] & 0xFF;
        int length = unsigned < 0xC2 ? 0 : unsigned < 0xE0 ? 2 : unsigned < 0xF0 ? 3 : unsigned < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = unsigned == 0xE0 ? 0xA0 : unsigned == 0xF0 ? 0x90 : 0x80;
        int most = unsigned == 0xED ? 0x9F : unsigned == 0xF4 ? 0x8F : 0xBF;
        boolean valid = second >= least && second <= most;
        for (int next = 2; next < length; next++) {
            valid &= (bytes[at + next] & 0xC0) == 0x80;
        }
        return valid ? length : 0;
    }
}
