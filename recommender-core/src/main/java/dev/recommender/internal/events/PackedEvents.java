package dev.recommender.internal.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events in packed blocks, which grow without ever being copied to make room. Many equal events of a block are held once. One thread's events take over the blocks
 * of another's as they are, with the numbers that their users and items have here. The blocks taken over are read back
 * one by one, and each can be dropped once it is used up.
 */
public final class PackedEvents {
    private final List<@Nullable Block> blocks = new ArrayList<>();
    private final EventBlock last = new EventBlock();
    private long held;

    /** Adds an event; returns whether the last block is full and has to be {@linkplain #seal sealed}. */
    public boolean add(int user, int item, long time, float weight) {
        last.add(user, item, time, weight);
        return last.full();
    }

    /** Packs the last block; returns how many bytes that takes. A full block with many equal events shrinks first. */
    public long seal() {
        if (last.size() == 0) {
            return 0;
        }
        last.combine();
        held += last.size();
        EventBlock.Packed packed = last.pack(0, last.size());
        blocks.add(new Block(packed, new int[0], new int[0]));
        last.clear();
        return packed.bytes();
    }

    /** How many events are held in blocks that are packed, equal ones of a block together. */
    public long held() {
        return held;
    }

    /** The heap that the packed events take, in bytes. */
    long bytes() {
        return blocks.stream()
                .mapToLong(block -> block == null ? 0 : block.events.bytes())
                .sum();
    }

    /** Moves all blocks of others here, which must be sealed and have no events afterwards. */
    public void absorb(PackedEvents other, int[] userNumbers, int[] itemNumbers) {
        for (Block block : other.blocks) {
            blocks.add(new Block(Objects.requireNonNull(block).events, userNumbers, itemNumbers));
        }
        other.blocks.clear();
        held += other.held;
        other.held = 0;
    }

    /** How many blocks there are. */
    public int blocks() {
        return blocks.size();
    }

    /** One block. */
    public Block block(int number) {
        return Objects.requireNonNull(blocks.get(number));
    }

    /** Lets go of a block. */
    public void drop(int number) {
        held -= block(number).events.size();
        blocks.set(number, null);
    }

    /**
     * Keeps only one event, the newest, of each user and item, or of each user, item and instant. For events with their
     * first numbers, all sealed; weights and numbers of times are lost.
     */
    public void keepDistinct(boolean everyInstant) {
        List<@Nullable Block> all = List.copyOf(blocks);
        blocks.clear();
        held = 0;
        EventBlock scratch = new EventBlock();
        DistinctEvents distinct = new DistinctEvents(everyInstant);
        for (int share = 0; share < DistinctEvents.SHARES; share++) {
            for (Block block : all) {
                Objects.requireNonNull(block).events.unpack(scratch, EventBlock.ALL);
                distinct.addShare(scratch, share);
            }
            distinct.drainTo((user, item, time) -> {
                if (add(user, item, time, 1)) {
                    seal();
                }
            });
        }
        seal();
    }

    /** Forgets the places of dropped blocks; those after them move up. */
    public void removeDropped() {
        blocks.removeIf(Objects::isNull);
    }

    /** Events of one thread, with the numbers that another gives to its users and items. */
    public static final class Block {
        public final EventBlock.Packed events;
        /** The number of each user. */
        public final int[] users;
        /** The number of each item. */
        public final int[] items;

        private Block(EventBlock.Packed events, int[] users, int[] items) {
            this.events = events;
            this.users = users;
            this.items = items;
        }
    }
}
