package dev.recommender.sar;

import dev.recommender.TrainingException;
import dev.recommender.Utf8Sequence;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives each distinct id a number, in order of first sight, while events are read. Ids are kept as UTF-8 in one byte
 * array behind an open-addressing hash table; no object is made for an id.
 */
final class IdTable {
    private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

    private byte[] bytes = new byte[1 << 12];
    private int[] ends = new int[256];
    /** The hash of an id, above its number + 1; 0 where empty. */
    private long[] slots = new long[1024];

    private int size;

    int size() {
        return size;
    }

    /** The id's number, a new one if the id was never seen. */
    int numberOf(CharSequence id) {
        if (id instanceof Utf8Sequence encoded) {
            byte[] source = encoded.bytes();
            return numberOf(source, encoded.start(), encoded.end());
        }
        int start = textLength();
        ensureRoom(3L * id.length());
        int end = Utf8.encode(id, bytes, start);
        return numberOf(bytes, start, end);
    }

    /** Adds all ids of another table; returns the number here of each number there. */
    int[] addAll(IdTable other) {
        int[] numbers = new int[other.size];
        for (int number = 0; number < other.size; number++) {
            numbers[number] = numberOf(other.bytes, other.start(number), other.ends[number]);
        }
        return numbers;
    }

    /** The id's number, or {@link Ids#UNKNOWN}. As long as no ids are added, several threads may ask. */
    int find(CharSequence id) {
        if (id instanceof Utf8Sequence encoded) {
            byte[] source = encoded.bytes();
            int start = encoded.start();
            int end = encoded.end();
            return (int) slots[slotOf(Utf8.hash(source, start, end), source, start, end)] - 1;
        }
        byte[] source = new byte[3 * id.length()];
        int end = Utf8.encode(id, source, 0);
        return (int) slots[slotOf(Utf8.hash(source, 0, end), source, 0, end)] - 1;
    }

    /** The numbers in ascending order of their ids' code points. */
    int[] sorted(Runnable check) {
        int[] numbers = new int[size];
        Arrays.setAll(numbers, number -> number);
        IntSort.sort(numbers, this::compare, check);
        return numbers;
    }

    /** Compares two ids by code points, which is the unsigned order of their UTF-8 bytes. */
    int compare(int left, int right) {
        return Arrays.compareUnsigned(bytes, start(left), ends[left], bytes, start(right), ends[right]);
    }

    String text(int number) {
        return new String(bytes, start(number), encodedLength(number), StandardCharsets.UTF_8);
    }

    int encodedLength(int number) {
        return ends[number] - start(number);
    }

    void copyTo(int number, byte[] target, int position) {
        System.arraycopy(bytes, start(number), target, position, encodedLength(number));
    }

    /** The heap that the table takes, in bytes. */
    long bytes() {
        return bytes.length + 4L * ends.length + 8L * slots.length;
    }

    private int numberOf(byte[] source, int from, int to) {
        int hash = Utf8.hash(source, from, to);
        int slot = slotOf(hash, source, from, to);
        if (slots[slot] == 0) {
            append(source, from, to);
            slots[slot] = (long) hash << 32 | size;
            if (size > slots.length / 4 * 3) {
                rehash();
            }
            return size - 1;
        }
        return (int) slots[slot] - 1;
    }

    /** The slot that has an id, or would get it. */
    private int slotOf(int hash, byte[] source, int from, int to) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (; slots[slot] != 0; slot = slot + 1 & mask) {
            if ((int) (slots[slot] >>> 32) == hash) {
                int number = (int) slots[slot] - 1;
                if (Arrays.equals(bytes, start(number), ends[number], source, from, to)) {
                    return slot;
                }
            }
        }
        return slot;
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
            throw new TrainingException("more than " + (1 << 29) + " distinct ids");
        }
        long[] larger = new long[slots.length * 2];
        int mask = larger.length - 1;
        for (long entry : slots) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & mask;
                while (larger[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                larger[slot] = entry;
            }
        }
        slots = larger;
    }
}
