package dev.recommender.storage.s3;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A write of a content of any size in parts. What an attempt repeats is the completion, as beginning and parts are tried
 * again by themselves; only after a conflict does it begin anew. An upload that was not completed is given up in the end.
 */
final class MultipartWrite implements Write {
    private final Bucket bucket;
    private final Calls calls;
    private final Parts parts;
    private final String key;
    private final BlobContent content;
    private final String nonce;
    private final boolean onlyIfAbsent;
    private final ObjectState before;
    private final String crc32c;

    /** The upload under way; empty if there is none. */
    private String upload = "";

    private List<CompletedPart> uploaded = List.of();
    private boolean maybeCompleted;

    MultipartWrite(
            Bucket bucket,
            Calls calls,
            Parts parts,
            String key,
            BlobContent content,
            String nonce,
            boolean onlyIfAbsent)
            throws IOException {
        this.bucket = bucket;
        this.calls = calls;
        this.parts = parts;
        this.key = key;
        this.content = content;
        this.nonce = nonce;
        this.onlyIfAbsent = onlyIfAbsent;
        before = onlyIfAbsent ? ObjectState.ABSENT : ObjectState.at(bucket, calls, key);
        try (InputStream stream = content.open()) {
            crc32c = Checksums.crc32c(stream);
        }
    }

    @Override
    public void attempt() throws IOException {
        if (uploaded.isEmpty()) {
            Map<String, String> metadata = ObjectState.metadata(nonce, crc32c);
            upload = calls.call(bucket.writing(key), () -> bucket.beginUpload(key, metadata));
            uploaded = parts.upload(key, upload, content, crc32c);
        }
        try {
            complete();
        } catch (StorageException e) {
            maybeCompleted |= e.kind() == Kind.UNAVAILABLE;
            if (e.kind() == Kind.CONFLICT) {
                close();
            }
            throw e;
        }
        upload = "";
    }

    private void complete() throws IOException {
        try {
            calls.once(bucket.writing(key), () -> {
                bucket.completeUpload(key, upload, onlyIfAbsent, uploaded);
                return true;
            });
        } catch (StorageException e) {
            // An upload that was completed, by an attempt whose answer was lost, is no longer there.
            boolean gone = e.kind() == Kind.NOT_FOUND && !Failures.isMissingBucket(e);
            if (!gone || !maybeCompleted) {
                throw e;
            }
            if (!isDone()) {
                throw ObjectState.gone(key, bucket, e);
            }
        }
    }

    @Override
    public boolean isDone() throws IOException {
        if (!maybeCompleted) {
            return false;
        }
        ObjectState now = ObjectState.at(bucket, calls, key);
        return onlyIfAbsent ? now.isOf(nonce) : now.settlesPut(nonce, before);
    }

    @Override
    public boolean isRepeatable(StorageException failure) {
        return failure.kind() == Kind.CONFLICT && !maybeCompleted
                || failure.kind() == Kind.UNAVAILABLE && !uploaded.isEmpty();
    }

    /**
     * Has the store forget the upload, also when the thread is interrupted, which may be the reason for giving it up. What
     * cannot be given up stays, invisible, until the bucket's own rule removes it; the write is no worse for it.
     */
    @Override
    public void close() {
        if (upload.isEmpty()) {
            return;
        }
        String abandoned = upload;
        upload = "";
        uploaded = List.of();
        boolean interrupted = Thread.interrupted();
        try {
            calls.call("give up writing blob \"" + key + "\" in " + bucket, () -> {
                bucket.abortUpload(key, abandoned);
                return true;
            });
        } catch (IOException e) {
            // It may also be that it has been completed.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
