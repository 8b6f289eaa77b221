package dev.recommender.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.internal.util.IOAction;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelAnswersException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that are made of a model to take its place. */
class GivingWayTest {
    /** What happens once, before the alias "b" changes. */
    private IOAction atAliasB = () -> {};

    private boolean noAliases;

    private final VersionedRecords records = BlobRecords.in(new HookedStore(), "records");
    private final RecordModelRegistry registry = RecordModelRegistry.on(records, "tester");
    private final TrainingLedger ledger = TrainingLedger.on(records, "tester");

    private ModelId old;

    @BeforeEach
    void complete() throws IOException {
        old = ledger.create("", "{}").id();
        ledger.start(old, "");
        complete(old);
    }

    @Test
    void aModelGivesWayToTheFirstUntilThatHasFailedOrIsGone() throws IOException {
        ModelRecord before = registry.get(old);
        ModelId first = made();
        ModelId second = made();
        assertThat(before.givesWayTo()).isEmpty();
        assertThat(ledger.giveWay(old, first)).isTrue();
        assertThat(ledger.giveWay(old, first)).as("again").isTrue();
        assertThat(ledger.giveWay(old, second)).isFalse();
        ModelRecord after = registry.get(old);
        assertThat(after.givesWayTo()).contains(first);
        assertThat(after.changes()).hasSize(before.changes().size() + 1);
        assertThat(after.status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(after.file()).isEqualTo(before.file());
        assertThat(after.message()).isEqualTo(before.message());
        assertThat(after.statistics()).isEqualTo(before.statistics());

        ledger.fail(first, "cut short", Optional.empty());
        assertThat(ledger.giveWay(old, second)).isTrue();
        ledger.delete(second);
        ModelId third = made();
        assertThat(ledger.giveWay(old, third)).isTrue();
        assertThat(registry.get(old).givesWayTo()).contains(third);
        complete(third);
        assertThat(ledger.giveWay(old, made()))
                .as("to another than a completed one")
                .isFalse();
    }

    /** Some of the shares may be the other's already. */
    @Test
    void aModelWhoseSuccessorAnswersIsNotDeletedWithoutItsShares() throws IOException {
        ModelId next = made();
        assertThat(ledger.giveWay(old, next)).isTrue();
        complete(next);
        registry.setAlias("a", old);
        registry.setAlias("b", next);
        assertThatExceptionOfType(ModelAnswersException.class)
                .isThrownBy(() -> ledger.deleteUnlessAnswering(old))
                .withMessage("model " + old + " answers under the alias a, and model " + next
                        + ", which is about to replace it, under the alias b; set them to another model first")
                .satisfies(refused -> assertThat(refused.id()).isEqualTo(old))
                .satisfies(refused -> assertThat(refused.aliases()).containsExactly("a", "b"));
        assertThat(registry.find(old)).isPresent();
        assertThat(registry.find(next)).isPresent();
        registry.deleteAlias("a");
        assertThatExceptionOfType(ModelAnswersException.class)
                .isThrownBy(() -> ledger.deleteUnlessAnswering(old))
                .withMessage("model " + next + ", which is about to replace model " + old
                        + ", answers under the alias b; set it to another model first")
                .satisfies(refused -> assertThat(refused.aliases()).containsExactly("b"));
        registry.deleteAlias("b");
        assertThat(ledger.deleteUnlessAnswering(old)).isTrue();
        assertThat(registry.find(next)).isEmpty();
    }

    @Test
    void aModelThatIsNotCompletedOrIsGoneGivesWayToNone() throws IOException {
        ModelId waiting = ledger.create("", "{}").id();
        assertThat(ledger.giveWay(waiting, made())).isFalse();
        ledger.delete(old);
        assertThat(ledger.giveWay(old, made())).isFalse();
        assertThat(registry.find(old)).isEmpty();
    }

    @Test
    void whatIsMadeOfAModelIsDeletedWithItEvenIfItAnswersAlready() throws IOException {
        ModelId first = made();
        ledger.giveWay(old, first);
        assertThat(ledger.delete(old)).isTrue();
        assertThat(registry.find(first)).isEmpty();

        complete();
        ModelId unused = made();
        ledger.giveWay(old, unused);
        complete(unused);
        ledger.delete(old);
        assertThat(registry.find(unused)).isEmpty();

        complete();
        ModelId answering = made();
        ledger.giveWay(old, answering);
        complete(answering);
        registry.setAlias("default", answering);
        ledger.delete(old);
        assertThat(registry.find(answering)).isEmpty();
        assertThat(answers("default")).isFalse();
    }

    @Test
    void aModelThatIsDeletedAmidItsReplacementIsGoneAltogether() throws IOException {
        registry.setAlias("a", old);
        registry.setAlias("b", old);
        ModelId by = made();
        ledger.giveWay(old, by);
        complete(by);
        atAliasB = () -> {
            assertThat(registry.alias("a").flatMap(Alias::firstModel)).contains(by);
            assertThat(ledger.delete(old)).isTrue();
        };
        assertThat(ledger.replace(old, by)).isEmpty();
        assertThat(registry.list(10)).isEmpty();
        for (String alias : List.of("a", "b")) {
            assertThat(answers(alias)).as(alias).isFalse();
            assertThat(registry.alias(alias).stream().flatMap(each -> each.shares().stream()))
                    .isEmpty();
        }
    }

    @Test
    void aModelIsNotDeletedIfWhatItGivesWayToIsDeletedAmidItsReplacement() throws IOException {
        registry.setAlias("a", old);
        registry.setAlias("b", old);
        ModelId by = made();
        ledger.giveWay(old, by);
        complete(by);
        atAliasB = () -> ledger.delete(by);
        assertThat(ledger.replace(old, by)).isEmpty();
        assertThat(registry.find(old)).isPresent();
        assertThat(ledger.replace(old, by)).as("again").isEmpty();
        assertThat(registry.find(old)).isPresent();
    }

    @Test
    void aDeletionHoldsEvenIfTheAliasesCannotBeReached() throws IOException {
        registry.setAlias("a", old);
        ModelId by = made();
        ledger.giveWay(old, by);
        complete(by);
        noAliases = true;
        assertThat(ledger.delete(old)).isTrue();
        noAliases = false;
        assertThat(registry.list(10)).isEmpty();
        assertThat(answers("a")).isFalse();
    }

    private boolean answers(String alias) throws IOException {
        Optional<ModelId> model = registry.alias(alias).flatMap(Alias::firstModel);
        return model.isPresent() && registry.find(model.get()).isPresent();
    }

    @Test
    void oneThatHasTakenTheModelsPlaceStays() throws IOException {
        ModelId by = made();
        ledger.giveWay(old, by);
        complete(by);
        ledger.replace(old, by);
        assertThat(registry.find(old)).isEmpty();
        assertThat(registry.find(by)).isPresent();
        assertThat(ledger.delete(old)).isFalse();
        assertThat(registry.find(by)).isPresent();
    }

    @Test
    void whenItWasRequestedAndWhenItWasMadeAreTold() throws IOException {
        Instant requested = Instant.parse("2026-01-01T10:00:00Z");
        ModelRecord made = ledger.create("", "{}", Optional.of(requested), ModelRecord.REPLACES + old);
        ModelRecord read = registry.get(made.id());
        assertThat(read.created()).isEqualTo(requested);
        assertThat(read.rewritten()).contains(ModelIds.timeOf(made.id()));
        assertThat(registry.get(old).rewritten()).isEmpty();
    }

    private final class HookedStore extends ForwardingBlobStore {
        HookedStore() {
            super(new MemoryBlobStore());
        }

        @Override
        public boolean create(String key, BlobContent content) throws IOException {
            if (key.contains("registry/alias-b")) {
                IOAction action = atAliasB;
                atAliasB = () -> {};
                action.run();
            }
            return super.create(key, content);
        }

        @Override
        public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
            if (noAliases && prefix.contains("alias")) {
                throw new IOException("the aliases cannot be reached");
            }
            return super.list(prefix, after, limit);
        }
    }

    private ModelId made() throws IOException {
        ModelId id = ledger.create("", "{}", Optional.empty(), ModelRecord.REPLACES + old)
                .id();
        ledger.start(id, "");
        return id;
    }

    private void complete(ModelId id) throws IOException {
        ledger.complete(id, new ModelFile("models/" + id + "/x.model", 1, "a".repeat(64)), "{}", "completed");
    }
}
