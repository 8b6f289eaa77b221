package dev.recommender.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.ColumnDoubt;
import dev.recommender.EventType;
import dev.recommender.FileLayout;
import dev.recommender.Parameters;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.TimeSpan;
import dev.recommender.TrainingStatistics;
import dev.recommender.UsageEvent;
import dev.recommender.evaluation.Metric;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Interval;
import dev.recommender.registry.ModelStatistics.Parsing;
import dev.recommender.registry.ModelStatistics.PopularityBucket;
import dev.recommender.registry.ModelStatistics.Score;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ModelStatisticsTest {
    private static final Instant LATE = Instant.parse("+12026-01-01T00:00:00Z");

    @Test
    void whatIsWrittenIsReadAgain() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            ModelStatistics statistics = ModelStatistics.none("als-" + round);
            statistics = random.nextBoolean() ? statistics.usage(parsing(random)) : statistics;
            statistics = random.nextBoolean() ? statistics.catalog(parsing(random)) : statistics;
            statistics = random.nextBoolean() ? statistics.training(training(random)) : statistics;
            statistics = random.nextBoolean() ? statistics.evaluation(evaluated(random)) : statistics;
            statistics = random.nextBoolean() ? statistics.tuning("ridge", tuning(random, 3)) : statistics;
            statistics = random.nextBoolean() ? statistics.notes(List.of("a \"note\"", "\u4F60")) : statistics;
            assertThat(ModelStatistics.parse(statistics.toJson())).isEqualTo(statistics);
        }
    }

    private static TuningReport tuning(Random random, int trials) {
        List<TuningReport.Trial> all = new ArrayList<>();
        for (int number = 1; number <= trials; number++) {
            boolean measured = random.nextBoolean();
            all.add(new TuningReport.Trial(
                    number,
                    "ridge: penalty " + random.nextInt(),
                    measured ? "measured" : "failed",
                    measured ? "" : "of u \"1\"",
                    measured ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty(),
                    Duration.ofMillis(random.nextInt())));
        }
        boolean checked = random.nextBoolean();
        return new TuningReport(
                "ndcg",
                10,
                1 + random.nextInt(trials),
                Parameters.empty().with("penalty", 4.0).withNone("maxNeighbors"),
                "nothing was left to try",
                Duration.ofMillis(random.nextInt()),
                checked ? "better" : "",
                checked ? "It is \"better\"." : "",
                checked ? Map.of("best", random.nextDouble()) : Map.of(),
                all,
                0);
    }

    @Test
    void ofTooManyTrialsTheDefaultTheChosenAndTheGreatestAreKept() {
        Random random = new Random(8);
        TuningReport all = tuning(random, 300);
        List<TuningReport.Trial> kept = ModelStatistics.none("")
                .tuning("ridge", all)
                .tuning()
                .orElseThrow()
                .trials();

        assertThat(kept).hasSize(TuningReport.MOST_TRIALS).isSubsetOf(all.trials());
        assertThat(kept).isSortedAccordingTo((a, b) -> Integer.compare(a.number(), b.number()));
        assertThat(kept).contains(all.trials().get(0), all.trials().get(all.best() - 1));
        double least = kept.stream()
                .filter(trial -> trial.number() != 1 && trial.number() != all.best())
                .mapToDouble(trial -> trial.value().orElseThrow())
                .min()
                .orElseThrow();
        assertThat(all.trials().stream()
                        .filter(trial -> !kept.contains(trial) && trial.value().isPresent()))
                .allMatch(trial -> trial.value().getAsDouble() <= least);
    }

    @Test
    void trialsAreCutBeforeAnythingElse() {
        TuningReport first = tuning(new Random(9), 100);
        TuningReport wide = new TuningReport(
                first.metric(),
                first.cutoff(),
                first.best(),
                first.parameters(),
                first.end(),
                first.duration(),
                first.verdict(),
                first.words(),
                first.check(),
                first.trials().stream()
                        .map(trial -> new TuningReport.Trial(
                                trial.number(),
                                "\u0001".repeat(200),
                                "failed",
                                "x".repeat(200),
                                trial.value(),
                                Duration.ZERO))
                        .toList(),
                0);
        String json = ModelStatistics.none("")
                .tuning("ridge", wide)
                .notes(List.of("a note"))
                .toJson();
        ModelStatistics read = ModelStatistics.parse(json);

        assertThat(json.length()).isLessThanOrEqualTo(ModelStatistics.MAX_LENGTH);
        assertThat(read.tuning().orElseThrow().trials()).hasSize(20);
        assertThat(read.tuning().orElseThrow().trialsLeftOut()).isEqualTo(80);
        assertThat(read.notes()).containsExactly("a note");
    }

    @Test
    void whyATrialFailedDoesNotStayWithoutQuotes() {
        ModelStatistics statistics = ModelStatistics.none("").tuning("ridge", tuning(new Random(2), 9));

        assertThat(statistics.toJson()).contains("of u \\\"1\\\"");
        assertThat(statistics.withoutQuotes().toJson()).doesNotContain("of u").contains("\"trials\"");
        assertThat(statistics.withoutQuotes().algorithm()).isEqualTo("ridge");
    }

    private static TrainingStatistics training(Random random) {
        Map<String, Duration> durations = new LinkedHashMap<>();
        durations.put("reading", Duration.ofNanos(random.nextInt(Integer.MAX_VALUE)));
        durations.put("a phase", Duration.ofDays(random.nextInt(9)).plusNanos(random.nextInt(1000)));
        return new TrainingStatistics(
                random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                random.nextBoolean() ? OptionalInt.of(random.nextInt(100)) : OptionalInt.empty(),
                random.nextBoolean() ? Map.of("pairs", random.nextLong()) : Map.of(),
                random.nextBoolean() ? Map.of("a \"feature\"", random.nextGaussian()) : Map.of(),
                durations,
                random.nextBoolean() ? Optional.of(new TimeSpan(Instant.EPOCH, LATE)) : Optional.empty(),
                random.nextBoolean() ? Optional.of(Instant.ofEpochMilli(random.nextLong() >> 12)) : Optional.empty(),
                random.nextBoolean() ? later() : List.of(),
                random.nextBoolean() ? Map.of("Wish \"x\"", random.nextLong() >>> 1) : Map.of());
    }

    private static List<UsageEvent> later() {
        return List.of(
                UsageEvent.of("u \"1\"", "i1").at(LATE).type(EventType.of("my-Type")),
                UsageEvent.of("u2", "i\n2").weight(-0.1).type(EventType.PURCHASE));
    }

    private static List<FileLayout> layouts(Random random) {
        List<FileLayout> layouts = new ArrayList<>();
        for (int layout = random.nextInt(4); layout > 0; layout--) {
            List<FileLayout.Column> columns = new ArrayList<>();
            Set<ColumnDoubt> doubts = EnumSet.noneOf(ColumnDoubt.class);
            Stream.of(ColumnDoubt.values())
                    .filter(doubt -> random.nextBoolean())
                    .forEach(doubts::add);
            columns.add(new FileLayout.Column("user", "uid", "", doubts));
            columns.add(new FileLayout.Column("time", "column " + random.nextInt(), "epoch seconds"));
            Map<String, Long> types = new LinkedHashMap<>();
            types.put("Wish", random.nextLong() >>> 1);
            types.put("click \u4F60", 0L);
            layouts.add(new FileLayout(
                    "f\"" + layout,
                    random.nextLong(),
                    "UTF-8",
                    random.nextBoolean() ? "\t" : "",
                    random.nextBoolean(),
                    random.nextLong(),
                    columns.subList(0, random.nextInt(3)),
                    random.nextBoolean() ? Optional.of(new FileLayout.Span<>(Instant.EPOCH, LATE)) : Optional.empty(),
                    random.nextBoolean()
                            ? Optional.of(new FileLayout.Span<>(random.nextDouble() - 1, random.nextDouble()))
                            : Optional.empty(),
                    random.nextBoolean() ? types : Map.of(),
                    random.nextLong()));
        }
        return layouts;
    }

    private static Parsing parsing(Random random) {
        List<ParsingProblem> problems = new ArrayList<>();
        for (ParsingReason reason : ParsingReason.values()) {
            if (random.nextInt(4) == 0) {
                problems.add(new ParsingProblem(reason, random.nextLong(), "f.csv", random.nextLong(), "\u4F60\n"));
            }
        }
        int errors = random.nextInt(problems.size() + 1);
        ParsingReport report = new ParsingReport(
                random.nextLong(),
                random.nextLong(),
                problems.subList(0, errors),
                problems.subList(errors, problems.size()),
                layouts(random));
        return new Parsing(report, Duration.ofNanos(random.nextInt(Integer.MAX_VALUE)));
    }

    private static Evaluated evaluated(Random random) {
        if (random.nextBoolean()) {
            return Evaluated.nothing(parsing(random), Duration.ofNanos(random.nextInt(1000)));
        }
        return new Evaluated(
                parsing(random),
                Duration.ofNanos(random.nextInt(1000)),
                Map.of("users", random.nextLong()),
                scores(random),
                scores(random),
                scores(random),
                List.of(new PopularityBucket(0, 90, random.nextDouble())),
                random.nextBoolean() ? "It is \"better\"." : "",
                random.nextBoolean() ? List.of("9 of 9 test events") : List.of());
    }

    private static List<Score> scores(Random random) {
        return List.of(
                new Score(
                        "hit_rate",
                        OptionalInt.of(random.nextInt(9)),
                        random.nextDouble(),
                        Optional.of(new Interval(-random.nextDouble(), random.nextDouble()))),
                new Score("auc", OptionalInt.empty(), random.nextDouble()));
    }

    @Test
    void theNamesAreTheSameForEveryAlgorithm() throws IOException {
        TrainingStatistics training = new TrainingStatistics(
                2,
                3,
                5,
                OptionalInt.of(4),
                Map.of("pairs", 6L),
                Map.of("color", 0.25),
                Map.of("reading", Duration.ofMillis(1500)));
        ParsingProblem problem = new ParsingProblem(ParsingReason.MISSING_FIELDS, 2, "usage.csv", 7, "item is blank");
        ModelStatistics statistics = ModelStatistics.none("als")
                .training(training)
                .usage(new Parsing(new ParsingReport(9, 7, List.of(problem), List.of()), Duration.ofMillis(1500)));
        assertThat(new ObjectMapper().readTree(statistics.toJson())).isEqualTo(new ObjectMapper().readTree("""
                {"algorithm": "als", "users": 2, "items": 3, "events": 5, "catalogItems": 4, "counts": {"pairs": 6},
                 "durations": {"reading": 1.5}, "featureWeights": {"color": 0.25},
                 "usage": {"lines": 9, "accepted": 7, "errors": [{"reason": "MISSING_FIELDS", "count": 2,
                   "file": "usage.csv", "line": 7, "detail": "item is blank"}], "warnings": [], "duration": 1.5}}"""));
        assertThat(statistics.catalogCoverage()).hasValue(0.75);
        assertThat(statistics.withoutQuotes().toJson())
                .isEqualTo(statistics.toJson().replace("item is blank", "removed"));
    }

    @Test
    void theNamesOfTimesAndFilesAreTheSameForEveryAlgorithm() throws IOException {
        TrainingStatistics training = new TrainingStatistics(
                2,
                3,
                5,
                OptionalInt.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.of(new TimeSpan(Instant.parse("2026-01-01T00:00:00Z"), LATE)),
                Optional.of(Instant.parse("2026-01-02T00:00:00Z")),
                List.of(UsageEvent.of("u1", "i1").at(LATE)),
                Map.of("Wish", 1L));
        FileLayout layout = new FileLayout(
                "usage.csv",
                2,
                "UTF-8",
                ",",
                true,
                1,
                List.of(new FileLayout.Column("time", "at", "epoch seconds")),
                Optional.of(new FileLayout.Span<>(Instant.EPOCH, LATE)),
                Optional.of(new FileLayout.Span<>(0.5, 2.0)),
                Map.of("Wish", 3L),
                4);
        ModelStatistics statistics = ModelStatistics.none("als")
                .training(training)
                .usage(new Parsing(new ParsingReport(9, 9, List.of(), List.of(), List.of(layout)), Duration.ZERO))
                .notes(List.of("1 event is later: user u1", "no two items are similar"));
        assertThat(new ObjectMapper().readTree(statistics.toJson())).isEqualTo(new ObjectMapper().readTree("""
                {"algorithm": "als", "users": 2, "items": 3, "events": 5, "counts": {}, "durations": {},
                 "eventTimes": {"first": "2026-01-01T00:00:00Z", "last": "+12026-01-01T00:00:00Z"},
                 "referenceTime": "2026-01-02T00:00:00Z",
                 "laterEvents": [{"user": "u1", "item": "i1", "time": "+12026-01-01T00:00:00Z", "type": "Custom"}],
                 "eventTypes": {"Wish": 1},
                 "usage": {"lines": 9, "accepted": 9, "errors": [], "warnings": [], "files": [
                   {"file": "usage.csv", "files": 2, "charset": "UTF-8", "delimiter": ",", "header": true,
                    "linesSkipped": 1, "columns": [{"role": "time", "name": "at", "format": "epoch seconds"}],
                    "times": {"first": "1970-01-01T00:00:00Z", "last": "+12026-01-01T00:00:00Z"},
                    "weights": {"least": 0.5, "greatest": 2.0}, "types": {"Wish": 3}, "blankTimes": 4}],
                  "duration": 0.0},
                 "notes": ["1 event is later: user u1", "no two items are similar"]}"""));
        ModelStatistics unquoted = statistics.withoutQuotes();
        assertThat(unquoted.toJson()).doesNotContain("u1");
        assertThat(unquoted.notes()).isEmpty();
        assertThat(unquoted.usage()).isEqualTo(statistics.usage());
        assertThat(unquoted.training().orElseThrow().eventTimes()).isEqualTo(training.eventTimes());
    }

    /** Servers and workers of several versions may share a store. */
    @Test
    void doubtsOfANewerVersionAreLeftOut() {
        ModelStatistics read = ModelStatistics.parse("""
                {"algorithm": "sar", "usage": {"lines": 9, "accepted": 9, "duration": 0.0, "files": [
                   {"file": "usage.csv", "columns": [{"role": "weight", "name": "n", "format": "",
                    "doubts": ["NOT_KNOWN_YET", "NEGATIVE_WEIGHTS"]}]}]}}""");
        assertThat(read.usage().orElseThrow().report().files())
                .singleElement()
                .extracting(layout -> layout.columns().get(0).doubts())
                .isEqualTo(Set.of(ColumnDoubt.NEGATIVE_WEIGHTS));
    }

    @Test
    void otherJsonIsNoStatistics() {
        for (String json : List.of("", "[]", "{", "7")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ModelStatistics.parse(json));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelStatistics.parse("{\"usage\": {\"errors\": [{\"reason\": \"GUESSED\"}]}}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelStatistics.parse("{\"users\": 1, \"referenceTime\": \"late\"}"))
                .withMessageContaining("late");
        assertThat(ModelStatistics.parse("{\"algorithm\": \"als\", \"new\": 7}"))
                .isEqualTo(ModelStatistics.none("als"));
    }

    @Test
    void ofTooManyFeatureWeightsTheHeaviestAreKept() throws IOException {
        Random random = new Random(2);
        Map<String, Double> weights = new LinkedHashMap<>();
        while (weights.size() < 5_000) {
            weights.put(
                    "a \"feature\" \u0001 " + "\u4F60".repeat(random.nextInt(40)) + weights.size(),
                    random.nextGaussian());
        }
        String text = with(weights).toJson();
        assertThat(text.length()).isBetween(81_000, ModelStatistics.MAX_LENGTH);
        JsonNode json = new ObjectMapper().readTree(text);
        Map<String, Double> kept =
                ModelStatistics.parse(text).training().orElseThrow().featureWeights();
        assertThat(weights).containsAllEntriesOf(kept);
        assertThat(json.get("featureWeightsLeftOut").asInt()).isEqualTo(5_000 - kept.size());
        double lightest = kept.values().stream().mapToDouble(Math::abs).min().orElseThrow();
        weights.keySet().removeAll(kept.keySet());
        assertThat(weights.values()).allMatch(weight -> Math.abs(weight) <= lightest);
        assertThat(ModelStatistics.parse(text).toJson())
                .as("read and written again")
                .isEqualTo(text);

        Map<String, Double> few = new LinkedHashMap<>();
        kept.entrySet().stream().limit(3).forEach(weight -> few.put(weight.getKey(), weight.getValue()));
        assertThat(with(few).toJson()).doesNotContain("LeftOut");
    }

    /** An algorithm may count and name what it likes: its training must not be lost for that. */
    @Test
    void whateverAnAlgorithmCountsFits() {
        Random random = new Random(4);
        for (int round = 0; round < 40; round++) {
            TrainingStatistics training = new TrainingStatistics(
                    1,
                    2,
                    3,
                    OptionalInt.empty(),
                    table(random, count -> (long) count),
                    table(random, count -> (double) count),
                    table(random, count -> Duration.ofSeconds(count)));
            ModelStatistics statistics = ModelStatistics.none("x".repeat(random.nextInt(3) * 40_000))
                    .training(training)
                    .usage(new Parsing(
                            new ParsingReport(1, 1, problems(random), problems(random), wide(random)), Duration.ZERO))
                    .notes(List.of("\u0003".repeat(random.nextInt(3) * 10_000)))
                    .evaluation(evaluated(random));
            String text = statistics.toJson();
            assertThat(text.length()).isLessThanOrEqualTo(ModelStatistics.MAX_LENGTH);
            ModelStatistics read = ModelStatistics.parse(text);
            TrainingStatistics kept = read.training().orElseThrow();
            assertFirst(kept.counts(), training.counts());
            assertFirst(kept.durations(), training.durations());
            assertThat(kept.featureWeights().size() + read.featureWeightsLeftOut())
                    .isEqualTo(training.featureWeights().size());
            assertThat(read.usage().orElseThrow().report().errorCount())
                    .isEqualTo(statistics.usage().orElseThrow().report().errorCount());
            assertThat(read.toJson()).as("read and written again").isEqualTo(text);
        }
    }

    /** No metric is lost, whatever the files are like. */
    @Test
    void allMetricsAtFiveLengthsFitBesideFullReports() {
        Random random = new Random(5);
        List<Score> scores = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            for (int length = 1; length <= 5; length++) {
                scores.add(new Score(
                        metric.name().toLowerCase(Locale.ROOT),
                        OptionalInt.of(length),
                        random.nextDouble(),
                        Optional.of(new Interval(-random.nextDouble(), random.nextDouble()))));
            }
        }
        String text = "\u0002".repeat(5_000);
        Parsing full = new Parsing(
                new ParsingReport(9, 9, problems(text), problems(text), Collections.nCopies(9, layout())),
                Duration.ZERO);
        Evaluated evaluated = new Evaluated(
                full,
                Duration.ZERO,
                Map.of("users", 20_000L),
                scores,
                scores,
                scores,
                List.of(new PopularityBucket(0, 90, 0.5)),
                "It is better.",
                List.of("x".repeat(300)));
        TrainingStatistics training = new TrainingStatistics(
                1, 2, 3, OptionalInt.empty(), Map.of("pairs", 7L), Map.of(), Map.of("reading", Duration.ofSeconds(1)));
        String json = ModelStatistics.none("sar")
                .training(training)
                .usage(full)
                .catalog(full)
                .evaluation(evaluated)
                .notes(Collections.nCopies(50, "y".repeat(1_000)))
                .toJson();
        assertThat(json.length()).isLessThanOrEqualTo(ModelStatistics.MAX_LENGTH);
        ModelStatistics read = ModelStatistics.parse(json);
        Evaluated kept = read.evaluation().orElseThrow();
        assertThat(kept.scores()).isEqualTo(scores);
        assertThat(kept.baseline()).isEqualTo(scores);
        assertThat(kept.gains()).isEqualTo(scores);
        assertThat(kept.words()).isEqualTo("It is better.");
        assertThat(kept.events().report().errors()).hasSize(ParsingReason.values().length);
        assertThat(read.training().orElseThrow().counts()).isEqualTo(training.counts());
        assertThat(read.training().orElseThrow().durations()).isEqualTo(training.durations());
    }

    /** An algorithm may name any user, not only those of events that are quoted elsewhere. */
    @Test
    void noNoteStaysWithoutQuotes() {
        ModelStatistics noted = with(Map.of()).notes(List.of("user u42 has 90 % of all events"));
        assertThat(noted.withoutQuotes()).isEqualTo(with(Map.of()));
    }

    @Test
    void notesAndLaterEventsStayIfLayoutsOrReportsAreCut() {
        List<String> notes = List.of("1 event is later: user u1", "x".repeat(1_000));
        List<UsageEvent> later = List.of(UsageEvent.of("u1", "i1"));
        Parsing layouts = new Parsing(
                new ParsingReport(1, 1, problems(""), List.of(), Collections.nCopies(2_000, layout())), Duration.ZERO);
        ModelStatistics cut = cut(layouts, later, notes);
        assertThat(cut.notes()).isEqualTo(notes);
        assertThat(cut.training().orElseThrow().laterEvents()).isEqualTo(later);
        ParsingReport report = cut.usage().orElseThrow().report();
        assertThat(report.files()).containsOnly(layout()).hasSizeBetween(1, 10);
        assertThat(report.errors()).isEqualTo(layouts.report().errors());

        Parsing texts = new Parsing(
                new ParsingReport(1, 1, problems("x".repeat(9_000)), List.of(), List.of(layout())), Duration.ZERO);
        cut = cut(texts, later, notes);
        assertThat(cut.notes()).isEqualTo(notes);
        assertThat(cut.training().orElseThrow().laterEvents()).isEqualTo(later);
        report = cut.usage().orElseThrow().report();
        assertThat(report.files()).containsExactly(layout());
        assertThat(report.errors()).allMatch(each -> each.detail().length() < 100);
    }

    @Test
    void tooManyNotesAreCutAndTheLastOnesCounted() {
        // Cut notes end within a character of two code units.
        List<String> first00 = Collections.nCopies(100, "x".repeat(299) + "\uD83D\uDE00".repeat(600));
        Parsing clean = new Parsing(ParsingReport.clean(9), Duration.ZERO);
        List<UsageEvent> later = List.of(UsageEvent.of("u1", "i1"));
        ModelStatistics cut = cut(clean, later, first00);
        assertThat(cut.notes()).isEqualTo(Collections.nCopies(100, "x".repeat(299) + "…"));
        assertThat(cut.training().orElseThrow().laterEvents()).isEqualTo(later);

        List<String> many =
                IntStream.range(0, 10_000).mapToObj(each -> "note " + each).toList();
        List<String> kept = cut(clean, later, many).notes();
        int whole = kept.size() - 1;
        assertThat(whole).isBetween(1_000, 9_000);
        assertThat(kept.subList(0, whole)).isEqualTo(many.subList(0, whole));
        assertThat(kept.get(whole)).startsWith((10_000 - whole) + " notes left out");
    }

    private static ModelStatistics cut(Parsing usage, List<UsageEvent> later, List<String> notes) {
        TrainingStatistics training = new TrainingStatistics(
                1,
                1,
                1,
                OptionalInt.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                later,
                Map.of());
        String text = ModelStatistics.none("als")
                .training(training)
                .usage(usage)
                .notes(notes)
                .toJson();
        assertThat(text.length()).isLessThanOrEqualTo(ModelStatistics.MAX_LENGTH);
        return ModelStatistics.parse(text);
    }

    private static FileLayout layout() {
        return new FileLayout(
                "usage.csv", 1, "UTF-8", ",", true, 0, List.of(), Optional.empty(), Optional.empty(), Map.of(), 0);
    }

    private static List<FileLayout> wide(Random random) {
        List<FileLayout.Column> columns = new ArrayList<>();
        Map<String, Long> types = new LinkedHashMap<>();
        String text = "\u0004".repeat(random.nextInt(3) * 50);
        for (int each = 0; each < 100; each++) {
            columns.add(new FileLayout.Column("unused", text + each, text));
            types.put(text + each, (long) each);
        }
        FileLayout layout =
                new FileLayout(text, 1, "UTF-8", ",", true, 0, columns, Optional.empty(), Optional.empty(), types, 0);
        return Collections.nCopies(random.nextInt(3) * 5, layout);
    }

    private static <T> Map<String, T> table(Random random, IntFunction<T> value) {
        Map<String, T> table = new LinkedHashMap<>();
        int size = random.nextInt(4) * 1_000;
        for (int entry = 0; entry < size; entry++) {
            table.put("\u0001".repeat(random.nextInt(20)) + entry, value.apply(entry));
        }
        return table;
    }

    private static List<ParsingProblem> problems(Random random) {
        return problems("\u0002".repeat(random.nextInt(3) * 5_000));
    }

    private static List<ParsingProblem> problems(String text) {
        return Stream.of(ParsingReason.values())
                .map(reason -> new ParsingProblem(reason, 1, text, 1, text))
                .toList();
    }

    private static <T> void assertFirst(Map<String, T> kept, Map<String, T> all) {
        assertThat(List.copyOf(kept.entrySet()))
                .isEqualTo(List.copyOf(all.entrySet()).subList(0, kept.size()));
    }

    private static ModelStatistics with(Map<String, Double> weights) {
        return ModelStatistics.none("sar")
                .training(new TrainingStatistics(1, 1, 1, OptionalInt.empty(), Map.of(), weights, Map.of()))
                .usage(new Parsing(ParsingReport.clean(9), Duration.ZERO));
    }
}
