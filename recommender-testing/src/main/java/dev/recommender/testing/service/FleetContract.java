package dev.recommender.testing.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two services and four workers share a store. Models are requested, cancelled, deleted and made the default at random,
 * while workers come and go. Each answer, and the state in the end, must match {@link SequentialService}, which does
 * one thing after the other.
 */
public abstract class FleetContract {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int WORKERS = 4;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("fleet.seed", 20_261_121);
    private final Random random = new Random(seed);
    private final SequentialService expected = new SequentialService();
    private final List<ModelService> services = new ArrayList<>();
    private final List<ModelService> workerServices = new ArrayList<>();
    private final List<ModelWorker> workers = new ArrayList<>();

    /** How the stores are opened. */
    protected abstract Class<? extends ServiceStores> stores();

    /** A place of an empty store. */
    protected abstract String newPlace() throws IOException;

    /** How many models are requested. */
    protected int requests() {
        return 200;
    }

    /** The store as the workers see it, which may do worse than the one that the answers come from. */
    protected BlobStore forWorkers(BlobStore store, long seed) {
        return store;
    }

    /**
     * How the workers work. What they leave they must delete themselves: hardly ever is there a sweep, nor does a worker
     * lose a claim.
     */
    protected ModelWorker.Builder options(ModelWorker.Builder builder) {
        return builder.visibility(Duration.ofSeconds(30)).sweepInterval(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        workers.forEach(ModelWorker::close);
        services.forEach(ModelService::close);
        workerServices.forEach(ModelService::close);
    }

    @Test
    void theEndIsWhatASequentialModelSays() throws Exception {
        String place = newPlace();
        ServiceStores stores = stores().getDeclaredConstructor().newInstance();
        try (BlobStore store = stores.open(place)) {
            TrainingFiles.put(store);
            for (int number = 0; number < 2; number++) {
                services.add(service(stores, store, place, number));
                BlobStore theirs = forWorkers(store, random.nextLong());
                workerServices.add(service(stores, theirs, place, number));
            }
            for (int number = 0; number < WORKERS; number++) {
                workers.add(worker(number));
            }
            for (int request = 0; request < requests(); request++) {
                request();
                for (int action = random.nextInt(3); action > 0; action--) {
                    act();
                }
                if (request % 20 == 19) {
                    replaceWorker();
                }
                Thread.sleep(random.nextInt(60));
            }
            if (expected.defaultModel().isEmpty()) {
                // It may have lost its models, and then none takes their place by itself.
                service().registry().deleteAlias(Alias.DEFAULT);
            }
            request(Kind.GOOD);
            awaitFinal();
            assertEnd(store);
        }
    }

    private ModelService service(ServiceStores stores, BlobStore store, String place, int number) throws IOException {
        return stores.service(store, place)
                .inputs(new SlowReads(store, random.nextLong()))
                .cacheFolder(folder.resolve("cache" + number))
                .actor("service " + number)
                .build();
    }

    /** What a request is for, and what becomes of it unless it is cancelled or deleted. */
    enum Kind {
        GOOD(TrainingRequest.of(TrainingFiles.GOOD).with("supportThreshold", 3), ModelStatus.COMPLETED, ""),
        CATALOG(
                TrainingRequest.of(TrainingFiles.GOOD).catalog(TrainingFiles.CATALOG),
                ModelStatus.COMPLETED,
                "\"catalogItems\":25"),
        EVALUATED(
                TrainingRequest.of(TrainingFiles.GOOD).evaluation(TrainingFiles.EVALUATION),
                ModelStatus.COMPLETED,
                "\"hit_rate\""),
        BADLY_EVALUATED(
                TrainingRequest.of(TrainingFiles.GOOD).evaluation(TrainingFiles.BAD),
                ModelStatus.COMPLETED,
                "\"MISSING_FIELDS\""),
        BAD(TrainingRequest.of(TrainingFiles.BAD), ModelStatus.FAILED, "\"MISSING_FIELDS\""),
        EMPTY(TrainingRequest.of(TrainingFiles.EMPTY), ModelStatus.FAILED, "\"lines\":0"),
        BAD_CATALOG(
                TrainingRequest.of(TrainingFiles.GOOD).catalog(TrainingFiles.BAD_CATALOG),
                ModelStatus.FAILED,
                "\"catalog\":{");

        final TrainingRequest request;
        final ModelStatus end;
        final String statistics;

        Kind(TrainingRequest request, ModelStatus end, String statistics) {
            this.request = request;
            this.end = end;
            this.statistics = statistics;
        }
    }

    private void request() throws IOException {
        request(random.nextInt(10) < 5 ? Kind.GOOD : List.of(Kind.values()).get(random.nextInt(Kind.values().length)));
    }

    private void request(Kind kind) throws IOException {
        expected.requested(service().requestTraining(kind.request.description(kind.name())), kind);
    }

    private void act() throws IOException {
        ModelId model = expected.any(random);
        int dice = random.nextInt(100);
        if (dice < 30) {
            assertThat(service().deleteWithItsShares(model))
                    .as("delete %s", model)
                    .isEqualTo(expected.delete(model));
            assertThat(service().registry().find(model)).isEmpty();
        } else if (dice < 60) {
            cancel(model);
        } else if (dice < 80) {
            makeDefault(model);
        } else if (dice < 85) {
            service().registry().deleteAlias(Alias.DEFAULT);
            expected.defaultChanged();
        } else {
            look(model);
        }
    }

    private void cancel(ModelId model) throws IOException {
        try {
            boolean cancelled = service().cancel(model);
            expected.cancel(model, cancelled);
            assertThat(service().registry().get(model).status().isFinal()).isTrue();
        } catch (UnknownModelException e) {
            assertThat(expected.isDeleted(model)).as("%s is unknown", model).isTrue();
        }
    }

    private void makeDefault(ModelId model) throws IOException {
        Optional<ModelStatus> before = service().registry().find(model).map(ModelRecord::status);
        try {
            service().registry().setAlias(Alias.DEFAULT, model);
            expected.makeDefault(model);
        } catch (UnknownModelException e) {
            assertThat(expected.isDeleted(model)).as("%s is unknown", model).isTrue();
        } catch (ModelNotCompletedException e) {
            assertThat(before).as("%s cannot be the default", model).isNotEqualTo(Optional.of(ModelStatus.COMPLETED));
        }
    }

    private void look(ModelId model) throws IOException {
        Optional<ModelRecord> record = service().registry().find(model);
        assertThat(record.isEmpty()).isEqualTo(expected.isDeleted(model));
        record.ifPresent(found -> expected.check(found, false));
        Optional<ModelRecord> byDefault = defaultModel();
        byDefault.ifPresent(found -> {
            assertThat(found.status()).isEqualTo(ModelStatus.COMPLETED);
            assertThat(expected.isDeleted(found.id())).isFalse();
        });
    }

    private void replaceWorker() throws IOException {
        int number = random.nextInt(WORKERS);
        workers.get(number).close();
        workers.set(number, worker(number));
    }

    private ModelWorker worker(int number) throws IOException {
        ModelService service = workerServices.get(number % workerServices.size());
        return options(WorkerProcess.options(service, folder.resolve("local" + number)))
                .name("w" + number)
                .start();
    }

    private ModelService service() {
        return services.get(random.nextInt(services.size()));
    }

    private void assertEnd(BlobStore store) throws Exception {
        Map<ModelId, ModelRecord> found = new LinkedHashMap<>();
        service().registry().list(1000).forEach(model -> found.put(model.id(), model));
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.existing());
        found.values().forEach(model -> expected.check(model, true));

        TreeSet<String> files = new TreeSet<>();
        Map<Kind, TreeSet<String>> digests = new TreeMap<>();
        Map<Kind, Recommendations> answers = new TreeMap<>();
        for (ModelRecord model : found.values()) {
            if (model.status() == ModelStatus.COMPLETED) {
                ModelFile file = model.file().orElseThrow();
                files.add(file.key());
                Kind kind = Kind.valueOf(model.description());
                digests.computeIfAbsent(kind, any -> new TreeSet<>()).add(file.sha256());
                Answer answered =
                        service().recommend(model.id(), Query.items("i1").count(5));
                assertThat(answered.model()).isEqualTo(model.id());
                Recommendations answer = answered.items();
                assertThat(answer).hasSize(5).isEqualTo(answers.computeIfAbsent(kind, any -> answer));
            }
        }
        assertThat(digests.values()).as("the same inputs give the same bytes").allMatch(all -> all.size() == 1);
        await("only files of models", () -> keys(store).equals(List.copyOf(files)));
        // The last model to complete may become the default a moment later.
        await("a default", () -> defaultModel().isPresent());
        ModelRecord byDefault = defaultModel().orElseThrow();
        assertThat(byDefault.status()).isEqualTo(ModelStatus.COMPLETED);
        expected.defaultModel().ifPresent(chosen -> assertThat(byDefault.id()).isEqualTo(chosen));
        System.out.printf("seed %d: %s%n", seed, expected);
    }

