package dev.recommender.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import dev.recommender.storage.Attempts;
import dev.recommender.storage.Attempts.Outcome;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.PartSender;
import dev.recommender.storage.PartSender.Part;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.WriteNonce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes blobs under a condition: small ones at once, larger ones in blocks. Where the condition fails, a nonce in the
 * metadata shows whether that is because an earlier attempt of the same write happened. Shared between threads.
 */
final class BlobWriter {
    private static final String NONCE = "nonce";
    private static final int ROUNDS = 10;

    private final Attempts attempts;
    private final PartSender sender;

    BlobWriter(Attempts attempts, PartSender sender) {
        this.attempts = attempts;
        this.sender = sender;
    }

    /**
     * Writes a blob if there is no blob of this key. Returns whether it did.
     *
     * @throws StorageException of kind {@link Kind#CONFLICT} if an answer was lost, and there is no blob any more
     */
    boolean create(NamedBlob blob, BlobContent content) throws IOException {
        Result result = write(blob, content, ifAbsent());
        if (result == Result.IN_DOUBT) {
            throw StorageException.inDoubt(blob.name());
        }
        return result == Result.WRITTEN;
    }

    /** Writes a blob, replacing what is there. */
    void put(NamedBlob blob, BlobContent content) throws IOException {
        for (int round = 1; round <= ROUNDS; round++) {
            Optional<BlobProperties> replaced = blob.properties();
            if (replaced.isPresent()) {
                // Another writer that overtakes replaces or deletes a blob, which may as well have been this one.
                write(blob, content, ifStill(replaced.get()));
                return;
            }
            // A create that overtakes has found that there was no blob: this put comes after it.
            Result result = write(blob, content, ifAbsent());
            if (result == Result.WRITTEN) {
                return;
            }
            if (result != Result.REFUSED) {
                throw StorageException.inDoubt(blob.name());
            }
        }
        throw new StorageException(
                Kind.CONFLICT,
                "cannot write " + blob.name() + ": other writers created and deleted it " + ROUNDS + " times");
    }

    /** Writes a blob under a condition that does not hold; returns whether the service did. */
    boolean replaceStale(NamedBlob blob) throws IOException {
        BlobRequestConditions stale = new BlobRequestConditions().setIfMatch("\"0x0\"");
        return write(blob, BlobContent.of("stale"), stale) == Result.WRITTEN;
    }

    private static BlobRequestConditions ifAbsent() {
        return new BlobRequestConditions().setIfNoneMatch("*");
    }

    /** The condition that the blob is the one that was seen. */
    static BlobRequestConditions ifStill(BlobProperties seen) {
        return new BlobRequestConditions().setIfMatch(seen.getETag());
    }

    /** The result of a write. */
    private enum Result {
        /** It happened. */
        WRITTEN,
        /** The condition did not hold, and nothing was written. */
        REFUSED,
        /** An answer was lost, so the write may have happened; now another's blob is there. */
        OVERTAKEN,
        /** An answer was lost, so the write may have happened; now there is no blob. */
        IN_DOUBT
    }

    /** Writes a blob if a condition holds. */
    private Result write(NamedBlob blob, BlobContent content, BlobRequestConditions conditions) throws IOException {
        String nonce = WriteNonce.next();
        if (content.size() <= sender.partSize()) {
            Answer answer = writeAtOnce(blob, content.readAll(), conditions, nonce);
            return answer.written ? Result.WRITTEN : answer.refusal(blob.properties(), nonce);
        }
        Outcome earlier = Outcome.CERTAINLY_NOT;
        for (int round = 1; round <= ROUNDS; round++) {
            List<String> blocks =
                    sender.send("write " + blob.name(), content, block -> stage(blob, blockId(nonce, block), block));
            Answer answer = commit(blob, blocks, conditions, nonce, earlier);
            if (answer.written) {
                return Result.WRITTEN;
            }
            Result refusal = answer.refusal(blob.properties(), nonce);
            if (!answer.withoutBlocks || refusal == Result.WRITTEN) {
                return refusal;
            }
            earlier = answer.earlier;
        }
        throw new StorageException(
                Kind.CONFLICT,
                "cannot write " + blob.name() + ": other writers of it were faster " + ROUNDS + " times");
    }

