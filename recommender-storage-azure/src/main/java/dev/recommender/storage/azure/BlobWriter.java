package dev.recommender.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Future;

/**
 * Writes blobs under a condition. A nonce in the metadata tells, where the condition fails, whether it is because an
 * earlier attempt of the same write was done.
 */
final class BlobWriter {
    private static final String NONCE = "nonce";
    private static final int MOST_BLOCKS = 50_000;
    private static final int ROUNDS = 10;

    private final Calls calls;
    private final Transfers transfers;

    BlobWriter(Calls calls, Transfers transfers) {
        this.calls = calls;
        this.transfers = transfers;
    }

    /** The condition that there is no blob. */
    static BlobRequestConditions ifAbsent() {
        return new BlobRequestConditions().setIfNoneMatch("*");
    }

    /** The condition that the blob is the one that was seen. */
    static BlobRequestConditions ifStill(BlobProperties seen) {
        return new BlobRequestConditions().setIfMatch(seen.getETag());
    }

    /** What became of a write. */
    enum Outcome {
        /** It was done. */
        WRITTEN,
        /** The condition did not hold, and nothing was written. */
        REFUSED,
        /**
         * The condition does not hold any more, and what is there is another writer's; whether an attempt that had no
         * answer was done before that is not to be known.
         */
        OVERTAKEN
    }

    /** Writes a blob if a condition holds. */
    Outcome write(BlockBlobClient blob, BlobContent content, BlobRequestConditions conditions) throws IOException {
        long size = content.size();
        UUID nonce = UUID.randomUUID();
        if (size <= transfers.blockSize()) {
            Answer answer = writeAtOnce(blob, read(content, (int) size), conditions, nonce);
            return answer.written || isThere(blob, nonce) ? Outcome.WRITTEN : answer.refusal();
        }
        int blockSize = (int) Math.max(transfers.blockSize(), (size + MOST_BLOCKS - 1) / MOST_BLOCKS);
        boolean again = false;
        for (int round = 1; round <= ROUNDS; round++) {
            List<String> blocks = stage(blob, content, size, blockSize, nonce);
            Answer answer = commit(blob, blocks, conditions, nonce, again);
            if (answer.written || isThere(blob, nonce)) {
                return Outcome.WRITTEN;
            }
            if (!answer.withoutBlocks) {
                return answer.refusal();
            }
            again = answer.again;
        }
        throw new StorageException(
                Kind.CONFLICT, "cannot " + what(blob) + ": other writers of it were faster " + ROUNDS + " times");
    }

