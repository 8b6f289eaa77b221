package dev.recommender.sar;

import dev.recommender.TrainingException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gives each distinct id a number, in order of first sight, while events are read. Ids are kept as UTF-8 in one byte
 * array behind an open-addressing hash table; no object is made for an id.
 */
final class IdTable {
    private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

    private byte[] bytes = new byte[1 << 12];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int[] ends = new int[256];
    private int[] hashes = new int[256];
    private int[] slots = new int[1024];
    private int size;

    int size() {
        return size;
    }

    /** The id's number, a new one if the id was never seen. */
    int numberOf(CharSequence id) {
        int hash = Utf8.hash(id);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (; slots[slot] != 0; slot = slot + 1 & mask) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && Utf8.equals(id, view, start(number), ends[number])) {
                return number;
            }
        }
        slots[slot] = size + 1;
        append(id, hash);
        if (size * 2 > slots.length) {
            rehash();
        }
        return size - 1;
    }

    /** Adds all ids of another table; returns the number here of each number there. */
    int[] addAll(IdTable other) {
        int[] numbers = new int[other.size];
        Slice slice = new Slice(other);
        for (int number = 0; number < other.size; number++) {
            numbers[number] = numberOf(slice.of(number));
        }
        return numbers;
    }

    /** The id's number, or {@link Ids#UNKNOWN}. */
    int find(CharSequence id) {
        int hash = Utf8.hash(id);
        int mask = slots.length - 1;
        for (int slot = hash & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && Utf8.equals(id, view, start(number), ends[number])) {
                return number;
            }
        }
        return Ids.UNKNOWN;
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
        return Utf8.decode(view, start(number), ends[number]);
    }

    int encodedLength(int number) {
        return ends[number] - start(number);
    }

    void copyTo(int number, byte[] target, int position) {
        System.arraycopy(bytes, start(number), target, position, encodedLength(number));
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private void append(CharSequence id, int hash) {
        int start = size == 0 ? 0 : ends[size - 1];
        long needed = start + 3L * id.length();
        if (needed > MAX_BYTES) {
            throw new TrainingException("the ids take more than 2 GiB as text; use shorter ids");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, bytes.length * 2L)));
            view = ByteBuffer.wrap(bytes);
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size + (size >> 1));
            hashes = Arrays.copyOf(hashes, ends.length);
        }
        ends[size] = Utf8.encode(id, bytes, start);
        hashes[size++] = hash;
    }

    private void rehash() {
        if (slots.length > 1 << 29) {
            throw new TrainingException("more than " + (1 << 29) + " distinct ids");
        }
        int[] larger = new int[slots.length * 2];
        int mask = larger.length - 1;
        for (int number = 0; number < size; number++) {
            int slot = hashes[number] & mask;
            while (larger[slot] != 0) {
                slot = slot + 1 & mask;
            }
            larger[slot] = number + 1;
        }
        slots = larger;
    }

    /** A view of another table's id as text; ids are mostly ASCII, which needs no decoding. */
    private static final class Slice implements CharSequence {
        private final IdTable table;
        private int start;
        private int length;

        Slice(IdTable table) {
            this.table = table;
        }

        CharSequence of(int number) {
            start = table.start(number);
            length = table.encodedLength(number);
            for (int at = 0; at < length; at++) {
                if (table.bytes[start + at] < 0) {
                    return Utf8.decode(table.view, start, start + length);
                }
            }
            return this;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int index) {
            return (char) table.bytes[start + index];
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return toString().substring(from, to);
        }

        @Override
        public String toString() {
            return Utf8.decode(table.view, start, start + length);
        }
    }
}
