package dev.recommender.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ModelFormatException;
import dev.recommender.ModelMetadata;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.ScoredId;
import dev.recommender.Seed;
import dev.recommender.TrainedModel;
import dev.recommender.Verification;
import dev.recommender.internal.file.ModelBytes;
import dev.recommender.models.VectorAlgorithm.Reporting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of a stranger's algorithm answer as a ranking of everything does. */
@Tag("slow")
class RankedModelTest {
    private static final int CONTENT = 32;

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.range(9000, 9060);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyAnswerIsThatOfRankingEverythingHoweverScoresAreReported(long seed) throws IOException {
        RankedShop shop = new RankedShop(seed);
        Path file = folder.resolve("model");
        shop.model(Reporting.RANGE).save(file);
        try (RankedModel range = shop.model(Reporting.RANGE);
                RankedModel items = shop.model(Reporting.ITEMS);
                RankedModel onDemand = shop.model(Reporting.ON_DEMAND);
                TrainedModel opened = new VectorAlgorithm().open(file, Verification.LAZY)) {
            for (int round = 0; round < 40; round++) {
                Query query = shop.query();
                for (TrainedModel model : List.of(range, items, onDemand, opened)) {
                    Recommendations answer = model.recommender().recommend(query);
                    assertThat(answer).as(query.toString()).isEqualTo(shop.answer(query));
                    assertThat(answer.unknownUser())
                            .isEqualTo(query.user().filter(user -> !shop.histories.containsKey(user)));
                    assertThat(answer.unknownItems())
                            .isEqualTo(query.seeds().stream()
                                    .map(Seed::item)
                                    .filter(item -> !shop.items.contains(item))
                                    .toList());
                }
            }
            assertPredictions(shop, range.recommender());
        }
    }

    private static void assertPredictions(RankedShop shop, Recommender recommender) {
        for (String user : shop.histories.keySet()) {
            Query all = Query.user(user).includeSeen().withoutBackfill().count(shop.items.size());
            shop.answer(all)
                    .forEach(next ->
                            assertThat(recommender.predict(user, next.item())).hasValue(next.score()));
            assertThat(recommender.predict(user, "unheard of")).isEmpty();
        }
        assertThat(recommender.predict("nobody", shop.items.get(0))).isEmpty();
    }

