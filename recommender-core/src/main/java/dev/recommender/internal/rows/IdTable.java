package dev.recommender.internal.rows;

import dev.recommender.TrainingException;
import dev.recommender.Utf8Sequence;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.IntSort;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives each distinct id a number, in order of first sight, while events are read. Ids are kept as UTF-8 in one byte
 * array behind an open-addressing hash table; no object is made for an id.
 *
 * <p>The table holds a key of each id: the id itself if it is short, else its length and hash. So a short id is found
 * without a look at its text, which would mostly not be in the cache.
 */
public final class IdTable {
    private static final int MAX_BYTES = Integer.MAX_VALUE - 64;
    private static final int SHORT = 7;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1 << 12];
    private int[] ends = new int[256];
    /** Two for each slot: an id's key, and its number + 1, or 0 where empty. */
    private long[] slots = new long[1 << 11];

    private int size;

    public int size() {
        return size;
    }

    /**
     * The id's number, a new one if the id was never seen.
     *
     * @throws TrainingException if the id has half of a surrogate pair
     */
    public int numberOf(CharSequence id) {
        if (id instanceof Utf8Sequence encoded) {
            byte[] source = encoded.bytes();
            return numberOf(source, encoded.start(), encoded.end());
        }
        int start = textLength();
        ensureRoom(3L * id.length());
        int end = Utf8.encode(id, bytes, start);
        if (end == Utf8.UNPAIRED) {
            int half = Arguments.unpairedSurrogate(id);
            throw new TrainingException(String.format(
                    "an id of an event is no text: character %d of \"%s\" is half of a surrogate pair, \\u%04x; such ids"
                            + " cannot be told apart, so correct it",
                    half + 1, id, (int) id.charAt(half)));
        }
        return numberOf(bytes, start, end);
    }

    /** Adds all ids of another table; returns the number here of each number there. */
    public int[] addAll(IdTable other) {
        int[] numbers = new int[other.size];
        for (int number = 0; number < other.size; number++) {
            numbers[number] = numberOf(other.bytes, other.start(number), other.ends[number]);
        }
        return numbers;
    }

    /** The id's number, or {@link Ids#UNKNOWN}. As long as no ids are added, several threads may ask. */
    public int find(CharSequence id) {
        if (id instanceof Utf8Sequence encoded) {
            byte[] source = encoded.bytes();
            int start = encoded.start();
            int end = encoded.end();
            return numberIn(slotOf(key(source, start, end), source, start, end));
        }
        byte[] source = new byte[3 * id.length()];
        int end = Utf8.encode(id, source, 0);
        if (end == Utf8.UNPAIRED) {
            return Ids.UNKNOWN;
        }
        return numberIn(slotOf(key(source, 0, end), source, 0, end));
    }

    /** The numbers in ascending order of their ids' code points. */
    public int[] sorted(Runnable check) {
        int[] numbers = new int[size];
        Arrays.setAll(numbers, number -> number);
        IntSort.sort(numbers, this::compare, check);
        return numbers;
    }

    /** Compares two ids by code points, which is the unsigned order of their UTF-8 bytes. */
    public int compare(int left, int right) {
        return Arrays.compareUnsigned(bytes, start(left), ends[left], bytes, start(right), ends[right]);
    }

    public String text(int number) {
        return new String(bytes, start(number), encodedLength(number), StandardCharsets.UTF_8);
    }

    /** A hash of an id, the same in every table. */
    public int hash(int number) {
        return Utf8.hash(bytes, start(number), ends[number]);
    }

    int encodedLength(int number) {
        return ends[number] - start(number);
    }

    void copyTo(int number, byte[] target, int position) {
        System.arraycopy(bytes, start(number), target, position, encodedLength(number));
    }

    /** The heap that the table takes, in bytes. */
    public long bytes() {
        return bytes.length + 4L * ends.length + 8L * slots.length;
    }

    private int numberOf(byte[] source, int from, int to) {
        long key = key(source, from, to);
        int slot = slotOf(key, source, from, to);
        if (slots[slot + 1] == 0) {
            append(source, from, to);
            slots[slot] = key;
            slots[slot + 1] = size;
            if (size > slots.length / 8 * 3) {
                rehash();
            }
            return size - 1;
        }
        return numberIn(slot);
    }

    private int numberIn(int slot) {
        return (int) slots[slot + 1] - 1;
    }

    /** The slot that has an id, or would get it. */
    private int slotOf(long key, byte[] source, int from, int to) {
        int slot = firstSlot(key, slots.length);
        for (; slots[slot + 1] != 0; slot = slot + 2 & slots.length - 1) {
            if (slots[slot] == key) {
                int number = numberIn(slot);
                if (to - from <= SHORT || Arrays.equals(bytes, start(number), ends[number], source, from, to)) {
                    return slot;
                }
            }
        }
        return slot;
    }

    private static long key(byte[] source, int from, int to) {
        int length = to - from;
        if (length > SHORT) {
            return -1L << 56 | (length & 0xFFFFFFL) << 32 | Utf8.hash(source, from, to) & 0xFFFFFFFFL;
        }
        long key = 0;
        if (from + Long.BYTES <= source.length) {
            key = (long) WORDS.get(source, from) & (1L << Byte.SIZE * length) - 1;
        } else {
            for (int at = 0; at < length; at++) {
                key |= (source[from + at] & 0xFFL) << Byte.SIZE * at;
            }
        }
        return key | (long) length << 56;
    }

    private static int firstSlot(long key, int length) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32 ^ mixed) << 1 & length - 1;
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private int textLength() {
        return size == 0 ? 0 : ends[size - 1];
    }

    private void append(byte[] source, int from, int to) {
        int start = textLength();
        ensureRoom(to - from);
        System.arraycopy(source, from, bytes, start, to - from);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size + (size >> 1));
        }
        ends[size++] = start + to - from;
    }

    private void ensureRoom(long length) {
        long needed = textLength() + length;
        if (needed > MAX_BYTES) {
            throw new TrainingException("the ids take more than 2 GiB as text; use shorter ids");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, bytes.length * 2L)));
        }
    }

    private void rehash() {
        if (slots.length > 1 << 29) {
            throw new TrainingException("more than " + size + " distinct ids");
        }
        long[] larger = new long[slots.length * 2];
        for (int old = 0; old < slots.length; old += 2) {
            if (slots[old + 1] != 0) {
                int slot = firstSlot(slots[old], larger.length);
                while (larger[slot + 1] != 0) {
                    slot = slot + 2 & larger.length - 1;
                }
                larger[slot] = slots[old];
                larger[slot + 1] = slots[old + 1];
            }
        }
        slots = larger;
    }
}
