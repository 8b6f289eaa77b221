package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Query;
import dev.recommender.TrainedModel;
import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.util.IOAction;
import dev.recommender.models.Models;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.Forgotten;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@SuppressWarnings("try") // Workers work by themselves.
class ForgettingTest extends ServiceFixture {
    private static final List<String> U7 = List.of("u7");

    private ModelId first;
    private ModelId second;
    private ModelId without;

    @BeforeEach
    void trainThree() throws IOException {
        first = train(service.requestTraining(
                        TrainingRequest.of(TrainingFiles.GOOD).description("first")))
                .id();
        second = train(service.requestTraining(
                        TrainingRequest.of(TrainingFiles.GOOD).with("supportThreshold", 3)))
                .id();
        without = train(service.requestTraining(
                        TrainingRequest.of(TrainingFiles.GOOD).with("histories", "none")))
                .id();
        service.registry().setAlias("mixed", first);
        service.registry().setAlias("mixed", without);
        service.registry().setAlias("mixed", List.of(new Share(second, 3), new Share(first, 1), new Share(without, 2)));
    }

    @Test
    void eachModelThatHoldsAUserIsReplacedByOneWithoutHim() throws IOException {
        ModelRecord before = service.registry().get(first);
        Path expected = folder.resolve("expected.model");
        Path original = Files.write(
                folder.resolve("original.model"),
                store.get(before.file().orElseThrow().key()).readAllBytes());
        try (TrainedModel model = Models.open(original)) {
            model.forget("u7").save(expected);
        }
        ModelId waiting = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        assertThat(service.recommend("default", Query.user("u7")).items().unknownUser())
                .isEmpty();

        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Forgotten done = service.forget(List.of("z", "u7", "nobody"));

        assertThat(done.unread()).isEmpty();
        assertThat(done.unknown()).containsExactly("z", "nobody");
        assertThat(done.replaced()).extracting(Forgotten.Replacement::model).containsExactlyInAnyOrder(first, second);
        ModelId firstNow = by(done, first);
        ModelId secondNow = by(done, second);
        assertThat(done.replaced())
                .filteredOn(each -> each.model().equals(first))
                .singleElement()
                .satisfies(each -> assertThat(each.aliases()).containsExactly("default", "mixed"));
        assertThat(service.registry().find(first)).isEmpty();
        assertThat(service.registry().find(second)).isEmpty();
        assertThat(service.registry().get(without).changes()).as("is as it was").hasSizeLessThan(5);
        ModelRecord after = service.registry().get(firstNow);
        assertThat(after.status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(after.request()).isEqualTo(before.request());
        assertThat(after.statistics()).isEqualTo(before.statistics());
        assertThat(after.description()).isEqualTo("first");
        assertThat(after.created()).as("requested then").isEqualTo(before.created());
        assertThat(before.rewritten()).isEmpty();
        assertThat(after.rewritten())
                .hasValueSatisfying(when -> assertThat(when).isBetween(start, Instant.now()));
        assertThat(after.message()).isEqualTo("completed; made of model " + first + " without 1 user");
        assertThat(after.replaces()).contains(first);
        assertThat(after.isRequested()).isFalse();
        assertThat(store.get(after.file().orElseThrow().key()).readAllBytes()).isEqualTo(Files.readAllBytes(expected));
        assertThat(after.toString()).doesNotContain("u7");

        Alias mixed = service.registry().alias("mixed").orElseThrow();
        assertThat(mixed.shares())
                .containsExactly(new Share(secondNow, 3), new Share(firstNow, 1), new Share(without, 2));
        assertThat(mixed.revisions()).hasSize(3);
        assertThat(service.registry().rollBack("mixed", 1).firstModel()).contains(firstNow);
        assertThat(defaultModel()).contains(firstNow);
        assertThat(service.recommend("default", Query.user("u7")).items().unknownUser())
                .contains("u7");
        assertThat(service.recommend("default", Query.user("u8")).model()).isEqualTo(firstNow);

        assertThat(models()).hasSize(3).noneMatch(key -> key.contains(first.toString()));
        try (Stream<Path> copies = Files.list(folder.resolve("cache"))) {
            assertThat(copies.map(copy -> copy.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(first.toString()) || name.startsWith(second.toString()));
        }
        assertThat(service.registry().get(waiting).status()).isEqualTo(ModelStatus.CREATED);
        assertThat(claims().exists(firstNow)).isFalse();
        assertThat(service.forget(U7)).isEqualTo(new Forgotten(List.of(), Map.of(), U7, Map.of()));
        assertThat(service.forget(List.of())).isEqualTo(new Forgotten(List.of(), Map.of(), List.of(), Map.of()));
    }

    /** The same number, with {@code .0} or without. Whom the call forgets as well is nobody's near one. */
    @Test
    void anUnknownUserIsLedToTheSameNumberOtherwiseWritten() throws IOException {
        store.put("numbers.csv", BlobContent.of("17850.0,a\n7,a\n8,a\n17850.0,b\n7,b\n8,b\n"));
        train(service.requestTraining(TrainingRequest.of("numbers.csv").with("supportThreshold", 1)));

        Forgotten done = service.forget(List.of("9", "17850", "8", "7.0", "8.0"));

        assertThat(done.unknown()).containsExactly("9", "17850", "7.0", "8.0");
        assertThat(done.near()).isEqualTo(Map.of("17850", "17850.0", "7.0", "7"));
        assertThat(service.forget(List.of("17850.0", "17850")).near()).isEmpty();
    }

    /** Before each call to the store in turn. Whoever forgets again finishes what is left. */
    @Test
    void aProcessMayBeKilledBetweenAnyTwoSteps() throws IOException {
        List<Alias> aliases = service.registry().aliases();
        boolean died = true;
        for (int fatal = 1; died; fatal++) {
            BlobStore copy = DyingStore.copy(store);
            DyingStore dying = new DyingStore(copy, fatal);
            try (ModelService killed = on(dying)) {
                killed.forget(U7, Duration.ofMillis(150));
            } catch (DyingStore.KilledError | RuntimeException e) {
                assertThat(dying.isDead()).as("%s", e).isTrue();
            }
            died = dying.isDead();
            try (ModelService next = on(copy)) {
                requireAnswers(next, fatal);
                next.forget(U7, Duration.ofMillis(150));
                requireAnswers(next, fatal);
                List<ModelRecord> models = next.registry().list(10);
                assertThat(models)
                        .as("killed at call %s", fatal)
                        .hasSize(3)
                        .allMatch(model -> model.status() == ModelStatus.COMPLETED);
                assertThat(keys(copy, "models/"))
                        .containsExactlyInAnyOrderElementsOf(models.stream()
                                .map(model -> model.file().orElseThrow().key())
                                .toList());
                for (ModelRecord model : models) {
                    assertThat(holds(copy, model, "u7")).isFalse();
                }
                assertThat(next.registry().aliases())
                        .usingRecursiveComparison()
                        .withEqualsForType((one, other) -> true, ModelId.class)
                        .isEqualTo(aliases);
                assertThat(next.forget(U7).replaced()).isEmpty();
            }
        }
    }

    @Test
    void changesOfAliasesMeanwhileHoldForTheNewModel() throws IOException {
        AtomicBoolean forgotten = new AtomicBoolean();
        RecordModelRegistry slow = RecordModelRegistry.checked(
                BlobRecords.in(store, "records"),
                "slow",
                id -> {
                    // The model is replaced between the look at it and the change.
                    if (!forgotten.getAndSet(true)) {
                        service.forget(U7);
                    }
                },
                alias -> {});
        Alias set = slow.setAlias("new", List.of(new Share(first, 2), new Share(without, 5)));
        ModelId now = service.registry().list(10).stream()
                .filter(model -> model.replaces().equals(Optional.of(first)))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(set.shares()).containsExactly(new Share(now, 2), new Share(without, 5));
        assertThat(service.registry().alias("new")).contains(set);
    }

    @Test
    void severalMayForgetDifferentUsersAtOnce() throws Exception {
        List<String> users = List.of("u1", "u2", "u3");
        ExecutorService threads = Executors.newFixedThreadPool(users.size());
        try {
            List<Future<Forgotten>> runs = new ArrayList<>();
            for (String user : users) {
                Callable<Forgotten> run = () -> service.forget(List.of(user));
                runs.add(threads.submit(run));
            }
            for (Future<Forgotten> run : runs) {
                assertThat(run.get().unread()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        for (ModelRecord model : service.registry().list(100)) {
            assertThat(model.status()).isEqualTo(ModelStatus.COMPLETED);
            for (String user : users) {
                assertThat(holds(store, model, user))
                        .as("%s in %s", user, model)
                        .isFalse();
            }
        }
        requireAnswers(service, 0);
        assertThat(service.registry().alias("mixed").orElseThrow().shares())
                .extracting(Share::weight)
                .containsExactly(3, 1, 2);
    }

    /** Also a default that is set only if there is none, as by a worker that has completed a model. */
    @Test
    void aDefaultThatIsSetMeanwhileHoldsForTheNewModel() throws IOException {
        service.registry().deleteAlias(Alias.DEFAULT);
        AtomicBoolean forgotten = new AtomicBoolean();
        RecordModelRegistry slow = RecordModelRegistry.checked(
                BlobRecords.in(store, "records"),
                "slow",
                id -> {
                    if (!forgotten.getAndSet(true)) {
                        service.forget(U7);
                    }
                },
                alias -> {});
        assertThat(slow.setAliasIfNone(Alias.DEFAULT, first)).isTrue();
        assertThat(service.registry().find(first)).isEmpty();
        assertThat(defaultModel()).isPresent().isEqualTo(replacementOf(first));
        assertThat(service.recommend(Query.user("u8")).items()).isNotEmpty();
    }

    private Optional<ModelId> replacementOf(ModelId model) throws IOException {
        return service.registry().list(10).stream()
                .filter(each -> each.replaces().equals(Optional.of(model)))
                .map(ModelRecord::id)
                .findFirst();
    }

    @Test
    void severalMayForgetTheSameUserAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Forgotten>> runs = new ArrayList<>();
            for (int run = 0; run < 4; run++) {
                Callable<Forgotten> forget = () -> service.forget(U7);
                runs.add(threads.submit(forget));
            }
            for (Future<Forgotten> run : runs) {
                assertThat(run.get().unread()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        requireOneOfEach();
    }

    /** Each of the two has begun a copy of the same model before the other one's is visible. */
    @Test
    void ofTwoCopiesOfAModelOneBecomesVisible() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        List<Future<Forgotten>> runs = new ArrayList<>();
        try {
            BlobStore slow = new HookedStore(store, Moment.STORED, () -> {
                Callable<Forgotten> run = () -> service.forget(U7);
                runs.add(other.submit(run));
                assertThat(poll(() -> isGone(first) && isGone(second))).isTrue();
            });
            try (ModelService slower = on(slow)) {
                Forgotten done = slower.forget(U7);
                assertThat(done.unknown()).as("held when it looked").isEmpty();
                assertThat(runs).hasSize(1);
                assertThat(runs.get(0).get().replaced())
                        .extracting(Forgotten.Replacement::model)
                        .containsExactlyInAnyOrder(first, second);
                assertThat(done.replaced()).isEmpty();
            }
        } finally {
            other.shutdownNow();
        }
        requireOneOfEach();
    }

    private boolean isGone(ModelId model) throws IOException {
        return service.registry().find(model).isEmpty();
    }

    /** When its copy is stored, or about to be made visible. */
    @ParameterizedTest
    @EnumSource(Moment.class)
    void aModelThatIsDeletedMeanwhileDoesNotComeBack(Moment moment) throws IOException {
        AtomicBoolean deleted = new AtomicBoolean();
        BlobStore hooked = new HookedStore(store, moment, () -> deleted.set(service.deleteWithItsShares(second)));
        try (ModelService slower = on(hooked)) {
            Forgotten done = slower.forget(U7);
            assertThat(deleted).isTrue();
            assertThat(done.replaced()).extracting(Forgotten.Replacement::model).containsExactly(first);
        }
        List<ModelRecord> models = service.registry().list(10);
        assertThat(models)
                .hasSize(2)
                .noneMatch(model ->
                        model.parameters().toText().get("supportThreshold").equals("3"));
        assertThat(models()).hasSize(2);
        assertThat(service.registry().alias("mixed").orElseThrow().shares())
                .extracting(Share::weight)
                .containsExactly(1, 2);
    }

    /** The process that forgets dies before anything answers by the copy, and the model is deleted then. */
    @Test
    void aModelThatIsDeletedAfterACrashDoesNotComeBack() throws IOException {
        DyingStore dying = new DyingStore(store, Integer.MAX_VALUE / 2);
        // Its last record is that of the model that gives way.
        try (ModelService killed = on(new HookedStore(dying, Moment.COMPLETING, dying::die))) {
            assertThatExceptionOfType(DyingStore.KilledError.class)
                    .isThrownBy(() -> killed.forget(U7, Duration.ofMillis(150)));
        }
        assertThat(service.registry().get(second).givesWayTo()).isPresent();
        assertThat(service.deleteWithItsShares(second)).isTrue();
        service.forget(U7, Duration.ofMillis(150));
        assertThat(service.registry().list(10))
                .hasSize(2)
                .noneMatch(model -> model.replaces().equals(Optional.of(second)));
        assertThat(models()).hasSize(2);
    }

    /** Three models, none of which holds the user, and nothing else. */
    private void requireOneOfEach() throws IOException {
        List<ModelRecord> models = service.registry().list(100);
        assertThat(models).hasSize(3).allMatch(model -> model.status() == ModelStatus.COMPLETED);
        for (ModelRecord model : models) {
            assertThat(holds(store, model, "u7")).isFalse();
        }
        assertThat(models())
                .containsExactlyInAnyOrderElementsOf(models.stream()
                        .map(model -> model.file().orElseThrow().key())
                        .toList());
        requireAnswers(service, 0);
        assertThat(service.registry().alias("mixed").orElseThrow().shares())
                .extracting(Share::weight)
                .containsExactly(3, 1, 2);
    }

    private enum Moment {
        /** After the file of a model is stored. */
        STORED,
        /** Before a model's record says that it is completed. */
        COMPLETING
    }

    /** A store that lets something happen, once. */
    private static final class HookedStore extends ForwardingBlobStore {
        private final Moment moment;
        private final IOAction action;
        private final AtomicBoolean happened = new AtomicBoolean();

        HookedStore(BlobStore store, Moment moment, IOAction action) {
            super(store);
            this.moment = moment;
            this.action = action;
        }

        @Override
        public boolean create(String key, BlobContent content) throws IOException {
            if (moment == Moment.COMPLETING && key.contains("registry/models/") && completesCopy(content)) {
                happen();
            }
            boolean created = super.create(key, content);
            if (moment == Moment.STORED && key.startsWith("models/")) {
                happen();
            }
            return created;
        }

        private void happen() throws IOException {
            if (!happened.getAndSet(true)) {
                action.run();
            }
        }

        /** Whether this is a record of a copy that is completed. */
        private static boolean completesCopy(BlobContent content) throws IOException {
            try (InputStream in = content.open()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return text.contains("\"status\":\"COMPLETED\",\"message\":\"completed; made of");
            }
        }
    }

    @Test
    void whatCannotBeLookedIntoIsNamedAndTheOthersAreReplaced() throws IOException {
        String key = service.registry().get(second).file().orElseThrow().key();
        store.put(key, BlobContent.of("damaged"));
        try (ModelService other = on(store)) {
            Forgotten done = other.forget(U7);
            assertThat(done.unread()).containsOnlyKeys(second);
            assertThat(done.unread().get(second)).contains(key);
            assertThat(done.replaced()).extracting(Forgotten.Replacement::model).containsExactly(first);
        }
    }

    /** A worker's sweep clears what nobody comes back for. It must not train it: the files may still have the user. */
    @Test
    void aWorkerTrainsNoModelThatIsMadeOfAnother() throws IOException {
        ModelId left = TrainingLedger.on(BlobRecords.in(store, "records"), "gone")
                .create(
                        "first",
                        service.registry().get(first).request(),
                        Optional.empty(),
                        ModelRecord.REPLACES + first)
                .id();
        try (ModelWorker worker = hurried(service)
                .requeueAfter(Duration.ofMillis(1))
                .sweepInterval(Duration.ofMillis(20))
                .start()) {
            ModelRecord failed = service.await(left, LONG);
            assertThat(failed.status()).isEqualTo(ModelStatus.FAILED);
            assertThat(failed.message()).isEqualTo("made of model " + first + ", which was cut short; do it again");
        }
    }

    private static ModelId by(Forgotten done, ModelId model) {
        return done.replaced().stream()
                .filter(each -> each.model().equals(model))
                .map(Forgotten.Replacement::by)
                .findFirst()
                .orElseThrow();
    }

    /** Every alias has all its shares, and each of their models answers. */
    private void requireAnswers(ModelService any, int fatal) throws IOException {
        Set<ModelId> asked = new HashSet<>();
        for (Alias alias : any.registry().aliases()) {
            assertThat(alias.shares())
                    .as("of %s, killed at call %s", alias, fatal)
                    .hasSize(alias.name().equals("mixed") ? 3 : 1);
            alias.shares().forEach(share -> asked.add(share.model()));
        }
        for (ModelId model : asked) {
            assertThat(any.recommend(model, Query.popular()).items()).isNotEmpty();
        }
    }

    private boolean holds(BlobStore any, ModelRecord record, String user) throws IOException {
        Path file = Files.createTempFile(folder, "held", ".model");
        any.download(record.file().orElseThrow().key(), file);
        try (TrainedModel model = Models.open(file)) {
            List<String> users = new ArrayList<>();
            model.users().forEachRemaining(users::add);
            return users.contains(user);
        }
    }

    private static List<String> keys(BlobStore any, String prefix) throws IOException {
        return any.list(prefix, "", 100).stream().map(BlobInfo::key).toList();
    }

    private ModelService on(BlobStore any) throws IOException {
        return ModelService.builder(any)
                .cacheFolder(Files.createTempDirectory(folder, "cache"))
                .build();
    }
}
