package dev.recommender.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Diversity;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.ScoredId;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.Verification;
import dev.recommender.als.AlsTrainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of vectors of many items, against brute force over the vectors that they give. */
class FactorModelTest {
    private static final int USERS = 300;
    private static final int ITEMS = 1_500;

    private static FactorModel model;
    private static List<String> items;
    private static Map<String, Set<String>> histories;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        Random random = new Random(1);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            int taste = random.nextInt(6);
            for (int at = 0; at < 40; at++) {
                int item = (int) (ITEMS * Math.pow(random.nextDouble(), 2.5));
                events.add(UsageEvent.of("u" + user, "i" + Math.min(ITEMS - 1, item / 6 * 6 + taste)));
            }
        }
        for (int item = 0; item < ITEMS; item++) {
            events.add(UsageEvent.of("u" + random.nextInt(USERS), "i" + item));
        }
        model = AlsTrainer.builder()
                .factors(32)
                .iterations(5)
                .build()
                .train(UsageEvents.of(events))
                .model();
        items = new ArrayList<>();
        model.items().forEachRemaining(items::add);
        histories = events.stream()
                .collect(Collectors.groupingBy(
                        UsageEvent::user, Collectors.mapping(UsageEvent::item, Collectors.toSet())));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 100})
    void theBestAreThoseOfBruteForce(int count) {
        for (int user = 0; user < USERS; user += 7) {
            String id = "u" + user;
            List<ScoredId> expected = brute(id, count, Set.copyOf(items), seen(id));
            assertBest(model.recommender().recommend(Query.user(id).count(count).withoutBackfill()), expected);
            assertBest(
                    model.recommender()
                            .recommend(Query.user(id)
                                    .count(count)
                                    .withoutBackfill()
                                    .includeSeen()),
                    brute(id, count, Set.copyOf(items), Set.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_500})
    @Tag("slow")
    void theBestOfMoreCountsAreThoseOfBruteForce(int count) {
        theBestAreThoseOfBruteForce(count);
    }

    @Test
    void rulesChooseAmongAllItems() {
        Set<String> few = new TreeSet<>(items.subList(900, 960));
        for (int user = 0; user < USERS; user += 11) {
            String id = "u" + user;
            Query query = Query.user(id).count(5).onlyItems(ItemSet.of(few));
            Recommendations list = model.recommender().recommend(query.withoutBackfill());
            assertBest(list, brute(id, 5, few, seen(id)));
            long unseen = few.stream().filter(item -> !seen(id).contains(item)).count();
            assertThat(model.recommender().recommend(query.count(50))).hasSize((int) Math.min(50, unseen));
            assertThat(model.recommender().recommend(query.count(70))).hasSize((int) unseen);
            assertThat(model.recommender().recommend(Query.user(id).count(ITEMS)))
                    .hasSize(ITEMS - seen(id).size());
        }
    }

    @Test
    void boostedItemsAreFoundWhereverTheyAre() {
        Set<String> boosted = new TreeSet<>(items.subList(200, 400));
        for (int user = 0; user < USERS; user += 13) {
            String id = "u" + user;
            Comparator<ScoredId> byScore =
                    Comparator.comparingDouble(ScoredId::score).reversed();
            List<ScoredId> expected = brute(id, ITEMS, Set.copyOf(items), seen(id)).stream()
                    .map(each -> boosted.contains(each.id()) ? new ScoredId(each.id(), 3 * each.score()) : each)
                    .sorted(byScore)
                    .limit(10)
                    .toList();
            assertBest(
                    model.recommender()
                            .recommend(Query.user(id)
                                    .count(10)
                                    .boost(ItemSet.of(boosted), 3)
                                    .withoutBackfill()),
                    expected);
        }
    }

    /** Greedily, rank by rank, over all that has a positive score. */
    @Test
    void variedListsAreThoseOfTheWholeRanking() {
        int changed = 0;
        for (int user = 0; user < USERS; user += 17) {
            String id = "u" + user;
            List<ScoredId> left = new ArrayList<>(brute(id, ITEMS, Set.copyOf(items), seen(id)));
            double best = left.get(0).score();
            List<String> expected = new ArrayList<>();
            while (expected.size() < 20) {
                double least = 0.5 * left.get(0).score();
                ScoredId chosen = left.stream()
                        .filter(item -> item.score() >= least)
                        .max(Comparator.comparingDouble(
                                item -> 0.6 * item.score() / best - 0.4 * closest(item.id(), expected)))
                        .orElseThrow();
                left.remove(chosen);
                expected.add(chosen.id());
            }
            Query query = Query.user(id).count(20);
            List<String> varied = ids(model.recommender().recommend(query.diversity(new Diversity(0.4, 0.5))));
            assertThat(varied).isEqualTo(expected);
            changed += varied.equals(ids(model.recommender().recommend(query))) ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(10);
    }

    private static double closest(String item, List<String> others) {
        float[] own = model.itemVector(item).orElseThrow();
        return others.stream()
                .mapToDouble(other -> cosine(own, model.itemVector(other).orElseThrow()))
                .reduce(0, Math::max);
    }

    private static List<String> ids(Recommendations list) {
        List<String> ids = new ArrayList<>();
        list.forEach(next -> ids.add(next.item()));
        return ids;
    }

    @Test
    void similarItemsAreThoseOfTheLargestCosine() {
        for (int item = 0; item < ITEMS; item += 61) {
            float[] own = model.itemVector(items.get(item)).orElseThrow();
            List<ScoredId> expected = new ArrayList<>();
            for (String other : items) {
                double cosine = cosine(own, model.itemVector(other).orElseThrow());
                if (!other.equals(items.get(item)) && cosine > 0) {
                    expected.add(new ScoredId(other, cosine));
                }
            }
            expected.sort(Comparator.comparingDouble(ScoredId::score).reversed());
            Recommendations similar = model.recommender().similarItems(items.get(item), 10);
            assertThat(similar).hasSize(Math.min(10, expected.size()));
            int rank = 0;
            for (Recommendation next : similar) {
                double cosine = expected.get(rank++).score();
                assertThat(next.score()).isCloseTo(cosine, within(1e-6)).isLessThanOrEqualTo(1);
                float[] other = model.itemVector(next.item()).orElseThrow();
                assertThat(cosine(own, other)).isCloseTo(cosine, within(1e-6));
            }
        }
        assertThat(model.recommender().similarItems("no such item", 10)).isEmpty();
    }

    @Test
    void similarUsersAreThoseOfTheLargestCosine() {
        float[] own = model.userVector("u1").orElseThrow();
        List<ScoredId> expected = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            if (user != 1) {
                expected.add(new ScoredId(
                        "u" + user, cosine(own, model.userVector("u" + user).orElseThrow())));
            }
        }
        expected.sort(Comparator.comparingDouble(ScoredId::score).reversed());
        List<ScoredId> similar = model.similarUsers("u1", 5);
        assertThat(similar).hasSize(5);
        for (int rank = 0; rank < 5; rank++) {
            assertThat(similar.get(rank).score()).isCloseTo(expected.get(rank).score(), within(1e-5));
        }
        assertThat(model.similarUsers("nobody", 5)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSavedModelAnswersTheSameHoweverItIsOpened(Verification verification) throws IOException {
        for (VectorPrecision precision : VectorPrecision.values()) {
            FactorModel small = SmallFactors.full(precision);
            Path file = folder.resolve("model");
            Path copy = folder.resolve("copy");
            small.save(file);
            try (FactorModel opened = FactorModel.open(file, verification);
                    FactorModel loaded = opened.load();
                    FactorModel forgetful = opened.forget("user-1")) {
                assertThat(SmallFactors.answers(opened)).isEqualTo(SmallFactors.answers(small));
                assertThat(SmallFactors.answers(loaded)).isEqualTo(SmallFactors.answers(small));
                assertThat(SmallFactors.answers(forgetful)).isEqualTo(SmallFactors.answers(small.forget("user-1")));
                loaded.save(copy);
                assertThat(copy).hasSameBinaryContentAs(file);
            }
        }
    }

    /** Most items were last taken many half-lives ago, so their vectors are short. */
    @ParameterizedTest
    @EnumSource
    void modelsOfVectorsOfAllLengthsAreOpened(VectorPrecision precision) throws IOException {
        Random random = new Random(9);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 150; user++) {
            for (int at = 0; at < 12; at++) {
                events.add(UsageEvent.of("u" + user, "i" + random.nextInt(200))
                        .at(Instant.ofEpochSecond(1_700_000_000L + random.nextInt(365 * 86_400))));
            }
        }
        FactorModel trained = AlsTrainer.builder()
                .factors(16)
                .decayHalfLife(Duration.ofDays(10))
                .precision(precision)
                .build()
                .train(UsageEvents.of(events))
                .model();
        Path file = folder.resolve("model");
        trained.save(file);
        for (Verification verification : Verification.values()) {
            try (FactorModel opened = FactorModel.open(file, verification)) {
                for (int item = 0; item < 200; item++) {
                    assertThat(opened.itemVector("i" + item).orElseThrow())
                            .isEqualTo(trained.itemVector("i" + item).orElseThrow());
                    for (Recommendation next : opened.recommender().similarItems("i" + item, 3)) {
                        assertThat(next.score()).isBetween(0.0, 1.0);
                    }
                }
            }
        }
    }

    @Test
    void nothingIsLeftOfAUserWhoIsForgotten() throws IOException {
        FactorModel forgetful = model.forget("u5");
        assertThat(forgetful.userVector("u5")).isEmpty();
        assertThat(forgetful.userVector("u6").orElseThrow())
                .isEqualTo(model.userVector("u6").orElseThrow());
        Path file = folder.resolve("model");
        forgetful.save(file);
        ByteBuffer gone = ByteBuffer.allocate(4 * 32).order(ByteOrder.LITTLE_ENDIAN);
        gone.asFloatBuffer().put(model.userVector("u5").orElseThrow());
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(new String(gone.array(), StandardCharsets.ISO_8859_1));
        model.save(file);
        bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(new String(gone.array(), StandardCharsets.ISO_8859_1));
        assertThat(forgetful.recommender().recommend(Query.user("u5")).unknownUser())
                .hasValue("u5");
    }

    @Test
    void manyUsersAreForgottenInOneStep() throws IOException {
        List<String> users = new ArrayList<>(List.of("nobody", "u5"));
        model.users().forEachRemaining(users::add);
        users.removeIf(user -> user.endsWith("7"));
        FactorModel oneByOne = model;
        for (String user : users) {
            oneByOne = oneByOne.forget(user);
        }
        Path expected = folder.resolve("expected");
        oneByOne.save(expected);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        FactorModel atOnce = model.forget(users);
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;
        Path actual = folder.resolve("actual");
        atOnce.save(actual);
        assertThat(actual).hasSameBinaryContentAs(expected);
        assertThat(atOnce.users()).toIterable().hasSize(30).allMatch(user -> user.endsWith("7"));
        // Each part is copied once, and not once for each user.
        assertThat(allocated).isLessThan(10 * Files.size(actual));
    }

    @Test
    void nothingIsPredictedOfItemsWithoutAVector() {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 20; user++) {
            events.add(UsageEvent.of("u" + user, "a").weight(5));
            events.add(UsageEvent.of("u" + user, "b").weight(user % 2 == 0 ? 5 : 1));
        }
        events.add(UsageEvent.of("u0", "rare").weight(4));
        events.add(UsageEvent.of("rarely", "rare").weight(4));
        FactorModel rated = AlsTrainer.builder()
                .factors(8)
                .ratings()
                .supportThreshold(3)
                .build()
                .train(UsageEvents.of(events))
                .model();
        assertThat(rated.recommender().predict("u0", "a")).isPresent();
        assertThat(rated.recommender().predict("u0", "rare")).isEmpty();
        assertThat(rated.recommender().predict("rarely", "a")).isEmpty();
        assertThat(rated.itemVector("rare").orElseThrow()).containsOnly(0);
    }

    @Test
    void exportedVectorsAreThoseOfTheModel() throws IOException {
        FactorModel small = SmallFactors.full(VectorPrecision.BITS_32);
        Path text = folder.resolve("items.csv");
        int written = small.exportItems(text, VectorFormat.CSV);
        List<String> lines = Files.readAllLines(text);
        assertThat(lines).hasSize(small.metadata().items()).hasSize(written);
        for (String line : lines) {
            String[] cells = line.split(",");
            float[] vector = small.itemVector(cells[0]).orElseThrow();
            assertThat(cells).hasSize(1 + vector.length);
            for (int at = 0; at < vector.length; at++) {
                assertThat(Float.parseFloat(cells[1 + at])).isEqualTo(vector[at]);
            }
        }
        Path binary = folder.resolve("users.bin");
        small.exportUsers(binary, VectorFormat.BINARY);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(binary)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("RECVECT\0");
        assertThat(bytes.getInt()).isEqualTo(1);
        assertThat(bytes.getInt()).isEqualTo(8);
        assertThat(bytes.getLong()).isEqualTo(6);
        assertThat(bytes.getLong()).isZero();
        float[][] vectors = new float[6][8];
        for (float[] vector : vectors) {
            for (int at = 0; at < 8; at++) {
                vector[at] = bytes.getFloat();
            }
        }
        for (float[] vector : vectors) {
            byte[] id = new byte[bytes.getInt()];
            bytes.get(id);
            assertThat(vector)
                    .isEqualTo(small.userVector(new String(id, StandardCharsets.UTF_8))
                            .orElseThrow());
        }
        assertThat(bytes.hasRemaining()).isFalse();
        assertThatThrownBy(() -> small.exportItems(folder.resolve("no/folder/x"), VectorFormat.CSV))
                .isInstanceOf(IOException.class);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whatHasNoVectorIsNotExported() throws IOException {
        FactorModel few = AlsTrainer.builder()
                .factors(8)
                .build()
                .train(TrainingInput.of(UsageEvents.of(List.of(UsageEvent.of("u1", "a"), UsageEvent.of("u1", "b"))))
                        .catalog(Catalog.of(
                                List.of(CatalogItem.of("a"), CatalogItem.of("b"), CatalogItem.of("nobody's")))))
                .model();
        Path text = folder.resolve("items.csv");
        assertThat(few.exportItems(text, VectorFormat.CSV)).isEqualTo(2);
        assertThat(Files.readAllLines(text))
                .extracting(line -> line.split(",")[0])
                .containsExactly("a", "b");
        Path binary = folder.resolve("items.bin");
        assertThat(few.exportItems(binary, VectorFormat.BINARY)).isEqualTo(2);
        assertThat(Files.size(binary)).isEqualTo(32 + 2 * (8 * 4 + 4 + 1));
    }

    @Test
    void aClosedModelRefusesQuestions() {
        FactorModel closed = SmallFactors.full(VectorPrecision.BITS_32);
        closed.close();
        assertThatThrownBy(() -> closed.itemVector("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> closed.similarUsers("user-1", 1)).isInstanceOf(IllegalStateException.class);
        assertThat(closed.metadata().items()).isEqualTo(7);
    }

    private static Set<String> seen(String user) {
        return histories.getOrDefault(user, Set.of());
    }

    /** The best, to the last bit: of equal scores the more popular item. */
    private static List<ScoredId> brute(String user, int count, Set<String> allowed, Set<String> seen) {
        float[] vector = model.userVector(user).orElseThrow();
        List<ScoredId> all = new ArrayList<>();
        for (String item : items) {
            float score = score(vector, model.itemVector(item).orElseThrow());
            if (allowed.contains(item) && !seen.contains(item) && score > 0) {
                all.add(new ScoredId(item, score));
            }
        }
        all.sort(Comparator.comparingDouble(ScoredId::score).reversed());
        return all.subList(0, Math.min(count, all.size()));
    }

    private static void assertBest(Recommendations actual, List<ScoredId> expected) {
        List<ScoredId> list = new ArrayList<>();
        actual.forEach(next -> list.add(new ScoredId(next.item(), next.score())));
        assertThat(list).isEqualTo(expected);
    }

    /** In single precision, four numbers at a time, in their order. */
    private static float score(float[] left, float[] right) {
        float sum = 0;
        for (int at = 0; at < left.length; at += 4) {
            sum += (left[at] * right[at] + left[at + 1] * right[at + 1])
                    + (left[at + 2] * right[at + 2] + left[at + 3] * right[at + 3]);
        }
        return sum;
    }

    private static double product(float[] left, float[] right) {
        double sum = 0;
        for (int at = 0; at < left.length; at++) {
            sum += (double) left[at] * right[at];
        }
        return sum;
    }

    private static double cosine(float[] left, float[] right) {
        return product(left, right) / Math.sqrt(product(left, left) * product(right, right));
    }
}
