package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events from code. */
class UsageEventsTest {
    private static final int MANY = 600_000;

    @Test
    @Tag("slow")
    void thePartsOfALongListAreTheList() throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        for (int at = 0; at < MANY; at++) {
            events.add(UsageEvent.of("u" + at, "i" + at % 7));
        }
        List<UsageEvents> parts = UsageEvents.of(events).parts();
        assertThat(parts).hasSizeGreaterThan(1);
        List<String> users = new ArrayList<>();
        List<ParsingReport> reports = new ArrayList<>();
        for (UsageEvents part : parts) {
            reports.add(part.forEach((user, item, time, type, weight) -> {
                users.add(user.toString());
                return !user.toString().equals("u500000") && !user.toString().equals("u500001");
            }));
        }
        assertThat(users).isEqualTo(events.stream().map(UsageEvent::user).toList());
        ParsingReport whole = UsageEvents.of(events.iterator())
                .forEach((user, item, time, type, weight) ->
                        !user.toString().equals("u500000") && !user.toString().equals("u500001"));
        assertThat(ParsingReport.merge(reports)).hasToString(whole.toString());
        assertThat(whole.toString()).contains("500001");
    }

    @Test
    void anEventThatIsNullIsReportedByItsPlace() {
        List<UsageEvent> events = new ArrayList<>(List.of(UsageEvent.of("u", "i"), UsageEvent.of("v", "i")));
        events.add(null);
        for (UsageEvents source : List.of(UsageEvents.of(events), UsageEvents.of(events.stream()))) {
            assertThatThrownBy(() -> source.forEach((user, item, time, type, weight) -> true))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("usage event 3 is null; leave it out");
        }
    }

    @Test
    void otherCollectionsAndShortListsAreOnePart() throws IOException {
        List<UsageEvent> events = List.of(UsageEvent.of("u", "i"), UsageEvent.of("v", "i"));
        for (UsageEvents source : List.of(
                UsageEvents.of(events),
                UsageEvents.of(new LinkedList<>(events)),
                UsageEvents.of(events.iterator()),
                UsageEvents.of(events.stream()))) {
            List<UsageEvents> parts = source.parts();
            assertThat(parts).hasSize(1);
            assertThat(parts.get(0).forEach((user, item, time, type, weight) -> true))
                    .isEqualTo(ParsingReport.clean(2));
        }
        assertThat(UsageEvents.of(List.of()).parts()).hasSize(1);
    }
}
