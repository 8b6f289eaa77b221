package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static final Instant NOW = Instant.parse("2024-03-01T12:00:00Z");

    @Test
    void aQuerySaysWhatWasAsked() {
        Query query = Query.user("u42")
                .and("bow")
                .and("violin", EventType.PURCHASE)
                .and("case", EventType.CLICK, NOW)
                .and(Seed.of("rosin").weight(-2))
                .count(5)
                .includeSeen()
                .withoutBackfill()
                .at(NOW);
        assertThat(query.user()).contains("u42");
        assertThat(query.seeds())
                .containsExactly(
                        Seed.of("bow"),
                        Seed.of("violin").type(EventType.PURCHASE),
                        Seed.of("case").type(EventType.CLICK).at(NOW),
                        Seed.of("rosin").weight(-2));
        assertThat(query.count()).isEqualTo(5);
        assertThat(query.includesSeen()).isTrue();
        assertThat(query.backfills()).isFalse();
        assertThat(query.at()).contains(NOW);
    }

    @Test
    void aQueryCanBeReadInALog() {
        assertThat(Query.popular()).hasToString("Query[count 10]");
        assertThat(Query.user("u42")
                        .count(3)
                        .onlyItems("a", "b")
                        .exclude("c")
                        .boost(ItemSet.of("d"), 1.5)
                        .where(item -> true)
                        .maxPerCategory(2)
                        .at(NOW)
                        .minScore(0.5)
                        .includeSeen()
                        .withoutBackfill()
                        .explain())
                .hasToString("Query[user u42, count 3, at 2024-03-01T12:00:00Z, only ItemSet of 2 ids,"
                        + " without ItemSet of 1 ids, a predicate, ItemSet of 1 ids × 1.5, at most 2 per category,"
                        + " scores from 0.5, seen items too, no back-filling, explained]");
    }

    @Test
    void defaultsAreTenUnseenItemsFilledUpWithPopularOnes() {
        Query query = Query.popular();
        assertThat(query.user()).isEmpty();
        assertThat(query.seeds()).isEmpty();
        assertThat(query.count()).isEqualTo(10);
        assertThat(query.includesSeen()).isFalse();
        assertThat(query.backfills()).isTrue();
        assertThat(query.at()).isEmpty();
    }

    @Test
    void aQueryIsATemplateThatDoesNotChange() {
        List<Seed> seeds = new ArrayList<>(List.of(Seed.of("a")));
        Query template = Query.seeds(seeds);
        seeds.add(Seed.of("b"));
        Query changed = template.count(3).and("c").forUser("u");
        assertThat(template.seeds()).containsExactly(Seed.of("a"));
        assertThat(template.count()).isEqualTo(10);
        assertThat(template.user()).isEmpty();
        assertThat(changed.seeds()).containsExactly(Seed.of("a"), Seed.of("c"));
        assertThatThrownBy(() -> changed.seeds().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aCountBelowOneIsRefused(int count) {
        assertRefused(() -> Query.popular().count(count), "count", Integer.toString(count));
        assertRefused(() -> Query.popular().maxPerCategory(count), "maxPerCategory", Integer.toString(count));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankIdsAreRefused(String blank) {
        assertRefused(() -> Query.user(blank), "user", "\"" + blank + "\"");
        assertRefused(() -> Query.items("a", blank), "item", "\"" + blank + "\"");
        assertRefused(() -> Query.popular().and(blank), "item", "\"" + blank + "\"");
        assertRefused(() -> UsageEvent.of(blank, "item"), "user", "\"" + blank + "\"");
        assertRefused(() -> UsageEvent.of("user", blank), "item", "\"" + blank + "\"");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullsAreNamed() {
        assertNamed(() -> Query.user(null), "user");
        assertNamed(() -> Query.items("a", null), "item");
        assertNamed(() -> Query.items((List<String>) null), "items");
        assertNamed(() -> Query.seeds(null), "seeds");
        assertNamed(() -> Query.popular().and((Seed) null), "seed");
        assertNamed(() -> Query.popular().and("a", null), "type");
        assertNamed(() -> Query.popular().at(null), "time");
        assertNamed(() -> Query.popular().onlyItems((ItemSet) null), "items");
        assertNamed(() -> Query.popular().exclude((ItemSet) null), "items");
        assertNamed(() -> Query.popular().boost(null, 2), "items");
        assertNamed(() -> Query.popular().where((Predicate<CatalogItem>) null), "condition");
        assertNamed(() -> Query.popular().where((Condition) null), "condition");
        assertNamed(() -> Query.popular().diversity(null), "diversity");
        assertNamed(() -> Seed.of("a").at(null), "time");
        assertNamed(() -> UsageEvent.of(null, "a"), "user");
        assertNamed(() -> UsageEvent.of("u", null), "item");
        assertNamed(() -> UsageEvent.of("u", "a").at(null), "time");
        assertNamed(() -> UsageEvent.of("u", "a").type(null), "type");
    }

    private static void assertNamed(ThrowingCallable call, String field) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(field + " must not be null");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void weightsThatAreNotFiniteAreRefused(double weight) {
        assertRefused(() -> Seed.of("a").weight(weight), "weight", Double.toString(weight));
        assertRefused(() -> UsageEvent.of("u", "a").weight(weight), "weight", Double.toString(weight));
        assertRefused(() -> Query.popular().minScore(weight), "minScore", Double.toString(weight));
        assertRefused(() -> Query.popular().boost(ItemSet.of("a"), weight), "boost", Double.toString(weight));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e39, -1e39, 1e308})
    void weightsBeyondTheRangeOfFloatsAreRefused(double weight) {
        assertRefused(() -> Seed.of("a").weight(weight), "weight", Double.toString(weight));
        assertRefused(() -> UsageEvent.of("u", "a").weight(weight), "weight", Double.toString(weight));
        assertRefused(() -> EventWeights.standard().with(EventType.CLICK, weight), "event type Click", "" + weight);
        assertThat(Seed.of("a").weight(Float.MAX_VALUE).weight()).hasValue(Float.MAX_VALUE);
    }

    @Test
    void timesThatMillisecondsCannotTellAreRefused() {
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.ofEpochMilli(Long.MIN_VALUE))) {
            assertRefused(() -> UsageEvent.of("u", "a").at(time), "time", time.toString());
            assertRefused(() -> Seed.of("a").at(time), "time", time.toString());
            assertRefused(() -> Query.popular().and("a", EventType.CLICK, time), "time", time.toString());
            assertRefused(() -> Query.popular().at(time), "time", time.toString());
        }
        Instant latest = Instant.ofEpochMilli(Long.MAX_VALUE);
        assertThat(UsageEvent.of("u", "a").at(latest).time()).contains(latest);
    }

    @Test
    void anEventKeepsWhatIsSaidOfIt() {
        UsageEvent event =
                UsageEvent.of("u", "i").at(NOW).type(EventType.PURCHASE).weight(0);
        assertThat(event.user()).isEqualTo("u");
        assertThat(event.item()).isEqualTo("i");
        assertThat(event.time()).contains(NOW);
        assertThat(event.type()).isEqualTo(EventType.PURCHASE);
        assertThat(event.weight()).hasValue(0);
        assertThat(UsageEvent.of("u", "i").time()).isEmpty();
        assertThat(UsageEvent.of("u", "i").weight()).isEmpty();
        assertThat(UsageEvent.of("u", "i").type()).isEqualTo(EventType.CUSTOM);
    }

    private static void assertRefused(ThrowingCallable call, String field, String value) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(value);
    }
}
