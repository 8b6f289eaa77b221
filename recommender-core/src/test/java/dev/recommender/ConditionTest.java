package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Condition SHOES = Condition.category("shoes", "boots");
    private static final Condition RED = Condition.feature("colour", "red");

    /** A condition, and the same as a function of an item's category and colours. */
    private record Pair(Condition condition, Truth truth) {}

    private interface Truth {
        boolean of(String category, List<String> colours);
    }

    @Test
    void randomConditionsHoldWhereTheirTruthTableSays() {
        Random random = new Random(1);
        int held = 0;
        int tested = 0;
        for (int round = 0; round < 2000; round++) {
            Pair pair = random(random, 4);
            for (String category : new String[] {"", "c0", "c1", "c2"}) {
                for (int colours = 0; colours < 8; colours++) {
                    int mask = colours;
                    List<String> own = IntStream.range(0, 3)
                            .filter(bit -> (mask >> bit & 1) == 1)
                            .mapToObj(bit -> "v" + bit)
                            .toList();
                    CatalogItem item = CatalogItem.of("i").feature("colour", own);
                    item = category.isEmpty() ? item : item.category(category);
                    assertThat(pair.condition.test(item))
                            .as("%s of %s", pair.condition, item)
                            .isEqualTo(pair.truth.of(category, own));
                    held += pair.condition.test(item) ? 1 : 0;
                    tested++;
                }
            }
        }
        assertThat(held).isBetween(tested / 5, tested * 4 / 5);
    }

    private static Pair random(Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 2 : 7)) {
            case 0 -> {
                String[] some = some(random, "c", 1);
                return new Pair(
                        Condition.category(some),
                        (category, colours) -> List.of(some).contains(category));
            }
            case 1 -> {
                String[] some = some(random, "v", 0);
                return new Pair(
                        Condition.feature("colour", some),
                        (category, colours) -> some.length == 0
                                ? !colours.isEmpty()
                                : colours.stream().anyMatch(List.of(some)::contains));
            }
            case 2 -> {
                Pair pair = random(random, depth - 1);
                return new Pair(pair.condition.negate(), (category, colours) -> !pair.truth.of(category, colours));
            }
            case 3 -> {
                Pair a = random(random, depth - 1);
                Pair b = random(random, depth - 1);
                return new Pair(
                        a.condition.and(b.condition),
                        (category, colours) -> a.truth.of(category, colours) && b.truth.of(category, colours));
            }
            case 4 -> {
                Pair a = random(random, depth - 1);
                Pair b = random(random, depth - 1);
                return new Pair(
                        a.condition.or(b.condition),
                        (category, colours) -> a.truth.of(category, colours) || b.truth.of(category, colours));
            }
            default -> {
                boolean all = random.nextBoolean();
                List<Pair> pairs = new ArrayList<>();
                for (int count = random.nextInt(4); count > 0; count--) {
                    pairs.add(random(random, depth - 1));
                }
                Condition[] conditions = pairs.stream().map(Pair::condition).toArray(Condition[]::new);
                return new Pair(
                        all ? Condition.all(conditions) : Condition.any(conditions),
                        (category, colours) -> all
                                ? pairs.stream().allMatch(pair -> pair.truth.of(category, colours))
                                : pairs.stream().anyMatch(pair -> pair.truth.of(category, colours)));
            }
        }
    }

    private static String[] some(Random random, String prefix, int least) {
        int count = least + random.nextInt(3);
        return IntStream.range(0, count)
                .mapToObj(ignored -> prefix + random.nextInt(3))
                .toArray(String[]::new);
    }

    @Test
    void conditionsAreEqualIfTheySayTheSame() {
        assertThat(SHOES)
                .isEqualTo(Condition.category("boots", "shoes", "boots"))
                .hasSameHashCodeAs(Condition.category("boots", "shoes", "boots"))
                .isNotEqualTo(Condition.category("shoes"));
        assertThat(RED)
                .isEqualTo(Condition.feature("colour", "red"))
                .isNotEqualTo(Condition.feature("size", "red"))
                .isNotEqualTo(Condition.feature("colour"))
                .isNotEqualTo(RED.negate());
        assertThat(SHOES.and(RED))
                .isEqualTo(Condition.all(Condition.category("shoes", "boots"), Condition.feature("colour", "red")))
                .hasSameHashCodeAs(Condition.all(SHOES, RED))
                .isNotEqualTo(SHOES.or(RED))
                .isNotEqualTo(Condition.all(SHOES));
        assertThat(SHOES.negate()).isEqualTo(new Condition.Not(SHOES)).isNotEqualTo(SHOES);
    }

    @Test
    void aChainIsOneListAndOtherConditionsStayApart() {
        Condition size = Condition.feature("size");
        assertThat(SHOES.and(RED).and(size))
                .isEqualTo(SHOES.and(RED.and(size)))
                .isEqualTo(Condition.all(SHOES, RED, size));
        assertThat(SHOES.or(RED).or(size)).isEqualTo(SHOES.or(RED.or(size))).isEqualTo(Condition.any(SHOES, RED, size));
        assertThat(SHOES.or(RED).and(size))
                .isEqualTo(new Condition.All(List.of(new Condition.Any(List.of(SHOES, RED)), size)));
        assertThat(Condition.all(Condition.any(), Condition.all()))
                .isEqualTo(new Condition.All(List.of(new Condition.Any(List.of()))));
    }

    @Test
    void conditionsCanBeRead() {
        assertThat(SHOES.and(RED.negate()).or(Condition.feature("size")))
                .hasToString("((category in [shoes, boots] and not colour in [red]) or size is there)");
    }

    @Test
    void conditionsCannotBeChanged() {
        assertThatThrownBy(() -> ((Condition.InCategory) SHOES).categories().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Condition.HasFeature) RED).values().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        List<Condition> given = new ArrayList<>(List.of(SHOES));
        Condition all = new Condition.All(given);
        given.add(RED);
        assertThat(all).isEqualTo(Condition.all(SHOES));
    }

    @Test
    @SuppressWarnings("NullAway")
    void whatCannotHoldOrIsBlankIsRefused() {
        assertThatThrownBy(Condition::category)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a category");
        assertThatThrownBy(() -> Condition.category("shoes", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\" \"");
        assertThatThrownBy(() -> Condition.feature("", "red"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("feature");
        assertThatThrownBy(() -> Condition.feature("colour", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value");
        assertThatThrownBy(() -> RED.and((Condition) null)).isInstanceOf(NullPointerException.class);
    }
}
