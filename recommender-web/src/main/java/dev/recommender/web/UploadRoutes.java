package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Violation;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are sent in parts: begun, sent part by part in any order, to any server, and completed. The parts are blobs of the
 * store, so what has arrived need not be sent again after a failure. What is not completed within a week is deleted.
 */
final class UploadRoutes {
    /** The most parts of one file. */
    static final int MAX_PARTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(UploadRoutes.class);
    private static final String FILE = "file";
    private static final String PARTS = "parts";
    private static final String BYTES = "bytes";
    private static final String NAME = "/name";
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration CLEANED = Duration.ofHours(1);
    private static final int PAGE = 1000;

    private final BlobStore store;
    private final InstantSource clock;
    private final AtomicReference<Instant> cleaned = new AtomicReference<>(Instant.MIN);

    /**
     * Prepares.
     *
     * @param store where files and parts are kept
     * @param clock says how old a part is
     */
    UploadRoutes(BlobStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    List<Route> routes() {
        Access access = Access.ADMINISTRATION;
        String upload = "/api/v1/uploads/{upload}";
        return List.of(
                Route.of("POST", "/api/v1/uploads", access, this::begin).with(Route.Trait.CHANGES, Route.Trait.ONCE),
                Route.of("GET", upload, access, this::show),
                Route.of("PUT", upload + "/parts/{part}", access, this::part).with(Route.Trait.CHANGES),
                Route.of("POST", upload + "/complete", access, this::complete)
                        .with(Route.Trait.CHANGES, Route.Trait.ONCE, Route.Trait.MAKES),
                Route.of("DELETE", upload, access, this::abandon).with(Route.Trait.CHANGES));
    }

    private Reply begin(Exchange exchange) throws IOException {
        Faults faults = new Faults();
        ObjectNode body = Bodies.object(exchange.text(), Set.of(FILE), faults);
        String file = faults.reading("", () -> FileRoutes.name(Bodies.text(body, FILE)));
        faults.require();
        deleteOld();
        String id = UUID.randomUUID().toString();
        store.put(folder(id) + NAME, BlobContent.of(file));
        return Reply.json(201, json(id, file, List.of()))
                .header("Location", "/api/v1/uploads/" + id)
                .touching(List.of("file " + file));
    }

    private Reply show(Exchange exchange) throws IOException {
        String id = id(exchange);
        return Reply.json(200, json(id, file(id), parts(id)));
    }

    private Reply part(Exchange exchange) throws IOException {
        String id = id(exchange);
        int number = number(exchange.path("part"));
        String file = file(id);
        String key = key(id, number);
        FileRoutes.receive(exchange, exchange.limits().part(), content -> store.put(key, content));
        return Reply.empty(204).touching(List.of("file " + file));
    }

    private Reply complete(Exchange exchange) throws IOException {
        Faults faults = new Faults();
        ObjectNode body = Bodies.object(exchange.text(), Set.of(PARTS, BYTES), faults);
        int expected = faults.reading(1, () -> Bodies.whole(body, PARTS));
        OptionalLong bytes = body.has(BYTES)
                ? faults.reading(OptionalLong.empty(), () -> OptionalLong.of(Bodies.wholeLong(body, BYTES)))
                : OptionalLong.empty();
        boolean replaces = faults.reading(true, () -> FileRoutes.replaces(exchange));
        faults.require();
        String id = id(exchange);
        String file = file(id);
        List<BlobInfo> parts = parts(id);
        requireAll(parts, expected);
        BlobContent whole = new Joined(store, parts);
        if (bytes.orElse(whole.size()) != whole.size()) {
            throw new WebFailure(
                    409,
                    "incomplete-upload",
                    "the parts have " + whole.size() + " bytes together, not " + bytes.getAsLong());
        }
        FileRoutes.store(store, file, whole, replaces);
        delete(id);
        return Reply.json(201, FileRoutes.described(store, file))
                .header("Location", "/api/v1/files/" + file)
                .touching(List.of("file " + file));
    }

    private Reply abandon(Exchange exchange) throws IOException {
        String id = id(exchange);
        String file = file(id);
        delete(id);
        return Reply.empty(204).touching(List.of("file " + file));
    }

    private static void requireAll(List<BlobInfo> parts, int expected) {
        Set<Integer> there = new HashSet<>();
        parts.forEach(part -> there.add(number(part)));
        for (int number = 1; number <= expected; number++) {
            if (!there.contains(number)) {
                throw new WebFailure(
                        409, "incomplete-upload", "part " + number + " of " + expected + " is missing; send it");
            }
        }
        if (expected < 1 || there.size() > expected) {
            throw new WebFailure(
                    409,
                    "incomplete-upload",
                    PARTS + " must be the number of all parts that were sent, from 1: " + expected + ", there are "
                            + there.size());
        }
    }

    /** The parts of an upload, one after the other. */
    private record Joined(BlobStore store, List<BlobInfo> parts) implements BlobContent {
        @Override
        public long size() {
            return parts.stream().mapToLong(BlobInfo::size).sum();
        }

        @Override
        public InputStream open() {
            return new JoinedStream(store, parts.stream().map(BlobInfo::key).toList());
        }
    }

    private static ObjectNode json(String id, String file, List<BlobInfo> parts) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("id", id).put(FILE, file);
        ArrayNode list = root.putArray(PARTS);
        parts.forEach(part -> list.addObject().put("part", number(part)).put("size", part.size()));
        return root;
    }

