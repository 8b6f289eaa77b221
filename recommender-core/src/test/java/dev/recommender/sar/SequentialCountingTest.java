package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Contribution;
import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Recommendation;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingException;
import dev.recommender.TrainingPlan;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.models.Models;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequential rules, on sessions that can be counted by hand. */
class SequentialCountingTest {
    private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");

    @TempDir
    Path folder;

    @Test
    void whatComesLaterCountsByTheReciprocalOfItsDistance() {
        NeighborModel model = train(builder(), session("s", "a b c d"));

        assertThat(row(model, "a", "b", "c", "d")).containsExactly(1, 1f / 2, 1f / 3);
        assertThat(row(model, "b", "a", "c", "d")).containsExactly(0, 1, 1f / 2);
        assertThat(row(model, "d", "a", "b", "c")).containsExactly(0, 0, 0);
    }

    @Test
    void unitsAddUpAndTheSmallestDistanceOfEachCounts() {
        NeighborModel model = train(builder(), session("s", "a b a c b"), session("t", "a c"));

        assertThat(row(model, "a", "b", "c")).containsExactly(1, 2);
        assertThat(row(model, "b", "a", "c")).containsExactly(1, 1f / 2);
        assertThat(row(model, "c", "a", "b")).containsExactly(0, 1);
        assertThat(model.frequency("a")).hasValue(2);
        assertThat(model.frequency("b")).hasValue(1);
    }

    @Test
    void whatOnlyRepeatsTheMomentBeforeIsNoStep() {
        NeighborModel model = train(builder(), session("s", "a b b b c"));

        assertThat(row(model, "a", "b", "c")).containsExactly(1, 1f / 2);
        assertThat(row(model, "b", "a", "c")).containsExactly(0, 1);
    }

    @Test
    void itemsOfOneMomentDoNotFollowEachOther() {
        NeighborModel model = train(builder(), session("s", "a+b c+d e"));

        assertThat(row(model, "a", "b", "c", "d", "e")).containsExactly(0, 1, 1, 1f / 2);
        assertThat(row(model, "b", "a", "c", "d", "e")).containsExactly(0, 1, 1, 1f / 2);
        assertThat(row(model, "d", "a", "b", "c", "e")).containsExactly(0, 0, 0, 1);
    }

    @Test
    void beyondTheLargestDistanceNothingFollows() {
        NeighborModel model = train(builder().maxDistance(2), session("s", "a b c d a"));

        assertThat(row(model, "a", "b", "c", "d")).containsExactly(1, 1f / 2, 0);
        assertThat(row(model, "c", "a", "b", "d")).containsExactly(1f / 2, 0, 1);
    }

    @Test
    void thresholdsCountUnitsAndSimilaritiesDivideByFrequencies() {
        List<UsageEvent> first = session("s", "a x b");
        List<UsageEvent> second = session("t", "a y b");
        List<UsageEvent> third = session("u", "a");
        NeighborModel model =
                train(builder().supportThreshold(2).similarity(Similarity.damped(0, 1, 0)), first, second, third);

        assertThat(row(model, "a", "b", "x", "y")).containsExactly(1f / 3, 0, 0);
        assertThat(row(model, "b", "a", "x", "y")).containsExactly(0, 0, 0);
    }

    @Test
    void sessionsEndWhereAPauseIsLonger() {
        List<UsageEvent> events = List.of(
                UsageEvent.of("u", "a").at(START),
                UsageEvent.of("u", "b").at(START.plus(Duration.ofMinutes(30))),
                UsageEvent.of("u", "c").at(START.plus(Duration.ofMinutes(60)).plusMillis(1)),
                UsageEvent.of("u", "d").at(START.plus(Duration.ofMinutes(70))));
        SarTrainer.Builder builder = builder().cooccurrenceUnit(CooccurrenceUnit.SESSION);

        NeighborModel model = train(builder, events);
        assertThat(row(model, "a", "b", "c", "d")).containsExactly(1, 0, 0);
        assertThat(row(model, "c", "a", "b", "d")).containsExactly(0, 0, 1);
        NeighborModel wider = train(builder.sessionGap(Duration.ofMinutes(31)), events);
        assertThat(row(wider, "a", "b", "c", "d")).containsExactly(1, 1f / 2, 1f / 3);
        NeighborModel symmetric = SarTrainer.builder()
                .supportThreshold(1)
                .similarity(Similarity.COOCCURRENCE)
                .cooccurrenceUnit(CooccurrenceUnit.SESSION)
                .build()
                .train(UsageEvents.of(events))
                .model();
        assertThat(row(symmetric, "b", "a", "c", "d")).containsExactly(1, 0, 0);
    }

