package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.RowPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same events give the same bytes, in whatever order and parts they come and however many threads work. */
class DeterminismTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void orderPartsAndThreadsHaveNoInfluenceOnTheModelFile(int seed) throws IOException {
        RandomEvents source = new RandomEvents(seed);
        List<UsageEvent> events = new ArrayList<>(source.events());
        events.replaceAll(event -> seed >= 8 && event.time().isEmpty() ? event.at(source.time()) : event);
        SarTrainer.Builder options = options(seed);
        byte[] expected = save(options.threads(1), UsageEvents.of(events));
        Random random = source.random();
        for (int threads : new int[] {1, 2, 3, 8}) {
            for (int parts : new int[] {1, 2, 7, events.size(), events.size() + 3}) {
                Collections.shuffle(events, random);
                byte[] actual = save(options.threads(threads), Parts.of(events, parts));
                assertThat(actual).as("%d threads, %d parts", threads, parts).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 9, 10, 11})
    @Tag("slow")
    void orderPartsAndThreadsHaveNoInfluenceOnMoreModelFiles(int seed) throws IOException {
        orderPartsAndThreadsHaveNoInfluenceOnTheModelFile(seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 9})
    void eventsOfAFileGiveTheModelThatTheyGiveInMemory(int seed) throws IOException {
        List<UsageEvent> events = new RandomEvents(seed).events();
        StringBuilder text = new StringBuilder();
        for (UsageEvent event : events) {
            text.append(event.user()).append(',').append(event.item()).append(',');
            text.append(event.time().map(time -> time + ",").orElse("1970-01-01,"));
            text.append(event.type()).append(',');
            text.append(event.weight().isPresent() ? event.weight().getAsDouble() : "")
                    .append('\n');
        }
        List<UsageEvent> timed = events.stream()
                .map(event -> event.time().isPresent() ? event : event.at(Instant.EPOCH))
                .toList();
        Path file = Files.writeString(folder.resolve("usage.csv"), text);
        assertThat(save(options(seed), UsageCsv.read(file))).isEqualTo(save(options(seed), UsageEvents.of(timed)));
    }

    private static SarTrainer.Builder options(int seed) {
        SarTrainer.Builder options = SarTrainer.builder().supportThreshold(1 + seed % 3);
        if (seed >= 8) {
            return sequential(seed);
        }
        switch (seed % 6) {
            case 0 -> options.similarity(Similarity.JACCARD);
            case 1 ->
                options.similarity(Similarity.damped(0.7, 0.3, 0.6))
                        .maxNeighbors(4)
                        .neighborPopularity(0.4)
                        .normalizeRows()
                        .rowPrecision(RowPrecision.BYTE);
            case 2 -> options.cooccurrenceUnit(CooccurrenceUnit.TIMESTAMP).similarity(Similarity.COSINE);
            case 3 -> options.similarity(Similarity.LIFT).maxNeighbors(2).scoreScale(ScoreScale.UNIT_INTERVAL);
            case 4 -> options.historyLimit(3).scoreScale(ScoreScale.RATING);
            default ->
                options.coldItems(3)
                        .coldToCold()
                        .similarity(Similarity.damped(1, 0.5, 0.5))
                        .weightPower(0.8)
                        .normalizeRows()
                        .rowPrecision(RowPrecision.BYTE);
        }
        return options;
    }

    private static SarTrainer.Builder sequential(int seed) {
        SarTrainer.Builder options = SarTrainer.builder()
                .supportThreshold(1 + seed % 2)
                .counting(Counting.SEQUENTIAL)
                .similarity(seed < 10 ? Similarity.COOCCURRENCE : Similarity.damped(0, 0.7, 0.3))
                .maxDistance(2 + seed);
        options = seed % 2 == 0 ? options : options.maxNeighbors(4).maxItemsPerUnit(5);
        return seed % 3 == 0
                ? options
                : options.cooccurrenceUnit(CooccurrenceUnit.SESSION).sessionGap(Duration.ofDays(9));
    }

    private byte[] save(SarTrainer.Builder options, UsageEvents events) throws IOException {
        List<CatalogItem> items = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            items.add(CatalogItem.of((number % 2 == 0 ? "i" : "z") + number / 2 * 10)
                    .category("c" + number % 3)
                    .feature("colour", "shade " + number % 5));
        }
        TrainingInput input =
                TrainingInput.of(events).catalog(Catalog.of(items)).keepUnknownItems();
        Path file = folder.resolve("model");
        options.build().train(input).model().save(file);
        return Files.readAllBytes(file);
    }
}