    /** The name of the file that an upload is for. */
    private String file(String id) throws IOException {
        if (store.info(folder(id) + NAME).isEmpty()) {
            throw new WebFailure(
                    404, "unknown-upload", "there is no upload " + id + "; it may be complete, or too old");
        }
        try (InputStream name = store.get(folder(id) + NAME)) {
            return FileRoutes.name(new String(name.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private List<BlobInfo> parts(String id) throws IOException {
        return store.list(folder(id) + "/" + PARTS + "/", "", MAX_PARTS);
    }

    private void delete(String id) throws IOException {
        for (BlobInfo part : parts(id)) {
            store.delete(part.key());
        }
        store.delete(folder(id) + NAME);
    }

    /** Deletes what nobody has completed, once an hour at most; a failure waits for the next time. */
    void deleteOld() {
        Instant now = clock.instant();
        Instant last = cleaned.get();
        if (now.minus(CLEANED).isBefore(last) || !cleaned.compareAndSet(last, now)) {
            return;
        }
        try {
            List<BlobInfo> page = store.list(WebFolder.UPLOADS, "", PAGE);
            while (!page.isEmpty()) {
                for (BlobInfo blob : page) {
                    if (blob.modified().isBefore(now.minus(KEPT))) {
                        store.delete(blob.key());
                    }
                }
                page = page.size() < PAGE
                        ? List.of()
                        : store.list(WebFolder.UPLOADS, page.get(PAGE - 1).key(), PAGE);
            }
        } catch (IOException e) {
            LOG.warn("old uploads cannot be deleted: {}", e.getMessage());
        }
    }

    private static String folder(String id) {
        return WebFolder.UPLOADS + id;
    }

    private static String key(String id, int number) {
        return folder(id) + "/" + PARTS + String.format(Locale.ROOT, "/%05d", number);
    }

    private static int number(BlobInfo part) {
        return Integer.parseInt(part.key().substring(part.key().lastIndexOf('/') + 1));
    }

    private static String id(Exchange exchange) {
        try {
            return UUID.fromString(exchange.path("upload")).toString();
        } catch (IllegalArgumentException e) {
            throw new WebFailure(404, "unknown-upload", "an upload is named by 8-4-4-4-12 hexadecimal digits");
        }
    }

    private static int number(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_PARTS) {
            return Integer.parseInt(text);
        }
        throw Exchange.invalid(
                Violation.ofValue("part", "must be a whole number from 1 to " + MAX_PARTS, Exchange.shown(text), text));
    }
}
