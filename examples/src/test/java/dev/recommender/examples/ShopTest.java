package dev.recommender.examples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.CatalogItem;
import dev.recommender.EventType;
import dev.recommender.UsageEvent;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {
    private static final Shop SHOP = Shop.open();

    @TempDir
    Path folder;

    @Test
    void isTheSameForTheSameNumbersByteForByte() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path other = folder.resolve("other");
        Shop.open(50, 100, 2_000, 1).write(first);
        Shop.open(50, 100, 2_000, 1).write(second);
        Shop.open(50, 100, 2_000, 2).write(other);

        for (String file : List.of("usage.csv", "catalog.csv")) {
            assertThat(first.resolve(file)).hasSameBinaryContentAs(second.resolve(file));
            assertThat(Files.readAllBytes(first.resolve(file))).isNotEqualTo(Files.readAllBytes(other.resolve(file)));
        }
    }

    @Test
    void readsBackAsItWasMade() throws IOException {
        Shop shop = Shop.open(50, 100, 2_000, 1);
        shop.write(folder);

        List<UsageEvent> events = new ArrayList<>();
        UsageCsv.read(folder.resolve("usage.csv"))
                .forEach((user, item, time, type, weight) -> events.add(UsageEvent.of(user.toString(), item.toString())
                        .at(Instant.ofEpochMilli(time))
                        .type(type)));
        assertThat(events).isEqualTo(shop.events());
        assertThat(CatalogCsv.read(folder.resolve("catalog.csv")).load().items())
                .containsExactlyElementsOf(shop.products());
    }

    @Test
    void hasAboutAsManyEventsAsAskedFor() {
        assertThat(SHOP.events().size()).isCloseTo(50_000, within(5_000));
        assertThat(Shop.open(1_000, 100, 100_000, 4).events().size()).isCloseTo(100_000, within(10_000));
        assertThat(SHOP.events().stream().map(UsageEvent::user).distinct()).hasSize(2_000);
        assertThat(SHOP.products()).hasSize(432);
    }

    @Test
    void namesEveryProductDifferently() {
        assertThat(Shop.open(1, 576, 1, 1).products())
                .extracting(product ->
                        product.category().orElseThrow() + product.name().orElseThrow())
                .doesNotHaveDuplicates();
    }

    @Test
    void hasCustomersWithTastes() {
        Map<String, String> themes = SHOP.products().stream()
                .collect(toMap(CatalogItem::id, product -> product.category().orElseThrow()));
        Map<String, Map<String, Long>> tastes = SHOP.events().stream()
                .collect(groupingBy(UsageEvent::user, groupingBy(event -> themes.get(event.item()), counting())));

        long loyal = tastes.values().stream()
                .mapToLong(taste -> top(taste.values(), 3))
                .sum();
        assertThat((double) loyal / SHOP.events().size()).isBetween(0.9, 0.99);
    }

    @Test
    void hasBestSellersAndSlowMovers() {
        Map<String, Long> sold = SHOP.events().stream().collect(groupingBy(UsageEvent::item, counting()));

        assertThat((double) top(sold.values(), 43) / SHOP.events().size()).isBetween(0.2, 0.6);
    }

    @Test
    void sellsGardeningInSpringAndKnittingInWinter() {
        assertThat(share("gardening", Set.of(3, 4, 5))).isGreaterThan(1.25 * share("coffee", Set.of(3, 4, 5)));
        assertThat(share("knitting", Set.of(11, 12, 1))).isGreaterThan(1.25 * share("coffee", Set.of(11, 12, 1)));
    }

    @Test
    void paysABasketAtOneInstant() {
        Map<String, Set<String>> baskets = SHOP.events().stream()
                .filter(event -> event.type().equals(EventType.PURCHASE))
                .collect(groupingBy(
                        event -> event.user() + event.time().orElseThrow(), mapping(UsageEvent::item, toSet())));

        assertThat(baskets.values().stream().filter(basket -> basket.size() > 1).count())
                .isGreaterThan(baskets.size() / 5);
    }

    @Test
    void keepsItsLogInTheOrderOfTime() {
        assertThat(SHOP.events())
                .extracting(event -> event.time().orElseThrow())
                .isSorted();
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shop.open(0, 100, 100, 1))
                .withMessageContaining("0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shop.open(10, 577, 100, 1))
                .withMessageContaining("577");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shop.open(10, 100, 0, 1))
                .withMessageContaining("events");
    }

    private static double share(String theme, Set<Integer> months) {
        Set<String> items = SHOP.products().stream()
                .filter(product -> product.has("theme", theme))
                .map(CatalogItem::id)
                .collect(toSet());
        List<UsageEvent> events = SHOP.events().stream()
                .filter(event -> items.contains(event.item()))
                .toList();
        return (double) events.stream()
                        .filter(event -> months.contains(event.time()
                                .orElseThrow()
                                .atZone(ZoneOffset.UTC)
                                .getMonthValue()))
                        .count()
                / events.size();
    }

    private static long top(Collection<Long> counts, int most) {
        return counts.stream()
                .sorted(Comparator.reverseOrder())
                .limit(most)
                .mapToLong(Long::longValue)
                .sum();
    }
}
