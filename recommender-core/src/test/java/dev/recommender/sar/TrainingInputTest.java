package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.EventType;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources that fail, hang and never end; catalogs that do not know everything. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrainingInputTest {
    private static final SarTrainer TRAINER =
            SarTrainer.builder().supportThreshold(1).threads(2).build();

    @TempDir
    private Path folder;

    @Test
    void aSourceThatCannotBeReadIsToldWithItsOwnException() {
        UsageEvents broken = sink -> {
            give(sink, 3);
            throw new IOException("the database went away");
        };
        assertThatThrownBy(() -> TRAINER.train(broken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the database went away")
                .cause()
                .isExactlyInstanceOf(IOException.class);
        UsageEvents undivided = new UsageEvents() {
            @Override
            public ParsingReport forEach(Sink sink) {
                return ParsingReport.clean(0);
            }

            @Override
            public List<UsageEvents> parts() throws IOException {
                throw new IOException("no such folder");
            }
        };
        assertThatThrownBy(() -> TRAINER.train(undivided))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no such folder");
    }

    @Test
    void aPartThatFailsEndsTheTrainingAlthoughAnotherNeverEnds() {
        UsageEvents endless = sink -> {
            for (int event = 0; ; event++) {
                sink.event("u" + event % 10, "i" + event % 7, event, EventType.CUSTOM, 1);
            }
        };
        UsageEvents broken = sink -> {
            throw new IOException("the database went away");
        };
        for (List<UsageEvents> parts : List.of(List.of(endless, broken), List.of(broken, endless))) {
            assertThatThrownBy(() -> TRAINER.train(of(parts)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the database went away");
        }
    }

    @Test
    @Tag("slow")
    void cancellationDoesNotWaitForASourceThatIgnoresInterruption() {
        AtomicBoolean released = new AtomicBoolean();
        AtomicBoolean reading = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        UsageEvents hanging = sink -> {
            try {
                reading.set(true);
                while (!released.get()) {
                    Thread.interrupted();
                    LockSupport.parkNanos(1_000_000);
                }
                give(sink, 1_000_000);
                throw new AssertionError("the sink goes on although the training was cancelled");
            } catch (TrainingCancelledException e) {
                ended.set(true);
                throw e;
            }
        };
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                return reading.get();
            }
        };
        assertThatThrownBy(() -> TRAINER.train(TrainingInput.of(hanging).monitor(monitor)))
                .isInstanceOf(TrainingCancelledException.class);
        assertThat(ended).isFalse();
        released.set(true);
        while (!ended.get()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void eventsOfItemsThatTheCatalogLacksAreLeftOutOrKeptAsAsked() {
        UsageEvents usage = UsageEvents.of(List.of(
                UsageEvent.of("u1", "known"),
                UsageEvent.of("u1", "other"),
                UsageEvent.of("u1", "strange"),
                UsageEvent.of("u2", "known"),
                UsageEvent.of("u2", "other"),
                UsageEvent.of("u3", "strange")));
        Catalog catalog = Catalog.of(List.of(CatalogItem.of("known"), CatalogItem.of("other"), CatalogItem.of("new")));

        TrainingResult<NeighborModel> skipped =
                TRAINER.train(TrainingInput.of(usage).catalog(catalog));
        assertThat(skipped.report().successes()).isEqualTo(4);
        assertThat(skipped.report().warnings())
                .containsExactly(new ParsingProblem(ParsingReason.UNKNOWN_ITEM_ID, 2, "events", 3, "item \"strange\""));
        assertThat(skipped.statistics().events()).isEqualTo(4);
        assertThat(skipped.statistics().users()).isEqualTo(2);
        assertThat((skipped.model()).items()).toIterable().containsExactly("known", "other", "new");

        TrainingResult<NeighborModel> kept =
                TRAINER.train(TrainingInput.of(usage).catalog(catalog).keepUnknownItems());
        assertThat(kept.report()).isEqualTo(ParsingReport.clean(6));
        assertThat(kept.statistics().users()).isEqualTo(3);
        NeighborModel model = kept.model();
        assertThat(model.items()).toIterable().containsExactly("known", "other", "strange", "new");
        assertThat(model.similarity("known", "strange").orElseThrow()).isEqualTo(1 / 3f);
        assertThat(model.item("strange")).isEmpty();
        assertThat(model.item("known")).contains(CatalogItem.of("known"));
    }

    @Test
    void aCatalogOfOtherItemsAloneLeavesNothingToTrainOn() {
        TrainingInput input = TrainingInput.of(UsageEvents.of(List.of(UsageEvent.of("u", "a"))))
                .catalog(Catalog.of(List.of(CatalogItem.of("A"))));
        assertThatThrownBy(() -> TRAINER.train(input))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the catalog has none of the items of the usage events: its first item is \"A\"")
                .hasMessageContaining("item \"a\"")
                .hasMessageContaining("keep events of unknown items")
                .isInstanceOfSatisfying(
                        TrainingException.class,
                        e -> assertThat(e.report()).hasValueSatisfying(report -> {
                            assertThat(report.successes()).isZero();
                            assertThat(report.warnings())
                                    .extracting(ParsingProblem::reason)
                                    .containsExactly(ParsingReason.UNKNOWN_ITEM_ID);
                        }));
    }

    @Test
    void whatTheCatalogSaysIsTheSameAfterSavingAndOpening() throws IOException {
        List<CatalogItem> described = List.of(
                CatalogItem.of("bare"),
                CatalogItem.of("named").name("Ærø 🎻 \"quoted\"\nand more"),
                CatalogItem.of("empty name").name("").category(""),
                CatalogItem.of("categorised").category("strings"),
                CatalogItem.of("featured").feature("colour", "red", "blue").feature("colour", "green"),
                CatalogItem.of("whole")
                        .name("Whole")
                        .category("strings")
                        .feature("empty", "")
                        .feature("strings", "strings", "Whole"),
                CatalogItem.of("unused").name("never bought").feature("colour", "red"));
        List<UsageEvent> events = new ArrayList<>(List.of(UsageEvent.of("u", "not in the catalog")));
        described.stream()
                .filter(item -> !item.id().equals("unused"))
                .forEach(item -> events.add(UsageEvent.of("u", item.id())));
        NeighborModel trained = TRAINER.train(TrainingInput.of(UsageEvents.of(events))
                        .catalog(Catalog.of(described))
                        .keepUnknownItems())
                .model();
        Path file = folder.resolve("described.model");
        trained.save(file);
        try (NeighborModel opened = NeighborModel.open(file)) {
            for (CatalogItem item : described) {
                assertThat(trained.item(item.id())).contains(item);
                assertThat(opened.item(item.id())).contains(item);
            }
            assertThat(opened.item("not in the catalog")).isEmpty();
            assertThat(opened.item("unheard of")).isEmpty();
            Query red = Query.popular().where(item -> item.has("colour", "red"));
            assertThat(opened.recommender().recommend(red))
                    .extracting(next -> next.item())
                    .containsExactly("featured", "unused");
            Query strings = Query.popular()
                    .maxPerCategory(1)
                    .where(item -> item.category().filter("strings"::equals).isPresent());
            assertThat(opened.recommender().recommend(strings)).hasSize(1);
        }
    }

    private static void give(UsageEvents.Sink sink, int count) {
        for (int event = 0; event < count; event++) {
            sink.event("u" + event % 10, "i" + event % 7, event, EventType.CUSTOM, 1);
        }
    }

    private static UsageEvents of(List<UsageEvents> parts) {
        return new UsageEvents() {
            @Override
            public ParsingReport forEach(Sink sink) {
                throw new AssertionError("parts are read instead");
            }

            @Override
            public List<UsageEvents> parts() {
                return parts;
            }
        };
    }
}
