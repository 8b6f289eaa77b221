package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.ModelMetadata;
import dev.recommender.Parameters;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommender;
import dev.recommender.Seed;
import dev.recommender.TimeSpan;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Split;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.spi.TrainingResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is wrong does not rule: events in the future, and lonely outliers, change nothing for all others. */
class WrongClockTest {
    private static final Instant FIRST = Instant.parse("2024-03-01T00:00:00Z");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9999-12-31T00:00:00Z",
                "2262-04-11T23:47:16.854Z",
                "2611-02-17T02:50:00Z",
                "2150-01-01T00:00:00Z",
                "+292278994-08-17T07:12:55.807Z"
            })
    void oneEventInTheFutureChangesNothingForOthers(String time) {
        List<UsageEvent> events = shop(1);
        TrainingResult<NeighborModel> clean = train(events, builder -> builder);
        events.add(100, UsageEvent.of("stranger", "i3").at(Instant.parse(time)));
        TrainingResult<NeighborModel> wrong = train(events, builder -> builder);

        Instant reference = clean.statistics().referenceTime().orElseThrow();
        assertThat(wrong.statistics().referenceTime()).contains(reference);
        assertThat(wrong.statistics().count(TrainingStatistics.EVENTS_AFTER_REFERENCE))
                .isEqualTo(1);
        assertThat(wrong.statistics().laterEvents())
                .containsExactly(UsageEvent.of("stranger", "i3").at(Instant.parse(time)));
        assertThat(wrong.statistics().eventTimes())
                .contains(new TimeSpan(
                        clean.statistics().eventTimes().orElseThrow().first(), Instant.parse(time)));
        assertThat(wrong.statistics().toString())
                .contains(time, "reference time " + reference, "1 event after the reference time");
        ModelMetadata metadata = wrong.model().metadata();
        assertThat(metadata.referenceTime()).contains(reference);
        assertThat(metadata.eventTimes()).isEqualTo(wrong.statistics().eventTimes());
        clean.model()
                .users()
                .forEachRemaining(user -> clean.model().items().forEachRemaining(item -> {
                    assertThat(wrong.model().affinity(user, item))
                            .isEqualTo(clean.model().affinity(user, item));
                }));
        assertThat(wrong.model().affinity("stranger", "i3"))
                .as("counts as of now")
                .hasValue(1);
    }

    @Test
    void aFileWithOneFarDateKeepsAllHistories() throws IOException {
        Path file = folder.resolve("usage.csv");
        Files.writeString(
                file,
                "user,item,time\nu1,a,2026-05-01\nu2,a,2026-05-02\nu2,b,2026-05-02\nu3,c,2026-05-01\nu4,c,2026-05-01\n"
                        + "u5,c,2026-05-03\nu9,c,9999-12-31\n");
        NeighborModel model = SarTrainer.builder()
                .supportThreshold(1)
                .build()
                .train(UsageCsv.read(file))
                .model();
        Recommendation first = model.recommender().recommend(Query.user("u1")).get(0);
        assertThat(first.item()).isEqualTo("b");
        assertThat(first.source()).isEqualTo(Source.MODEL);
        assertThat(first.score()).isGreaterThan(0.1);
    }

    @Test
    void manyEventsInTheFutureCountAsOfTheNewestOrdinaryOne() {
        List<UsageEvent> events = shop(2);
        Instant newest = newest(events);
        for (int at = 0; at < 300; at++) {
            events.add(UsageEvent.of("late" + at, "i" + at % 20).at(Instant.parse("9999-12-31T00:00:00Z")));
        }
        TrainingStatistics statistics = train(events, builder -> builder).statistics();
        assertThat(statistics.referenceTime()).contains(newest);
        assertThat(statistics.count(TrainingStatistics.EVENTS_AFTER_REFERENCE)).isEqualTo(300);
        assertThat(statistics.laterEvents()).extracting(UsageEvent::user).containsExactly("late0", "late1", "late10");
    }

    @Test
    void anOldShopIsNotAgedByOneEventOfToday() {
        List<UsageEvent> events = shop(3);
        events.replaceAll(event -> event.at(event.time().orElseThrow().minus(Duration.ofDays(4000))));
        Instant newest = newest(events);
        events.add(UsageEvent.of("u1", "i1").at(Instant.now()));
        TrainingResult<NeighborModel> trained = train(events, builder -> builder);
        assertThat(trained.statistics().referenceTime()).contains(newest);
        assertThat(trained.model().metadata().referenceTime()).contains(newest);
    }

    @Test
    void simulatedEventsOfTheFutureAreOrdinary() {
        List<UsageEvent> events = shop(4);
        events.replaceAll(event -> event.at(event.time().orElseThrow().plus(Duration.ofDays(40_000))));
        TrainingStatistics statistics = train(events, builder -> builder).statistics();
        assertThat(statistics.referenceTime()).contains(newest(events));
        assertThat(statistics.count(TrainingStatistics.EVENTS_AFTER_REFERENCE)).isZero();
        assertThat(statistics.laterEvents()).isEmpty();
    }

    @Test
    void aGivenReferenceTimeRulesAndWhatIsLaterIsSaid() {
        List<UsageEvent> events = shop(5);
        events.add(UsageEvent.of("u1", "i1").at(Instant.parse("9999-12-31T00:00:00Z")));
        Instant middle = FIRST.plus(Duration.ofDays(100));
        long later = events.stream()
                .filter(event -> event.time().orElseThrow().isAfter(middle))
                .count();
        TrainingStatistics statistics =
                train(events, builder -> builder.referenceTime(middle)).statistics();
        assertThat(statistics.referenceTime()).contains(middle);
        assertThat(statistics.count(TrainingStatistics.EVENTS_AFTER_REFERENCE)).isEqualTo(later);
        assertThat(statistics.laterEvents()).hasSize(3);
        assertThat(statistics.laterEvents().get(0)).isEqualTo(events.get(events.size() - 1));
    }

    @Test
    void theSameEventsGiveTheSameModelInAnyOrderAndByAnyNumberOfThreads() throws IOException {
        for (int seed = 0; seed < 12; seed++) {
            List<UsageEvent> events = shop(seed);
            Random random = new Random(seed);
            for (int at = random.nextInt(6); at > 0; at--) {
                events.add(UsageEvent.of("u" + random.nextInt(40), "i" + random.nextInt(20))
                        .at(Instant.parse("2500-01-01T00:00:00Z")));
            }
            boolean baskets = seed % 2 == 0;
            UnaryOperator<SarTrainer.Builder> options = builder -> baskets
                    ? builder.cooccurrenceUnit(CooccurrenceUnit.TIMESTAMP)
                    : builder.decayHalfLife(Duration.ofHours(5));
            TrainingResult<NeighborModel> expected = train(events, options);
            Collections.shuffle(events, random);
            TrainingResult<NeighborModel> shuffled = options.apply(
                            SarTrainer.builder().supportThreshold(1).threads(4))
                    .build()
                    .train(Parts.of(events, 7));
            assertThat(bytes(shuffled.model())).isEqualTo(bytes(expected.model()));
            assertThat(shuffled.statistics().laterEvents())
                    .isEqualTo(expected.statistics().laterEvents());
        }
    }

    @Test
    void withoutDecayTheSpanIsSaidAll() {
        List<UsageEvent> events = shop(6);
        events.add(UsageEvent.of("u1", "i1").at(Instant.parse("9999-12-31T00:00:00Z")));
        TrainingStatistics statistics =
                train(events, SarTrainer.Builder::withoutDecay).statistics();
        assertThat(statistics.eventTimes().orElseThrow().last()).isEqualTo(Instant.parse("9999-12-31T00:00:00Z"));
        assertThat(statistics.count(TrainingStatistics.EVENTS_AFTER_REFERENCE)).isEqualTo(1);
        List<UsageEvent> untimed = List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b"));
        TrainingResult<NeighborModel> trained = train(untimed, builder -> builder);
        assertThat(trained.statistics().eventTimes()).isEmpty();
        assertThat(trained.statistics().referenceTime()).isEmpty();
        assertThat(trained.model().metadata().eventTimes()).isEmpty();
    }

    @Test
    void aLiveEventOfTheFutureCountsAsNow() {
        List<UsageEvent> events = shop(8);
        events.add(UsageEvent.of("u1", "i1").at(Instant.parse("9999-12-31T00:00:00Z")));
        Recommender recommender = train(events, builder -> builder).model().recommender();
        for (Query query : List.of(Query.user("u2").withoutBackfill(), Query.items("i3"), Query.user("nobody"))) {
            assertThat(recommender.recommend(query.and(Seed.of("i5").at(Instant.parse("9999-12-31T00:00:00Z")))))
                    .isEqualTo(recommender.recommend(query.and("i5")));
        }
    }

    @Test
    void aReferenceTimeByNameIsThatOfTheBuilder() throws IOException {
        List<UsageEvent> events = shop(9);
        Instant middle = FIRST.plus(Duration.ofDays(50));
        NeighborModel built =
                train(events, builder -> builder.referenceTime(middle)).model();
        Parameters parameters = Parameters.empty().with("supportThreshold", 1).with("referenceTime", middle.toString());
        NeighborModel named = SarTrainer.of(parameters, TrainingResources.ofThisMachine())
                .train(UsageEvents.of(events.stream()))
                .model();
        assertThat(bytes(named)).isEqualTo(bytes(built));
    }

    /** In a split by time, an event of the future is the last of its user, and all other users' events are divided alike. */
    @Test
    void inASplitByTimeAnEventOfTheFutureIsOnlyLast() throws IOException {
        List<UsageEvent> events = shop(7);
        UsageEvent wrong = UsageEvent.of("u1", "i1").at(Instant.parse("9999-12-31T00:00:00Z"));
        List<UsageEvent> more = new ArrayList<>(events);
        more.add(wrong);
        for (Split split : List.of(
                Split.chronological(0.7),
                Split.lastEventPerUser(),
                Split.fixedDate(FIRST.plus(Duration.ofDays(150))))) {
            List<UsageEvents> clean = split.parts(UsageEvents.of(events));
            List<UsageEvents> parts = split.parts(UsageEvents.of(more));
            assertThat(read(parts.get(1))).contains(wrong);
            for (int part = 0; part < 2; part++) {
                assertThat(read(parts.get(part)).stream()
                                .filter(event -> !event.user().equals("u1")))
                        .containsExactlyInAnyOrderElementsOf(read(clean.get(part)).stream()
                                .filter(event -> !event.user().equals("u1"))
                                .toList());
            }
        }
    }

    private static List<UsageEvent> read(UsageEvents events) throws IOException {
        List<UsageEvent> list = new ArrayList<>();
        ParsingReport report = events.forEach((user, item, time, type, weight) -> {
            list.add(UsageEvent.of(user.toString(), item.toString()).at(Instant.ofEpochMilli(time)));
            return true;
        });
        assertThat(report.successes()).isEqualTo(list.size());
        return list;
    }

    private static Instant newest(List<UsageEvent> events) {
        return events.stream()
                .map(UsageEvent::time)
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static TrainingResult<NeighborModel> train(
            List<UsageEvent> events, UnaryOperator<SarTrainer.Builder> options) {
        return options.apply(SarTrainer.builder().supportThreshold(1).threads(1))
                .build()
                .train(UsageEvents.of(events));
    }

    private byte[] bytes(NeighborModel model) throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        return Files.readAllBytes(file);
    }

    /** Events of two hundred days. */
    private static List<UsageEvent> shop(long seed) {
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int at = 0; at < 1500; at++) {
            events.add(UsageEvent.of("u" + random.nextInt(40), "i" + random.nextInt(20))
                    .at(FIRST.plusSeconds(random.nextInt(200 * 86_400))));
        }
        return events;
    }
}
