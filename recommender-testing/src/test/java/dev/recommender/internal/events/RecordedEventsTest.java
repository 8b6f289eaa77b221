package dev.recommender.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RecordedEventsTest {
    /** An event as it is given to sinks. */
    private record Event(String user, String item, long time, EventType type, double weight) {}

    /** Recorded by several threads, part by part, every event comes back as it was. */
    @Test
    void everyEventThatIsTakenComesBack() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 30; round++) {
            List<List<Event>> given = new ArrayList<>();
            for (int part = 0; part <= random.nextInt(5); part++) {
                given.add(events(random, round == 0 ? 200_000 : random.nextInt(2_000)));
            }
            RecordedEvents recorded = new RecordedEvents(Long.MAX_VALUE, item -> true);
            UsageEvents recording = recorded.recording(parts(given));
            ExecutorService executor = Executors.newFixedThreadPool(3);
            try {
                List<Callable<ParsingReport>> readers = new ArrayList<>();
                for (UsageEvents part : recording.parts()) {
                    readers.add(() -> part.forEach((user, item, time, type, weight) -> taken(item)));
                }
                for (Future<ParsingReport> reader : executor.invokeAll(readers)) {
                    assertThat(reader.get().lines()).isNotNegative();
                }
            } finally {
                executor.shutdownNow();
            }
            List<Event> expected = given.stream()
                    .flatMap(List::stream)
                    .filter(event -> taken(event.item))
                    .toList();
            for (int time = 0; time < 2; time++) {
                assertThat(sorted(replay(recorded))).isEqualTo(sorted(expected));
            }
        }
    }

    @Test
    void aSourceThatIsReadAgainIsRecordedAnewAndItsReportIsGivenOn() throws IOException {
        List<Event> events = events(new Random(1), 50);
        RecordedEvents recorded = new RecordedEvents(Long.MAX_VALUE, item -> true);
        UsageEvents recording = recorded.recording(parts(List.of(events)));
        for (int time = 0; time < 2; time++) {
            ParsingReport report = recording.forEach((user, item, epochMillis, type, weight) -> true);
            assertThat(report).isEqualTo(new ParsingReport(50, 49, List.of(), List.of()));
            assertThat(replay(recorded)).containsExactlyElementsOf(events);
        }
    }

    @Test
    void ofAReadingThatFailsNothingIsKept() throws IOException {
        RecordedEvents recorded = new RecordedEvents(Long.MAX_VALUE, item -> true);
        UsageEvents recording = recorded.recording(sink -> {
            sink.event("u", "i", 1, EventType.CLICK, 1);
            throw new IOException("the disk is gone");
        });
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> recording.forEach((user, item, time, type, weight) -> true));
        assertThat(replay(recorded)).isEmpty();
    }

    /** With too little room nothing is kept, and the source is asked again for what the reader takes. */
    @Test
    void eventsThatAreTooManyAreReadAgain() throws IOException {
        Random random = new Random(5);
        List<Event> events = events(random, 300_000);
        List<Event> expected =
                events.stream().filter(event -> taken(event.item)).toList();
        List<Boolean> kept = new ArrayList<>();
        for (long most : new long[] {0, 100_000, 3_000_000, 5_000_000, 20_000_000, Long.MAX_VALUE}) {
            AtomicInteger reads = new AtomicInteger();
            UsageEvents parts = parts(List.of(events));
            RecordedEvents recorded = new RecordedEvents(most, RecordedEventsTest::taken);
            UsageEvents recording = recorded.recording(sink -> {
                reads.incrementAndGet();
                return parts.forEach(sink);
            });
            for (int time = 1; time <= 2; time++) {
                int before = reads.get();
                assertThat(recording
                                .forEach((user, item, epochMillis, type, weight) -> taken(item))
                                .lines())
                        .isEqualTo(300_000);
                assertThat(replay(recorded)).isEqualTo(expected);
                assertThat(replay(recorded)).isEqualTo(expected);
                assertThat(reads.get() - before).isEqualTo(recorded.isKept() ? 1 : 3);
            }
            kept.add(recorded.isKept());
        }
        assertThat(kept).startsWith(false, false).endsWith(true, true).isSorted();
    }

    /** What was recorded first must not stay behind what is recorded later: ids are what there is most of. */
    @Test
    void recordingAgainForgetsTheIdsBefore() throws IOException {
        RecordedEvents recorded = new RecordedEvents(12_000_000, item -> true);
        for (int round = 0; round < 20; round++) {
            String prefix = "a user with a long id, number " + round + "-";
            ParsingReport report = recorded.recording(sink -> {
                        for (int user = 0; user < 50_000; user++) {
                            boolean unused = sink.event(prefix + user, "i", 1, EventType.CLICK, 1);
                        }
                        return ParsingReport.clean(50_000);
                    })
                    .forEach((user, item, time, type, weight) -> true);
            assertThat(report.lines()).isEqualTo(50_000);
            assertThat(recorded.isKept()).as("round %s", round).isTrue();
            assertThat(replay(recorded)).hasSize(50_000).allMatch(event -> event.user.startsWith(prefix));
        }
    }

    private static List<String> sorted(List<Event> events) {
        return events.stream().map(Event::toString).sorted().toList();
    }

    private static boolean taken(CharSequence item) {
        return item.charAt(item.length() - 1) != '3';
    }

    private static List<Event> events(Random random, int count) {
        List<Event> events = new ArrayList<>();
        boolean plain = random.nextBoolean();
        for (int event = 0; event < count; event++) {
            events.add(new Event(
                    "user " + random.nextInt(300) + (random.nextInt(9) == 0 ? " \u00E9\u4F60\uD83D\uDE00" : ""),
                    "i" + random.nextInt(100),
                    plain ? UsageEvents.NO_TIME : random.nextLong(),
                    plain ? EventType.CUSTOM : EventType.of("type" + random.nextInt(4)),
                    plain ? UsageEvents.NO_WEIGHT : random.nextGaussian()));
        }
        return events;
    }

    private static UsageEvents parts(List<List<Event>> given) {
        List<UsageEvents> parts = new ArrayList<>();
        for (List<Event> events : given) {
            parts.add(sink -> {
                // The sequences are reused, as a reader of files does.
                StringBuilder user = new StringBuilder();
                StringBuilder item = new StringBuilder();
                for (Event event : events) {
                    user.setLength(0);
                    item.setLength(0);
                    boolean unused = sink.event(
                            user.append(event.user), item.append(event.item), event.time, event.type, event.weight);
                }
                return new ParsingReport(events.size(), events.size() - 1, List.of(), List.of());
            });
        }
        return new UsageEvents() {
            @Override
            public ParsingReport forEach(Sink sink) throws IOException {
                return parts.get(0).forEach(sink);
            }

            @Override
            public List<UsageEvents> parts() {
                return parts;
            }
        };
    }

    private static List<Event> replay(RecordedEvents recorded) throws IOException {
        List<Event> events = new ArrayList<>();
        recorded.forEach((user, item, time, type, weight) ->
                events.add(new Event(user.toString(), item.toString(), time, type, weight)));
        return events;
    }
}
