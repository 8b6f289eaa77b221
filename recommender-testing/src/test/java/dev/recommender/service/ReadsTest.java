package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.files.CountingFiles;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.CountingBlobStore;
import dev.recommender.testing.storage.CountingBlobStore.Call;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Nothing is read twice: neither from the store nor from the local disk. */
class ReadsTest extends ServiceFixture {
    private static final String COPY = "copy of the model";

    private final CountingBlobStore counting = new CountingBlobStore(store);
    private final CountingFiles files = new CountingFiles();

    @Test
    void aTrainingReadsEachOfItsFilesOnce() throws IOException {
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD).catalog(TrainingFiles.CATALOG);
        try (ModelService machine = machine("worker")) {
            train(machine, request);
            assertThat(inputsOpened()).isEqualTo(Map.of("2026-01.csv", 1, "2026-02.csv", 1, "catalog.csv", 1));
            assertThat(files.writes())
                    .containsAllEntriesOf(Map.of("2026-01.csv", 1, "2026-02.csv", 1, "catalog.csv", 1));
            // The model is opened for its kind, and read by the upload. The check of the default opens the copy, first
            // for its
            // kind alone.
            assertThat(localReads())
                    .isEqualTo(
                            Map.of("2026-01.csv", 1, "2026-02.csv", 1, "catalog.csv", 1, "trained.model", 2, COPY, 2));
            assertThat(modelsOpened()).as("the worker's own upload").isZero();
            assertThat(counting.calls(Call.CREATE)).isPositive();

            files.reset();
            counting.reset();
            train(machine, request);
            assertThat(localReads())
                    .as("the second model, which does not become the default")
                    .isEqualTo(Map.of("2026-01.csv", 1, "2026-02.csv", 1, "catalog.csv", 1, "trained.model", 2));
        }
    }

    @Test
    void anEvaluationReadsItsOwnFilesOnceAndTheOthersNotAgain() throws IOException {
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(TrainingFiles.CATALOG)
                .evaluation(TrainingFiles.EVALUATION);
        try (ModelService machine = machine("worker")) {
            for (TrainingRequest each : new TrainingRequest[] {request, request.with("histories", "none")}) {
                files.reset();
                counting.reset();
                ModelRecord trained = train(machine, each);
                assertThat(statistics(trained).evaluation().orElseThrow().scores())
                        .isNotEmpty();
                Map<String, Integer> inputs =
                        Map.of("2026-01.csv", 1, "2026-02.csv", 1, "catalog.csv", 1, "evaluation.csv", 1);
                assertThat(inputsOpened()).isEqualTo(inputs);
                assertThat(localReads()).containsAllEntriesOf(inputs).containsEntry("trained.model", 2);
            }
        }
    }

    @Test
    void aTrainingThatFailsReadsItsFilesOnce() throws IOException {
        try (ModelService machine = machine("worker")) {
            ModelRecord failed = trained(machine, TrainingRequest.of(TrainingFiles.EMPTY));
            assertThat(failed.status()).isEqualTo(ModelStatus.FAILED);
            assertThat(statistics(failed).usage()).isPresent();
            assertThat(inputsOpened()).isEqualTo(Map.of("empty.csv", 1));
            assertThat(localReads()).isEqualTo(Map.of("empty.csv", 1));
        }
    }

    @Test
    void theFirstOpeningFetchesAModelOnceAndReadsTheCopyOnce() throws IOException {
        ModelId model;
        try (ModelService machine = machine("worker")) {
            model = train(machine, TrainingRequest.of(TrainingFiles.GOOD)).id();
        }
        for (int process = 0; process < 2; process++) {
            try (ModelService machine = machine("server")) {
                files.reset();
                counting.reset();
                for (int call = 0; call < 3; call++) {
                    assertThat(machine.recommend(Query.items("i3")).model()).isEqualTo(model);
                    assertThat(machine.recommend(model, Query.items("i3")).items())
                            .isNotEmpty();
                }
                assertThat(modelsOpened())
                        .as("fetched by the first process of a machine")
                        .isEqualTo(process == 0 ? 1 : 0);
                assertThat(localReads())
                        .as("for its digest, if it was fetched; for its kind, and to open it")
                        .isEqualTo(Map.of(COPY, process == 0 ? 3 : 2));
            }
        }
    }

    /** A store may have a faster way to copy a blob to a file than to read a stream. */
    @Test
    void inputsAndModelsAreCopiedAsTheStoreDoesItBest() throws IOException {
        List<String> copied = new CopyOnWriteArrayList<>();
        BlobStore copying = new ForwardingBlobStore(store) {
            @Override
            public void download(String key, Path file) throws IOException {
                copied.add(key);
                super.download(key, file);
            }
        };
        ModelRecord trained;
        try (ModelService machine = service(copying, "worker")) {
            trained = train(machine, TrainingRequest.of(TrainingFiles.GOOD).catalog(TrainingFiles.CATALOG));
            assertThat(copied)
                    .containsExactly(
                            TrainingFiles.GOOD + "/2026-01.csv",
                            TrainingFiles.GOOD + "/2026-02.csv",
                            TrainingFiles.CATALOG);
        }
        copied.clear();
        try (ModelService machine = service(copying, "server")) {
            assertThat(machine.recommend(Query.items("i3")).model()).isEqualTo(trained.id());
            assertThat(copied).containsExactly(trained.file().orElseThrow().key());
        }
    }

    private ModelService machine(String name) throws IOException {
        return service(counting, name);
    }

    private ModelService service(BlobStore any, String name) throws IOException {
        return ModelService.builder(any)
                .trainings(trainings, poison)
                .cacheFolder(files.path(folder.resolve(name)))
                .build();
    }

    private ModelRecord train(ModelService machine, TrainingRequest request) throws IOException {
        ModelRecord model = trained(machine, request);
        assertThat(model.status()).as(model.message()).isEqualTo(ModelStatus.COMPLETED);
        return model;
    }

    private ModelRecord trained(ModelService machine, TrainingRequest request) throws IOException {
        ModelId model = service.requestTraining(request);
        Path work = files.path(work());
        // The worker is closed, so that it has settled the model.
        try (ModelWorker worker = hurried(machine).folder(work).start()) {
            assertThat(worker.name()).isNotEmpty();
            machine.await(model, LONG);
        }
        return machine.registry().get(model);
    }

    /** How often each input was opened in the store, by its last segment. */
    private Map<String, Integer> inputsOpened() {
        Map<String, Integer> opened = new TreeMap<>();
        counting.opened().forEach((key, count) -> {
            if (key.startsWith("inputs/")) {
                opened.put(key.substring(key.lastIndexOf('/') + 1), count);
            }
        });
        return opened;
    }

    private int modelsOpened() {
        return counting.opened().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("models/"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** How often local files were opened to be read; copies of models have one name. */
    private Map<String, Integer> localReads() {
        Map<String, Integer> reads = new TreeMap<>();
        files.reads()
                .forEach((name, count) -> reads.merge(
                        name.matches("[0-9a-f-]{36}-[0-9a-f]{64}\\..*") ? COPY : name, count, Integer::sum));
        return reads;
    }
}
