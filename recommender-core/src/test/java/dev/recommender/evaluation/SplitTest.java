package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SplitTest {
    private static final Instant START = Instant.ofEpochSecond(1_600_000_000);

    static Stream<Split> everySplit() {
        return Stream.of(
                Split.lastEventPerUser(),
                Split.randomEventPerUser(3),
                Split.standard(),
                Split.atShare(0.6),
                Split.heldOutUsers(0.3, 0.6, 4),
                Split.fixedDate(START.plusSeconds(30_000)),
                Split.chronological(0.75),
                Split.chronological(List.of(0.6, 0.2, 0.2)).byItem(),
                Split.stratified(0.75, 5),
                Split.stratified(List.of(2.0, 3.0, 5.0), 5).byItem(),
                Split.random(0.75, 7),
                Split.random(List.of(5.0, 3.0, 2.0), 7).minimumEvents(8));
    }

    @ParameterizedTest
    @MethodSource("everySplit")
    void everyEventIsInExactlyOnePart(Split split) {
        List<UsageEvent> events = TestEvents.random(60, 40, 700, 1);

        List<UsageEvent> inParts = split.parts(UsageEvents.of(events)).stream()
                .flatMap(part -> TestEvents.list(part).stream())
                .toList();

        Map<String, Long> perUser = count(events, UsageEvent::user);
        int minimum = split.toString().contains("at least") ? 8 : 1;
        assertThat(inParts)
                .containsExactlyInAnyOrderElementsOf(events.stream()
                        .filter(event -> perUser.getOrDefault(event.user(), 0L) >= minimum)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("everySplit")
    void theOrderOfEventsDoesNotMatter(Split split) {
        List<UsageEvent> events = TestEvents.random(60, 40, 700, 2);
        List<UsageEvent> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(9));

        assertThat(contents(split, shuffled)).isEqualTo(contents(split, events));
    }

    @ParameterizedTest
    @MethodSource("everySplit")
    void partsCanBeReadAgain(Split split) {
        UsageEvents train =
                split.parts(UsageEvents.of(TestEvents.random(20, 10, 100, 3))).get(0);

        assertThat(TestEvents.list(train)).isNotEmpty().isEqualTo(TestEvents.list(train));
    }

    @Test
    void aSplitByTimeSaysWhatDecidesWhereNoEventHasOne() {
        List<UsageEvent> untimed = List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b"));
        List<UsageEvent> timed =
                List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b").at(START));

        assertThat(described(Split.lastEventPerUser(), untimed))
                .isEqualTo("last event per user; no event has a time, so the event is drawn");
        assertThat(described(Split.chronological(0.75), untimed)).endsWith("; no event has a time, so ids decide");
        assertThat(described(Split.lastEventPerUser(), timed)).isEqualTo("last event per user");
        assertThat(everySplit().filter(split -> described(split, untimed).contains("no event has a time")))
                .hasSize(5);
    }

    @Test
    void theStandardCutsAtOneMomentWhereEventsHaveTimes() {
        List<UsageEvent> events = new ArrayList<>(List.of(UsageEvent.of("u", "untimed")));
        for (int number = 0; number < 8; number++) {
            events.add(UsageEvent.of("u" + number % 3, "i").at(START.plusSeconds(number / 2)));
        }
        // Of eight events with a time, number 6 from 0 is at second 3, where number 7 is, too.
        assertThat(contents(Split.standard(), events))
                .isEqualTo(contents(Split.fixedDate(START.plusSeconds(3)), events))
                .isEqualTo(contents(Split.atShare(0.75), events));
        assertThat(contents(Split.atShare(0.1), events)).isEqualTo(contents(Split.fixedDate(START), events));
        assertThat(described(Split.standard(), events))
                .isEqualTo("fixed date 2020-09-13T12:26:43Z, for 0.75 : 0.25 of the events with a time");
        assertThat(Split.standard()).hasToString("standard, 0.75 : 0.25");
        assertThat(Split.atShare(0.6).minimumEvents(3)).hasToString("fixed date, 0.6 : 0.4, at least 3 events");
        assertThatThrownBy(Split.standard()::byItem).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Split.atShare(1)).hasMessageContaining("ratio").hasMessageContaining("1.0");
    }

    @Test
    void withoutTimesTheStandardTestsOneEventOfEachUser() {
        List<UsageEvent> events = TestEvents.random(20, 10, 100, 3).stream()
                .map(event -> UsageEvent.of(event.user(), event.item()))
                .toList();

        assertThat(contents(Split.standard(), events)).isEqualTo(contents(Split.lastEventPerUser(), events));
        assertThat(contents(Split.atShare(0.5), events).get(1)).isEmpty();
    }

    private static String described(Split split, List<UsageEvent> events) {
        return split.describe(Events.read(UsageEvents.of(events)));
    }

    @Test
    void theSeedDecidesARandomSplit() {
        List<UsageEvent> events = TestEvents.random(60, 40, 700, 2);

        assertThat(contents(Split.random(0.5, 1), events)).isNotEqualTo(contents(Split.random(0.5, 2), events));
        assertThat(contents(Split.stratified(0.5, 1), events)).isNotEqualTo(contents(Split.stratified(0.5, 2), events));
        assertThat(contents(Split.randomEventPerUser(1), events))
                .isNotEqualTo(contents(Split.randomEventPerUser(2), events));
    }

    @Test
    void randomNumbersAreTheOnesThatWerePublished() {
        assertThat(SplitMix.at(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(SplitMix.at(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
        assertThat(SplitMix.at(0, 2)).isEqualTo(0x06C45D188009454FL);
    }

    @Test
    void chronologicalPartsFollowEachOtherPerUser() {
        List<UsageEvents> parts =
                Split.chronological(List.of(0.5, 0.25, 0.25)).parts(UsageEvents.of(TestEvents.random(30, 40, 900, 4)));

        for (int part = 1; part < parts.size(); part++) {
            Map<String, Instant> latestBefore = new HashMap<>();
            TestEvents.list(parts.get(part - 1))
                    .forEach(event -> latestBefore.merge(
                            event.user(), event.time().orElse(Instant.MIN), (a, b) -> a.isAfter(b) ? a : b));
            assertThat(TestEvents.list(parts.get(part)))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.time().orElse(Instant.MIN))
                            .isAfterOrEqualTo(latestBefore.get(event.user())));
        }
    }

    @Test
    void theLastEventOfEachUserWithTwoEventsIsTheTest() {
        UsageEvent first = UsageEvent.of("u", "b").at(START);
        UsageEvent last = UsageEvent.of("u", "a").at(START.plusSeconds(1));
        UsageEvent only = UsageEvent.of("single", "a").at(START.plusSeconds(2));

        List<UsageEvents> parts = Split.lastEventPerUser().parts(UsageEvents.of(List.of(last, only, first)));

        assertThat(TestEvents.list(parts.get(0))).containsExactlyInAnyOrder(first, only);
        assertThat(TestEvents.list(parts.get(1))).containsExactly(last);
    }

    @Test
    void equallyLateEventsAreChosenByLotAndNotByName() {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 200; user++) {
            events.add(UsageEvent.of("u" + user, "a").at(START));
            events.add(UsageEvent.of("u" + user, "b").at(START));
        }

        List<UsageEvent> test = TestEvents.list(
                Split.lastEventPerUser().parts(UsageEvents.of(events)).get(1));

        assertThat(count(test, UsageEvent::item).get("a")).isBetween(70L, 130L);
    }

    @Test
    void anEventAtTheFixedDateIsInTheTestAndOneWithoutATimeIsNot() {
        UsageEvent before = UsageEvent.of("u", "a").at(START.minusMillis(1));
        UsageEvent at = UsageEvent.of("u", "b").at(START);
        UsageEvent timeless = UsageEvent.of("u", "c");

        List<UsageEvents> parts = Split.fixedDate(START).parts(UsageEvents.of(List.of(before, at, timeless)));

        assertThat(TestEvents.list(parts.get(0))).containsExactlyInAnyOrder(before, timeless);
        assertThat(TestEvents.list(parts.get(1))).containsExactly(at);
    }

    @Test
    void sharesAreRoundedHalfToEven() {
        assertThat(Shares.of(0.75).rounded(2)).containsExactly(2, 2);
        assertThat(Shares.of(0.75).rounded(1)).containsExactly(1, 1);
        assertThat(Shares.of(0.75).rounded(6)).containsExactly(4, 6);
        assertThat(Shares.of(List.of(0.12, 0.36, 0.52)).rounded(10)).containsExactly(1, 5, 10);
        assertThat(Shares.of(0.75).roundedDownIfSingle(31)).containsExactly(23, 31);
        assertThat(Shares.of(List.of(3.0, 1.0)).roundedDownIfSingle(31)).containsExactly(23, 31);
    }

    @Test
    void largeSplitsHaveTheSizesThatWereAskedFor() {
        UsageEvents events = UsageEvents.of(TestEvents.random(30, 30, 3000, 6));

        for (Split split : List.of(
                Split.random(List.of(0.2, 0.3, 0.5), 1),
                Split.stratified(List.of(2.0, 3.0, 5.0), 1),
                Split.chronological(List.of(2.0, 3.0, 5.0)))) {
            List<Integer> sizes = split.parts(events).stream()
                    .map(part -> TestEvents.list(part).size())
                    .toList();
            assertThat(sizes.get(0)).as("%s", split).isBetween(570, 630);
            assertThat(sizes.get(1)).as("%s", split).isBetween(870, 930);
            assertThat(users(split.parts(events).get(0)))
                    .isEqualTo(users(split.parts(events).get(2)));
        }
    }

    @Test
    void minimumEventsByItemLeavesOutRareItems() {
        List<UsageEvent> events = List.of(UsageEvent.of("u", "a"), UsageEvent.of("v", "a"), UsageEvent.of("v", "b"));

        List<UsageEvents> parts =
                Split.stratified(0.5, 1).byItem().minimumEvents(2).parts(UsageEvents.of(events));

        assertThat(parts)
                .hasSize(2)
                .allSatisfy(part -> assertThat(TestEvents.list(part))
                        .singleElement()
                        .extracting(UsageEvent::item)
                        .isEqualTo("a"));
    }

    @Test
    void wrongArgumentsAreRefusedWithTheirValue() {
        assertThatThrownBy(() -> Split.random(1.0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.0");
        assertThatThrownBy(() -> Split.chronological(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Split.chronological(List.of(1.0))).hasMessageContaining("1");
        assertThatThrownBy(() -> Split.stratified(List.of(1.0, -2.0), 1)).hasMessageContaining("-2.0");
        assertThatThrownBy(() -> Split.random(0.5, 1).minimumEvents(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> Split.lastEventPerUser().byItem())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("last event per user");
    }

    @Test
    void aSplitDescribesItself() {
        assertThat(Split.chronological(0.75).minimumEvents(3))
                .hasToString("chronological 0.75 : 0.25, at least 3 events");
        assertThat(Split.stratified(List.of(2.0, 2.0), 4).byItem())
                .hasToString("stratified 0.5 : 0.5, seed 4, by item");
    }

    @Test
    void aSplitIsFoundByItsName() {
        Map<String, Split> splits = Map.of(
                "fixed-date", Split.atShare(0.8),
                "chronological", Split.chronological(0.8),
                "last-event", Split.lastEventPerUser(),
                "held-out-users", Split.heldOutUsers(1 - 0.8, 0.8, 42),
                "latest-users", Split.latestUsers(1 - 0.8, 0.8),
                "stratified", Split.stratified(0.8, 42),
                "random", Split.random(0.8, 42));
        assertThat(splits.keySet()).containsExactlyInAnyOrderElementsOf(Split.NAMES);
        splits.forEach((name, split) -> assertThat(Split.named(name, 0.8)).hasToString(split.toString()));
        assertThat(Split.named("held-out-users", 0.8, 0.5, 7))
                .hasToString(Split.heldOutUsers(1 - 0.8, 0.5, 7).toString());
        assertThat(Split.named("latest-users", 0.8, 0.5, 7))
                .hasToString(Split.latestUsers(1 - 0.8, 0.5).toString());
        assertThat(Split.named("stratified", 0.8, 0.5, 7))
                .hasToString(Split.stratified(0.8, 7).toString());
        assertThat(Split.named("random", 0.8, 0.5, 7))
                .hasToString(Split.random(0.8, 7).toString());
        assertThatThrownBy(() -> Split.named("latest", 0.8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("latest-users")
                .hasMessageEndingWith(": latest");
    }

    private static List<Map<UsageEvent, Long>> contents(Split split, List<UsageEvent> events) {
        return split.parts(UsageEvents.of(events)).stream()
                .map(part -> count(TestEvents.list(part), Function.identity()))
                .toList();
    }

    private static <K> Map<K, Long> count(List<UsageEvent> events, Function<UsageEvent, K> key) {
        return events.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    }

    private static Set<String> users(UsageEvents events) {
        Set<String> users = new HashSet<>();
        TestEvents.list(events).forEach(event -> users.add(event.user()));
        return users;
    }
}
