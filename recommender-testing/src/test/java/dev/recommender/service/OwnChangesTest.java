package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Query;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service has changed itself shows in its next answer, however seldom it looks for the changes of others. */
class OwnChangesTest extends ServiceFixture {
    private static final String LIVE = "live";

    private ModelService patient;
    private ModelId first;
    private ModelId second;

    @BeforeEach
    void train() throws IOException {
        first = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        train(first);
        second = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        train(second);
        patient = ModelService.builder(store)
                .cacheFolder(folder.resolve("cache"))
                .refreshInterval(Duration.ofDays(1))
                .build();
    }

    @Override
    void close() throws IOException {
        patient.close();
        super.close();
    }

    private ModelId answering() throws IOException {
        return patient.recommend(LIVE, Query.popular()).model();
    }

    @Test
    void aliasesAreFollowedAtOnce() throws IOException {
        patient.registry().setAlias(LIVE, first);
        assertThat(answering()).isEqualTo(first);
        patient.as("ann").registry().setAlias(LIVE, List.of(new Share(second, 1), new Share(first, 1)));
        assertThat(answering()).isEqualTo(second);
        patient.registry().rollBack(LIVE);
        assertThat(answering()).isEqualTo(first);
        patient.registry().rollBack(LIVE, 2);
        assertThat(answering()).isEqualTo(second);
        patient.registry().deleteAlias(LIVE);
        assertThatExceptionOfType(UnknownAliasException.class).isThrownBy(this::answering);
    }

    @Test
    void aDeletedModelAnswersNoMore() throws IOException {
        patient.registry().setAlias(LIVE, List.of(new Share(first, 1), new Share(second, 1)));
        assertThat(answering()).isEqualTo(first);
        assertThat(patient.recommend(first, Query.popular()).model()).isEqualTo(first);
        assertThat(patient.recommend(Query.popular()).model()).isEqualTo(first);
        patient.as("ann").deleteWithItsShares(first);
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> patient.recommend(first, Query.popular()));
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> patient.recommend(Alias.DEFAULT, Query.popular()));
        assertThat(answering()).isEqualTo(second);
    }
}
