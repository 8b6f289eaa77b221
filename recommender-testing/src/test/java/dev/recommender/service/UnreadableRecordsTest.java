package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.internal.registry.RegistryKeys;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.WorkerListener;
import dev.recommender.registry.WorkerListener.SweepReport;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of models that somebody has damaged, or that a newer version has written. */
@SuppressWarnings("try") // Workers work by themselves.
class UnreadableRecordsTest extends ServiceFixture {
    @ParameterizedTest
    @ValueSource(strings = {"ARCHIVED", "completed", ""})
    @Tag("slow")
    void sweepsDeleteNothingOfThem(String status) throws Exception {
        ModelRecord trained = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)));
        String half = "models/" + trained.id() + "/half.model";
        store.put(half, BlobContent.of("x"));
        String whole = rewrite(trained.id(), "\"status\":\"COMPLETED\"", "\"status\":\"" + status + "\"");
        ModelRecord unreadable = service.registry().get(trained.id());
        assertThat(unreadable.isReadable()).isFalse();
        assertThat(unreadable.message()).contains("cannot be read", "newer version");
        assertThat(unreadable.status()).isEqualTo(ModelStatus.FAILED);
        CountDownLatch sweeps = new CountDownLatch(2);
        try (ModelWorker worker = worker("w1")
                .sweepInterval(Duration.ofMillis(20))
                .listener(new WorkerListener() {
                    @Override
                    public void swept(SweepReport report) {
                        sweeps.countDown();
                    }
                })
                .start()) {
            assertThat(sweeps.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(models()).contains(trained.file().orElseThrow().key(), half);
            rewrite(trained.id(), "", whole);
            assertThat(poll(() -> models().size() == 1)).isTrue();
        }
        assertThat(service.registry().get(trained.id())).isEqualTo(trained);
        assertThat(trained.status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(service.recommend(trained.id(), Query.popular()).items()).isNotEmpty();
    }

    @Test
    @Tag("slow")
    void theirMessagesWaitForAWorkerThatCanReadThem() throws IOException {
        ModelId first = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        String whole = rewrite(first, "\"status\":\"CREATED\"", "\"status\":\"SCHEDULED\"");
        ModelId second = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker worker = worker("w1").start()) {
            // The older message was seen before the newer one.
            assertThat(service.await(second, LONG).status()).isEqualTo(ModelStatus.COMPLETED);
            rewrite(first, "", whole);
            assertThat(service.await(first, LONG).status()).isEqualTo(ModelStatus.COMPLETED);
        }
    }

    /** Replaces a part of a record, or all of it by its earlier content. Returns the content before the change. */
    private String rewrite(ModelId model, String part, String by) throws IOException {
        VersionedRecords records = BlobRecords.in(store, "records");
        VersionedRecord record = records.get(RegistryKeys.of(model)).orElseThrow();
        String content = part.isEmpty() ? by : record.content().replaceFirst(part, by);
        assertThat(content).isNotEqualTo(record.content());
        assertThat(records.update(record, content)).isPresent();
        return record.content();
    }
}