    private Optional<ModelRecord> defaultModel() throws IOException {
        ModelRegistry registry = service().registry();
        Optional<ModelId> model = registry.alias(Alias.DEFAULT).flatMap(Alias::firstModel);
        return model.isEmpty() ? Optional.empty() : registry.find(model.get());
    }

    private static List<String> keys(BlobStore store) throws IOException {
        return store.list("models/", "", 1000).stream().map(BlobInfo::key).toList();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String what, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - start)
                    .as("seed %d: waiting for %s", seed, what)
                    .isLessThan(LONG.toNanos());
            Thread.sleep(100);
        }
    }

    /** Waits until all models are final, for as long as one after the other becomes so. */
    private void awaitFinal() throws Exception {
        AtomicLong left = new AtomicLong(Long.MAX_VALUE);
        while (left.get() > 0) {
            await(left + " models less", () -> {
                long now = service().registry().list(1000).stream()
                        .filter(model -> !model.status().isFinal())
                        .count();
                return now < left.getAndSet(now) || now == 0;
            });
        }
    }

    /** Inputs that take up to a tenth of a second to begin, so that trainings are hit at all their stages. */
    private static final class SlowReads extends ForwardingBlobStore {
        private final Random random;

        SlowReads(BlobStore store, long seed) {
            super(store);
            this.random = new Random(seed);
        }

        @Override
        public InputStream get(String key, long offset) throws IOException {
            try {
                Thread.sleep(random.nextInt(100));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            return super.get(key, offset);
        }
    }
}
