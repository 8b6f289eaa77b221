package dev.recommender.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Query;
import dev.recommender.client.Calls.Call;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobKeys;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of the service over HTTP.
 *
 * <pre>{@code
 * RecommenderClient client = RecommenderClient.builder(URI.create("https://recommender.example/")).key(key).build();
 * client.upload("shop/usage.csv", file);
 * ModelId id = client.requestTraining(TrainingRequest.of("shop/usage.csv"));
 * client.follow(id, model -> System.out.println(model.message()));
 * Answer answer = client.model(id).recommend(Query.user("u42"));
 * }</pre>
 *
 * <p>Methods throw {@link ProblemException} if the service does not do what is asked, and {@link IOException} if it cannot be
 * reached, or what answers is not the service: a {@link java.net.http.HttpTimeoutException} if an answer does not come in
 * time. Where a file cannot be read while it is sent, the IOException says so. Lists and maps are immutable. Requests that the service is too busy for
 * are sent again after a while, and so are those that may be done twice if the connection fails; so a deletion may say
 * that there was nothing any more, after it was cut off from its first answer. Shared freely between threads.
 */
public final class RecommenderClient {
    private static final String V1 = "api/v1";
    private static final int PAGE = 500;

    private final Calls calls;
    private final Uploads uploads;

    private RecommenderClient(Builder builder) {
        HttpClient http = builder.http == null
                ? HttpClient.newBuilder().connectTimeout(builder.timeout).build()
                : builder.http;
        this.calls =
                new Calls(http, builder.service, Optional.ofNullable(builder.key), builder.timeout, builder.retries);
        this.uploads = new Uploads(calls, builder.partBytes);
    }