    private Answer writeAtOnce(NamedBlob blob, byte[] bytes, BlobRequestConditions conditions, String nonce)
            throws IOException {
        byte[] md5 = md5(bytes);
        return send(
                blob,
                Outcome.CERTAINLY_NOT,
                () -> blob.client()
                        .uploadWithResponse(
                                new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(bytes))
                                        .setContentMd5(md5)
                                        .setMetadata(Map.of(NONCE, nonce))
                                        .setRequestConditions(conditions),
                                attempts.timeout(),
                                Context.NONE));
    }

    /** Sends a block and gives its id. Blocks are no blob until they are committed. */
    private String stage(NamedBlob blob, String id, Part part) throws IOException {
        byte[] bytes = part.bytes().length == part.length() ? part.bytes() : Arrays.copyOf(part.bytes(), part.length());
        byte[] md5 = md5(bytes);
        return attempts.atLeastOnce("write part " + part.number() + " of " + blob.name(), () -> {
            blob.client()
                    .stageBlockWithResponse(
                            new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(bytes)).setContentMd5(md5),
                            attempts.timeout(),
                            Context.NONE);
            return id;
        });
    }

    /** Makes the blob of the blocks, unless the service has dropped them because another write of the blob succeeded. */
    private Answer commit(
            NamedBlob blob, List<String> blocks, BlobRequestConditions conditions, String nonce, Outcome earlier)
            throws IOException {
        return send(
                blob,
                earlier,
                () -> blob.client()
                        .commitBlockListWithResponse(
                                new BlockBlobCommitBlockListOptions(blocks)
                                        .setMetadata(Map.of(NONCE, nonce))
                                        .setRequestConditions(conditions),
                                attempts.timeout(),
                                Context.NONE));
    }

    /**
     * Sends what makes the blob until the service has accepted or refused it.
     *
     * @param before whether the same happened when it was sent before
     */
    private Answer send(NamedBlob blob, Outcome before, Runnable request) throws IOException {
        return attempts.atLeastOnce("write " + blob.name(), earlier -> {
            Outcome outcome = before == Outcome.MAYBE ? before : earlier.outcome();
            try {
                request.run();
                return new Answer(true, false, outcome);
            } catch (RuntimeException e) {
                String code = Failures.code(e);
                boolean withoutBlocks = code.equals("InvalidBlockList");
                if (withoutBlocks || Failures.isFailedCondition(e) || code.equals("BlobNotFound")) {
                    return new Answer(false, withoutBlocks, outcome);
                }
                throw e;
            }
        });
    }

    /**
     * The service's answer to what makes the blob.
     *
     * @param withoutBlocks whether it was refused because the service does not have the blocks
     * @param earlier whether an earlier attempt had its effect
     */
    private record Answer(boolean written, boolean withoutBlocks, Outcome earlier) {
        /** What a refusal means, given the blob that is there after it. */
        Result refusal(Optional<BlobProperties> found, String nonce) {
            if (found.isPresent() && nonce.equals(found.get().getMetadata().get(NONCE))) {
                return Result.WRITTEN;
            }
            if (earlier == Outcome.CERTAINLY_NOT) {
                return Result.REFUSED;
            }
            return found.isPresent() ? Result.OVERTAKEN : Result.IN_DOUBT;
        }
    }

    /** The ids of a blob's blocks have one length, and no two writers have the same. */
    private static String blockId(String nonce, Part block) {
        String id = nonce + String.format("%06d", block.number());
        return Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.US_ASCII));
    }

    /** What the service compares the received bytes with. */
    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no MD5", e);
        }
    }
}
