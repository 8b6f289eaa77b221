package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.storage.ForwardingRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The last event of a training, which a worker makes the default only after that has ended. */
class ProgressTest {
    private final VersionedRecords records = BlobRecords.in(new MemoryBlobStore(), "records");
    private final RecordModelRegistry registry = RecordModelRegistry.on(records, "tester");
    private final TrainingLedger ledger = TrainingLedger.on(records, "tester");
    private final WatchedRecords watched = new WatchedRecords();
    /** What becomes the default after the third look at all aliases. */
    private Optional<ModelId> late = Optional.empty();

    @Test
    void theLastEventWaitsForTheAliasOfTheFirstModel() throws IOException {
        ModelRecord model = completed();
        late = Optional.of(model.id());

        assertThat(last(model, Duration.ofSeconds(1)))
                .contains("\"status\":\"completed\"")
                .contains("\"aliases\":[{\"name\":\"default\",\"weight\":1}]");
        assertThat(watched.looks).isEqualTo(4);
    }

    @Test
    void whatWasCompletedLongAgoOrFailedWaitsForNothing() throws IOException {
        assertThat(last(completed(), Duration.ofHours(1))).endsWith("\"aliases\":[]}\n\n");
        assertThat(last(completed(), Duration.ofHours(-1)))
                .as("by a clock that is behind")
                .endsWith("\"aliases\":[]}\n\n");
        assertThat(watched.looks).isEqualTo(2);
        ModelRecord failed = ledger.fail(ledger.create("", "{}").id(), "no", Optional.empty());
        assertThat(last(failed, Duration.ZERO))
                .contains("\"status\":\"failed\"")
                .endsWith("\"aliases\":[]}\n\n");
        assertThat(watched.looks).isEqualTo(2);
    }

    @Test
    void whereThereIsADefaultNothingIsAwaited() throws IOException {
        registry.setAlias(Alias.DEFAULT, completed().id());
        ModelRecord next = completed();
        registry.setAlias("shop", next.id());

        assertThat(last(next, Duration.ZERO)).contains("\"aliases\":[{\"name\":\"shop\",\"weight\":1}]");
        assertThat(watched.looks).isEqualTo(1);
    }

    /** Each look is a listing of all aliases, of a store that may be far away. */
    @Test
    @Tag("slow")
    void whereNoDefaultComesFewLooksAreTaken() throws IOException {
        assertThat(last(completed(), Duration.ZERO))
                .contains("\"status\":\"completed\"")
                .endsWith("\"aliases\":[]}\n\n");
        assertThat(watched.looks).isEqualTo(5);
    }

    private ModelRecord completed() throws IOException {
        ModelId id = ledger.create("", "{}").id();
        ledger.start(id, "");
        return ledger.complete(id, new ModelFile("models/" + id + "/x.model", 1, "a".repeat(64)), "{}", "completed");
    }

    /** The only event of a model that has ended, at a time after that. */
    private String last(ModelRecord model, Duration after) throws IOException {
        Instant ended = model.changes().get(model.changes().size() - 1).when();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Progress(RecordModelRegistry.on(watched, "tester"), new Draining(), () -> ended.plus(after))
                .reply(model, Optional.empty()).stream().orElseThrow().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private final class WatchedRecords extends ForwardingRecords {
        private int looks;

        WatchedRecords() {
            super(records);
        }

        @Override
        public List<VersionedRecord> list(String prefix, String after, int limit) throws IOException {
            List<VersionedRecord> found = super.list(prefix, after, limit);
            looks++;
            if (looks == 3 && late.isPresent()) {
                registry.setAlias(Alias.DEFAULT, late.get());
            }
            return found;
        }
    }
}
