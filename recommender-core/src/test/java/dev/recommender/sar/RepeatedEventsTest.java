package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory follows distinct pairs: events that repeat, and users with millions of events, take little more than others. */
@Tag("slow")
class RepeatedEventsTest {
    private static final long MEGABYTE = 1_000_000;

    @TempDir
    private Path folder;

    /** A bot that goes through its items again and again, at times of its own, beside ordinary users. */
    private static UsageEvents bot(int events, int items, boolean timed) {
        String[] ids = ids("i", items);
        return sink -> {
            for (int at = 0; at < events; at++) {
                long time = timed ? 1_600_000_000_000L + at * 1000L : UsageEvents.NO_TIME;
                sink.event("bot", ids[(int) (at * 2_654_435_761L % items)], time, EventType.CLICK, 1);
            }
            for (int user = 0; user < 300; user++) {
                for (int at = 0; at < 6; at++) {
                    long time = timed ? 1_600_000_000_000L : UsageEvents.NO_TIME;
                    sink.event("u" + user, "i" + (user % 50 + at), time, EventType.CLICK, 1);
                }
            }
            return ParsingReport.clean(events + 1800L);
        };
    }

    /** A few lines over and over again. */
    private static UsageEvents lines(long events, int distinct, boolean timed) {
        String[] users = ids("u", 7);
        String[] items = ids("i", distinct);
        return sink -> {
            for (long at = 0; at < events; at++) {
                int line = (int) (at % distinct);
                long time = timed ? 1_600_000_000_000L + line * 1000L : UsageEvents.NO_TIME;
                sink.event(users[line % 7], items[line], time, EventType.CLICK, 1);
            }
            return ParsingReport.clean(events);
        };
    }

    private static String[] ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBotsMillionsOfEventsAreTrainedInLittleMemory(boolean timed) {
        UsageEvents events = bot(6_000_000, 49_400, timed);
        SarTrainer.Builder builder =
                SarTrainer.builder().threads(2).supportThreshold(2).maxItemsPerUnit(1000);
        builder = timed ? builder : builder.withoutDecay();
        TrainingPlan plan = builder.build().plan(events);
        assertThat(plan.count("pairs")).isEqualTo(49_400 + 1800);
        assertThat(plan.bytes().get("grouping")).isLessThan((timed ? 140 : 80) * MEGABYTE);
        TrainingResult<NeighborModel> trained =
                builder.memoryBudget(plan.peakBytes()).build().train(events);
        assertThat(trained.statistics().events()).isEqualTo(6_001_800);
        assertThat(trained.statistics().count("pairs")).isEqualTo(51_200);
        assertThat(trained.model().affinity("bot", "i7").orElseThrow()).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void linesThatRepeatTakeAFewMegabytes(int distinct) {
        for (boolean timed : List.of(true, false)) {
            UsageEvents events = lines(4_000_000, distinct, timed);
            SarTrainer.Builder builder = SarTrainer.builder().threads(1).supportThreshold(1);
            TrainingPlan plan = builder.build().plan(events);
            assertThat(plan.count("pairs")).isEqualTo(distinct);
            assertThat(plan.events()).isEqualTo(4_000_000);
            assertThat(plan.peakBytes()).isLessThan((distinct < 1000 ? 20 : 40) * MEGABYTE);
            TrainingResult<NeighborModel> trained =
                    builder.memoryBudget(plan.peakBytes()).build().train(events);
            assertThat(trained.statistics().events()).isEqualTo(4_000_000);
            assertThat(trained.model().metadata().events()).isEqualTo(4_000_000);
            double each = 4_000_000.0 / distinct;
            double affinity = trained.model().affinity("u0", "i0").orElseThrow();
            assertThat(affinity).isBetween(timed ? 0.9 * each : each, each);
        }
    }

    /** Each event is put several times or held once, in one block or in many; each gives the same bytes. */
    @Test
    void repeatedEventsCountAsIfOneByOne() throws IOException {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            int distinct = 500 + random.nextInt(3000);
            long[] seeds = random.longs(distinct).toArray();
            int count = 200_000;
            SarTrainer.Builder builder =
                    SarTrainer.builder().supportThreshold(1).maxNeighbors(50);
            switch (seed) {
                case 0 -> builder.scoreScale(ScoreScale.RATING);
                case 1 -> builder.cooccurrenceUnit(CooccurrenceUnit.TIMESTAMP);
                case 2 -> builder.historyLimit(5);
                case 3 -> builder.maxItemsPerUnit(10);
                case 4 -> builder.decayHalfLife(Duration.ofMinutes(1));
                default -> builder.withoutDecay();
            }
            // Every block has each event several times, or only some events, each many times.
            UsageEvents together = sink -> give(sink, seeds, count, 1);
            UsageEvents apart = sink -> give(sink, seeds, count, distinct);
            byte[] expected = bytes(builder.threads(1).build().train(together).model());
            assertThat(bytes(builder.threads(1).build().train(apart).model())).isEqualTo(expected);
            assertThat(bytes(builder.threads(3)
                            .build()
                            .train(new Parts(List.of(
                                    sink -> give(sink, seeds, count / 2, 0, 1),
                                    sink -> give(sink, seeds, count, count / 2, 1))))
                            .model()))
                    .isEqualTo(expected);
            assertThat(bytes(builder.threads(2)
                            .build()
                            .train(single(seeds, count))
                            .model()))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }

    /** In many parts, which several threads divide among themselves as they come. */
    private static UsageEvents single(long[] seeds, int count) {
        List<UsageEvents> parts = new ArrayList<>();
        int step = 20_000;
        for (int from = 0; from < count; from += step) {
            int first = from;
            parts.add(sink -> give(sink, seeds, Math.min(count, first + step), first, 1));
        }
        return new Parts(parts);
    }

    private static ParsingReport give(UsageEvents.Sink sink, long[] seeds, int count, int step) {
        if (step == 1) {
            return give(sink, seeds, count, 0, 1);
        }
        for (int from = 0; from < step; from++) {
            give(sink, seeds, count, from, step);
        }
        return ParsingReport.clean(count);
    }

    private static ParsingReport give(UsageEvents.Sink sink, long[] seeds, int to, int from, int step) {
        for (int at = from; at < to; at += step) {
            Random random = new Random(seeds[at % seeds.length]);
            int user = random.nextInt(60);
            int item = random.nextInt(40);
            long time = random.nextInt(5) == 0
                    ? UsageEvents.NO_TIME
                    : 1_600_000_000_000L + random.nextInt(50) * 60_000L * random.nextInt(50);
            sink.event("u" + user, "i" + item, time, EventType.CLICK, random.nextInt(4) - 0.7);
        }
        return ParsingReport.clean((to - from) / step);
    }

    private byte[] bytes(NeighborModel model) throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        return Files.readAllBytes(file);
    }
}
