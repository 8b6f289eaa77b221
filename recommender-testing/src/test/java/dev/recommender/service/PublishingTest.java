package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.ModelFormatException;
import dev.recommender.Query;
import dev.recommender.TrainingInput;
import dev.recommender.csv.UsageCsv;
import dev.recommender.internal.worker.Claims;
import dev.recommender.models.Models;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatus;
import dev.recommender.spi.TrainingResources;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Workers work by themselves.
class PublishingTest extends ServiceFixture {
    private Path file;

    @BeforeEach
    void trainElsewhere() throws IOException {
        Path usage = folder.resolve("usage.csv");
        store.download(TrainingFiles.GOOD + "/2026-01.csv", usage);
        file = folder.resolve("own.model");
        try (var model = Models.algorithm("sar")
                .trainer(
                        Models.algorithm("sar").parameters().defaults().with("supportThreshold", 3),
                        TrainingResources.ofThisMachine())
                .train(TrainingInput.of(UsageCsv.read(usage)))
                .model()) {
            model.save(file);
        }
    }

    @Test
    void aModelFileBecomesACompletedModel() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ModelId model = service.publish(file, "My own");

        ModelRecord record = service.registry().get(model);
        assertThat(record.status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(record.description()).isEqualTo("My own");
        assertThat(record.message()).isEqualTo("published");
        assertThat(record.algorithm()).contains("sar");
        assertThat(record.parameters().toText()).containsEntry("supportThreshold", "3");
        assertThat(record.isRequested()).isFalse();
        assertThat(record.replaces()).isEmpty();
        assertThat(record.changes()).extracting(ModelRecord.Change::by).containsOnly("test");
        assertThat(ModelStatistics.parse(record.statistics().orElseThrow()).algorithm())
                .isEqualTo("sar");
        assertThat(store.get(record.file().orElseThrow().key()).readAllBytes()).isEqualTo(bytes);
        assertThat(file).as("stays").hasBinaryContent(bytes);
        assertThat(defaultModel()).contains(model);
        assertThat(service.recommend(Query.user("u7")).model()).isEqualTo(model);
        assertThat(claims().exists(model)).isFalse();

        ModelId second = service.publish(file, "");
        assertThat(second).isNotEqualTo(model);
        assertThat(defaultModel()).contains(model);
        service.registry().setAlias("mine", second);
        assertThat(service.recommend("mine", Query.user("u7")).items())
                .isEqualTo(service.recommend(Query.user("u7")).items());
        assertThat(service.forget(List.of("u7")).replaced()).hasSize(2);
    }

    @Test
    void whatIsNoModelIsRefusedAndLeavesNothing() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "this is no model at all, but a longer text");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Path damaged = Files.write(folder.resolve("damaged.model"), bytes);
        for (Path wrong : List.of(text, damaged)) {
            assertThatExceptionOfType(ModelFormatException.class)
                    .isThrownBy(() -> service.publish(wrong, ""))
                    .withMessageContaining(wrong.getFileName().toString());
        }
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> service.publish(folder.resolve("none"), ""));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.publish(file, "x".repeat(257)))
                .withMessageContaining("at most 256 characters");
        assertThat(service.registry().list(10)).isEmpty();
        assertThat(models()).isEmpty();
    }

    @Test
    void aFileThatChangesMeanwhileIsNotPublished() throws IOException {
        BlobStore changing = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                boolean created = super.create(key, content);
                if (key.startsWith("models/")) {
                    byte[] bytes = Files.readAllBytes(file);
                    bytes[bytes.length / 2] ^= 4;
                    Files.write(file, bytes);
                }
                return created;
            }
        };
        try (ModelService other = on(changing)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> other.publish(file, ""))
                    .withMessageContaining("own.model has changed while it was published");
        }
        assertThat(service.registry().list(10)).isEmpty();
        assertThat(models()).isEmpty();
    }

    /** Before each call to the store in turn: all of the model is there, or none of it will be. */
    @Test
    @Tag("slow")
    void aProcessMayBeKilledBetweenAnyTwoSteps() throws IOException {
        boolean died = true;
        int completed = 0;
        for (int fatal = 1; died; fatal++) {
            MemoryBlobStore empty = new MemoryBlobStore();
            DyingStore dying = new DyingStore(empty, fatal);
            try (ModelService killed = on(dying)) {
                killed.publish(file, "x", Duration.ofMillis(150));
            } catch (DyingStore.KilledError | RuntimeException e) {
                assertThat(dying.isDead()).as("%s", e).isTrue();
            }
            died = dying.isDead();
            try (ModelService next = on(empty);
                    ModelWorker worker = next.worker()
                            .folder(folder.resolve("w"))
                            .visibility(Duration.ofSeconds(1))
                            .pollInterval(Duration.ofMillis(10))
                            .requeueAfter(Duration.ofMillis(1))
                            .sweepInterval(Duration.ofMillis(10))
                            .start()) {
                Optional<ModelRecord> found = next.registry().list(10).stream().findFirst();
                if (found.isEmpty()) {
                    assertThat(empty.list("models/", "", 10)).isEmpty();
                    continue;
                }
                ModelId id = found.get().id();
                ModelRecord model = next.await(id, LONG);
                if (model.status() == ModelStatus.COMPLETED) {
                    assertThat(next.recommend(id, Query.user("u7")).items()).isNotEmpty();
                    assertThat(empty.list("models/", "", 10)).hasSize(1);
                    assertThat(poll(() -> next.registry()
                                    .alias(Alias.DEFAULT)
                                    .flatMap(Alias::firstModel)
                                    .equals(Optional.of(id))))
                            .as("the first model is the default, killed at call %s", fatal)
                            .isTrue();
                    assertThat(poll(() ->
                                    !new Claims(BlobRecords.in(empty, "records"), InstantSource.system()).exists(id)))
                            .isTrue();
                    completed++;
                } else {
                    assertThat(model.message()).isEqualTo("publishing, which was cut short; do it again");
                    assertThat(poll(() -> empty.list("models/", "", 10).isEmpty()))
                            .isTrue();
                }
            }
        }
        assertThat(completed).as("killed after it was completed").isGreaterThan(3);
    }

    /** Without a worker, whoever publishes again gets the default. */
    @Test
    void afterAKillTheNextModelThatIsPublishedIsTheDefault() throws IOException {
        DyingStore dying = new DyingStore(store, Integer.MAX_VALUE / 2);
        BlobStore killing = new ForwardingBlobStore(dying) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                if (key.contains("registry/alias-default")) {
                    dying.die();
                }
                return super.create(key, content);
            }
        };
        try (ModelService killed = on(killing)) {
            assertThatExceptionOfType(DyingStore.KilledError.class).isThrownBy(() -> killed.publish(file, "x"));
        }
        assertThat(service.registry().list(10))
                .singleElement()
                .satisfies(model -> assertThat(model.status()).isEqualTo(ModelStatus.COMPLETED));
        assertThat(defaultModel()).isEmpty();
        ModelId again = service.publish(file, "x");
        assertThat(defaultModel()).contains(again);
    }

    private ModelService on(BlobStore any) throws IOException {
        return ModelService.builder(any)
                .cacheFolder(Files.createTempDirectory(folder, "cache"))
                .build();
    }
}
