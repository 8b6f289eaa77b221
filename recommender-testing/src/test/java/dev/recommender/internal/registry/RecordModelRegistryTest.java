package dev.recommender.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.storage.ForwardingRecords;
import dev.recommender.testing.storage.HostileKeys;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RecordModelRegistryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final VersionedRecords records = BlobRecords.in(new MemoryBlobStore(), "records");
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final RecordModelRegistry registry = RecordModelRegistry.on(records, "tester", clock);
    private final TrainingLedger ledger = TrainingLedger.on(records, "tester", clock);

    @Test
    void aModelGoesFromCreatedToCompletedAndTellsWhoDidWhat() throws IOException {
        ModelRecord created = ledger.as("alice").create("spring sale", "{ \"supportThreshold\" : 3 }");
        assertThat(created.status()).isEqualTo(ModelStatus.CREATED);
        assertThat(created.created()).isEqualTo(NOW);
        assertThat(created.request()).isEqualTo("{\"supportThreshold\":3}");
        assertThat(registry.get(created.id())).isEqualTo(created);
        ModelId id = created.id();
        TrainingLedger worker = ledger.as("worker-1");
        worker.start(id, "Starting");
        worker.report(id, "10 %");
        worker.report(id, "20 %");
        assertThat(registry.get(id).message()).isEqualTo("20 %");
        ModelRecord completed = worker.complete(id, file(id), "{\"numberOfUsers\":2}", "Done");
        assertThat(registry.find(id)).contains(completed);
        assertThat(completed.status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(completed.file()).contains(file(id));
        assertThat(completed.statistics()).contains("{\"numberOfUsers\":2}");
        assertThat(completed.description()).isEqualTo("spring sale");
        assertThat(completed.changes().stream()
                        .map(change -> change.by() + " " + change.what() + " " + change.status()))
                .containsExactly(
                        "alice created CREATED",
                        "worker-1 started IN_PROGRESS",
                        "worker-1 message IN_PROGRESS",
                        "worker-1 completed COMPLETED");
    }

    @Test
    void aWishToFinishEndsWithTheAttemptThatGotIt() throws IOException {
        String tuned = "{\"usage\":\"u.csv\",\"tuning\":{\"budget\":\"1h\"}}";
        ModelId id = ledger.create("", tuned).id();
        assertThat(ledger.start(id, "").isToFinish()).isFalse();
        assertThat(ledger.as("ann").finish(id)).isTrue();
        assertThat(ledger.as("bob").finish(id)).as("again").isTrue();
        assertThat(registry.get(id).isToFinish()).isTrue();
        assertThat(ledger.report(id, "trial 7").isToFinish()).isTrue();
        assertThat(ledger.start(id, "attempt 2").isToFinish()).isFalse();
        assertThat(ledger.as("eve").finish(id)).isTrue();
        assertThat(registry.get(id).isToFinish()).isTrue();
        assertThat(registry.get(id).changes())
                .filteredOn(change -> change.what().equals(ModelRecord.FINISHES))
                .extracting(ModelRecord.Change::by)
                .containsExactly("ann", "eve");

        ModelId waiting = ledger.create("", tuned).id();
        assertThat(ledger.finish(waiting)).isTrue();
        ledger.start(waiting, "");
        assertThat(ledger.start(waiting, "attempt 2").isToFinish())
                .as("it was asked before there was any search")
                .isTrue();
    }

    @Test
    void everyIllegalTransitionIsRefusedAndChangesNothing() throws IOException {
        for (ModelStatus from : ModelStatus.values()) {
            ModelId id = in(from);
            ModelRecord before = registry.get(id);
            if (from != ModelStatus.IN_PROGRESS) {
                assertIllegal(id, from, () -> ledger.complete(id, file(id), "{}", "x"));
            }
            if (from.isFinal()) {
                assertIllegal(id, from, () -> ledger.start(id, "x"));
                assertIllegal(id, from, () -> ledger.report(id, "x"));
                assertIllegal(id, from, () -> ledger.fail(id, "x", Optional.empty()));
            }
            assertThat(registry.get(id)).isEqualTo(before);
        }
        ModelId retried = in(ModelStatus.IN_PROGRESS);
        assertThat(ledger.start(retried, "again").message()).isEqualTo("again");
        assertThat(ledger.fail(retried, "no", Optional.of("{}")).statistics()).contains("{}");
        assertThat(ledger.fail(in(ModelStatus.CREATED), "cancelled", Optional.empty())
                        .status())
                .isEqualTo(ModelStatus.FAILED);
    }

    @Test
    void modelsThatAreNotThereAreUnknownToEveryCall() throws IOException {
        ModelId id = new ModelId(UUID.randomUUID());
        assertThat(registry.find(id)).isEmpty();
        assertThat(ledger.delete(id)).isFalse();
        List<ThrowingCallable> calls = List.of(
                () -> registry.get(id),
                () -> ledger.start(id, ""),
                () -> ledger.report(id, ""),
                () -> ledger.complete(id, file(id), "{}", ""),
                () -> ledger.fail(id, "", Optional.empty()),
                () -> registry.setAlias(Alias.DEFAULT, id),
                () -> registry.setAliasIfNone(Alias.DEFAULT, id),
                () -> registry.setAlias("live", id));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(UnknownModelException.class).hasMessageContaining("" + id);
        }
        assertThat(registry.aliases()).isEmpty();
    }

    @Test
    void longMessagesAreCutAndBrokenTextIsMended() throws IOException {
        ModelId id = in(ModelStatus.IN_PROGRESS);
        assertThat(ledger.report(id, "x".repeat(10_000)).message()).hasSize(10_000);
        assertThat(ledger.report(id, "x".repeat(10_001)).message()).isEqualTo("x".repeat(10_000) + "... [trimmed]");
        assertThat(ledger.report(id, "x".repeat(9_999) + "😀 more").message())
                .isEqualTo("x".repeat(9_999) + "... [trimmed]");
        ModelRecord mended = ledger.fail(id, "a\uD800b\u0000", Optional.of("{\"a\":\"\\ud800\"}"));
        assertThat(mended.message()).isEqualTo("a?b\u0000");
        assertThat(mended.statistics()).contains("{\"a\":\"?\"}");
        assertThat(registry.get(id)).isEqualTo(mended);
    }

    @Test
    void theLargestRecordFitsAndLargerPartsAreRefused() throws IOException {
        ModelRecord model = ledger.as("\u20AC".repeat(100)).create("\u20AC".repeat(256), json(32_768));
        TrainingLedger worker = ledger.as("\u20AD".repeat(100));
        TrainingLedger other = ledger.as("\u20AE".repeat(100));
        for (int change = 0; change < 150; change++) {
            worker.start(model.id(), "\u0001".repeat(10_001));
            other.report(model.id(), "\u20AC".repeat(10_000));
        }
        String message = "\u0001".repeat(10_001);
        ModelRecord completed = worker.complete(model.id(), file(model.id()), json(81_920), message);
        assertThat(registry.get(model.id())).isEqualTo(completed);
        assertThat(completed.changes()).hasSize(ModelRecord.MAX_CHANGES);
        assertThat(completed.changes().get(0).what()).isEqualTo("created");
        assertThat(completed.changes().get(99).what()).isEqualTo("completed");
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> ledger.create("d".repeat(257), "{}"),
                () -> ledger.create("", json(32_769)),
                () -> ledger.create("", "[]"),
                () -> ledger.create("", ""),
                () -> ledger.create("", "{"),
                () -> ledger.create("", "{\"a\":" + "[".repeat(16_000) + "]".repeat(16_000) + "}"),
                () -> ledger.fail(in(ModelStatus.CREATED), "", Optional.of(json(81_921))),
                () -> registry.as(" "),
                () -> registry.as("a".repeat(101)),
                () -> ledger.as(" "),
                () -> ledger.as("a".repeat(101)))) {
            assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void listsAreNewestFirstInPages() throws IOException {
        List<ModelId> ids = new ArrayList<>();
        for (int model = 0; model < 25; model++) {
            ids.add(ledger.create("model " + model, "{}").id());
        }
        records.create("registry/models/zzz", "not a model");
        records.create("registry/models/000000000000-" + new UUID(5, 5), "not its key");
        Collections.reverse(ids);
        assertThat(registry.list(1000)).extracting(ModelRecord::id).isEqualTo(ids);
        List<ModelId> paged = new ArrayList<>();
        List<ModelRecord> page = registry.list(7);
        while (!page.isEmpty()) {
            page.forEach(model -> paged.add(model.id()));
            page = registry.list(paged.get(paged.size() - 1), 7);
        }
        assertThat(paged).isEqualTo(ids);
        ledger.delete(ids.get(3));
        assertThat(registry.list(ids.get(3), 1)).extracting(ModelRecord::id).containsExactly(ids.get(4));
        assertThatThrownBy(() -> registry.list(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.list(1001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAliasThatHasAModelIsNotSetAgainByTheFirstSuccess() throws IOException {
        assertThat(defaultId()).isEmpty();
        in(ModelStatus.FAILED);
        ModelId first = in(ModelStatus.COMPLETED);
        ModelId second = in(ModelStatus.COMPLETED);
        assertThat(defaultId()).as("completing alone sets no alias").isEmpty();
        assertThat(registry.setAliasIfNone(Alias.DEFAULT, first)).isTrue();
        assertThat(defaultId()).contains(first);
        assertThat(registry.setAliasIfNone(Alias.DEFAULT, second)).isFalse();
        assertThat(registry.setAliasIfNone(Alias.DEFAULT, first)).isFalse();
        assertThat(defaultId()).contains(first);
        registry.setAlias(Alias.DEFAULT, second);
        assertThat(defaultId()).contains(second);
        ledger.delete(second);
        assertThat(defaultId()).isEmpty();
        assertThat(registry.setAliasIfNone(Alias.DEFAULT, first))
                .as("what follows a deleted model is for people to say")
                .isFalse();
        assertThat(defaultId()).isEmpty();
        assertThat(registry.rollBack(Alias.DEFAULT).firstModel()).contains(first);
        assertThat(registry.deleteAlias(Alias.DEFAULT)).isTrue();
        assertThat(registry.deleteAlias(Alias.DEFAULT)).isFalse();
        assertThat(defaultId()).isEmpty();
        for (ModelStatus status : List.of(ModelStatus.CREATED, ModelStatus.IN_PROGRESS, ModelStatus.FAILED)) {
            ModelId id = in(status);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> registry.setAlias(Alias.DEFAULT, id),
                    () -> registry.setAliasIfNone(Alias.DEFAULT, id),
                    () -> registry.setAlias("live", List.of(new Share(first, 1), new Share(id, 1))))) {
                assertThatThrownBy(call)
                        .isInstanceOf(ModelNotCompletedException.class)
                        .hasMessageContaining(status.name());
            }
        }
        assertThat(defaultId()).isEmpty();
        assertThat(registry.alias("live")).isEmpty();
    }

    @Test
    void theDefaultIsSharedRolledBackAndDeletedLikeAnyAlias() throws IOException {
        ModelId first = in(ModelStatus.COMPLETED);
        ModelId second = in(ModelStatus.COMPLETED);
        registry.setAliasIfNone(Alias.DEFAULT, first);
        registry.setAlias(Alias.DEFAULT, List.of(new Share(first, 9), new Share(second, 1)));
        assertThat(registry.aliases()).extracting(Alias::name).containsExactly(Alias.DEFAULT);
        assertThat(registry.alias(Alias.DEFAULT).orElseThrow().shares()).hasSize(2);
        assertThat(registry.rollBack(Alias.DEFAULT).shares()).containsExactly(new Share(first, 1));
        assertThat(registry.rollBack(Alias.DEFAULT, 2).shares()).hasSize(2);
        assertThat(registry.deleteAlias(Alias.DEFAULT)).isTrue();
        assertThat(registry.aliases()).isEmpty();
    }

    @Test
    void anAliasThatWasLeftBehindByADeletionHasNoModelUntilItIsSet() throws IOException {
        ModelId gone = in(ModelStatus.COMPLETED);
        VersionedRecord record = records.get(RegistryKeys.of(gone)).orElseThrow();
        registry.setAlias("live", gone);
        registry.setAliasIfNone(Alias.DEFAULT, gone);
        assertThat(records.delete(record)).isTrue();
        assertThat(defaultId()).isEmpty();
        assertThat(registry.alias("live").orElseThrow().shares()).isEmpty();
        ModelId next = in(ModelStatus.COMPLETED);
        assertThat(registry.setAliasIfNone(Alias.DEFAULT, next)).isFalse();
        assertThat(defaultId()).isEmpty();
        registry.setAlias(Alias.DEFAULT, next);
        assertThat(defaultId()).contains(next);
    }

    @Test
    void anAliasKeepsWhatItWasAndGoesBackStepByStep() throws IOException {
        List<ModelId> models = new ArrayList<>();
        for (int model = 0; model < 4; model++) {
            models.add(in(ModelStatus.COMPLETED));
            registry.as("user-" + model).setAlias("live", models.get(model));
        }
        assertThat(liveModel()).contains(models.get(3));
        assertThat(earlier()).contains(3);
        assertThat(registry.rollBack("live").current().restored()).hasValue(3);
        assertThat(earlier()).contains(2);
        assertThat(liveModel()).contains(models.get(2));
        registry.rollBack("live");
        assertThat(liveModel()).contains(models.get(1));
        registry.setAlias("live", models.get(3));
        registry.rollBack("live");
        assertThat(liveModel()).contains(models.get(1));
        registry.rollBack("live");
        assertThat(liveModel()).contains(models.get(0));
        assertThat(earlier()).isEmpty();
        assertThatThrownBy(() -> registry.rollBack("live"))
                .isInstanceOf(InvalidAliasException.class)
                .hasMessageContaining("no earlier revision");
        registry.rollBack("live", 3);
        Alias alias = registry.alias("live").orElseThrow();
        assertThat(liveModel()).contains(models.get(2));
        assertThat(alias.revisions()).extracting(Alias.Revision::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(alias.revisions().subList(0, 4))
                .extracting(Alias.Revision::by)
                .containsExactly("user-0", "user-1", "user-2", "user-3");
        assertThatThrownBy(() -> registry.rollBack("live", 11)).isInstanceOf(InvalidAliasException.class);
        assertThatThrownBy(() -> registry.rollBack("none")).isInstanceOf(UnknownAliasException.class);
        ledger.delete(models.get(1));
        assertThatThrownBy(() -> registry.rollBack("live", 2)).isInstanceOf(UnknownModelException.class);
        assertThat(earlier()).as("the second has no model").contains(1);
        registry.rollBack("live");
        assertThat(liveModel()).contains(models.get(0));
    }

    /** A page asks for all aliases again and again. */
    @Test
    void whereAliasesCanGoBackToIsFoundByOneLookAtEachModel() throws IOException {
        CountedRecords counted = new CountedRecords(records);
        RecordModelRegistry models = RecordModelRegistry.on(counted, "tester", clock);
        List<ModelId> ids = new ArrayList<>();
        for (int each = 0; each < 4; each++) {
            ids.add(in(ModelStatus.COMPLETED));
        }
        for (int round = 0; round < 5; round++) {
            for (ModelId id : ids) {
                models.setAlias("live", id);
                models.setAlias("test", id);
            }
        }
        for (ModelId id : ids.subList(0, 3)) {
            ledger.delete(id);
        }
        List<Alias> all = models.aliases();
        counted.reads = 0;

        assertThat(models.earlier(all))
                .hasSize(2)
                .allSatisfy((name, revision) ->
                        assertThat(revision.number()).as(name).isEqualTo(16));
        assertThat(counted.reads).isEqualTo(4);
    }

    /** Counts how often a record is read. */
    private static final class CountedRecords extends ForwardingRecords {
        private int reads;

        CountedRecords(VersionedRecords records) {
            super(records);
        }

        @Override
        public Optional<VersionedRecord> get(String key) throws IOException {
            reads++;
            return super.get(key);
        }
    }

    /** The number of the revision that going back would lead to. */
    private Optional<Integer> earlier() throws IOException {
        return registry.earlier(registry.alias("live").orElseThrow()).map(Alias.Revision::number);
    }

    @Test
    void deletingAModelTakesItsSharesAndTheAliasCanGoBackPastIt() throws IOException {
        ModelId a = in(ModelStatus.COMPLETED);
        ModelId b = in(ModelStatus.COMPLETED);
        registry.setAlias("live", a);
        registry.setAlias("live", List.of(new Share(a, 9), new Share(b, 1)));
        registry.setAlias("test", b);
        assertThat(registry.aliases()).extracting(Alias::name).containsExactly("live", "test");
        assertThat(ledger.delete(b)).isTrue();
        assertThat(ledger.delete(b)).isFalse();
        assertThat(registry.alias("live").orElseThrow().shares()).containsExactly(new Share(a, 9));
        assertThat(registry.alias("test").orElseThrow().shares()).isEmpty();
        assertThatThrownBy(() -> registry.rollBack("test")).isInstanceOf(InvalidAliasException.class);
        registry.rollBack("live");
        assertThat(registry.alias("live").orElseThrow().shares()).containsExactly(new Share(a, 1));
        assertThat(registry.deleteAlias("test")).isTrue();
        assertThat(registry.deleteAlias("test")).isFalse();
        assertThat(registry.alias("test")).isEmpty();
    }

    @Test
    void sharesThatAnAliasHasAddNoRevisionAndARollBackDoes() throws IOException {
        ModelId a = in(ModelStatus.COMPLETED);
        ModelId b = in(ModelStatus.COMPLETED);
        registry.setAlias("live", a);
        List<Share> both = List.of(new Share(a, 1), new Share(b, 1));
        Alias set = registry.setAlias("live", both);
        assertThat(registry.as("bob").setAlias("live", both)).isEqualTo(set);
        assertThat(registry.alias("live")).contains(set);
        assertThat(registry.setAlias("live", List.of(both.get(1), both.get(0)))
                        .current()
                        .number())
                .as("another order gives users another model")
                .isEqualTo(3);
        assertThat(registry.rollBack("live", 3).current().number()).isEqualTo(4);
        assertThat(ledger.delete(b)).isTrue();
        assertThatThrownBy(() -> registry.setAlias("live", both)).isInstanceOf(UnknownModelException.class);
    }

    @Test
    void manyRevisionsAreBoundedAndNumbersGoOn() throws IOException {
        ModelId a = in(ModelStatus.COMPLETED);
        for (int revision = 1; revision <= 120; revision++) {
            registry.setAlias("live", List.of(new Share(a, revision)));
        }
        Alias alias = registry.alias("live").orElseThrow();
        assertThat(alias.revisions()).hasSize(Alias.MAX_REVISIONS);
        assertThat(alias.current().number()).isEqualTo(120);
        for (int back = 119; back > 100; back--) {
            assertThat(registry.rollBack("live").shares()).containsExactly(new Share(a, back));
        }
    }

    @Test
    void hostileNamesOfAliasesReachNoRecord() throws IOException {
        ModelId a = in(ModelStatus.COMPLETED);
        for (String name : HostileKeys.all()) {
            if (!name.matches("[a-z0-9]{3,4}")) {
                for (ThrowingCallable call : List.<ThrowingCallable>of(
                        () -> registry.setAlias(name, a),
                        () -> registry.alias(name),
                        () -> registry.rollBack(name),
                        () -> registry.rollBack(name, 1),
                        () -> registry.deleteAlias(name))) {
                    assertThatThrownBy(call).as("%s", name).isInstanceOf(InvalidAliasException.class);
                }
            }
        }
        for (String device : List.of("con", "nul", "com1")) {
            registry.setAlias(device, a);
        }
        assertThat(registry.aliases()).extracting(Alias::name).containsExactly("com1", "con", "nul");
    }

    @Test
    void damagedRecordsAreReportedAndBlockNothingElse() throws IOException {
        for (String damage : List.of(
                "",
                "null",
                "[]",
                "{",
                "{\"status\":\"COMPLETED\"}",
                "{\"status\":7,\"revisions\":[{}]}",
                "{\"revisions\":[{\"shares\":[{\"model\":\"../x\",\"weight\":1}],\"when\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"revisions\":[{\"shares\":[{\"model\":\"" + new UUID(1, 1)
                        + "\",\"weight\":-1}],\"when\":\"2026-01-01T00:00:00Z\"}]}")) {
            ModelId whole = in(ModelStatus.COMPLETED);
            ModelId damaged = in(ModelStatus.COMPLETED);
            registry.setAlias(Alias.DEFAULT, whole);
            registry.setAlias("live", whole);
            write(RegistryKeys.of(damaged), damage);
            write(RegistryKeys.ofAlias(Alias.DEFAULT), damage);
            write(RegistryKeys.ofAlias("live"), damage);
            assertThat(registry.get(damaged).status()).isEqualTo(ModelStatus.FAILED);
            assertThat(registry.get(damaged).isReadable()).isFalse();
            assertThat(registry.get(damaged).message()).contains("damaged");
            assertThat(registry.list(1)).extracting(ModelRecord::id).containsExactly(damaged);
            assertThatThrownBy(() -> registry.setAlias(Alias.DEFAULT, damaged))
                    .isInstanceOf(ModelNotCompletedException.class);
            assertThatThrownBy(() -> registry.alias(Alias.DEFAULT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
            assertThatThrownBy(() -> registry.alias("live")).isInstanceOf(IOException.class);
            assertThat(registry.setAliasIfNone(Alias.DEFAULT, whole)).isFalse();
            assertThatThrownBy(() -> registry.rollBack(Alias.DEFAULT))
                    .isInstanceOf(InvalidAliasException.class)
                    .hasMessageContaining("damaged or of a newer version; set the alias again");
            assertThat(records.get(RegistryKeys.ofAlias(Alias.DEFAULT))
                            .orElseThrow()
                            .content())
                    .as("kept until it is set explicitly")
                    .isEqualTo(damage);
            assertThat(ledger.delete(damaged)).isTrue();
            registry.setAlias(Alias.DEFAULT, whole);
            registry.setAlias("live", whole);
            assertThat(defaultId()).contains(whole);
            assertThat(liveModel()).contains(whole);
            ledger.delete(whole);
        }
    }

    @Test
    void whatAnotherProcessChangesIsSeenAtOnce() throws IOException {
        RecordModelRegistry other = RecordModelRegistry.on(records, "other");
        ModelId id = in(ModelStatus.CREATED);
        assertThat(other.get(id).status()).isEqualTo(ModelStatus.CREATED);
        ledger.start(id, "");
        assertThat(other.get(id).status()).isEqualTo(ModelStatus.IN_PROGRESS);
        ledger.complete(id, file(id), "{}", "");
        assertThat(other.get(id).status()).isEqualTo(ModelStatus.COMPLETED);
        registry.setAlias(Alias.DEFAULT, id);
        TrainingLedger.on(records, "other").delete(id);
        assertThat(other.find(id)).isEmpty();
        assertThat(registry.find(id)).isEmpty();
        assertThat(defaultId()).isEmpty();
    }

    @Test
    void aModelThatFailsItsCheckGetsNoAlias() throws IOException {
        List<ModelId> bad = new ArrayList<>();
        RecordModelRegistry checked = RecordModelRegistry.checked(
                records,
                "tester",
                id -> {
                    if (bad.contains(id)) {
                        throw new UnknownModelException(id);
                    }
                },
                alias -> {});
        ModelId id = in(ModelStatus.COMPLETED);
        bad.add(id);
        assertThatThrownBy(() -> checked.setAlias(Alias.DEFAULT, id)).isInstanceOf(UnknownModelException.class);
        assertThatThrownBy(() -> checked.setAliasIfNone(Alias.DEFAULT, id)).isInstanceOf(UnknownModelException.class);
        assertThatThrownBy(() -> checked.as("bob").setAlias("live", id)).isInstanceOf(UnknownModelException.class);
        assertThat(defaultId()).isEmpty();
        assertThat(registry.aliases()).isEmpty();
        RecordModelRegistry failing = RecordModelRegistry.checked(
                records,
                "tester",
                model -> {
                    throw new IllegalStateException("the check itself fails");
                },
                alias -> {});
        assertThatThrownBy(() -> failing.setAliasIfNone(Alias.DEFAULT, id))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the check itself fails");
        assertThat(registry.get(id).status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(defaultId()).isEmpty();
        ModelId good = in(ModelStatus.COMPLETED);
        assertThat(checked.setAliasIfNone(Alias.DEFAULT, good)).isTrue();
        assertThat(defaultId()).contains(good);
        assertThat(checked.setAliasIfNone(Alias.DEFAULT, id)).isFalse();
    }

    private void write(String key, String content) throws IOException {
        assertThat(records.update(records.get(key).orElseThrow(), content)).isPresent();
    }

    private Optional<ModelId> defaultId() throws IOException {
        return registry.alias(Alias.DEFAULT).flatMap(Alias::firstModel);
    }

    private Optional<ModelId> liveModel() throws IOException {
        return registry.alias("live").orElseThrow().firstModel();
    }

    private ModelId in(ModelStatus status) throws IOException {
        ModelId id = ledger.create("", "{}").id();
        if (status == ModelStatus.IN_PROGRESS || status == ModelStatus.COMPLETED) {
            ledger.start(id, "");
        }
        if (status == ModelStatus.COMPLETED) {
            ledger.complete(id, file(id), "{}", "");
        }
        if (status == ModelStatus.FAILED) {
            ledger.fail(id, "", Optional.empty());
        }
        return id;
    }

    private static ModelFile file(ModelId id) {
        return new ModelFile("models/" + id + "/x.model", 17, "0f".repeat(32));
    }

    private static String json(int length) {
        String start = "{\"a\":\"";
        return start + "\u20AC".repeat(length - start.length() - 2) + "\"}";
    }

    private static void assertIllegal(ModelId id, ModelStatus from, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining(from.name())
                .satisfies(
                        e -> assertThat(((IllegalTransitionException) e).id()).isEqualTo(id));
    }
}
