package dev.recommender.internal.rows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The ids of a model's items or users by index, and the way back. A view of one section of the model file, whether that
 * is on the heap or mapped:
 *
 * <pre>
 * int32 count | int32 slots, a power of two, or 0 if count is 0
 * int32[count + 1]  where each id starts in the text; the last entry is the text's length
 * int32[slots]      open-addressing hash table of index + 1, 0 where empty; see {@link Utf8#hash}
 * byte[]            the text: all ids as UTF-8, one after the other
 * </pre>
 */
public final class Ids {
    public static final int UNKNOWN = -1;
    private static final int HEADER = 8;

    private final ByteBuffer section;
    private final int count;
    private final int mask;
    private final int table;
    private final int text;

    private Ids(ByteBuffer section, int count, int slots) {
        this.section = section;
        this.count = count;
        this.mask = slots - 1;
        this.table = HEADER + 4 * (count + 1);
        this.text = table + 4 * slots;
    }

    /** The section for ids taken from a table in the given order. */
    public static ByteBuffer section(IdTable ids, int[] order) {
        int count = order.length;
        int slots = count == 0 ? 0 : Integer.highestOneBit(count) << 2;
        long length = HEADER + 4L * (count + 1) + 4L * slots;
        for (int number : order) {
            length += ids.encodedLength(number);
        }
        ByteBuffer section =
                ByteBuffer.allocate(Bytes.checkedLength("ids", length)).order(ByteOrder.LITTLE_ENDIAN);
        section.putInt(0, count).putInt(4, slots);
        Ids view = new Ids(section, count, slots);
        int end = 0;
        for (int index = 0; index < count; index++) {
            section.putInt(HEADER + 4 * index, end);
            ids.copyTo(order[index], section.array(), view.text + end);
            end += ids.encodedLength(order[index]);
            section.putInt(HEADER + 4 * (index + 1), end);
            int slot = Utf8.hash(section, view.start(index), view.end(index)) & view.mask;
            while (section.getInt(view.table + 4 * slot) != 0) {
                slot = slot + 1 & view.mask;
            }
            section.putInt(view.table + 4 * slot, index + 1);
        }
        return section;
    }

    /**
     * Opens a section.
     *
     * @throws IllegalArgumentException with the reason, if the section's own lengths contradict each other
     */
    public static Ids open(ByteBuffer section) {
        require(section.limit() >= HEADER + 4, "too short");
        int count = section.getInt(0);
        int slots = section.getInt(4);
        require(count >= 0 && slots >= 0, "negative count");
        require(count == 0 ? slots == 0 : slots > count && Integer.bitCount(slots) == 1, "bad size of hash table");
        long text = HEADER + 4L * (count + 1L) + 4L * slots;
        require(text <= section.limit(), "too short");
        Ids ids = new Ids(section, count, slots);
        require(ids.section.getInt(HEADER + 4 * count) == section.limit() - text, "text of another length");
        return ids;
    }

    /** Checks every entry, so that later look-ups can trust them. */
    public void verify() {
        int previous = 0;
        for (int index = 0; index <= count; index++) {
            int start = section.getInt(HEADER + 4 * index);
            require(start >= previous, "ids overlap");
            previous = start;
        }
        int filled = 0;
        for (int slot = 0; slot <= mask; slot++) {
            int entry = section.getInt(table + 4 * slot);
            require(entry >= 0 && entry <= count, "hash table points outside");
            filled += entry == 0 ? 0 : 1;
        }
        require(filled == count, "hash table of another size");
    }

    /** Checks that no id is blank, as {@link #verify} does not: texts may be. */
    public void verifyNoneBlank() {
        for (int index = 0; index < count; index++) {
            require(!blank(index), "blank id");
        }
    }

    /** Whether a text is empty or white space alone; most are decided by their first byte. */
    public boolean blank(int index) {
        int start = start(index);
        return start == end(index) || (section.get(start) <= ' ' && text(index).isBlank());
    }

    public int count() {
        return count;
    }

    /** The index of an id, or {@link #UNKNOWN}. */
    public int indexOf(CharSequence id) {
        if (count == 0) {
            return UNKNOWN;
        }
        int slot = Utf8.hash(id) & mask;
        for (int probe = 0; probe <= mask; probe++) {
            int entry = section.getInt(table + 4 * slot);
            if (entry == 0) {
                return UNKNOWN;
            }
            if (Utf8.equals(id, section, start(entry - 1), end(entry - 1))) {
                return entry - 1;
            }
            slot = slot + 1 & mask;
        }
        return UNKNOWN;
    }

    /** The id at an index from 0 to count − 1. */
    public String text(int index) {
        return Utf8.decode(section, start(index), end(index));
    }

    /** As {@link #text(int)}, by way of scratch of at least as many bytes as the id has. */
    public String text(int index, byte[] scratch) {
        return Utf8.decode(section, start(index), end(index), scratch);
    }

    /** How many bytes an id has. */
    public int length(int index) {
        return end(index) - start(index);
    }

    /** The same ids on the heap. */
    public Ids onHeap() {
        return open(Bytes.copy(section));
    }

    public ByteBuffer section() {
        return section;
    }

    private int start(int index) {
        return text + section.getInt(HEADER + 4 * index);
    }

    private int end(int index) {
        return text + section.getInt(HEADER + 4 * (index + 1));
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
