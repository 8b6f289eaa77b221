package dev.recommender.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which moment is taken for now, whatever a wrong clock says. */
class EventTimesTest {
    private static final long DAY = 86_400_000;
    private static final long NOW = millis("2026-07-15T10:30:00Z");

    /** The times of single events, apart from so many events in the two years from 2024 on. */
    @ParameterizedTest
    @CsvSource({
        "'', 100, 2025-12-30T12:00:00Z, 0",
        "2026-07-15T10:30:00Z, 100, 2026-07-15T10:30:00Z, 0",
        "2026-07-16T23:59:59.999Z, 100, 2026-07-16T23:59:59.999Z, 0",
        "2026-07-17T00:00:00Z, 100, 2025-12-30T12:00:00Z, 1",
        "9999-12-31T00:00:00Z 2262-04-11T00:00:00Z 2050-01-01T00:00:00Z, 100, 2025-12-30T12:00:00Z, 3",
        "9999-12-31T00:00:00Z 2026-07-15T10:00:00Z, 100, 2026-07-15T10:00:00Z, 1",
        "+292278994-08-17T07:12:55.807Z, 100, 2025-12-30T12:00:00Z, 1",
        "-292275055-05-16T16:47:04.193Z 2026-07-01T00:00:00Z, 100, 2026-07-01T00:00:00Z, 0",
    })
    void theNewestEventThatIsNotInTheFutureIsNow(String others, int events, String expected, int later) {
        EventTimes times = times(OptionalLong.empty());
        spread(times, millis("2024-01-01T00:00:00Z"), millis("2025-12-30T12:00:00Z"), events);
        for (String time : others.isEmpty() ? new String[0] : others.split(" ")) {
            times.add(millis(time));
        }
        assertThat(times.reference()).hasValue(millis(expected));
        assertThat(times.afterReference()).isEqualTo(later);
    }

    /** Events in 2010, and some at one moment long after them. */
    @ParameterizedTest
    @CsvSource({
        "2012-01-01, 1, 50, 1",
        "2012-01-01, 2, 50, 0",
        "2012-01-01, 2, 1990, 0",
        "2012-01-01, 2, 2000, 2",
        "2012-01-01, 11, 10_000, 0",
        "2012-01-01, 10, 10_000, 10",
        "2011-11-30, 1, 50, 0",
        "2025-01-01, 1, 50, 1",
    })
    void outliersAreFewAndFarFromTheRest(String day, int outliers, String events, int later) {
        EventTimes times = times(OptionalLong.empty());
        long last = millis("2010-12-31T23:00:00Z");
        spread(times, millis("2010-01-01T00:00:00Z"), last, Integer.parseInt(events.replace("_", "")));
        long away = millis(day + "T05:00:00Z");
        for (int at = 0; at < outliers; at++) {
            times.add(away);
        }
        assertThat(times.reference()).hasValue(later > 0 ? last : away);
        assertThat(times.afterReference()).isEqualTo(later);
    }

    @Test
    void twoDaysOrOneGiveNoReasonToCallTheNewestAnOutlier() {
        EventTimes times = times(OptionalLong.empty());
        times.add(millis("2010-01-01T01:00:00Z"));
        times.add(millis("2010-01-01T02:00:00Z"));
        times.add(millis("2020-01-01T02:00:00Z"));
        assertThat(times.reference()).hasValue(millis("2020-01-01T02:00:00Z"));
        EventTimes single = times(OptionalLong.empty());
        single.add(millis("2010-01-01T01:00:00Z"));
        assertThat(single.reference()).hasValue(millis("2010-01-01T01:00:00Z"));
    }

    @Test
    void whereAllEventsAreInTheFutureTheNewestThatIsNoOutlierCounts() {
        EventTimes times = times(OptionalLong.empty());
        spread(times, millis("2300-01-01T00:00:00Z"), millis("2310-06-01T00:00:00Z"), 400);
        times.add(millis("9999-12-31T00:00:00Z"));
        assertThat(times.reference()).hasValue(millis("2310-06-01T00:00:00Z"));
        assertThat(times.afterReference()).isEqualTo(1);
    }

