package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training says which types its events have, and which options had no effect with them. */
class TrainingNotesTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void typesOfEventsAreCountedAlikeFromCodeAndFromFiles() throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int number = 0; number < 900; number++) {
            String type = number % 9 < 5 ? "Click" : number % 9 < 8 ? "Purchase" : "Kauf";
            events.add(UsageEvent.of("u" + number % 50, "i" + number % 7).type(EventType.of(type)));
            lines.append("u" + number % 50 + ",i" + number % 7 + ",," + type + "\n");
        }
        Path file = Files.writeString(folder.resolve("usage.csv"), lines);
        for (UsageEvents source : List.of(UsageEvents.of(events), Parts.of(events, 7), UsageCsv.read(file))) {
            TrainingResult<NeighborModel> result = result(SarTrainer.builder().threads(2), source);
            assertThat(result.statistics().eventTypes())
                    .containsExactly(Map.entry("Click", 500L), Map.entry("Purchase", 300L), Map.entry("Kauf", 100L));
            assertThat(result.notes()).isEmpty();
        }
    }

    @Test
    void aWeightForATypeThatNoEventHasIsNoted() {
        UsageEvents events = UsageEvents.of(List.of(
                UsageEvent.of("u", "a").at(MAY).type(EventType.CLICK),
                UsageEvent.of("u", "b").at(MAY).type(EventType.CLICK),
                UsageEvent.of("u", "c").at(MAY)));
        EventWeights weights = EventWeights.standard()
                .with(EventType.of("Kauf"), 3)
                .with(EventType.PURCHASE, 4)
                .with(EventType.CLICK, 2);
        assertThat(notes(SarTrainer.builder().eventWeights(weights), events))
                .containsExactly(
                        "no event is of type Kauf, which eventWeights names; the types are Click (2), Custom (1)");
        assertThat(notes(SarTrainer.builder(), events)).isEmpty();
    }

    @Test
    void aTypeCalledOthersHidesNothing() {
        UsageEvents events = UsageEvents.of(List.of(
                UsageEvent.of("u", "a").at(MAY).type(EventType.of("others")),
                UsageEvent.of("u", "b").at(MAY).type(EventType.of("others"))));
        EventWeights weights = EventWeights.standard().with(EventType.of("Kauf"), 3);
        assertThat(notes(SarTrainer.builder().eventWeights(weights), events))
                .containsExactly("no event is of type Kauf, which eventWeights names; the types are others (2)");
    }

    @Test
    void aWeightIsNotNotedWhereThereAreTooManyTypesToNameAll() {
        List<UsageEvent> events = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            events.add(UsageEvent.of("u" + number % 9, "i" + number % 7)
                    .at(MAY)
                    .type(EventType.of("t" + number % 100 + (number == 299 ? "rare" : ""))));
        }
        EventWeights weights = EventWeights.standard().with(EventType.of("t99rare"), 3);
        assertThat(notes(SarTrainer.builder().eventWeights(weights), UsageEvents.of(events)))
                .isEmpty();
        assertThat(notes(SarTrainer.builder().eventWeights(weights), UsageEvents.of(events.subList(0, 299))))
                .singleElement()
                .asString()
                .startsWith("no event is of type t99rare, which eventWeights names; the types are t0 (3), t1 (3)");
    }

    @Test
    void optionsAboutTimesAreNotedWhereNoEventHasOne() {
        List<UsageEvent> untimed = List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b"));
        SarTrainer.Builder options = SarTrainer.builder()
                .decayHalfLife(Duration.ofDays(7))
                .referenceTime(MAY)
                .cooccurrenceUnit(CooccurrenceUnit.TIMESTAMP);
        assertThat(notes(options, UsageEvents.of(untimed)))
                .containsExactly(
                        "no event has a time, so halfLife and referenceTime and cooccurrenceUnit have no effect");
        assertThat(notes(SarTrainer.builder().decayHalfLife(Duration.ofDays(7)), UsageEvents.of(untimed)))
                .containsExactly("no event has a time, so halfLife has no effect");
        assertThat(notes(SarTrainer.builder(), UsageEvents.of(untimed))).isEmpty();
        UsageEvents timed = UsageEvents.of(List.of(untimed.get(0).at(MAY), untimed.get(1)));
        assertThat(notes(options, timed)).noneMatch(note -> note.contains("no event has a time"));
    }

    @Test
    void aGapThatEndsNoSessionIsNoted() {
        List<UsageEvent> events = List.of(
                UsageEvent.of("u", "a").at(MAY),
                UsageEvent.of("u", "b").at(MAY.plus(Duration.ofDays(2))),
                UsageEvent.of("v", "a").at(MAY),
                UsageEvent.of("v", "b").at(MAY.plusSeconds(60)));
        SarTrainer.Builder sessions = SarTrainer.builder().cooccurrenceUnit(CooccurrenceUnit.SESSION);

        assertThat(notes(sessions.sessionGap(Duration.ofDays(30)), UsageEvents.of(events)))
                .containsExactly("no session ends: no user's events are further apart than sessionGap, which is 30d,"
                        + " so all events of a user are one session");
        assertThat(notes(sessions.sessionGap(Duration.ofMinutes(30)), UsageEvents.of(events)))
                .isEmpty();
    }

    @Test
    void weightsOfTypesAreNotedWhereEveryEventHasItsOwn() {
        List<UsageEvent> weighted = List.of(
                UsageEvent.of("u", "a").weight(4),
                UsageEvent.of("u", "b").weight(2),
                UsageEvent.of("u", "c").weight(1));
        List<UsageEvent> some = new ArrayList<>(weighted);
        some.add(UsageEvent.of("u", "a").type(EventType.CLICK));
        EventWeights weights = EventWeights.standard().with(EventType.CLICK, 2);
        String note = "every event has a weight of its own, so eventWeights has no effect";

        for (UsageEvents source : List.of(UsageEvents.of(weighted), Parts.of(weighted, 3))) {
            assertThat(notes(SarTrainer.builder().eventWeights(weights), source))
                    .containsExactly(note);
            assertThat(notes(SarTrainer.builder(), source)).isEmpty();
        }
        for (UsageEvents source : List.of(UsageEvents.of(some), Parts.of(some, 3))) {
            assertThat(notes(SarTrainer.builder().eventWeights(weights), source))
                    .isEmpty();
        }
    }

    @Test
    void noThresholdIsBlamedWhereNoItemsOccurTogether() {
        UsageEvents apart = UsageEvents.of(List.of(UsageEvent.of("u", "a"), UsageEvent.of("v", "b")));
        UsageEvents moments = UsageEvents.of(
                List.of(UsageEvent.of("u", "a").at(MAY), UsageEvent.of("u", "b").at(MAY.plusSeconds(1))));
        String rest = ", so no items are similar, and everybody gets popular items";

        assertThat(notes(SarTrainer.builder(), apart)).containsExactly("no user has events of two items" + rest);
        assertThat(SarTrainer.builder().supportThreshold(6).build().train(apart).notes())
                .containsExactly("no user has events of two items" + rest);
        assertThat(notes(SarTrainer.builder().cooccurrenceUnit(CooccurrenceUnit.TIMESTAMP), moments))
                .containsExactly("no two items are counted at the same moment of the same user" + rest);
        assertThat(notes(SarTrainer.builder().maxItemsPerUnit(1), moments))
                .containsExactly("no two items are counted for the same user" + rest);
        assertThat(SarTrainer.builder()
                        .supportThreshold(2)
                        .build()
                        .train(moments)
                        .notes())
                .singleElement()
                .asString()
                .endsWith("a lower supportThreshold would help");
    }

    @Test
    void whatWasPerhapsNotMeantToBeReadSoIsNoted() throws IOException {
        Path file = Files.writeString(
                folder.resolve("usage.csv"),
                "user,item,shipped\n7.0,a,2024-01-31\n8.0,a,2024-01-31\n7.0,b,2024-02-01\n");

        assertThat(notes(SarTrainer.builder(), UsageCsv.read(file)))
                .satisfiesExactly(
                        note -> assertThat(note).startsWith("ids of users end in .0, "),
                        note -> assertThat(note)
                                .startsWith("shipped of usage.csv seems to hold times and is not used, "));
    }

    @Test
    void whatOfACatalogWasPerhapsNotMeantSoIsNotedToo() throws IOException {
        Path catalog = Files.writeString(folder.resolve("catalog.csv"), "item_id,category,shelf\na,x|y,1\nb,y|z,2\n");
        TrainingInput input = TrainingInput.of(
                        UsageEvents.of(List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b"))))
                .catalog(CatalogCsv.read(catalog).load());

        assertThat(SarTrainer.builder().supportThreshold(1).build().train(input).notes())
                .containsExactly(
                        "catalog.csv gives no item a name, and shelf is not used; say what the catalog's columns hold,"
                                + " as in id=item_id,category=category,name=COLUMN",
                        "most cells of category in catalog.csv hold several values with | between them; say what the"
                                + " catalog's columns hold, as in id=item_id,feature=category, and what separates values,"
                                + " as in \"|\"");
    }

    private static List<String> notes(SarTrainer.Builder options, UsageEvents events) {
        return result(options, events).notes();
    }

    private static TrainingResult<NeighborModel> result(SarTrainer.Builder options, UsageEvents events) {
        return options.supportThreshold(1).build().train(events);
    }
}
