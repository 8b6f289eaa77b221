package dev.recommender.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.csv.UsageCsv;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticEventsTest {
    @TempDir
    Path folder;

    @Test
    void aSeedGivesTheSameEventsFromAnyNumberOfThreads() throws Exception {
        SyntheticEvents first = SyntheticEvents.generate(Shape.ML20M, 500, 300, 20_000, 1);
        ForkJoinPool alone = new ForkJoinPool(1);
        SyntheticEvents again = alone.submit(() -> SyntheticEvents.generate(Shape.ML20M, 500, 300, 20_000, 1))
                .get();
        alone.shutdown();
        SyntheticEvents other = SyntheticEvents.generate(Shape.ML20M, 500, 300, 20_000, 2);

        assertThat(text(again)).isEqualTo(text(first));
        assertThat(text(other)).isNotEqualTo(text(first));
    }

    @Test
    void noUserTakesAnItemTwiceOrMoreThanThirtyPercentOfTheItems() {
        for (Shape shape : Shape.values()) {
            SyntheticEvents events = SyntheticEvents.generate(shape, 300, 200, 15_000, 7);
            Set<Long> pairs = new HashSet<>();
            int[] lengths = new int[300];
            for (int at = 0; at < events.size(); at++) {
                assertThat(pairs.add((long) events.user()[at] << 32 | events.item()[at]))
                        .isTrue();
                assertThat(events.item()[at]).isBetween(0, 199);
                assertThat(events.weight()[at]).isBetween(0.5f, 5f);
                lengths[events.user()[at]]++;
            }
            assertThat(Arrays.stream(lengths).max().orElse(0)).isLessThanOrEqualTo(60);
            assertThat(Arrays.stream(lengths).min().orElse(0)).isPositive();
        }
    }

    /** Three quarters of the draws are from one to three groups, where popularity alone spreads them over all. */
    @Test
    void usersOfDifferentTastesTakeMostItemsFromFewGroups() {
        int tastes = 40;
        Tastes groups = new Tastes(Shape.GOWALLA.popularity(2_000), tastes, 3);
        int[] groupOf = groups.groupOf();
        SplittableRandom random = new SplittableRandom(1);
        double share = 0;
        for (int user = 0; user < 200; user++) {
            int[] liked = groups.liked(random);
            assertThat(liked.length).isBetween(1, 3);
            int hits = 0;
            for (int draw = 0; draw < 100; draw++) {
                int group = groupOf[groups.draw(liked, random)];
                hits += Arrays.stream(liked).anyMatch(one -> one == group) ? 1 : 0;
            }
            share += hits / 100.0 / 200;
        }
        assertThat(groupOf).hasSize(2_000);
        assertThat(Arrays.stream(groupOf).distinct().count()).isGreaterThan(tastes / 2);
        // A quarter is drawn from all items, and some of it meets the groups.
        assertThat(share).isBetween(0.74, 0.9);
    }

    @Test
    void tastesChangeWhoTakesWhatAndNotHowMuch() {
        EventCounts alike = EventCounts.of(SyntheticEvents.generate(Shape.GOWALLA, 400, 900, 12_000, 7));
        SyntheticEvents drawn = SyntheticEvents.generate(Shape.GOWALLA, 30, 400, 900, 12_000, 7);
        EventCounts different = EventCounts.of(drawn);

        assertThat(different.users()).isEqualTo(alike.users());
        assertThat((double) different.events()).isCloseTo(alike.events(), within(0.05 * alike.events()));
        assertThat(text(SyntheticEvents.generate(Shape.GOWALLA, 30, 400, 900, 12_000, 7)))
                .isEqualTo(text(drawn));
    }

    /** The figures come from a drawing by other means, with NumPy. Two seeds differ by a few per cent. */
    @Test
    void theShapeOfMovieLensIsMet() {
        SyntheticEvents events = SyntheticEvents.generate(Shape.ML20M, 6_040, 3_706, 1_000_209, 5);
        EventCounts counts = EventCounts.of(events);

        assertThat(counts.users()).isEqualTo(6_040);
        assertThat((double) counts.items()).isCloseTo(3_286, within(60.0));
        assertThat((double) counts.events()).isCloseTo(844_417, within(40_000.0));
        assertThat(counts.squares()).isCloseTo(2.633e8, within(0.2e8));
        assertThat((double) counts.median()).isCloseTo(78, within(4.0));
        assertThat((double) counts.p99()).isCloseTo(750, within(60.0));
        int[] popularity = new int[3_706];
        for (int item : events.item()) {
            popularity[item]++;
        }
        Arrays.sort(popularity);
        assertThat((double) popularity[3_705]).isCloseTo(5_000, within(1_000.0));
    }

    @Test
    void ranksAreDrawnAsOftenAsTheirShareSays() {
        for (Shape shape : Shape.values()) {
            double[] shares = shape.popularity(50);
            AliasTable table = new AliasTable(shares);
            SplittableRandom random = new SplittableRandom(3);
            int draws = 400_000;
            int[] drawn = new int[50];
            for (int draw = 0; draw < draws; draw++) {
                drawn[table.draw(random)]++;
            }
            assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
            for (int rank = 0; rank < 50; rank++) {
                double expected = shares[rank] * draws;
                assertThat((double) drawn[rank]).isCloseTo(expected, within(5 * Math.sqrt(expected) + 1));
            }
        }
    }

    @Test
    void csvAndMemoryGiveTheSameEvents() throws IOException {
        SyntheticEvents events = SyntheticEvents.generate(Shape.ZIPF, 40, 60, 900, 4);
        Path csv = folder.resolve("events.csv");
        EventFiles.writeCsv(events, csv);

        List<String> fromFile = new ArrayList<>();
        UsageCsv.read(csv)
                .forEach((user, item, time, type, weight) ->
                        fromFile.add(user + " " + item + " " + time + " " + weight));
        List<String> fromMemory = new ArrayList<>();
        events.usage(1)
                .forEach((user, item, time, type, weight) ->
                        fromMemory.add(user + " " + item + " " + time + " " + weight));

        assertThat(fromMemory).hasSize(events.size());
        assertThat(fromFile).isEqualTo(fromMemory);
    }

    @Test
    void partsHoldEveryEventOnce() throws IOException {
        SyntheticEvents events = SyntheticEvents.generate(Shape.ZIPF, 40, 60, 900, 4);
        List<String> parts = new ArrayList<>();
        for (var part : events.usage(7).parts()) {
            part.forEach((user, item, time, type, weight) -> parts.add(user + " " + item));
        }
        assertThat(parts)
                .isEqualTo(IntStream.range(0, events.size())
                        .mapToObj(at -> "u" + events.user()[at] + " i" + events.item()[at])
                        .toList());
    }

    @Test
    void recordsComeBackAsTheyWere() throws IOException {
        SyntheticEvents events = SyntheticEvents.generate(Shape.ML20M, 800, 900, 70_000, 4);
        Path file = folder.resolve("events.bin");
        EventFiles.writeRecords(events, file);

        assertThat(Files.size(file)).isEqualTo(20L * events.size());
        ByteBuffer first = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(first.getInt()).isEqualTo(events.user()[0]);
        assertThat(first.getInt()).isEqualTo(events.item()[0]);
        assertThat(first.getFloat()).isEqualTo(events.weight()[0]);
        assertThat(first.getLong()).isEqualTo(events.seconds()[0]);
        assertThat(text(EventFiles.readRecords(file))).isEqualTo(text(events));
    }

    @Test
    void aCutFileOfRecordsIsRefused() throws IOException {
        Path file = folder.resolve("cut.bin");
        EventFiles.writeRecords(SyntheticEvents.generate(Shape.ZIPF, 10, 20, 100, 1), file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 45));

        assertThatThrownBy(() -> EventFiles.readRecords(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut.bin")
                .hasMessageContaining("45 bytes")
                .hasMessageContaining("generate");
    }

    @Test
    void sizesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> SyntheticEvents.generate(Shape.ZIPF, 0, 10, 10, 1))
                .hasMessage("users must be from 1 to 2147483639: 0");
        assertThatThrownBy(() -> SyntheticEvents.generate(Shape.ZIPF, 1, 3, 10, 1))
                .hasMessageContaining("items")
                .hasMessageContaining(": 3");
        assertThatThrownBy(() -> SyntheticEvents.generate(Shape.ZIPF, 11, 1, 10, 10, 1))
                .hasMessage("tastes must be from 0 to 10: 11");
        assertThatThrownBy(() -> SyntheticEvents.generate(Shape.ZIPF, 1, 10, 0, 1))
                .hasMessageContaining("events");
    }

    private static List<String> text(SyntheticEvents events) {
        return IntStream.range(0, events.size())
                .mapToObj(at -> events.user()[at] + " " + events.item()[at] + " " + events.weight()[at] + " "
                        + events.seconds()[at])
                .toList();
    }
}