    /**
     * A builder of clients.
     *
     * @param service where the service answers, such as {@code http://127.0.0.1:8080/}
     * @throws IllegalArgumentException if it is no address of HTTP
     */
    public static Builder builder(URI service) {
        return new Builder(service);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Asks the model that the default alias has. */
    public ModelClient defaultModel() {
        return new ModelClient(calls, V1);
    }

    /**
     * Asks the model that an alias has.
     *
     * @throws dev.recommender.registry.InvalidAliasException if no alias can have this name
     */
    public ModelClient alias(String name) {
        return new ModelClient(calls, aliasPath(name));
    }

    /** Asks a model. */
    public ModelClient model(ModelId id) {
        return new ModelClient(calls, modelPath(id));
    }

    /** What the default model recommends. */
    public Answer recommend(Query query) throws IOException {
        return defaultModel().recommend(query);
    }

    /**
     * Requests a model. The service does it once, even if this method has to send the request again; called again, it requests
     * another.
     *
     * @return the id of the model, which is created now
     * @throws ProblemException of the type {@code invalid-request}, with all violations
     */
    public ModelId requestTraining(TrainingRequest request) throws IOException {
        return requestTraining(request, newKey());
    }

    /**
     * Requests a model, once for each key: with a key that was used before, the model is the one that was requested then. So an
     * application may call this again after an {@link IOException}, also when it has been restarted.
     *
     * @param idempotencyKey 1 to 100 printable characters of ASCII, such as a UUID; the service keeps it for good
     * @return the id of the model
     * @throws IllegalArgumentException if it is no such key
     * @throws ProblemException of the type {@code invalid-request}, with all violations; {@code key-reused} if the key was used for
     *     another request; {@code in-progress} if the first request with it is not done yet, or was cut off in the service
     */
    public ModelId requestTraining(TrainingRequest request, String idempotencyKey) throws IOException {
        if (!idempotencyKey.matches("[!-~]{1,100}")) {
            throw new IllegalArgumentException(
                    "idempotencyKey must have 1 to 100 letters, digits and signs: \"" + idempotencyKey + "\"");
        }
        return calls.json(
                Call.of("POST", V1 + "/models").json(request.toJson()).header("Idempotency-Key", idempotencyKey),
                RecommenderClient::id);
    }

    private static ModelId id(JsonNode model) {
        return ModelId.parse(Calls.field(model, "id").asText());
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    /**
     * The newest models, newest first, without their requests and statistics.
     *
     * @param most how many at most; any number, as they come in pages
     * @throws IllegalArgumentException if it is negative
     */
    public List<ModelInfo> models(int most) throws IOException {
        if (most < 0) {
            throw new IllegalArgumentException("most must not be negative: " + most);
        }
        List<ModelInfo> models = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (models.size() < most && after.isPresent()) {
            String page = V1 + "/models?limit=" + Math.min(PAGE, most - models.size()) + after.get();
            after = page(page, "models", node -> models.add(ModelInfo.read(node)));
        }
        return List.copyOf(models);
    }

    /** Reads a page of a list; returns what asks for the next one, if there is one. */
    private Optional<String> page(String address, String list, Consumer<JsonNode> reader) throws IOException {
        return calls.json(Call.of("GET", address), page -> {
            Calls.list(page, list).forEach(reader);
            return page.has("next")
                    ? Optional.of("&after=" + encoded(page.path("next").asText()))
                    : Optional.empty();
        });
    }

    /**
     * All that is known of a model.
     *
     * @throws ProblemException of the type {@code unknown-model} if there is none
     */
    public ModelInfo show(ModelId id) throws IOException {
        return calls.json(Call.of("GET", modelPath(id)), ModelInfo::read);
    }

    /**
     * Deletes a model, with its file, unless it answers under an alias.
     *
     * @return whether there was such a model
     * @throws ProblemException of the type {@code model-answers} if it answers under an alias: set that to another model first
     */
    public boolean delete(ModelId id) throws IOException {
        return isThere(Call.of("DELETE", modelPath(id)));
    }

    /**
     * Deletes a model, with its file, also if it answers under aliases. An alias that had this model alone has none then, and who
     * asks by it gets no answer.
     *
     * @return whether there was such a model
     */
    public boolean deleteWithItsShares(ModelId id) throws IOException {
        return isThere(Call.of("DELETE", modelPath(id) + "?force=true"));
    }

    /**
     * Asks a tuning to end its search and to go on with the best so far: the check, and the training on all events.
     *
     * @return whether it was noted; false if the model is not found by a tuning, or its training has ended
     * @throws ProblemException of the type {@code unknown-model} if there is no such model
     */
    public boolean finish(ModelId id) throws IOException {
        return changes(Call.of("POST", modelPath(id) + "/finish"));
    }

    /**
     * Cancels a training.
     *
     * @return whether this call did it; false if the training had ended
     * @throws ProblemException of the type {@code unknown-model} if there is no such model
     */
    public boolean cancel(ModelId id) throws IOException {
        return changes(Call.of("POST", modelPath(id) + "/cancel").once());
    }

    /** Sends what changes a training; returns whether its status allows that. */
    private boolean changes(Call change) throws IOException {
        try {
            calls.json(change, RecommenderClient::id);
            return true;
        } catch (ProblemException e) {
            if (e.type().equals("wrong-status")) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Follows a training until it ends, also over several connections.
     *
     * @param progress is told of every change, by the thread that calls this
     * @return the model when it is completed or has failed
     * @throws ProblemException of the type {@code unknown-model} if it is deleted meanwhile
     */
    public ModelInfo follow(ModelId id, Consumer<ModelInfo> progress) throws IOException {
        Call events = Call.of("GET", modelPath(id) + "/events");
        return new ProgressEvents(() -> calls.stream(events), ProgressEvents.SILENCE, ProgressEvents.PAUSE)
                .follow(progress, () -> show(id));
    }

    /** All aliases in the order of their names, and the models that share each. */
    public Map<String, List<Alias.Share>> aliases() throws IOException {
        return calls.json(Call.of("GET", V1 + "/aliases"), answer -> {
            Map<String, List<Alias.Share>> aliases = new TreeMap<>();
            Calls.list(answer, "aliases")
                    .forEach(node -> aliases.put(Calls.field(node, "name").asText(), shares(node)));
            return Collections.unmodifiableMap(aliases);
        });
    }

    /**
     * An alias with what it was before; empty if there is none.
     *
     * @throws dev.recommender.registry.InvalidAliasException if no alias can have this name
     */
    public Optional<Alias> showAlias(String name) throws IOException {
        try {
            return Optional.of(calls.json(Call.of("GET", aliasPath(name)), RecommenderClient::alias));
        } catch (ProblemException e) {
            if (e.type().equals("unknown-alias")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Has a completed model answer under an alias; see {@link #setAlias(String, List)}. */
    public Alias setAlias(String name, ModelId model) throws IOException {
        return setAlias(name, List.of(new Alias.Share(model, 1)));
    }

    /**
     * Has completed models share an alias. Shares that it has already add no revision.
     *
     * @param shares 1 to 20 different models
     * @throws dev.recommender.registry.InvalidAliasException if no alias can have this name
     * @throws ProblemException of the type {@code unknown-model} or {@code wrong-status} if a model is not there or not completed;
     *     {@code invalid-request} for shares that cannot be
     */
    public Alias setAlias(String name, List<Alias.Share> shares) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("shares");
        shares.forEach(
                share -> list.addObject().put("model", share.model().toString()).put("weight", share.weight()));
        return calls.json(Call.of("PUT", aliasPath(name)).json(body.toString()), RecommenderClient::alias);
    }

    /**
     * Takes an alias back to what it was before. The service does it once, even if the request has to be sent again.
     *
     * @throws dev.recommender.registry.InvalidAliasException if no alias can have this name
     * @throws ProblemException of the type {@code unknown-alias}, or {@code invalid-request} if it was nothing before
     */
    public Alias rollBack(String name) throws IOException {
        return rollBack(name, JsonNodeFactory.instance.objectNode());
    }

    /**
     * Takes an alias back to a revision.
     *
     * @param revision the number of one that {@link #showAlias} has
     * @throws dev.recommender.registry.InvalidAliasException if no alias can have this name
     * @throws ProblemException of the type {@code unknown-alias}, or {@code invalid-request} if there is no such revision
     */
    public Alias rollBack(String name, int revision) throws IOException {
        return rollBack(name, JsonNodeFactory.instance.objectNode().put("revision", revision));
    }

    private Alias rollBack(String name, ObjectNode body) throws IOException {
        return calls.json(
                Call.of("POST", aliasPath(name) + "/roll-back")
                        .json(body.toString())
                        .header("Idempotency-Key", newKey()),
                RecommenderClient::alias);
    }

    /**
     * Deletes an alias.
     *
     * @return whether there was one
     */
    public boolean deleteAlias(String name) throws IOException {
        return isThere(Call.of("DELETE", aliasPath(name)));
    }

    /** The files whose names start with a prefix, by their names. */
    public List<StoredFile> files(String prefix) throws IOException {
        List<StoredFile> files = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            String page = V1 + "/files?prefix=" + encoded(prefix) + "&limit=" + PAGE + after.get();
            after = page(page, "files", node -> files.add(file(node)));
        }
        return List.copyOf(files);
    }

    /**
     * Sends a file, in the place of one of the same name. A large one is sent in parts, each again if it fails; the new file is
     * there as a whole or not at all.
     *
     * @param name its name in the store, with its folders
     * @throws UploadException if parts have arrived, and others could not be sent
     * @throws IllegalArgumentException if no file can have this name, or it takes more parts than the server has
     */
    public StoredFile upload(String name, Path file) throws IOException {
        return uploads.send(BlobKeys.check(name), file);
    }

    /**
     * Sends what is missing of a file that was not sent whole.
     *
     * @param upload what {@link UploadException#upload} has said
     * @param file the same file; parts must have the same size as before
     * @throws UploadException if parts still could not be sent
     * @throws ProblemException of the type {@code unknown-upload} if there is none, or it has been completed
     * @throws IllegalArgumentException if {@code upload} is no UUID
     */
    public StoredFile resumeUpload(String upload, Path file) throws IOException {
        return uploads.resume(UUID.fromString(upload).toString(), file);
    }

    /**
     * Gives up sending a file, and deletes the parts that have arrived.
     *
     * @return whether there was such an upload
     */
    public boolean abandonUpload(String upload) throws IOException {
        return isThere(Call.of("DELETE", V1 + "/uploads/" + UUID.fromString(upload)));
    }

    /** Sends a small text as a file, in the place of one of the same name. */
    public StoredFile put(String name, String content) throws IOException {
        return calls.json(
                Call.of("PUT", V1 + "/files/" + BlobKeys.check(name)).body(() -> BodyPublishers.ofString(content)),
                RecommenderClient::file);
    }

    /**
     * Deletes a file.
     *
     * @return whether there was one
     */
    public boolean deleteFile(String name) throws IOException {
        return isThere(Call.of("DELETE", V1 + "/files/" + BlobKeys.check(name)));
    }

    private boolean isThere(Call deletion) throws IOException {
        try {
            calls.nothing(deletion);
            return true;
        } catch (ProblemException e) {
            if (e.type().startsWith("unknown-")
                    && !e.type().equals("unknown-caller")
                    && !e.type().equals("unknown-route")) {
                return false;
            }
            throw e;
        }
    }

    private static String modelPath(ModelId id) {
        return V1 + "/models/" + id;
    }

    private static String aliasPath(String name) {
        return V1 + "/aliases/" + Alias.requireName(name);
    }

    static StoredFile file(JsonNode node) {
        return new StoredFile(
                Calls.field(node, "name").asText(),
                Calls.field(node, "size").asLong(),
                Instant.parse(node.path("modified").asText()));
    }

    private static Alias alias(JsonNode node) {
        List<Alias.Revision> revisions = new ArrayList<>();
        for (JsonNode revision : Calls.list(node, "revisions")) {
            revisions.add(new Alias.Revision(
                    revision.path("number").asInt(),
                    shares(revision),
                    Instant.parse(revision.path("when").asText()),
                    revision.path("by").asText(),
                    revision.has("restored")
                            ? OptionalInt.of(revision.path("restored").asInt())
                            : OptionalInt.empty()));
        }
        return new Alias(node.path("name").asText(), revisions);
    }

    private static List<Alias.Share> shares(JsonNode node) {
        List<Alias.Share> shares = new ArrayList<>();
        Calls.list(node, "shares")
                .forEach(share -> shares.add(new Alias.Share(
                        ModelId.parse(share.path("model").asText()),
                        share.path("weight").asInt())));
        return List.copyOf(shares);
    }

    /** Collects how the service is reached; each option is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private static final int MAX_RETRIES = 100;

        private final URI service;
        private @Nullable String key;
        private @Nullable HttpClient http;
        private Duration timeout = Duration.ofSeconds(30);
        private long partBytes = 16L << 20;
        private int retries = 4;

        private Builder(URI service) {
            String scheme = String.valueOf(service.getScheme());
            if (!scheme.matches("https?") || service.getHost() == null || service.getRawQuery() != null) {
                throw new IllegalArgumentException(
                        "service must be an address such as http://127.0.0.1:8080/: " + service);
            }
            String text = service.toString();
            this.service = text.endsWith("/") ? service : URI.create(text + "/");
        }

        /**
         * The key to send; default: none, as a server on this machine may need none. It goes with each request: over
         * {@code http} to another machine all who carry it can read it, so use {@code https} there.
         *
         * @throws IllegalArgumentException if it is empty or has other characters than printable ones of ASCII
         */
        public Builder key(String key) {
            if (!key.matches("[!-~]+")) {
                throw new IllegalArgumentException("key must have letters, digits and signs alone");
            }
            this.key = key;
            return this;
        }

        /** What sends the requests, such as one with certificates of your own; default: one that this client makes. */
        public Builder http(HttpClient client) {
            this.http = client;
            return this;
        }

        /**
         * How long a request may take, each time that it is sent; default: 30 seconds. One that sends a file or a part
         * of one has a second more for each 16 KiB, as slow as the service lets it be. Following a training takes as
         * long as that does, and ends sooner only if the service is gone.
         *
         * @throws IllegalArgumentException if it is less than a millisecond
         */
        public Builder timeout(Duration time) {
            if (time.toMillis() < 1) {
                throw new IllegalArgumentException("timeout must be at least a millisecond: " + time);
            }
            this.timeout = time;
            return this;
        }

        /**
         * How long the parts of a file are, in bytes; default: 16 MiB. The server takes 10,000 parts of up to 64 MiB
         * each. A part that fails is sent again as a whole, so shorter ones suit connections that break.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder partBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("partBytes must be at least 1: " + bytes);
            }
            this.partBytes = bytes;
            return this;
        }

        /**
         * How often a request is sent again; default: 4 times. Where the service says when to come again, that is waited for, but
         * never more than 10 seconds.
         *
         * @throws IllegalArgumentException if it is not from 0 to 100
         */
        public Builder retries(int count) {
            if (count < 0 || count > MAX_RETRIES) {
                throw new IllegalArgumentException("retries must be from 0 to " + MAX_RETRIES + ": " + count);
            }
            this.retries = count;
            return this;
        }

        /** A client with the options as they are now. */
        public RecommenderClient build() {
            return new RecommenderClient(this);
        }
    }
}
