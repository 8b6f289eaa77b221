package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Violation;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of the store to train on: listed, sent in one piece, deleted. */
final class FileRoutes {
    static final String CONDITION = "If-None-Match";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final String ONLY_IF_ABSENT = "*";

    private final BlobStore store;

    FileRoutes(BlobStore store) {
        this.store = store;
    }

    List<Route> routes() {
        Access access = Access.ADMINISTRATION;
        return List.of(
                Route.of("GET", "/api/v1/files", access, this::list)
                        .query(
                                QueryField.text("prefix"),
                                QueryField.text("after"),
                                QueryField.whole("limit", 1, MAX_LIMIT)),
                Route.of("PUT", "/api/v1/files/{file...}", access, this::put)
                        .with(Route.Trait.CHANGES, Route.Trait.MAKES),
                Route.of("DELETE", "/api/v1/files/{file...}", access, this::delete)
                        .with(Route.Trait.CHANGES));
    }

    private Reply list(Exchange exchange) throws IOException {
        int limit = exchange.whole("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        String prefix = exchange.query("prefix").orElse("");
        // One more, to know whether there are more.
        List<BlobInfo> found = page(prefix, exchange.query("after").orElse(""), limit + 1);
        List<BlobInfo> page = found.subList(0, Math.min(limit, found.size()));
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode files = root.putArray("files");
        page.forEach(file -> describe(files.addObject(), file));
        if (found.size() > limit) {
            root.put("next", page.get(limit - 1).key());
        }
        return Reply.json(200, root);
    }

    /** The files of a page, for which the folders of the service are passed over as a whole. */
    private List<BlobInfo> page(String prefix, String after, int limit) throws IOException {
        List<BlobInfo> files = new ArrayList<>();
        String last = after;
        while (files.size() < limit) {
            int wanted = limit - files.size();
            List<BlobInfo> listed = store.list(prefix, last, wanted);
            for (BlobInfo blob : listed) {
                if (WebFolder.isReserved(blob.key())) {
                    last = pastFolder(blob.key());
                    break;
                }
                files.add(blob);
                last = blob.key();
            }
            boolean skipped = !listed.isEmpty()
                    && !last.equals(listed.get(listed.size() - 1).key());
            if (listed.size() < wanted && !skipped) {
                return files;
            }
        }
        return files;
    }

    /** What comes after all that is in a folder of the service, and before everything else: no key has a tilde. */
    private static String pastFolder(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash) + "/~";
    }

    private Reply put(Exchange exchange) throws IOException {
        String name = name(exchange.path("file"));
        boolean replaces = replaces(exchange);
        receive(exchange, exchange.limits().file(), content -> store(store, name, content, replaces));
        return Reply.json(201, described(store, name)).header("Location", "/api/v1/files/" + name);
    }

    /**
     * Whether a request to make a file replaces one of the same name.
     *
     * @throws dev.recommender.RecommenderException if its condition is none of files
     */
    static boolean replaces(Exchange exchange) {
        Optional<String> condition = exchange.header(CONDITION);
        if (condition.isPresent() && !condition.get().equals(ONLY_IF_ABSENT)) {
            throw Exchange.invalid(Violation.ofValue(
                    CONDITION, "must be * where a file is made", Exchange.shown(condition.get()), condition.get()));
        }
        return condition.isEmpty();
    }

    /**
     * Stores a file.
     *
     * @throws WebFailure with status 412 if there is one that is not to be replaced
     */
    static void store(BlobStore store, String name, BlobContent content, boolean replaces) throws IOException {
        if (replaces) {
            store.put(name, content);
        } else if (!store.create(name, content)) {
            throw new WebFailure(412, "file-exists", "there is a file \"" + name + "\" already; it stays as it is");
        }
    }

    private Reply delete(Exchange exchange) throws IOException {
        String name = name(exchange.path("file"));
        if (!store.delete(name)) {
            throw new WebFailure(404, "unknown-file", "there is no file \"" + name + "\"");
        }
        return Reply.empty(204);
    }

    /** Stores something. */
    @FunctionalInterface
    interface Storing {
        void store(BlobContent content) throws IOException;
    }

    /** Receives a body, of which a store must know the size and may have to read it again. Leaves nothing on this machine. */
    static void receive(Exchange exchange, long limit, Storing storing) throws IOException {
        try (InputStream body = exchange.body(limit)) {
            Path file = Files.createTempFile("recommender-upload-", ".part");
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    body.transferTo(out);
                }
                storing.store(BlobContent.of(file));
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A file of the store as JSON. */
    static ObjectNode described(BlobStore store, String name) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Optional<BlobInfo> info = store.info(name);
        describe(node, info.orElseThrow(() -> new WebFailure(409, "file-gone", "the file was deleted at once")));
        return node;
    }

    private static void describe(ObjectNode node, BlobInfo file) {
        node.put("name", file.key())
                .put("size", file.size())
                .put("modified", file.modified().toString());
    }

    /**
     * The name itself, if a client may have a file of this name.
     *
     * @throws WebFailure if not
     */
    static String name(String name) {
        try {
            BlobKeys.check(name);
        } catch (IllegalArgumentException e) {
            throw Exchange.invalid(Violation.of("file: " + e.getMessage())
                    .at("file")
                    .value(name)
                    .remedy("give the file another name"));
        }
        if (WebFolder.isReserved(name)) {
            throw new WebFailure(
                    403, "reserved-name", "the folder of \"" + name + "\" is the service's own; choose another");
        }
        return name;
    }
}
