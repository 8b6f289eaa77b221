package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ItemSet;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tuning that goes on where another ended. */
class JournalTest {
    private static final List<UsageEvent> EVENTS = Shops.timed(100, 30, 12, 2);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("tuning.jsonl");
    }

    @Test
    void whatIsThereIsNotTriedAgain() throws Exception {
        TuningOptions options = options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        ScriptedAlgorithm.installed(folder, () -> {
            ScriptedAlgorithm.TRAININGS.set(0);
            Tuning whole = tune(options);
            // Nine trials, and the check of the best one, and of the default if that is another.
            int checks = whole.best().number() == 1 ? 1 : 2;
            assertThat(ScriptedAlgorithm.TRAININGS).hasValue(8 + 1 + checks);
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(1 + 9);

            ScriptedAlgorithm.TRAININGS.set(0);
            List<String> seen = new ArrayList<>();
            options.monitor = new TuningMonitor() {
                @Override
                public void ended(Trial trial, boolean best) {
                    seen.add("tried " + trial.number());
                }

                @Override
                public void takenOver(Trial trial, boolean best) {
                    seen.add("taken over " + trial.number() + (best ? ", best" : ""));
                }
            };
            Tuning again = tune(options);
            assertThat(TunerTest.found(again).replaceAll("\"notes\".*", ""))
                    .isEqualTo(TunerTest.found(whole).replaceAll("\"notes\".*", ""));
            // What failed or was too large is tried again, for which the best one is measured again.
            assertThat(ScriptedAlgorithm.TRAININGS).hasValue(3 + 1 + checks);
            assertThat(again.notes()).contains("Took 6 trials from the journal " + file + ", and tried 3 others.");
            assertThat(again.takenOver()).isEqualTo(6);
            assertThat(seen)
                    .startsWith("taken over 1, best", "taken over 2", "tried 3", "tried 4", "tried 5")
                    .hasSize(9)
                    .filteredOn(line -> line.startsWith("tried"))
                    .hasSize(3);

            // Failed trials are tried again if there is time for them.
            options.budget = Duration.ofNanos(1);
            Tuning late = tune(options);
            assertThat(late.end()).isEqualTo(Tuning.End.BUDGET);
            assertThat(late.trials()).hasSize(2);
            assertThat(late.notes())
                    .anyMatch(note ->
                            note.matches("Took 2 trials from the journal .*, and tried no other: of the budget of"
                                    + " 0\\.0 s, about [0-9.]+ s are for the check and a training on everything\\. A budget of about"
                                    + " [0-9.]+ s lets it go on\\."));
            return null;
        });
    }

    @Test
    void aBestTrialThatCannotBeMadeAgainIsTheBestAllTheSame() throws Exception {
        TuningOptions options = options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        ScriptedAlgorithm.installed(folder, () -> {
            Tuning whole = tune(options);
            // The first trial is the best so far where those that failed are tried again.
            ScriptedAlgorithm.OUTGROWN.set(ScriptedAlgorithm.THRESHOLD.defaultValue());
            try {
                Tuning again = tune(options);
                assertThat(measured(again)).isEqualTo(measured(whole));
                assertThat(again.best().candidate()).isEqualTo(whole.best().candidate());
                assertThat(again.notes())
                        .filteredOn(note -> note.startsWith("The best trial of the journal could not be made again"))
                        .hasSize(1);
            } finally {
                ScriptedAlgorithm.OUTGROWN.set(0);
            }
            return null;
        });
    }

    @Test
    @Tag("slow")
    void aTuningThatIsEndedAfterAnyTrialGoesOnAsIfItWasNot() throws IOException {
        TuningOptions options = options();
        options.maxTrials = 12;
        options.samples = new int[] {30, 50};
        options.journal = Optional.empty();
        Tuning whole = tune(options);
        assertThat(whole.trials()).anyMatch(trial -> trial.state() == Trial.State.STOPPED_EARLY);
        for (int ended = 1; ended < 12; ended += 2) {
            Files.deleteIfExists(file);
            options.journal = Optional.of(file);
            options.maxTrials = ended;
            tune(options);
            options.maxTrials = 12;
            Tuning resumed = tune(options);
            assertThat(found(resumed)).isEqualTo(found(whole));
        }
    }

    @Test
    @Tag("slow")
    void aLastLineThatIsCutAnywhereIsDropped() throws IOException {
        TuningOptions options = options();
        options.maxTrials = 3;
        String whole = found(tune(options));
        byte[] bytes = Files.readAllBytes(file);
        int lastLine = bytes.length - 1;
        while (bytes[lastLine - 1] != '\n') {
            lastLine--;
        }
        int header = new String(bytes, StandardCharsets.UTF_8).indexOf('\n');
        for (int length = lastLine; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            try (Journal journal = open(options)) {
                assertThat(journal.notes().stream().anyMatch(note -> note.contains("was cut off")))
                        .isEqualTo(length > lastLine);
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(bytes, lastLine));
        }
        // Some of these go on to the end, and so do some whose first line was cut.
        for (int length : new int[] {0, 1, header - 1, header, lastLine, lastLine + 1, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            Tuning resumed = tune(options);
            assertThat(found(resumed)).isEqualTo(whole);
            assertThat(Files.readAllLines(file)).hasSize(4);
        }
    }

    @Test
    void aJournalOfSomethingElseIsRefusedAndLeftAlone() throws IOException {
        TuningOptions options = options();
        options.maxTrials = 1;
        tune(options);
        byte[] bytes = Files.readAllBytes(file);

        refused("metric was nDCG@5, and is Recall@5", other -> other.metric = Metric.RECALL);
        refused("seed was 42, and is 43", other -> other.seed = 43);
        refused("cutoffs was 5, and is 5, 20", other -> other.alsoAt = new int[] {20});
        refused("test part was chronological 0.8 : 0.2, and is", other -> other.testSplit = Split.chronological(0.7));
        refused("validation part was", other -> other.validationSplit = Split.lastEventPerUser());
        refused("relevant from weight was any positive, and is 0.5", other -> other.relevantFrom = 0.5);
        refused(
                "fixed parameters was none, and is",
                other -> other.fixed = Parameters.empty().with("unweighted", true));
        refused("query was", other -> other.query = other.query.includeSeen());
        refused(
                "test part was chronological 0.8 : 0.2, and is chronological 0.80001 : 0.19999",
                other -> other.testSplit = Split.chronological(0.80001));
        List<UsageEvent> oneLess = new ArrayList<>(EVENTS);
        oneLess.remove(7);
        refused("usage was " + EVENTS.size() + " events", options(), TrainingInput.of(UsageEvents.of(oneLess)));
        List<UsageEvent> oneOther = new ArrayList<>(EVENTS);
        oneOther.set(7, EVENTS.get(7).weight(2));
        refused("usage was", options(), TrainingInput.of(UsageEvents.of(oneOther)));
        Catalog catalog = Catalog.of(EVENTS.stream()
                .map(UsageEvent::item)
                .distinct()
                .map(CatalogItem::of)
                .toList());
        refused(
                "catalog was none, and is",
                options(),
                TrainingInput.of(UsageEvents.of(EVENTS)).catalog(catalog));

        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    /** The words for a query leave out the items of its sets. */
    @Test
    @Tag("slow")
    void aJournalOfAnotherQueryIsRefused() throws IOException {
        List<UnaryOperator<Query>> changes = List.of(
                query -> query.exclude("i1"),
                query -> query.exclude("i2"),
                query -> query.exclude("i1", "i2"),
                query -> query.onlyItems("i1", "i2", "i3"),
                query -> query.onlyItems("i1", "i2", "i4"),
                query -> query.boost(ItemSet.of("i1"), 2),
                query -> query.boost(ItemSet.of("i2"), 2));
        for (UnaryOperator<Query> first : changes) {
            Files.deleteIfExists(file);
            TuningOptions options = options();
            options.maxTrials = 1;
            options.query = first.apply(options.query);
            tune(options);
            assertThat(tune(options).notes()).anyMatch(note -> note.startsWith("Took 1 trial from"));
            byte[] bytes = Files.readAllBytes(file);
            for (UnaryOperator<Query> second : changes) {
                if (second != first) {
                    refused("query was", other -> other.query = second.apply(other.query));
                }
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
        TuningOptions predicate = options();
        predicate.query = predicate.query.where(item -> true);
        assertThatThrownBy(() -> tune(predicate))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("a journal must tell its query from others")
                .hasMessageContaining("or leave the journal out");
    }

    private void refused(String difference, Consumer<TuningOptions> change) {
        TuningOptions options = options();
        change.accept(options);
        refused(difference, options, TrainingInput.of(UsageEvents.of(EVENTS)));
    }

    private void refused(String difference, TuningOptions options, TrainingInput input) {
        assertThatThrownBy(() -> TuningRun.tune(options, input))
                .isInstanceOfSatisfying(JournalException.class, e -> {
                    assertThat(e.file()).isEqualTo(file.toString());
                    assertThat(e.differences()).hasSize(1);
                })
                .hasMessageContaining("the journal of another tuning: " + difference)
                .hasMessageContaining("give another file");
    }

    @Test
    void aFileThatIsNoJournalIsRefusedAndLeftAlone() throws IOException {
        TuningOptions options = options();
        options.maxTrials = 2;
        tune(options);
        List<String> lines = Files.readAllLines(file);
        for (String damage : List.of("", "{", "{}", "[1]", "null", lines.get(1).replace("\"looks\"", "\"locks\""))) {
            for (int line = 0; line < 2; line++) {
                List<String> damaged = new ArrayList<>(lines);
                damaged.set(line, damage);
                byte[] bytes = (String.join("\n", damaged) + "\n").getBytes(StandardCharsets.UTF_8);
                Files.write(file, bytes);
                assertThatThrownBy(() -> tune(options))
                        .isInstanceOf(JournalException.class)
                        .hasMessageStartingWith(file + ": line " + (line + 1) + " is not one of a journal")
                        .hasMessageContaining(
                                line == 0
                                        ? "give the journal, or a file that is not there yet"
                                        : "give another file, or remove the line");
                assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
            }
        }
        String header = lines.get(0);
        for (String foreign : List.of(
                "{\"important\":\"settings of another program\"}",
                "-----BEGIN PRIVATE KEY-----",
                " ",
                header.substring(1),
                header.substring(0, 12) + "x",
                header + " ",
                header.replace("\"seed\":\"42\"", "\"seed\":\"43\""))) {
            Files.writeString(file, foreign);
            assertThatThrownBy(() -> tune(options))
                    .isInstanceOf(JournalException.class)
                    .hasMessageStartingWith(file + ": this is no journal of this tuning")
                    .hasMessageContaining("give another file");
            assertThat(Files.readString(file)).isEqualTo(foreign);
        }
        options.journal = Optional.of(folder.resolve("no/such/folder"));
        assertThatThrownBy(() -> tune(options))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot be read or written");
    }

    @Test
    void aJournalIsOfOneTuningAtATime() {
        TuningOptions options = options();
        options.maxTrials = 2;
        options.monitor = new TuningMonitor() {
            @Override
            public void ended(Trial trial, boolean best) {
                TuningOptions second = options();
                assertThatThrownBy(() -> tune(second))
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("another tuning is writing this journal");
            }
        };
        assertThat(tune(options).trials()).hasSize(2);
    }

    /** Waits for nothing but the lines of a process that is then killed. */
    @Test
    @Tag("slow")
    void aProcessThatIsKilledLosesAtMostItsTrial() throws Exception {
        TuningOptions options = options();
        options.maxTrials = 12;
        options.journal = Optional.empty();
        String whole = found(tune(options));
        for (int lines = 1; lines < 12; lines += 4) {
            Files.deleteIfExists(file);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            JournalTest.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            while (process.isAlive()
                    && (!Files.exists(file) || Files.readAllLines(file).size() < lines)) {
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor();
            options.journal = Optional.of(file);
            assertThat(found(tune(options))).isEqualTo(whole);
        }
    }

    /** Tunes until it is killed. */
    public static void main(String[] arguments) {
        TuningOptions options = TunerTest.options();
        options.maxTrials = 12;
        options.journal = Optional.of(Path.of(arguments[0]));
        tune(options);
    }

    private static List<Trial> measured(Tuning tuning) {
        return tuning.trials().stream()
                .filter(Trial::measured)
                .map(TunerTest::timeless)
                .toList();
    }

    private static String found(Tuning tuning) {
        return TunerTest.found(tuning).replaceAll("(?s)\"notes\" : \\[.*?\\]", "");
    }

    private static Journal open(TuningOptions options) {
        // What the first line says is compared by the tuning; here the lines alone matter.
        return Journal.open(options.journal, java.util.Map.of(), options.metric);
    }

    private TuningOptions options() {
        TuningOptions options = TunerTest.options();
        options.journal = Optional.of(file);
        return options;
    }

    private static Tuning tune(TuningOptions options) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(EVENTS)));
    }
}
