package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.TrainingInput;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Split;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.TuningPlan;
import dev.recommender.registry.TuningReport;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.Tuner;
import dev.recommender.tuning.Tuning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A requested tuning finds what the tuner finds, and its model is the one that is trained with what it found. */
class RequestedTuningTest extends ServiceFixture {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void itFindsWhatTheTunerFinds() throws IOException {
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(TrainingFiles.CATALOG)
                .tuning(TuningPlan.of(HOUR).maxTrials(6).algorithms("sar", "ridge"));
        ModelRecord waiting = service.registry().get(service.requestTraining(request));
        assertThat(waiting.isTuned()).isTrue();
        assertThat(waiting.algorithm()).as("nobody knows yet").isEmpty();
        assertThat(TrainingRequest.parse(waiting.request())).isEqualTo(request);

        ModelRecord model = train(waiting.id());

        assertThat(model.status()).as(model.message()).isEqualTo(ModelStatus.COMPLETED);
        Tuning expected = Tuner.builder()
                .budget(HOUR)
                .maxTrials(6)
                .algorithms("sar", "ridge")
                .build()
                .tune(TrainingInput.of(UsageCsv.read(List.of(
                                local(TrainingFiles.GOOD + "/2026-01.csv"),
                                local(TrainingFiles.GOOD + "/2026-02.csv"))))
                        .catalog(CatalogCsv.read(local(TrainingFiles.CATALOG)).load()));
        ModelStatistics statistics = statistics(model);
        TuningReport report = statistics.tuning().orElseThrow();
        assertThat(report.best()).isEqualTo(expected.best().number());
        assertThat(report.parameters()).isEqualTo(expected.best().candidate().parameters());
        assertThat(statistics.algorithm()).isEqualTo(expected.best().candidate().algorithm());
        assertThat(report.words())
                .isEqualTo(expected.verdictInWords()
                        .orElse("The default itself was chosen: nothing that was tried reached more."));
        assertThat(report.trials()).hasSize(6);
        for (int at = 0; at < 6; at++) {
            assertThat(report.trials().get(at).value())
                    .isEqualTo(expected.trials().get(at).value());
            assertThat(report.trials().get(at).candidate())
                    .isEqualTo(expected.trials().get(at).candidate().toString());
        }
        assertThat(report.check().get("best"))
                .isEqualTo(expected.check().orElseThrow().best().score(10).value());
        assertThat(model.algorithm()).contains(statistics.algorithm());
        assertThat(model.parameters()).isEqualTo(report.parameters());
        try (ModelLease lease = service.open(model.id())) {
            assertThat(lease.metadata().parameters()).isEqualTo(report.parameters());
        }
    }

    @Test
    @Tag("slow")
    void itsModelIsThatOfATrainingWithWhatItFound() throws IOException {
        TrainingRequest files = TrainingRequest.of(TrainingFiles.GOOD).evaluation(TrainingFiles.EVALUATION);
        ModelRecord tuned = train(service.requestTraining(
                files.with("supportThreshold", 2).tuning(TuningPlan.of(HOUR).maxTrials(5))));
        assertThat(tuned.status()).as(tuned.message()).isEqualTo(ModelStatus.COMPLETED);

        ModelRecord trained = train(service.requestTraining(
                files.algorithm(tuned.algorithm().orElseThrow()).parameters(tuned.parameters())));

        assertThat(tuned.parameters().toText()).containsEntry("supportThreshold", "2");
        assertThat(tuned.file().orElseThrow().sha256())
                .isEqualTo(trained.file().orElseThrow().sha256());
        assertThat(statistics(tuned).evaluation().orElseThrow().scores())
                .isEqualTo(statistics(trained).evaluation().orElseThrow().scores());
        assertThat(defaultModel()).contains(tuned.id());
        assertThat(service.recommend(tuned.id(), Query.user("u7").count(5)))
                .extracting(answer -> answer.items())
                .isEqualTo(service.recommend(trained.id(), Query.user("u7").count(5))
                        .items());
    }