    private Answer writeAtOnce(BlockBlobClient blob, byte[] bytes, BlobRequestConditions conditions, UUID nonce)
            throws IOException {
        byte[] md5 = md5(bytes);
        return send(
                blob,
                false,
                () -> blob.uploadWithResponse(
                        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(bytes))
                                .setContentMd5(md5)
                                .setMetadata(metadata(nonce))
                                .setRequestConditions(conditions),
                        calls.timeout(),
                        Context.NONE));
    }

    /** Sends all blocks, several at once, and returns their ids. They are no blob until they are committed. */
    private List<String> stage(BlockBlobClient blob, BlobContent content, long size, int blockSize, UUID nonce)
            throws IOException {
        List<String> ids = new ArrayList<>();
        Queue<Future<Void>> underWay = new ArrayDeque<>();
        try (InputStream in = content.open()) {
            for (long at = 0; at < size; at += blockSize) {
                if (underWay.size() == transfers.parallelism()) {
                    Transfers.await(underWay.remove());
                }
                byte[] bytes = next(in, (int) Math.min(blockSize, size - at));
                String id = blockId(nonce, ids.size());
                ids.add(id);
                underWay.add(transfers.submit(() -> stage(blob, id, bytes)));
            }
            expectEnd(in);
            while (!underWay.isEmpty()) {
                Transfers.await(underWay.remove());
            }
            return ids;
        } finally {
            underWay.forEach(block -> block.cancel(true));
        }
    }

    private Void stage(BlockBlobClient blob, String id, byte[] bytes) throws IOException {
        byte[] md5 = md5(bytes);
        return calls.run(
                what(blob),
                again -> blob.stageBlockWithResponse(
                                new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(bytes)).setContentMd5(md5),
                                calls.timeout(),
                                Context.NONE)
                        .getValue());
    }

    /** Makes the blocks the blob, unless the service has dropped them because another writer of the blob was done. */
    private Answer commit(
            BlockBlobClient blob, List<String> blocks, BlobRequestConditions conditions, UUID nonce, boolean again)
            throws IOException {
        return send(
                blob,
                again,
                () -> blob.commitBlockListWithResponse(
                        new BlockBlobCommitBlockListOptions(blocks)
                                .setMetadata(metadata(nonce))
                                .setRequestConditions(conditions),
                        calls.timeout(),
                        Context.NONE));
    }

    /**
     * Sends what makes the blob until the service has said yes or no.
     *
     * @param before whether the same was sent before and may have been done
     */
    private Answer send(BlockBlobClient blob, boolean before, Runnable request) throws IOException {
        return calls.run(what(blob), repeated -> {
            boolean again = before || repeated;
            try {
                request.run();
                return new Answer(true, false, again);
            } catch (RuntimeException e) {
                String code = Failures.code(e);
                boolean withoutBlocks = code.equals("InvalidBlockList");
                if (withoutBlocks || Failures.isFailedCondition(e) || code.equals("BlobNotFound")) {
                    return new Answer(false, withoutBlocks, again);
                }
                throw e;
            }
        });
    }

    /** Whether the blob is the one that this write makes. */
    private boolean isThere(BlockBlobClient blob, UUID nonce) throws IOException {
        return calls.run(what(blob), again -> {
            try {
                Map<String, String> metadata = blob.getPropertiesWithResponse(null, calls.timeout(), Context.NONE)
                        .getValue()
                        .getMetadata();
                return nonce.toString().equals(metadata.get(NONCE));
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("BlobNotFound")) {
                    return false;
                }
                throw e;
            }
        });
    }

    /**
     * The service's answer to what makes the blob.
     *
     * @param withoutBlocks whether it was refused because the service does not have the blocks
     * @param again whether an earlier attempt may have had its effect
     */
    private record Answer(boolean written, boolean withoutBlocks, boolean again) {
        Outcome refusal() {
            return again ? Outcome.OVERTAKEN : Outcome.REFUSED;
        }
    }

    private static Map<String, String> metadata(UUID nonce) {
        return Map.of(NONCE, nonce.toString());
    }

    /** The ids of a blob's blocks have one length, and no two writers have the same. */
    private static String blockId(UUID nonce, int block) {
        byte[] id = ByteBuffer.allocate(20)
                .putLong(nonce.getMostSignificantBits())
                .putLong(nonce.getLeastSignificantBits())
                .putInt(block)
                .array();
        return Base64.getEncoder().encodeToString(id);
    }

    private static String what(BlockBlobClient blob) {
        return "write blob \"" + blob.getBlobName() + "\" of container \"" + blob.getContainerName() + "\"";
    }

    private static byte[] read(BlobContent content, int size) throws IOException {
        try (InputStream in = content.open()) {
            byte[] bytes = next(in, size);
            expectEnd(in);
            return bytes;
        }
    }

    private static byte[] next(InputStream in, int size) throws IOException {
        // Reads straight into one array; readNBytes(size) would need room for the block twice.
        byte[] bytes = new byte[size];
        if (in.readNBytes(bytes, 0, size) < size) {
            throw new EOFException("the content is shorter than its size says");
        }
        return bytes;
    }

    private static void expectEnd(InputStream in) throws IOException {
        if (in.read() >= 0) {
            throw new IOException("the content is longer than its size says");
        }
    }

    /** What the service compares the received bytes with. */
    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }
}
