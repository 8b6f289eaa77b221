package dev.recommender.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.recommender.client.Calls.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sends files: small ones in one piece, others in parts of the same length, the last one shorter. Shared between threads. */
final class Uploads {
    private static final String UPLOADS = "api/v1/uploads";
    private static final int MAX_PARTS = 10_000;

    private final Calls calls;
    private final long partBytes;

    Uploads(Calls calls, long partBytes) {
        this.calls = calls;
        this.partBytes = partBytes;
    }

    StoredFile send(String name, Path file) throws IOException {
        long size = Files.size(file);
        if (size <= partBytes) {
            return calls.json(
                    Call.of("PUT", "api/v1/files/" + name).body(() -> section(file, 0, size)), RecommenderClient::file);
        }
        requireParts(size);
        Call begin = Call.of("POST", UPLOADS)
                .json(JsonNodeFactory.instance.objectNode().put("file", name).toString())
                .header("Idempotency-Key", UUID.randomUUID().toString());
        UUID upload = calls.json(
                begin, begun -> UUID.fromString(Calls.field(begun, "id").asText()));
        return sendParts(upload.toString(), name, file, Map.of());
    }

    StoredFile resume(String upload, Path file) throws IOException {
        requireParts(Files.size(file));
        Map<Integer, Long> there = new HashMap<>();
        String name = calls.json(Call.of("GET", UPLOADS + "/" + upload), begun -> {
            for (JsonNode part : Calls.list(begun, "parts")) {
                there.put(part.path("part").asInt(), part.path("size").asLong());
            }
            return Calls.field(begun, "file").asText();
        });
        return sendParts(upload, name, file, there);
    }

    private void requireParts(long size) {
        if ((size - 1) / partBytes >= MAX_PARTS) {
            throw new IllegalArgumentException("partBytes must be at least " + ((size - 1) / MAX_PARTS + 1)
                    + " for a file of " + size + " bytes: " + partBytes);
        }
    }

    private StoredFile sendParts(String upload, String name, Path file, Map<Integer, Long> there) throws IOException {
        long size = Files.size(file);
        int parts = (int) Math.max(1, (size + partBytes - 1) / partBytes);
        try {
            for (int part = 1; part <= parts; part++) {
                long from = (part - 1) * partBytes;
                long length = Math.min(partBytes, size - from);
                if (there.getOrDefault(part, -1L) != length) {
                    calls.nothing(Call.of("PUT", UPLOADS + "/" + upload + "/parts/" + part)
                            .body(() -> section(file, from, length)));
                }
            }
            return complete(upload, name, parts, size);
        } catch (IOException | ProblemException e) {
            throw new UploadException(upload, "the file was not sent whole: " + e.getMessage(), e);
        }
    }

    private StoredFile complete(String upload, String name, int parts, long size) throws IOException {
        String whole = JsonNodeFactory.instance
                .objectNode()
                .put("parts", parts)
                .put("bytes", size)
                .toString();
        Call call = Call.of("POST", UPLOADS + "/" + upload + "/complete")
                .json(whole)
                .once();
        for (int attempt = 1; ; attempt++) {
            try {
                return calls.json(call, RecommenderClient::file);
            } catch (IOException e) {
                Optional<StoredFile> done = isThere(upload) ? Optional.empty() : stored(name, size);
                if (done.isPresent()) {
                    return done.get();
                }
                if (attempt > calls.retries()) {
                    throw e;
                }
            }
        }
    }

    /** Whether an upload is not complete: the server deletes its parts when it is. */
    private boolean isThere(String upload) throws IOException {
        try {
            calls.json(Call.of("GET", UPLOADS + "/" + upload), begun -> Calls.list(begun, "parts"));
            return true;
        } catch (ProblemException e) {
            if (e.type().equals("unknown-upload")) {
                return false;
            }
            throw e;
        }
    }

    private Optional<StoredFile> stored(String name, long size) throws IOException {
        return calls.json(
                Call.of("GET", "api/v1/files?limit=1&prefix=" + RecommenderClient.encoded(name)),
                page -> Calls.list(page, "files").findParents("name").stream()
                        .map(RecommenderClient::file)
                        .filter(file -> file.name().equals(name) && file.size() == size)
                        .findFirst());
    }

    /** Bytes of a file, read while they are sent. That they are there shows now, and not as a failure of the connection. */
    private static BodyPublisher section(Path file, long from, long length) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() < from + length) {
                throw new IOException("the file has become shorter while it was sent: " + file);
            }
        }
        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(file, from, length)), length);
    }

    private static InputStream open(Path file, long from, long length) {
        try {
            SeekableByteChannel channel = Files.newByteChannel(file);
            return new Section(Channels.newInputStream(channel.position(from)), length);
        } catch (IOException e) {
            throw new UncheckedIOException(new Calls.UnreadableBodyException(e));
        }
    }

    /** So many bytes of a stream, which it closes with itself. */
    private static final class Section extends InputStream {
        private final InputStream stream;
        private long left;

        Section(InputStream stream, long length) {
            this.stream = stream;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count;
            try {
                count = stream.read(target, offset, (int) Math.min(length, left));
            } catch (IOException e) {
                throw new Calls.UnreadableBodyException(e);
            }
            if (count < 0) {
                throw new Calls.UnreadableBodyException("the file has become shorter while it was sent");
            }
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