    @Test
    void itSplitsAsTheRequestSays() throws IOException {
        ModelRecord model = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)
                .tuning(TuningPlan.of(HOUR).maxTrials(2).split("latest-users"))));

        assertThat(model.status()).as(model.message()).isEqualTo(ModelStatus.COMPLETED);
        Tuning expected = Tuner.builder()
                .budget(HOUR)
                .maxTrials(2)
                .split(Split.latestUsers(1 - 0.8, 0.8))
                .build()
                .tune(TrainingInput.of(UsageCsv.read(List.of(
                        local(TrainingFiles.GOOD + "/2026-01.csv"), local(TrainingFiles.GOOD + "/2026-02.csv")))));
        assertThat(statistics(model).tuning().orElseThrow().trials())
                .extracting(TuningReport.Trial::value)
                .isEqualTo(expected.trials().stream().map(Trial::value).toList());
    }

    /** Where all trials would take much longer. */
    @Test
    void aTuningThatIsAskedToFinishGoesOnWithTheBestSoFar() throws IOException {
        store.put("inputs/large.csv", BlobContent.of(manyEvents()));
        ModelId id = service.requestTraining(TrainingRequest.of("inputs/large.csv")
                .tuning(TuningPlan.of(Duration.ofHours(12)).algorithms("sar", "als")));
        assertThat(service.finish(id)).isTrue();
        assertThat(service.finish(id)).as("again").isTrue();

        ModelRecord model = train(id);

        assertThat(model.status()).as(model.message()).isEqualTo(ModelStatus.COMPLETED);
        TuningReport report = statistics(model).tuning().orElseThrow();
        assertThat(report.end()).isEqualTo("it was asked to finish");
        assertThat(report.trials()).hasSize(1);
        assertThat(report.check()).containsKeys("best", "popularity");
        assertThat(model.changes())
                .filteredOn(change -> change.what().equals(ModelRecord.FINISHES))
                .hasSize(1);
        assertThat(service.finish(id)).as("it has ended").isFalse();
        assertThat(service.finish(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD))))
                .as("there is no search")
                .isFalse();
    }

    /** It is asked, and then its worker is stopped, when the search is over and the model is being stored. */
    @Test
    void whatALostAttemptWasAskedDoesNotCutTheNextOneShort() throws Exception {
        ModelId id = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)
                .tuning(TuningPlan.of(HOUR).maxTrials(3).algorithms("sar")));
        CountDownLatch storing = new CountDownLatch(1);
        BlobStore slow = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                if (key.startsWith("models/")) {
                    assertThat(service.finish(id)).isTrue();
                    storing.countDown();
                    untilInterrupted();
                }
                return super.create(key, content);
            }
        };
        try (ModelService other = ModelService.builder(slow)
                        .trainings(trainings, poison)
                        .cacheFolder(folder.resolve("cache"))
                        .build();
                ModelWorker stopped = hurried(other).name("w0").start()) {
            assertThat(storing.await(LONG.toSeconds(), TimeUnit.SECONDS))
                    .as(stopped.name())
                    .isTrue();
        }
        assertThat(outcomes.all()).containsExactly(TrainingOutcome.STOPPED);
        assertThat(service.registry().get(id).isToFinish())
                .as("nothing has begun since then")
                .isTrue();

        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream before = System.err;
        ModelRecord model;
        try (PrintStream captured = new PrintStream(logged, true, StandardCharsets.UTF_8)) {
            System.setErr(captured);
            model = train(id);
        } finally {
            System.setErr(before);
        }

        assertThat(logged.toString(StandardCharsets.UTF_8).lines())
                .as("told while it can be asked again")
                .anyMatch(line -> line.contains(" WARN ")
                        && line.contains("training of model " + id + ", attempt ")
                        && line.contains(": The search was asked to finish, but the attempt of that time was lost;"));
        assertThat(model.status()).as(model.message()).isEqualTo(ModelStatus.COMPLETED);
        TuningReport report = statistics(model).tuning().orElseThrow();
        assertThat(report.trials()).hasSize(3);
        assertThat(report.end()).isNotEqualTo("it was asked to finish");
        assertThat(statistics(model).notes())
                .contains("The search was asked to finish, but the attempt of that time was lost;"
                        + " this one has begun anew, with the whole budget.");
    }

    private static void untilInterrupted() throws InterruptedIOException {
        try {
            Thread.sleep(LONG.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Test
    void whatCannotBeTunedFailsOnceWithTheReason() throws IOException {
        store.put("inputs/two.csv", BlobContent.of("u1,i1,2026-01-01T00:00:00Z\nu2,i2,2026-01-02T00:00:00Z\n"));
        ModelRecord few = train(
                service.requestTraining(TrainingRequest.of("inputs/two.csv").tuning(TuningPlan.of(HOUR))));
        ModelRecord bad = train(
                service.requestTraining(TrainingRequest.of(TrainingFiles.BAD).tuning(TuningPlan.of(HOUR))));

        assertThat(few.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(few.message()).startsWith("nothing can be tuned: ");
        assertThat(bad.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(bad.message()).startsWith("the usage events cannot be read: ");
        assertThat(statistics(bad).usage().orElseThrow().report().errorCount()).isPositive();
        assertThat(bad.algorithm()).isEmpty();
        assertThat(outcomes.all()).containsExactly(TrainingOutcome.FAILED, TrainingOutcome.FAILED);
    }

    @Test
    void whatHasNoEffectOrIsUnknownIsRefusedBeforeAnythingIsStored() throws IOException {
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD).tuning(TuningPlan.of(HOUR));
        refused(request.algorithm("als"), "algorithm has no effect beside tuning");
        refused(request.algorithm(TrainingRequest.DEFAULT_ALGORITHM), "algorithm has no effect beside tuning");
        refused(request.with("penalty", -1), "penalty");
        refused(request.with("nothing", 1), "nothing");
        refused(request.tuning(TuningPlan.of(HOUR).algorithms("sar", "magic")), "magic");
        refused(
                request.tuning(TuningPlan.of(HOUR).split("latest")),
                "tuning.split must be one of fixed-date, chronological, last-event, held-out-users, latest-users,");
        assertThat(service.registry().list(10)).isEmpty();
    }

    private void refused(TrainingRequest request, String words) {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(request))
                .withMessageContaining(words);
    }

    private Path local(String key) throws IOException {
        Path file = folder.resolve(key.replace('/', '-'));
        store.download(key, file);
        assertThat(Files.size(file)).isPositive();
        return file;
    }

    /** It is cancelled once its first trial has ended, where all of them would take much longer. */
    @Test
    @Tag("slow")
    void aTuningThatIsCancelledLeavesNothing() throws IOException {
        store.put("inputs/large.csv", BlobContent.of(manyEvents()));
        ModelId id = service.requestTraining(
                TrainingRequest.of("inputs/large.csv").tuning(TuningPlan.of(Duration.ofHours(12))));
        try (ModelWorker worker = worker("w1").start()) {
            assertThat(poll(() -> service.registry().get(id).best().isPresent()))
                    .as(worker.name())
                    .isTrue();
            assertThat(service.cancel(id)).isTrue();
            ModelRecord ended = service.await(id, LONG);
            assertThat(ended.status()).isEqualTo(ModelStatus.FAILED);
            assertThat(ended.message()).isEqualTo("cancelled");
            assertThat(poll(() -> !outcomes.all().isEmpty())).isTrue();
            assertThat(outcomes.all()).containsExactly(TrainingOutcome.CANCELLED);
            assertThat(models()).isEmpty();
        }
    }

    private static String manyEvents() {
        Random random = new Random(6);
        StringBuilder lines = new StringBuilder();
        for (int event = 0; event < 40_000; event++) {
            lines.append('u').append(random.nextInt(2000)).append(",i").append(random.nextInt(600));
            lines.append(
                    String.format(Locale.ROOT, ",2026-%02d-%02d\n", 1 + random.nextInt(12), 1 + random.nextInt(28)));
        }
        return lines.toString();
    }
}
