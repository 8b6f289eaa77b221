package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.PartSender;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A write of a content of any size in parts. An attempt repeats only the completion, as the beginning and the parts are
 * repeated on their own. After a conflict it starts again from the beginning. An upload that was not completed is given up in
 * the end.
 */
final class MultipartWrite implements Write {
    private final Bucket bucket;
    private final Attempts attempts;
    private final PartSender sender;
    private final String key;
    private final BlobContent content;
    private final String nonce;
    private final boolean onlyIfAbsent;
    private final ObjectState before;
    private final String crc32c;

    /** The upload in progress; empty if there is no upload. */
    private String upload = "";

    private List<CompletedPart> uploaded = List.of();
    private boolean maybeCompleted;

    MultipartWrite(
            Bucket bucket,
            Attempts attempts,
            PartSender sender,
            String key,
            BlobContent content,
            String nonce,
            boolean onlyIfAbsent)
            throws IOException {
        this.bucket = bucket;
        this.attempts = attempts;
        this.sender = sender;
        this.key = key;
        this.content = content;
        this.nonce = nonce;
        this.onlyIfAbsent = onlyIfAbsent;
        before = onlyIfAbsent ? ObjectState.ABSENT : ObjectState.at(bucket, attempts, key);
        try (InputStream stream = content.open()) {
            crc32c = Checksums.crc32c(stream);
        }
    }

    @Override
    public void attempt() throws IOException {
        if (uploaded.isEmpty()) {
            Map<String, String> metadata = ObjectState.metadata(nonce, crc32c);
            upload = attempts.atLeastOnce("write " + bucket.blob(key), () -> bucket.beginUpload(key, metadata));
            uploaded = send(upload);
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

    /** Sends all parts, each tried again on its own, and compares the content's checksum with what it was at first. */
    private List<CompletedPart> send(String id) throws IOException {
        CRC32C crc = new CRC32C();
        List<CompletedPart> parts = sender.send("write " + bucket.blob(key), content(crc), part -> {
            String md5 = Checksums.md5(part.bytes(), part.length());
            return attempts.atLeastOnce(
                    "write part " + part.number() + " of " + bucket.blob(key),
                    () -> bucket.uploadPart(key, id, part.number(), md5, SmallWrite.body(part.bytes(), part.length())));
        });
        if (!Checksums.hex(crc).equals(crc32c)) {
            throw new IOException("the content changed while it was written to " + bucket.blob(key));
        }
        return parts;
    }

    /** The content, whose checksum is taken while it is read. */
    private BlobContent content(CRC32C crc) {
        return new BlobContent() {
            @Override
            public long size() throws IOException {
                return content.size();
            }

            @Override
            public InputStream open() throws IOException {
                return new CheckedInputStream(content.open(), crc);
            }
        };
    }

    private void complete() throws IOException {
        try {
            attempts.once(
                    "write " + bucket.blob(key), () -> bucket.completeUpload(key, upload, onlyIfAbsent, uploaded));
        } catch (StorageException e) {
            // An upload that was completed, by an attempt whose answer was lost, is no longer there.
            if (!Failures.isMissing(e.getCause()) || !maybeCompleted) {
                throw e;
            }
            if (!isDone()) {
                throw ObjectState.inDoubt(bucket, key, e);
            }
        }
    }

    @Override
    public boolean isDone() throws IOException {
        if (!maybeCompleted) {
            return false;
        }
        ObjectState now = ObjectState.at(bucket, attempts, key);
        return onlyIfAbsent ? now.isOf(nonce) : now.settlesPut(nonce, before);
    }

    @Override
    public boolean isRepeatable(StorageException failure) {
        return failure.kind() == Kind.CONFLICT && !maybeCompleted
                || failure.kind() == Kind.UNAVAILABLE && !uploaded.isEmpty();
    }

    /**
     * Gives up the upload, also when the thread is interrupted, which may be the reason for it. If that fails, the upload
     * stays, invisible, until the bucket's own rule removes it.
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
            attempts.atLeastOnce("give up writing " + bucket.blob(key), () -> bucket.abortUpload(key, abandoned));
        } catch (IOException e) {
            // It may also be that it has been completed.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
