package dev.recommender.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * Sends contents in parts of one size, several at a time. It holds as many parts in memory as are sent at a time. Shared
 * between threads.
 */
public final class PartSender {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final TransferPool pool;
    private final int partSize;
    private final int mostParts;

    /**
     * Makes a sender.
     *
     * @param partSize bytes of each part but the last; more if there would be too many parts
     * @param mostParts how many parts the service takes for one blob
     */
    public PartSender(TransferPool pool, int partSize, int mostParts) {
        this.pool = pool;
        this.partSize = partSize;
        this.mostParts = mostParts;
    }

    /** Bytes of a part, unless there would be too many parts. */
    public int partSize() {
        return partSize;
    }

    /** A part of a content; its bytes are valid until it has been sent. */
    public static final class Part {
        private final int number;
        private final byte[] bytes;
        private final int length;

        private Part(int number, byte[] bytes, int length) {
            this.number = number;
            this.bytes = bytes;
            this.length = length;
        }

        /** The part's place in the content: 1 for the first. */
        public int number() {
            return number;
        }

        /** An array that begins with the part's bytes. */
        public byte[] bytes() {
            return bytes;
        }

        /** How many bytes the part has. */
        public int length() {
            return length;
        }
    }

    /**
     * Sends all parts of a content. When this returns or fails, no part is on its way any more.
     *
     * @param what what the content is sent for, to follow "cannot " in messages
     * @param send sends one part; called by threads of the pool
     * @return what {@code send} returned for each part, in the order of the parts
     * @throws IOException the first failure, or if the content has more or fewer bytes than it says
     */
    public <T> List<T> send(String what, BlobContent content, IOFunction<Part, T> send) throws IOException {
        long total = content.size();
        int size = (int) Math.min(LONGEST_ARRAY, Math.max(partSize, (total + mostParts - 1) / mostParts));
        List<Sent<T>> sent = new ArrayList<>();
        Queue<byte[]> free = new ArrayDeque<>();
        try (InputStream stream = content.open();
                TransferPool.Batch<Sent<T>> sending = pool.batch(what)) {
            int number = 0;
            for (long position = 0; position < total; position += size) {
                int length = (int) Math.min(size, total - position);
                if (sending.pending() < pool.parallelism()) {
                    free.add(new byte[length]);
                } else {
                    collect(sending, sent, free);
                }
                Part part = new Part(++number, free.remove(), length);
                BlobStores.requireSize(position + length, position + stream.readNBytes(part.bytes, 0, length));
                sending.submit(() -> new Sent<>(part, send.apply(part)));
            }
            BlobStores.requireEnd(total, stream);
            while (sending.pending() > 0) {
                collect(sending, sent, free);
            }
        }
        sent.sort(Comparator.comparingInt(one -> one.part.number));
        return sent.stream().map(Sent::result).toList();
    }

    private static <T> void collect(TransferPool.Batch<Sent<T>> sending, List<Sent<T>> sent, Queue<byte[]> free)
            throws IOException {
        Sent<T> next = sending.takeNext();
        sent.add(next);
        free.add(next.part.bytes);
    }

    private record Sent<T>(Part part, T result) {}
}
