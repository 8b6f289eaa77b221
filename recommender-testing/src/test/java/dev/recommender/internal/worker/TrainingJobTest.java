package dev.recommender.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.ModelMetadata;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingMonitor;
import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.models.Models;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingJobTest {
    /** A catalog of some of the items. */
    private static final String SOME = "inputs/some.csv";

    private final MemoryBlobStore inputs = new MemoryBlobStore();
    private int jobs;

    @TempDir
    private Path folder;

    @BeforeEach
    void putFiles() throws IOException {
        TrainingFiles.put(inputs);
        StringBuilder catalog = new StringBuilder();
        for (int item = 0; item < 15; item++) {
            catalog.append('i').append(item).append(",Item,things\n");
        }
        inputs.put(SOME, BlobContent.of(catalog.toString()));
    }

    /** Events that are too many to be kept beside the training are read again, those alone that it took. */
    @Test
    @Tag("slow")
    void anEvaluationIsTheSameWithEventsThatAreKeptOrReadAgain() throws IOException {
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD)
                .evaluation(TrainingFiles.EVALUATION)
                .with("supportThreshold", 3);
        for (TrainingRequest each : new TrainingRequest[] {
            request,
            request.with("histories", "none"),
            request.catalog(SOME),
            request.catalog(SOME).with("histories", "none"),
            request.catalog(SOME).keepUnknownItems()
        }) {
            Evaluated kept = run(each, Long.MAX_VALUE).evaluation().orElseThrow();
            Evaluated again = run(each, 0).evaluation().orElseThrow();
            assertThat(kept.scores()).isNotEmpty();
            assertThat(again.scores()).isEqualTo(kept.scores());
            assertThat(again.counts()).isEqualTo(kept.counts());
            assertThat(again.baseline()).isNotEmpty().isEqualTo(kept.baseline());
            assertThat(again.gains()).isNotEmpty().isEqualTo(kept.gains());
            assertThat(again.percentiles()).isEqualTo(kept.percentiles());
            assertThat(again.events().report()).isEqualTo(kept.events().report());
        }
    }

    /** What is kept of each user for the intervals would otherwise grow with the file. */
    @Test
    @Tag("slow")
    void ofManyUsersSomeAreAskedForAndANoteSaysSo() throws IOException {
        int users = ModelEvaluation.MOST_USERS + 50;
        StringBuilder usage = new StringBuilder();
        StringBuilder later = new StringBuilder();
        for (int user = 0; user < users; user++) {
            usage.append("u%d,i%d,2026-01-01\n".formatted(user, user % 7))
                    .append("u%d,i%d,2026-01-02\n".formatted(user, 7 + user % 3));
            later.append("u%d,i%d,2026-02-01\n".formatted(user, 10 + user % 2));
        }
        later.append("u0,i3,2026-02-02\n");
        usage.append("more,i10,2026-01-01\nmore,i11,2026-01-01\n");
        inputs.put("inputs/many.csv", BlobContent.of(usage.toString()));
        inputs.put("inputs/later.csv", BlobContent.of(later.toString()));

        Evaluated evaluated = run(TrainingRequest.of("inputs/many.csv").evaluation("inputs/later.csv"), Long.MAX_VALUE)
                .evaluation()
                .orElseThrow();

        assertThat(evaluated.counts()).containsEntry("users", 20_000L).containsEntry("usersNotDrawn", 50L);
        assertThat(evaluated.notes()).contains("20,000 of 20,050 test users were asked for, drawn at random.");
    }

    /** The same figures as an evaluation without a service has of the same model and events. */
    @Test
    void anEvaluationStandsBesidePopularityWithIntervalsAndNotes() throws IOException {
        Evaluated evaluated = run(
                        TrainingRequest.of(TrainingFiles.GOOD)
                                .evaluation(TrainingFiles.EVALUATION)
                                .with("supportThreshold", 3),
                        Long.MAX_VALUE)
                .evaluation()
                .orElseThrow();

        Evaluation expected;
        try (TrainedModel model = Models.open(folder.resolve(jobs + "/trained.model"))) {
            expected = Evaluator.create()
                    .cutoffs(1, 2, 3, 4, 5)
                    .evaluate(
                            model.recommender(),
                            UsageCsv.read(List.of(
                                    local(TrainingFiles.GOOD + "/2026-01.csv"),
                                    local(TrainingFiles.GOOD + "/2026-02.csv"))),
                            UsageCsv.read(List.of(local(TrainingFiles.EVALUATION))));
        }
        assertScores(evaluated.scores(), expected.model().scores());
        assertScores(evaluated.baseline(), expected.baseline().orElseThrow().scores());
        assertScores(
                evaluated.gains(),
                expected.gains().stream()
                        .map(gain -> new Evaluation.Score(gain.metric(), gain.cutoff(), gain.value(), gain.interval()))
                        .toList());
        assertThat(evaluated.gains()).allMatch(gain -> gain.interval().isPresent());
        assertThat(evaluated.words()).isEqualTo(expected.verdictInWords().orElseThrow());
        assertThat(evaluated.notes())
                .isEqualTo(expected.notes())
                .anyMatch(note -> note.contains("happened before the newest training event"));
        assertThat(evaluated.count("earlierTestEvents"))
                .isEqualTo(expected.counts().earlierTestEvents())
                .isPositive();
    }

    private static void assertScores(List<ModelStatistics.Score> found, List<Evaluation.Score> expected) {
        assertThat(found).isNotEmpty().hasSameSizeAs(expected);
        for (int at = 0; at < found.size(); at++) {
            Evaluation.Score score = expected.get(at);
            assertThat(found.get(at).metric()).isEqualTo(score.metric().name().toLowerCase(Locale.ROOT));
            assertThat(found.get(at).cutoff()).isEqualTo(score.cutoff());
            assertThat(found.get(at).value()).isEqualTo(score.value());
            assertThat(found.get(at).interval().isPresent())
                    .isEqualTo(score.interval().isPresent());
            if (score.interval().isPresent()) {
                assertThat(found.get(at).interval().orElseThrow().low())
                        .isCloseTo(score.interval().get().low(), within(1e-4));
                assertThat(found.get(at).interval().orElseThrow().high())
                        .isCloseTo(score.interval().get().high(), within(1e-4));
            }
        }
    }

    private Path local(String key) throws IOException {
        Path file = folder.resolve(key.replace('/', '-'));
        inputs.download(key, file);
        return file;
    }

    @Test
    void itemsThatTheCatalogLacksAreKeptOnRequest() throws IOException {
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(SOME)
                .evaluation(TrainingFiles.EVALUATION)
                .with("supportThreshold", 3);
        ModelStatistics all = run(
                TrainingRequest.of(TrainingFiles.GOOD)
                        .evaluation(TrainingFiles.EVALUATION)
                        .with("supportThreshold", 3),
                Long.MAX_VALUE);
        ModelStatistics skipping = run(request, Long.MAX_VALUE);
        assertThat(metadata().keepUnknownItems()).isFalse();
        ModelStatistics keeping = run(request.keepUnknownItems(), Long.MAX_VALUE);
        assertThat(metadata().keepUnknownItems()).isTrue();

        assertThat(skipping.training().orElseThrow().items()).isEqualTo(15);
        assertThat(keeping.training().orElseThrow().items()).isEqualTo(25);
        assertThat(keeping.training().orElseThrow().events()).isEqualTo(1_000);
        assertThat(skipping.usage().orElseThrow().report().warningCount()).isPositive();
        assertThat(keeping.usage().orElseThrow().report().warningCount()).isZero();
        Evaluated evaluated = keeping.evaluation().orElseThrow();
        assertThat(evaluated.counts()).isEqualTo(all.evaluation().orElseThrow().counts());
        assertThat(evaluated.events().report().warningCount()).isZero();
        assertThat(skipping.evaluation().orElseThrow().events().report().warningCount())
                .isPositive();
    }

    private ModelMetadata metadata() throws IOException {
        try (TrainedModel model = Models.open(folder.resolve(jobs + "/trained.model"))) {
            return model.metadata();
        }
    }

    private ModelStatistics run(TrainingRequest request, long mostRecorded) throws IOException {
        Path own = Files.createDirectory(folder.resolve(Integer.toString(++jobs)));
        TrainingMonitor monitor = TrainingMonitor.none();
        return new TrainingJob(
                        request,
                        inputs,
                        own,
                        monitor,
                        () -> false,
                        new Retry(Duration.ZERO, monitor, failure -> {}),
                        2,
                        mostRecorded)
                .run()
                .statistics();
    }
}