    @Test
    void aGivenMomentRules() {
        EventTimes times = times(OptionalLong.of(millis("2020-01-01T00:00:00Z")));
        times.add(millis("2019-12-31T00:00:00Z"));
        times.add(millis("2020-01-01T00:00:00Z"));
        times.add(millis("2020-01-01T00:00:00.001Z"));
        times.add(millis("9999-12-31T00:00:00Z"));
        assertThat(times.reference()).hasValue(millis("2020-01-01T00:00:00Z"));
        assertThat(times.afterReference()).isEqualTo(2);
        assertThat(times(OptionalLong.of(5)).reference()).hasValue(5);
    }

    @Test
    void eventsWithoutATimeSayNothing() {
        EventTimes times = times(OptionalLong.empty());
        times.add(UsageEvents.NO_TIME);
        assertThat(times.first()).isEmpty();
        assertThat(times.last()).isEmpty();
        assertThat(times.reference()).isEmpty();
        assertThat(times.afterReference()).isZero();
    }

    /** The rule, event by event, of times in any order in any number of parts. */
    @Test
    @Tag("slow")
    void theRuleHoldsInAnyOrderAndAnyDivision() {
        int outliers = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            List<Long> all = new ArrayList<>();
            long start = random.nextInt(4) == 0 ? NOW + 3 * DAY : NOW - random.nextInt(20_000) * DAY;
            long span = 1 + (long) (DAY * 3000 * Math.pow(random.nextDouble(), 4));
            for (int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 4000 : 40); count > 0; count--) {
                all.add(start + (long) (span * random.nextDouble()));
            }
            for (int count = random.nextInt(4); count > 0; count--) {
                all.add(start + span + (long) (DAY * 8000 * random.nextDouble()));
            }
            for (int count = random.nextInt(3); count > 0; count--) {
                all.add(
                        random.nextInt(3) == 0
                                ? Long.MAX_VALUE - random.nextInt(1000)
                                : NOW + 2 * DAY + random.nextInt());
            }
            Collections.shuffle(all, random);
            EventTimes[] parts = new EventTimes[1 + random.nextInt(4)];
            Arrays.setAll(parts, part -> times(OptionalLong.empty()));
            all.forEach(time -> parts[random.nextInt(parts.length)].add(time));
            EventTimes times = times(OptionalLong.empty());
            Arrays.stream(parts).forEach(times::absorb);
            long expected =
                    byTheRule(all.stream().mapToLong(Long::longValue).sorted().toArray());
            assertThat(times.reference()).as("seed %s", seed).hasValue(expected);
            long later = all.stream().filter(time -> time > expected).count();
            assertThat(times.afterReference()).isEqualTo(later);
            assertThat(times.first()).hasValue(Collections.min(all));
            assertThat(times.last()).hasValue(Collections.max(all));
            outliers += later > 0 ? 1 : 0;
        }
        assertThat(outliers).isBetween(500, 2500);
    }

    private static long byTheRule(long[] sorted) {
        long latest = Math.floorDiv(NOW + DAY, DAY);
        long[] past = LongStream.of(sorted).filter(time -> day(time) <= latest).toArray();
        long[] ordinary = past.length == 0 ? sorted : past;
        int size = ordinary.length;
        for (int out = Math.max(1, size / 1000); out >= 1; out--) {
            if (out < size) {
                long before = day(ordinary[size - out - 1]);
                long gap = day(ordinary[size - out]) - before;
                long span = before - day(ordinary[0]);
                if (gap > 365 && gap > span && span > 0) {
                    return ordinary[size - out - 1];
                }
            }
        }
        return ordinary[size - 1];
    }

    private static long day(long millis) {
        return Math.floorDiv(millis, DAY);
    }

    private static EventTimes times(OptionalLong given) {
        return new EventTimes(NOW, given);
    }

    private static void spread(EventTimes times, long first, long last, int events) {
        for (int at = 0; at < events; at++) {
            times.add(first + (last - first) / Math.max(1, events - 1) * at);
        }
        times.add(last);
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
