package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Query;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an alias may give to users is in the store: a copy on this machine, even an open one, does not stand for it. */
class StoredModelsTest extends ServiceFixture {
    private ModelId good;
    private ModelId bad;

    /** What may have happened to a model's file. */
    enum Damage {
        GONE,
        SHORTER,
        CHANGED
    }

    @BeforeEach
    void trainTwo() throws IOException {
        good = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)))
                .id();
        bad = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)))
                .id();
        service.registry().setAlias("mine", bad);
        service.registry().setAlias("mine", good);
        assertThat(service.recommend(bad, Query.popular()).items())
                .as("it is cached and open")
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void noAliasTakesAModelWhoseFileIsNotWhatWasStored(Damage damage) throws IOException {
        damage(damage);
        refused(() -> service.registry().setAlias("mine", bad));
        refused(() -> service.registry().setAlias("new", List.of(new Share(good, 9), new Share(bad, 1))));
        refused(() -> service.registry().rollBack("mine"));
        refused(() -> service.registry().rollBack("mine", 1));
        refused(() -> service.registry().setAlias(Alias.DEFAULT, bad));
        assertThat(service.registry().alias("mine").orElseThrow().firstModel()).contains(good);
        assertThat(service.registry().alias("new")).isEmpty();
        assertThat(defaultModel()).contains(good);
        assertThat(service.recommend(bad, Query.popular()).items())
                .as("who has it open goes on")
                .isNotEmpty();
    }

    /** A claim is what a worker leaves that dies between completing a model and making it the default. */
    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void noneBecomesTheFirstDefaultEither(Damage damage) throws IOException {
        damage(damage);
        service.registry().deleteAlias(Alias.DEFAULT);
        claims().take(bad, "token", LONG, 2);
        trainings.send(dev.recommender.internal.worker.ModelMessage.write(bad));
        try (ModelWorker worker = worker("w2").start()) {
            assertThat(poll(() -> !claims().exists(bad))).isTrue();
            assertThat(worker.name()).isEqualTo("w2");
        }
        assertThat(defaultModel()).isEmpty();
    }

    @Test
    void aWholeModelIsTaken() throws IOException {
        service.registry().setAlias("new", List.of(new Share(good, 9), new Share(bad, 1)));
        assertThat(service.registry().rollBack("mine").firstModel()).contains(bad);
    }

    private void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
        assertThatExceptionOfType(ModelUnavailableException.class)
                .isThrownBy(change)
                .withMessageContaining(bad.toString());
    }

    private void damage(Damage damage) throws IOException {
        ModelFile file = service.registry().get(bad).file().orElseThrow();
        byte[] bytes = store.get(file.key()).readAllBytes();
        store.delete(file.key());
        switch (damage) {
            case GONE -> assertThat(store.info(file.key())).isEmpty();
            case SHORTER -> store.put(file.key(), BlobContent.of(java.util.Arrays.copyOf(bytes, bytes.length - 1)));
            case CHANGED -> {
                bytes[bytes.length / 2] ^= 4;
                store.put(file.key(), BlobContent.of(bytes));
            }
        }
    }
}