    @Test
    void anOpenedModelHoldsWhatWasBuiltAndSavesTheSameBytes() throws IOException {
        RankedShop shop = new RankedShop(3);
        Path file = folder.resolve("model");
        Path copy = folder.resolve("copy");
        RankedModel built = shop.model(Reporting.RANGE);
        built.save(file);
        try (RankedModel opened = new VectorAlgorithm().open(file, Verification.ON_OPEN)) {
            opened.save(copy);
            assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
            for (RankedModel model : List.of(built, opened)) {
                ModelMetadata metadata = model.metadata();
                assertThat(metadata.algorithm()).contains("vectors");
                assertThat(metadata.parameters()).isEqualTo(Parameters.empty().with("dimensions", 3));
                assertThat(metadata.events()).isEqualTo(100);
                assertThat(metadata.users()).isEqualTo(7);
                assertThat(metadata.items()).isEqualTo(shop.items.size());
                assertThat(metadata.counts()).containsExactly(Map.entry("pairs", 60L));
                assertThat(metadata.referenceTime()).isPresent();
                assertThat(model.items()).toIterable().isEqualTo(shop.items);
                assertThat(model.users()).toIterable().isEqualTo(new ArrayList<>(shop.histories.keySet()));
                assertThat(model.itemCount()).isEqualTo(shop.items.size());
                for (int item = 0; item < shop.items.size(); item++) {
                    String id = shop.items.get(item);
                    assertThat(model.id(item)).isEqualTo(id);
                    assertThat(model.frequency(item)).isEqualTo(shop.frequencies.get(id));
                    assertThat(model.item(item)).isEqualTo(Optional.ofNullable(shop.catalog.get(id)));
                    assertThat(model.item(id)).isEqualTo(Optional.ofNullable(shop.catalog.get(id)));
                }
                assertThat(model.popularItems(2))
                        .isEqualTo(shop.items.stream()
                                .limit(2)
                                .map(id -> new ScoredId(id, shop.frequencies.getOrDefault(id, -1)))
                                .toList());
                assertThat(model.content().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
                assertThat(model.content().isReadOnly()).isTrue();
                assertThat(model.content()).isEqualTo(VectorAlgorithm.vectors(shop.items, 3));
            }
        }
    }

    @Test
    void contentIsACopyOfWhatWasGivenInWhateverOrderItsNumbersAre() {
        ByteBuffer given = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        given.putInt(1).limit(6);
        try (RankedModel model = RankedModel.builder("PLAY", "play", Parameters.empty())
                .item("a", 1)
                .content(given)
                .build(VectorAlgorithm.scorers(Reporting.RANGE))) {
            given.put(0, (byte) 9);
            assertThat(model.content().limit()).isEqualTo(6);
            assertThat(model.content().getInt(0)).isEqualTo(1 << 24);
        }
    }

    @Test
    void aForgottenUserLeavesNoTraceAndNobodyElseIsAffected() throws IOException {
        RankedShop shop = new RankedShop(4);
        Path file = folder.resolve("model");
        try (RankedModel model = shop.model(Reporting.RANGE);
                RankedModel without = model.forget("u2")) {
            without.save(file);
            assertThat(without.recommender().recommend(Query.user("u2")).unknownUser())
                    .contains("u2");
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .contains("u0u1u3u4")
                    .doesNotContain("u2u3");
            assertThat(model.recommender().recommend(Query.user("u2")).unknownUser())
                    .isEmpty();
            shop.histories.remove("u2");
            try (RankedModel opened = new VectorAlgorithm().open(file, Verification.ON_OPEN)) {
                for (int round = 0; round < 60; round++) {
                    Query query = shop.query();
                    List<?> expected = shop.answer(query);
                    assertThat(without.recommender().recommend(query)).isEqualTo(expected);
                    assertThat(opened.recommender().recommend(query)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aDamagedFileIsRefusedOrAnswersAsBefore() throws IOException {
        RankedShop shop = new RankedShop(6);
        Path file = folder.resolve("model");
        ModelBytes sound = ModelBytes.of(shop.model(Reporting.RANGE), file);
        String answers = answers(shop.model(Reporting.RANGE), shop);
        Random random = new Random(1);
        int opened = 0;
        for (int attempt = 0; attempt < 1000; attempt++) {
            byte[] bytes = sound.array().clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, bytes);
            for (Verification verification : List.of(Verification.ON_OPEN, Verification.LAZY)) {
                try (RankedModel model = new VectorAlgorithm().open(file, verification)) {
                    assertThat(answers(model, shop)).isEqualTo(answers);
                    opened++;
                } catch (ModelFormatException e) {
                    assertThat(e.file()).isEqualTo(file.toString());
                }
            }
        }
        assertThat(opened).as("only padding is under no checksum").isLessThan(200);
        for (int length = 0; length < sound.size(); length += 3) {
            Files.write(file, Arrays.copyOf(sound.array(), length));
            assertThatThrownBy(() -> new VectorAlgorithm().open(file, Verification.ON_OPEN))
                    .isInstanceOf(ModelFormatException.Truncated.class);
        }
    }

    @Test
    void absurdNumbersUnderRightChecksumsAreRefusedOrAnswered() throws IOException {
        RankedShop shop = new RankedShop(6);
        Path file = folder.resolve("model");
        ModelBytes sound = ModelBytes.of(shop.model(Reporting.RANGE), file);
        int[] absurd = {0, 1, 8, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20, 1 << 30};
        for (int at = 8; at + 4 <= sound.size(); at += 4) {
            // Each number with three of the values, at each turn others.
            for (int tried = 0; tried < 3; tried++) {
                int value = absurd[(at / 4 * 3 + tried) % absurd.length];
                ModelBytes bytes = sound.copy();
                bytes.buffer().putInt(at, value);
                Files.write(file, bytes.seal().array());
                try (RankedModel model = new VectorAlgorithm().open(file, Verification.ON_OPEN)) {
                    answers(model, shop);
                } catch (ModelFormatException e) {
                    assertThat(e.file()).isEqualTo(file.toString());
                } catch (RuntimeException e) {
                    fail("an absurd " + value + " at byte " + at + " got through", e);
                }
            }
        }
        Files.write(file, sound.with(CONTENT, new byte[0]).array());
        assertThatThrownBy(() -> new VectorAlgorithm().open(file, Verification.ON_OPEN))
                .as("what the algorithm itself checks")
                .isInstanceOf(ModelFormatException.Corrupt.class)
                .hasMessageContaining("vectors of another number of items");
    }

    private static String answers(TrainedModel model, RankedShop shop) {
        StringBuilder text = new StringBuilder().append(model.metadata()).append(model.popularItems(50));
        for (String user : List.of("u0", "u1", "u4", "nobody")) {
            Query query = Query.user(user).count(50).explain();
            query = categorized(model) ? query.maxPerCategory(3) : query;
            text.append(model.recommender().recommend(query))
                    .append(model.recommender().predict(user, shop.items.get(0)));
        }
        model.items().forEachRemaining(id -> text.append(model.item(id)));
        return text.toString();
    }

    private static boolean categorized(TrainedModel model) {
        for (Iterator<String> ids = model.items(); ids.hasNext(); ) {
            if (model.item(ids.next()).flatMap(CatalogItem::category).isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whatMakesNoModelIsRefused() {
        assertRefused(() -> RankedModel.builder("play", "play", Parameters.empty()), "kind must be four upper-case");
        assertRefused(() -> RankedModel.builder("PLAYS", "play", Parameters.empty()), "\"PLAYS\"");
        assertRefused(() -> RankedModel.builder("PLAY", " ", Parameters.empty()), "algorithm must not be blank");
        RankedModel.Builder builder = RankedModel.builder("PLAY", "play", Parameters.empty());
        assertThatThrownBy(() -> builder.build(VectorAlgorithm.scorers(Reporting.RANGE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there are no items");
        builder.item("a", 2);
        assertRefused(() -> builder.item("a", 2), "item \"a\" repeats");
        assertRefused(() -> builder.item("b", -1), "must not be negative: -1");
        assertRefused(() -> builder.item(" ", 1), "item must not be blank");
        assertRefused(() -> builder.history("u", List.of(new ScoredId("b", 1))), "\"b\" is no item");
        assertRefused(() -> builder.history("u", List.of(new ScoredId("a", Double.NaN))), "NaN is not finite");
        assertRefused(() -> builder.counts(-1, 1), "events must be at least 0: -1");
        builder.history("u", List.of(new ScoredId("a", 1))).counts(2, 0);
        assertRefused(() -> builder.history("u", List.of(new ScoredId("a", 1))), "\"u\" repeats");
        assertThatThrownBy(() -> builder.build(VectorAlgorithm.scorers(Reporting.RANGE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there are 1 histories of 0 users");
        builder.counts(2, 1).catalog(Catalog.of(List.of(CatalogItem.of("new"))));
        assertThatThrownBy(() -> builder.build(VectorAlgorithm.scorers(Reporting.RANGE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"new\" of the catalog was not added");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void aClosedModelAnswersNothing() {
        RankedModel model = new RankedShop(1).model(Reporting.RANGE);
        Recommender recommender = model.recommender();
        model.close();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> recommender.recommend(Query.popular()),
                model::recommender,
                () -> model.recommender(user -> Optional.empty()),
                model::items,
                model::users,
                () -> model.item("i0"),
                () -> model.popularItems(1),
                () -> model.forget("u0"),
                () -> model.save(folder.resolve("closed")),
                () -> model.saveWithDigest(folder.resolve("closed")))) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
        assertThat(folder.resolve("closed")).doesNotExist();
        assertThat(model.metadata().algorithm()).contains("vectors");
    }
}
