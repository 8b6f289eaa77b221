package dev.recommender.internal.rows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Ids as UTF-8, read directly from a {@link CharSequence}. So neither training nor a look-up has to make a byte array
 * of an id first. An unpaired surrogate has no encoding: an id with one equals no bytes, and cannot be encoded.
 */
public final class Utf8 {
    /** Stands for half of a surrogate pair. */
    static final int UNPAIRED = -1;

    private static final int HASH_START = 0x811C9DC5;
    private static final int HASH_PRIME = 0x01000193;

    private Utf8() {}

    /** FNV-1a over the UTF-8 bytes, its high bits folded into the low ones that a table of a power of two looks at. */
    public static int hash(CharSequence id) {
        int hash = HASH_START;
        int length = id.length();
        for (int at = 0; at < length; at++) {
            char c = id.charAt(at);
            if (c < 0x80) {
                hash = (hash ^ c) * HASH_PRIME;
            } else {
                int point = Math.max('?', pointAt(id, at, length));
                at += Character.charCount(point) - 1;
                for (int part = length(point) - 1; part >= 0; part--) {
                    hash = (hash ^ byteOf(point, part)) * HASH_PRIME;
                }
            }
        }
        return finish(hash);
    }

    /** The hash of bytes that are already encoded. */
    public static int hash(byte[] bytes, int start, int end) {
        int hash = HASH_START;
        for (int at = start; at < end; at++) {
            hash = (hash ^ (bytes[at] & 0xFF)) * HASH_PRIME;
        }
        return finish(hash);
    }

    /** The hash of bytes that are already encoded. */
    public static int hash(ByteBuffer bytes, int start, int end) {
        int hash = HASH_START;
        for (int at = start; at < end; at++) {
            hash = (hash ^ (bytes.get(at) & 0xFF)) * HASH_PRIME;
        }
        return finish(hash);
    }

    /** Whether the id's encoding is exactly the bytes from start to end. */
    static boolean equals(CharSequence id, ByteBuffer bytes, int start, int end) {
        int length = id.length();
        int position = start;
        for (int at = 0; at < length; at++) {
            char c = id.charAt(at);
            if (c < 0x80) {
                if (position >= end || bytes.get(position++) != c) {
                    return false;
                }
            } else {
                int point = pointAt(id, at, length);
                if (point == UNPAIRED) {
                    return false;
                }
                at += Character.charCount(point) - 1;
                for (int part = length(point) - 1; part >= 0; part--) {
                    if (position >= end || (bytes.get(position++) & 0xFF) != byteOf(point, part)) {
                        return false;
                    }
                }
            }
        }
        return position == end;
    }

    /**
     * Writes the id's encoding into an array that has room for three bytes per char; returns the position after it, or
     * {@link #UNPAIRED}.
     */
    static int encode(CharSequence id, byte[] target, int position) {
        int length = id.length();
        for (int at = 0; at < length; at++) {
            char c = id.charAt(at);
            if (c < 0x80) {
                target[position++] = (byte) c;
            } else {
                int point = pointAt(id, at, length);
                if (point == UNPAIRED) {
                    return UNPAIRED;
                }
                at += Character.charCount(point) - 1;
                for (int part = length(point) - 1; part >= 0; part--) {
                    target[position++] = (byte) byteOf(point, part);
                }
            }
        }
        return position;
    }

    /** How many bytes the encoding takes; half of a surrogate pair counts as one. */
    public static int encodedLength(CharSequence id) {
        int length = id.length();
        int bytes = 0;
        for (int at = 0; at < length; at++) {
            int point = Math.max('?', pointAt(id, at, length));
            at += Character.charCount(point) - 1;
            bytes += length(point);
        }
        return bytes;
    }

    static String decode(ByteBuffer bytes, int start, int end) {
        return decode(bytes, start, end, new byte[bytes.hasArray() ? 0 : end - start]);
    }

    /** As {@link #decode(ByteBuffer, int, int)}, by way of scratch that must be long enough, unless the buffer has an array. */
    static String decode(ByteBuffer bytes, int start, int end, byte[] scratch) {
        if (bytes.hasArray()) {
            return new String(bytes.array(), bytes.arrayOffset() + start, end - start, StandardCharsets.UTF_8);
        }
        bytes.get(start, scratch, 0, end - start);
        return new String(scratch, 0, end - start, StandardCharsets.UTF_8);
    }

    private static int pointAt(CharSequence id, int at, int length) {
        char c = id.charAt(at);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        if (Character.isHighSurrogate(c) && at + 1 < length && Character.isLowSurrogate(id.charAt(at + 1))) {
            return Character.toCodePoint(c, id.charAt(at + 1));
        }
        return UNPAIRED;
    }

    private static int length(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    /** One byte of a code point's encoding; part counts down to 0, which is the last byte. */
    private static int byteOf(int point, int part) {
        int length = length(point);
        if (length == 1) {
            return point;
        }
        if (part == length - 1) {
            int marker = 0xF00 >> length & 0xFF;
            return marker | point >> 6 * part;
        }
        return 0x80 | point >> 6 * part & 0x3F;
    }

    private static int finish(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85EBCA6B;
        return mixed ^ mixed >>> 13;
    }
}