    @Test
    void sessionsOfEventsWithoutTimesAreRefusedWithTheRemedy() {
        List<UsageEvent> events = List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b"));
        SarTrainer trainer = SarTrainer.builder()
                .supportThreshold(1)
                .cooccurrenceUnit(CooccurrenceUnit.SESSION)
                .build();

        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> trainer.train(UsageEvents.of(events)), () -> trainer.plan(UsageEvents.of(events)))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("no event has a time, and sessions end by the time between two events; name the column"
                            + " of times, or leave cooccurrenceUnit out");
        }
        List<UsageEvent> some = List.of(events.get(0), events.get(1).at(START));
        assertThat(trainer.train(UsageEvents.of(some)).statistics().count("units"))
                .isEqualTo(2);
    }

    @Test
    void eventsWithoutATimeAreRefusedWithTheRemedy() {
        List<UsageEvent> events = new ArrayList<>(session("s", "a b c"));
        events.add(UsageEvent.of("s", "d"));
        SarTrainer trainer = builder().build();

        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> trainer.train(UsageEvents.of(events)), () -> trainer.plan(UsageEvents.of(events)))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("1 of 4 events have no time, and sequential counting needs the order of all")
                    .hasMessageContaining("name the column of times");
        }
    }

    @Test
    void timeIsDrivenByWhatFollows() {
        List<UsageEvent> events = new ArrayList<>(session("s", "a b c d"));
        events.addAll(session("t", "a+b c d+e"));

        TrainingPlan plan = builder().maxDistance(2).build().plan(UsageEvents.of(events));
        assertThat(plan.count("additions")).isEqualTo(2 + 2 + 1 + 2 * 3 + 2);
        assertThat(plan.count("largestUnit")).isEqualTo(5);
        assertThat(plan.report()).contains("a unit costs its items times those of the next moments");
    }

    @Test
    void contributionsAddUpToTheScore() {
        NeighborModel model = train(builder(), session("s", "a b c d"), session("t", "b a d c"), session("u", "c d"));

        List<Recommendation> list = model.recommender()
                .recommend(
                        Query.items("a", "b", "c").recency(Recency.reciprocal()).explain());
        Recommendation best = list.get(0);
        assertThat(best.item()).isEqualTo("d");
        assertThat(best.because()).extracting(Contribution::seed).containsExactly("c", "b", "a");
        assertThat(best.because()).extracting(Contribution::affinity).containsExactly(1.0, 0.5, 1 / 3.0);
        assertThat(best.score())
                .isEqualTo(
                        best.because().stream().mapToDouble(Contribution::score).sum());
    }

    @Test
    void aModelSaysHowItWasCounted() throws IOException {
        NeighborModel model = train(builder().maxDistance(7), session("s", "a b c d"));
        Path file = folder.resolve("model");
        model.save(file);

        try (TrainedModel opened = Models.open(file)) {
            assertThat(opened.metadata().parameters().toText())
                    .containsEntry("counting", "sequential")
                    .containsEntry("maxDistance", "7");
            assertThat(Models.trainer(opened.metadata()).train(UsageEvents.of(session("s", "a b c d"))))
                    .isNotNull();
        }
    }

    /** One user's events come in pieces; a plain loop over them counts the same. */
    @Test
    @Tag("slow")
    void aUserWithVeryManyEventsIsCountedAsAnyOther() {
        int count = 600_000;
        int items = 300;
        int[] taken = new Random(3).ints(count, 0, items).toArray();
        UsageEvents events = sink -> {
            for (int at = 0; at < count; at++) {
                sink.event("u" + at / (count - 1_000), "i" + taken[at], 1_000L * at, EventType.CLICK, 1);
            }
            return ParsingReport.clean(count);
        };
        NeighborModel model = builder()
                .cooccurrenceUnit(CooccurrenceUnit.SESSION)
                .sessionGap(Duration.ofSeconds(10))
                .maxDistance(3)
                .build()
                .train(events)
                .model();
        int[][] nearest = new int[items][items];
        int[][] other = new int[items][items];
        for (int at = 0; at < count; at++) {
            int[][] unit = at < count - 1_000 ? nearest : other;
            int distance = 0;
            for (int later = at + 1; later < count && distance < 3; later++) {
                boolean sameUser = (at < count - 1_000) == (later < count - 1_000);
                if (sameUser && taken[later] != taken[later - 1]) {
                    distance++;
                    int known = unit[taken[at]][taken[later]];
                    unit[taken[at]][taken[later]] = known == 0 ? distance : Math.min(known, distance);
                }
            }
        }
        for (int seed = 0; seed < items; seed += 7) {
            for (int target = 0; target < items; target++) {
                double expected = seed == target
                        ? model.similarity("i" + seed, "i" + target).orElseThrow()
                        : reciprocal(nearest[seed][target]) + reciprocal(other[seed][target]);
                assertThat(model.similarity("i" + seed, "i" + target)).hasValue((float) expected);
            }
        }
    }

    private static double reciprocal(int distance) {
        return distance == 0 ? 0 : 1.0 / distance;
    }

    @Test
    @Tag("slow")
    void aModelInATemporaryFileIsTheSameBytes() throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        Random random = new Random(5);
        for (int at = 0; at < 60_000; at++) {
            events.add(UsageEvent.of("u" + random.nextInt(300), "i" + random.nextInt(2_000))
                    .at(START.plusSeconds(random.nextInt(20))));
        }
        SarTrainer.Builder builder = builder().maxDistance(20).threads(1).memoryBudget(1L << 40);
        TrainingPlan roomy = builder.build().plan(UsageEvents.of(events));
        byte[] expected = save(builder, events);
        long least = roomy.peakBytes();
        while (builder.memoryBudget(least * 98 / 100)
                .build()
                .plan(UsageEvents.of(events))
                .fits()) {
            least = least * 98 / 100;
        }
        TrainingPlan tight = builder.memoryBudget(least).build().plan(UsageEvents.of(events));
        assertThat(MemoryBudgetTest.spilled(roomy)).isFalse();
        assertThat(MemoryBudgetTest.spilled(tight)).isTrue();
        assertThat(save(builder, events)).isEqualTo(expected);
        assertThat(save(builder.memoryBudget(1L << 40).threads(3), events)).isEqualTo(expected);
    }

    private byte[] save(SarTrainer.Builder builder, List<UsageEvent> events) throws IOException {
        Path file = folder.resolve("model");
        builder.build().train(UsageEvents.of(events)).model().save(file);
        return Files.readAllBytes(file);
    }

    private static SarTrainer.Builder builder() {
        return SarTrainer.builder()
                .counting(Counting.SEQUENTIAL)
                .similarity(Similarity.COOCCURRENCE)
                .supportThreshold(1);
    }

    @SafeVarargs
    private static NeighborModel train(SarTrainer.Builder builder, List<UsageEvent>... sessions) {
        List<UsageEvent> events = new ArrayList<>();
        for (List<UsageEvent> session : sessions) {
            // The newest first, since the order of events does not matter.
            session.forEach(event -> events.add(0, event));
        }
        return builder.build().train(UsageEvents.of(events)).model();
    }

    /** Moments divided by blanks, of items joined by +, a minute apart. */
    private static List<UsageEvent> session(String user, String moments) {
        List<UsageEvent> events = new ArrayList<>();
        Instant time = START;
        for (String moment : moments.split(" ")) {
            for (String item : moment.split("\\+")) {
                events.add(UsageEvent.of(user, item).at(time));
            }
            time = time.plus(Duration.ofMinutes(1));
        }
        return events;
    }

    private static float[] row(NeighborModel model, String seed, String... targets) {
        float[] row = new float[targets.length];
        for (int at = 0; at < row.length; at++) {
            row[at] = (float) model.similarity(seed, targets[at]).orElseThrow();
        }
        return row;
    }
}
