package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.examples.Shop;
import dev.recommender.models.Models;
import dev.recommender.spi.TrainingResources;
import dev.recommender.tuning.Candidate;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.Tuner;
import dev.recommender.tuning.Tuning;
import dev.recommender.tuning.TuningMonitor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TuneCommandTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
    }

    @Test
    @Tag("slow")
    void whatItFindsIsPrintedWrittenAndTrainedAgain() throws IOException {
        Path model = folder.resolve("best.model");
        Path best = folder.resolve("best.json");
        Path page = folder.resolve("tune.html");
        Run run = tune(
                "--max-trials",
                4,
                "--k",
                5,
                "--model",
                model,
                "--parameters",
                best,
                "--report",
                page,
                "--for-user",
                "c00007",
                "--for-user",
                "nobody");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("Tuned for nDCG@10: 4 trials in ")
                .contains("On events that no trial saw, by ");
        assertThat(run.err().lines().filter(line -> line.matches("trial [1-4], [0-9.]+ s: .*")))
                .hasSize(4);
        assertThat(run.err())
                .contains("sar: defaults (best so far)\n")
                .startsWith("read catalog.csv: ")
                .containsPattern("\\nread usage.csv: UTF-8, comma, header; user = user.*\\ntrial 1, ")
                .endsWith("wrote " + best + "\nsaved " + model
                        + "\nnote: the model has no history of 1 of the users: nobody\nwrote " + page + "\n")
                .doesNotContain("\r");
        assertThat(page)
                .content()
                .contains("<h1>Tuning for nDCG@10</h1>", "User c00007</h3>", "because of ")
                .doesNotContain("<script");
        Path again = folder.resolve("again.model");
        Run trained = Run.of(
                "train", "--usage", shop.usage(), "--catalog", shop.catalog(), "--parameters", best, "--model", again);
        assertThat(trained.status()).as(trained.err()).isZero();
        assertThat(again).hasSameBinaryContentAs(model);
    }

    @Test
    void threeUsersAreShownIfNoneIsNamed() throws IOException {
        Path page = folder.resolve("users.html");

        assertThat(tune("--max-trials", 2, "--report", page).status()).isZero();
        assertThat(Files.readString(page).split("<h3 class=\"user\">", -1)).hasSize(3 + 1);
    }

    /** A tuning that was ended goes on with its journal, and finds what it would have found at once. */
    @Test
    @Tag("slow")
    void aJournalIsGoneOnWith() throws IOException {
        Path journal = folder.resolve("journal.jsonl");
        JsonNode first = json("--max-trials", 3, "--journal", journal);
        long lines = lines(journal);
        JsonNode second = json("--max-trials", 6, "--journal", journal);
        JsonNode whole = json("--max-trials", 6);

        assertThat(lines(journal)).isEqualTo(lines + 3);
        assertThat(second.get("trials")).hasSize(6);
        for (int at = 0; at < 3; at++) {
            assertThat(second.get("trials").get(at))
                    .isEqualTo(first.get("trials").get(at));
        }
        assertThat(second.get("best")).isEqualTo(whole.get("best"));
        assertThat(second.get("check")).isEqualTo(whole.get("check"));
        assertThat(tune("--max-trials", 6, "--journal", journal).err())
                .contains("trial 1, from the journal: ", "trial 6, from the journal: ");
        Run other = tune("--max-trials", 6, "--journal", journal, "--metric", "recall@5");
        assertThat(other.status()).isOne();
        assertThat(other.err())
                .contains("error: --journal " + journal + ": this is the journal of another tuning", "metric");
        Path foreign = Files.writeString(folder.resolve("foreign.html"), "<html>\n<body>\n");
        assertThat(tune("--max-trials", 1, "--journal", foreign).err())
                .endsWith(
                        "error: --journal " + foreign + ": line 1 is not one of a journal, so the file is another one;"
                                + " give the journal, or a file that is not there yet\n");
        assertThat(tune("--max-trials", 1, "--journal", folder.resolve("none/x"))
                        .err())
                .isEqualTo("error: --journal " + folder.resolve("none/x") + ": its folder " + folder.resolve("none")
                        + ": no such file or folder\n");
    }

    @Test
    void optionsSayWhatIsTunedAndHow() throws IOException {
        JsonNode tuned = json(
                "--max-trials",
                2,
                "--metric",
                "capped-recall@3",
                "--k",
                "1,7",
                "--split",
                "chronological",
                "--ratio",
                "0.7",
                "--seed",
                "5",
                "--algorithms",
                "ridge,sar",
                "--fixed",
                "half-life=none",
                "--fixed",
                "maxNeighbors=9",
                "--include-seen");

        assertThat(tuned.get("metric").asText()).isEqualTo("capped_recall");
        assertThat(tuned.get("cutoff").asInt()).isEqualTo(3);
        assertThat(tuned.get("parameters").get("cutoffs").asText()).isEqualTo("1, 3, 7");
        assertThat(tuned.get("parameters").get("test part").asText()).isEqualTo("chronological 0.7 : 0.3");
        assertThat(tuned.get("parameters").get("seed").asText()).isEqualTo("5");
        assertThat(tuned.get("parameters").get("query").asText()).contains("seen items too");
        assertThat(tuned.get("trials").get(0).get("algorithm").asText()).isEqualTo("ridge");
        // The first is today's default, which lacks what is fixed.
        for (int trial = 1; trial < tuned.get("trials").size(); trial++) {
            JsonNode parameters = tuned.get("trials").get(trial).get("parameters");
            assertThat(parameters.get("halfLife").isNull()).isTrue();
            assertThat(parameters.get("maxNeighbors").asInt()).isEqualTo(9);
        }
    }

    @Test
    @Tag("slow")
    void recentSeedsCanCountMost() throws IOException {
        JsonNode plain = json("--max-trials", 1, "--split", "latest-users");
        JsonNode recent = json("--max-trials", 1, "--split", "latest-users", "--recency", "reciprocal");

        assertThat(recent.get("parameters").get("query").asText()).contains("reciprocal");
        assertThat(recent.get("trials").get(0).get("looks").get(0).get("value"))
                .isNotNull()
                .isNotEqualTo(plain.get("trials").get(0).get("looks").get(0).get("value"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--metric ndcg | --metric \"ndcg\": give a name and a length such as ndcg@10; names are hit-rate, ",
                "--metric novelty@10 | --metric \"novelty@10\": give a name",
                "--metric ndcg@0 | --metric",
                "--budget soon | --budget must be a span of time with its unit, such as 30d, 12h, 1h30m or PT30M, ",
                "--budget 15 | --budget must be a span of time with its unit",
                "--budget 0s | PT30M, more than 0 and up to 292 million years: 0s",
                "--algorithms sar,nothing | --algorithms \"nothing\": give names of ",
                "--algorithms sar,sar | --algorithms must be at least one, each named once",
                "--fixed penalty=often | --fixed penalty must be from 0.001 to 1000000, or infinite: often",
                "--fixed colour=red | --fixed: \"colour\" is not a parameter of sar or ridge or als",
                "--fixed similarity | --fixed must be NAME=VALUE: similarity",
                "--fixed session-gap=30m | --fixed: sessionGap has no effect unless cooccurrenceUnit is session; set that, or leave sessionGap out",
                "--fixed session-gap=20m | --fixed: sessionGap has no effect unless cooccurrenceUnit is session; set that, or leave sessionGap out",
                "--fixed max-distance=5 | --fixed: maxDistance has no effect unless counting is sequential",
                "--fixed max-distance=10 --algorithms sar | --fixed: maxDistance has no effect unless counting is sequential",
                "--fixed half-life=30d --fixed halfLife=7d | --fixed must name each parameter once: half-life=30d, halfLife=7d",
                "--cooccurrence-unit timestamp | unknown option --cooccurrence-unit; tune tries parameters itself: one that follows from the data is fixed by --fixed cooccurrence-unit=VALUE",
                "--half-life=30d | is fixed by --fixed half-life=30d",
                "--maxNeighbors 9 | is fixed by --fixed max-neighbors=VALUE",
                "--recency reciprocal | --recency has no effect unless --split is held-out-users or latest-users",
                "--split latest-users --recency 10 | --recency must be one of linear, quadratic, logarithmic",
                "--split last-event --ratio 0.5 | --ratio has no effect with --split last-event",
                "--for-user c1 | --for-user has no effect without --report",
                "--keep-unknown-items | --keep-unknown-items has no effect without --catalog",
                "--format csv | --format must be table or json: csv",
                "--max-trials 0 | --max-trials must be at least 1: 0",
                "--parameters USAGE | is what --usage names, and would be lost",
                "--journal USAGE | is what --usage names, and would be lost",
                "--parameters NEW --journal NEW | is what --parameters names, too; name another file",
                "--journal SAME --model NEW | is what --model names, too",
                "--report SAME --parameters NEW | is what --report names, too",
            })
    void wrongOptionsAreRefusedBeforeTheWork(String arguments, String message) {
        List<Object> words = new ArrayList<>(List.of("tune", "--usage", shop.usage()));
        for (String word : arguments.split(" ")) {
            words.add(
                    switch (word) {
                        case "USAGE" -> shop.usage();
                        case "NEW" -> folder.resolve("new.file");
                        case "SAME" -> folder.resolve(".").resolve("new.file");
                        default -> word;
                    });
        }
        Run run = Run.of(words.toArray());

        assertThat(folder.resolve("new.file")).doesNotExist();
        assertThat(run.status()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    @Test
    void parametersComeFromAFileAndSingleOptionsChangeThem() throws IOException {
        Path file = Files.writeString(
                folder.resolve("own.json"),
                "{\"algorithm\": \"ridge\", \"parameters\": {\"penalty\": 3.0, \"halfLife\": null}}");
        Path model = folder.resolve("own.model");
        Run run = Run.of("train", "--usage", shop.usage(), "--parameters", file, "--half-life", "9d", "--model", model);

        assertThat(run.status()).as(run.err()).isZero();
        try (TrainedModel trained = Models.open(model)) {
            assertThat(trained.metadata().algorithm()).contains("ridge");
            assertThat(trained.metadata().parameters().value("penalty")).contains(3.0);
            assertThat(trained.metadata().parameters().value("halfLife")).contains("P9D");
        }
        Run evaluated = Run.of("evaluate", "--usage", shop.usage(), "--parameters", file, "--against-algorithm", "sar");
        assertThat(evaluated.out())
                .startsWith("Evaluation of ridge against sar by ")
                .contains("\nTrained by ridge with\n  penalty: 3.0\n  halfLife: none\n\n")
                .containsPattern("\n  halfLife +none +30d\n");
    }

    @Test
    void filesOfParametersThatAreWrongAreNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"algorithm\": ");
        Path unknown = Files.writeString(
                folder.resolve("unknown.json"), "{\"algorithm\": \"sar\", \"parameters\": {\"penalty\": 3}}");
        Path good = Files.writeString(folder.resolve("good.json"), "{\"algorithm\": \"sar\", \"parameters\": {}}");

        Path large = Files.write(folder.resolve("large.json"), new byte[2 << 20]);
        String form =
                "it must hold one JSON object such as {\"algorithm\": \"ridge\", \"parameters\": {\"penalty\": 8.0}}";
        for (Path another : List.of(shop.model(), large, shop.usage())) {
            assertThat(planned(another))
                    .isEqualTo("error: --parameters \"" + another + "\" is no file of parameters: " + form
                            + ", as tune --parameters writes it\n");
        }
        Path lines = Files.writeString(folder.resolve("lines.json"), "{\"algorithm\": \"sar\"}\n{}\n");
        assertThat(planned(lines)).contains("\"" + lines + "\": candidate: not JSON: line 2, column 2: there is ");
        assertThat(planned(broken))
                .startsWith("error: --parameters \"" + broken + "\": line 1 is not JSON: Unexpected end-of-input")
                .endsWith("; the file must hold one JSON object such as " + form.substring(form.indexOf('{')) + "\n");
        assertThat(planned("bare", "{\"penalty\": 3}"))
                .contains(
                        "bare.json\": line 1: penalty is not a field of a candidate, which has algorithm and parameters;"
                                + " a parameter of the algorithm stands within parameters\n");
        assertThat(planned("number", "{\"algorithm\": \"sar\",\n\"parameters\": {\n\"halfLife\": 30}}"))
                .contains("number.json\": line 3: halfLife must be a span of time with its unit, such as 30d, ")
                .endsWith(": 30\n");
        assertThat(planned("several", "{\"algorithm\": \"sar\",\n\"halfLife\": 30,\n\"maxNeighbors\": 9}"))
                .contains("line 2: halfLife is not a field", "; line 3: maxNeighbors is not a field");
        assertThat(planned("flat", "{\"algorithm\": \"sar\",\n \"parameters\": 7}"))
                .contains("line 2: parameters must be an object of parameters by name: 7\n");
        assertThat(planned("other", "{\n\"algorithm\": \"nothing\"}")).contains("line 2: algorithm must be one of [");
        assertThat(planned(unknown)).contains("--parameters \"" + unknown + "\": line 1: penalty is not a parameter");
        assertThat(planned(good, "--algorithm", "ridge"))
                .contains("--algorithm ridge does not go with --parameters \"" + good + "\", which is of sar");
        Path absent = folder.resolve("absent.json");
        assertThat(planned(absent)).isEqualTo("error: --parameters " + absent + ": no such file or folder\n");
    }

    private static String planned(String name, String text) throws IOException {
        return planned(Files.writeString(folder.resolve(name + ".json"), text));
    }

    private static String planned(Path file, String... more) {
        List<Object> words = new ArrayList<>(List.of("plan", "--usage", shop.usage(), "--parameters", file));
        words.addAll(List.of(more));
        Run run = Run.of(words.toArray());
        assertThat(run.status()).as(run.toString()).isPositive();
        return run.err();
    }

    /** A terminal gets a bar that is written anew, and lines of trials above it. */
    @Test
    void aTerminalSeesABar() {
        StringWriter err = new StringWriter();
        TuneProgress progress = new TuneProgress(new PrintWriter(err), true);
        progress.progress(new TuningMonitor.Progress(
                "sar: defaults",
                3,
                2,
                "similarity",
                0.25,
                Duration.ofSeconds(75),
                Duration.ofMinutes(5),
                Duration.ofSeconds(225)));
        progress.close();

        assertThat(err.toString())
                .startsWith("\r1:15 of 5:00 [#######.......................] trial 3: sar: defaults, similarity 25 %")
                .endsWith("\r")
                .doesNotContain("\n");
        assertThat(progress.enough()).isFalse();
        progress.end();
        assertThat(progress.enough()).isTrue();
    }

    @Test
    void theEndIsAnnouncedByWhatThereIs() {
        StringWriter err = new StringWriter();
        TuneProgress nothing = new TuneProgress(new PrintWriter(err), false);
        nothing.ended(trial(Trial.State.FAILED), false);
        nothing.end();
        assertThat(err.toString()).contains("no trial has been measured yet, so there is nothing to write");
        // Said once is enough; what else goes wrong is not.
        assertThat(nothing.hasSaid(new TrainingCancelledException("there is no best")))
                .isTrue();
        assertThat(nothing.hasSaid(new TrainingException("the heap did not suffice")))
                .isFalse();
        TuneProgress best = new TuneProgress(new PrintWriter(err), false);
        best.ended(trial(Trial.State.MEASURED), true);
        best.ended(trial(Trial.State.FAILED), false);
        best.end();
        assertThat(err.toString()).contains("ending with the best so far");
        assertThat(best.hasSaid(new TrainingCancelledException("the model was not trained")))
                .isFalse();
    }

    @Test
    void theEndIsAnnouncedByWhatIsStillToCome() {
        StringWriter err = new StringWriter();
        TuneProgress progress = new TuneProgress(new PrintWriter(err), false);
        progress.ended(trial(Trial.State.MEASURED), true);
        progress.progress(progress("check: sar: defaults", 0, 75));
        progress.end();
        progress.stillToCome("all files are written");
        progress.end();
        assertThat(err.toString().lines()).last().isEqualTo("ending; the search is over, and all files are written");
        assertThat(err.toString())
                .contains("ending; the search is over, and the check is being made; ")
                .doesNotContain("with the best so far");
    }

    /** In a log a line tells of each trial that takes long, ever more rarely. */
    @Test
    void aTrialThatTakesLongIsToldOfBeforeItEnds() {
        StringWriter err = new StringWriter();
        TuneProgress progress = new TuneProgress(new PrintWriter(err), false);
        for (int second = 0; second < 300; second++) {
            progress.progress(progress("als: defaults", second < 20 ? 1 : 2, second));
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "trial 2, als: defaults, has run for 0:30: factors 25 %",
                        "trial 2, als: defaults, has run for 1:00: factors 25 %",
                        "trial 2, als: defaults, has run for 2:00: factors 25 %",
                        "trial 2, als: defaults, has run for 4:00: factors 25 %");
    }

    private static TuningMonitor.Progress progress(String activity, int trial, int seconds) {
        return new TuningMonitor.Progress(
                activity,
                trial,
                0,
                "factors",
                0.25,
                Duration.ofSeconds(seconds),
                Duration.ofMinutes(5),
                Duration.ofSeconds(300 - seconds));
    }

    /** The starts are not cut, so a bar by the budget alone would be full long before the end. */
    @Test
    void aTerminalSeesHowLongItGoesOnOnceTheBudgetIsUsedUp() {
        StringWriter err = new StringWriter();
        TuneProgress progress = new TuneProgress(new PrintWriter(err), true);
        progress.progress(new TuningMonitor.Progress(
                "als: defaults",
                3,
                4,
                "factors",
                0.25,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(180)));

        assertThat(err.toString())
                .startsWith(
                        "\r1:00 of 0:30 [#######.......................] budget used up, finishing the starts: 3 of 4,"
                                + " about 3 min to go");
    }

    /** Whoever asks to end gets every file, without what only the page's lists are trained for. */
    @Test
    @Timeout(120)
    @Tag("slow")
    void noModelIsTrainedForListsOnceItIsEnding() throws IOException {
        AtomicInteger trainings = new AtomicInteger();
        UsageEvents events = sink -> {
            trainings.incrementAndGet();
            return UsageCsv.read(shop.usage()).forEach(sink);
        };
        TrainingInput input = TrainingInput.of(events);
        Tuning tuning = Tuner.builder().maxTrials(2).build().tune(input);
        Path page = folder.resolve("ending.html");
        Path model = folder.resolve("ending.model");

        trainings.set(0);
        assertThat(written(tuning, input, page, null, () -> true))
                .contains("no lists side by side, as it was asked to end");
        assertThat(trainings).hasValue(0);
        assertThat(page).content().contains("<h2>All trials</h2>").doesNotContain("Side by side");

        assertThat(written(tuning, input, page, model, () -> true))
                .containsSubsequence("saved " + model, "no lists side by side", "wrote " + page);
        int ofOne = trainings.get();
        assertThat(ofOne).isPositive();
        assertThat(page).content().doesNotContain("Side by side");

        // A training that runs already is given up, as its source waits until it is interrupted.
        CountDownLatch reading = new CountDownLatch(1);
        TrainingInput waiting = TrainingInput.of((UsageEvents) sink -> {
            reading.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            return UsageCsv.read(shop.usage()).forEach(sink);
        });
        assertThat(written(tuning, waiting, page, null, () -> reading.getCount() == 0))
                .contains("no lists side by side, as it was asked to end")
                .contains("wrote " + page);
        assertThat(reading.getCount()).isZero();

        trainings.set(0);
        assertThat(written(tuning, input, page, model, () -> false)).doesNotContain("side by side");
        assertThat(trainings).hasValueGreaterThan(ofOne);
        assertThat(page).content().contains("Side by side");
    }

    private static String written(
            Tuning tuning, TrainingInput input, Path page, @Nullable Path model, BooleanSupplier ending)
            throws IOException {
        StringWriter err = new StringWriter();
        TuneCommand command = new TuneCommand();
        new CommandLine(command).setErr(new PrintWriter(err, true));
        command.files.report = page;
        command.files.model = model;
        TuneProgress progress = new TuneProgress(new PrintWriter(err), false);
        command.files.write(tuning, input, TrainingResources.ofThisMachine(), progress, ending);
        return err.toString();
    }

    /** With a threshold that no pair reaches, what is chosen is worse than the default, which a command takes instead. */
    @Test
    @Tag("slow")
    void whereNothingSpeaksForTheChosenOneTheDefaultIsNamedWithItsCommand() throws IOException {
        Path kept = folder.resolve("kept.model");
        Run run = tune("--algorithms", "sar", "--fixed", "support-threshold=1000000", "--max-trials", 2);
        String command =
                "train --usage " + shop.usage() + " --catalog " + shop.catalog() + " --algorithm sar --model FILE";

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .containsPattern("\nVerdict: On events that no trial saw, the chosen candidate is (not better|worse) ");
        assertThat(run.err())
                .endsWith(
                        "note: nothing speaks for the chosen candidate on events that no trial saw; today's default is"
                                + " trained by: " + command + "\n");
        assertThat(Run.of((Object[]) command.replace("FILE", kept.toString()).split(" "))
                        .status())
                .isZero();
        assertThat(tune("--max-trials", 1).err()).doesNotContain("nothing speaks for");
    }

    /** What was written is of the chosen candidate, and the command that is named must not replace it unasked. */
    @Test
    void theCommandForTheDefaultNamesAFileThatIsNotThere() throws IOException {
        Path best = folder.resolve("chosen.v1.model");
        Path json = folder.resolve("chosen.json");
        Object[] arguments = {
            "--algorithms",
            "sar",
            "--fixed",
            "support-threshold=1000000",
            "--max-trials",
            2,
            "--model",
            best,
            "--parameters",
            json
        };
        String note = "note: nothing speaks for the chosen candidate on events that no trial saw, though it is what "
                + json + " and " + best + " hold; today's default is trained by: train ";

        Run first = tune(arguments);
        byte[] model = Files.readAllBytes(best);
        String beside = folder.resolve("chosen.v1-default.model").toString();
        assertThat(first.err()).contains(note).endsWith(" --model " + beside + "\n");
        String command =
                first.err().substring(first.err().lastIndexOf(": train ") + 2).strip();
        assertThat(Run.of((Object[]) command.split(" ")).status()).isZero();
        assertThat(Path.of(beside)).exists();
        assertThat(best).hasBinaryContent(model);

        assertThat(tune(arguments).err()).contains(note).endsWith(" --model FILE\n");
    }

    @Test
    void optionsAreTypedAgainAsAShellTakesThem() {
        CommandLine line = Main.commandLine(new Main(), "tune");
        line.parseArgs(
                "tune",
                "--usage=a b.csv",
                "--usage",
                "it's.csv",
                "--columns",
                "user=visitor,item=product",
                "--catalog",
                "c.csv",
                "--keep-unknown-items",
                "--threads",
                "2",
                "--budget",
                "3m",
                "--model",
                "m");

        assertThat(TypedOptions.command(
                                "train", line.getSubcommands().get("tune").getCommandSpec(), "options", "--x", "$y")
                        .split(" --"))
                .startsWith("train")
                .containsExactlyInAnyOrder(
                        "train",
                        "usage 'a b.csv'",
                        "usage 'it'\\''s.csv'",
                        "columns user=visitor,item=product",
                        "catalog c.csv",
                        "keep-unknown-items",
                        "threads 2",
                        "x '$y'");
    }

    private static Trial trial(Trial.State state) {
        return new Trial(
                1,
                new Candidate("sar", Parameters.empty()),
                "start",
                state,
                "",
                List.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                Map.of(),
                Duration.ZERO);
    }

    /** The best so far is written, with the check, and the status is that of the signal. */
    @Test
    @Tag("slow")
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptionEndsWithTheBestSoFar() throws Exception {
        Path interrupted = Files.createDirectory(folder.resolve("interrupted"));
        Path err = interrupted.resolve("err");
        Path out = interrupted.resolve("out");
        Shop.open(4_000, 500, 250_000, 7).write(interrupted);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "tune",
                        "--usage",
                        interrupted.resolve("usage.csv").toString(),
                        "--budget",
                        "30m",
                        "--parameters",
                        interrupted.resolve("best.json").toString(),
                        "--journal",
                        interrupted.resolve("journal.jsonl").toString())
                .redirectError(err.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            while (process.isAlive() && !Files.readString(err).contains("trial 2")) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
            for (int time = 0; time < 2; time++) {
                new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                        .start()
                        .waitFor();
            }
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        String said = Files.readString(err, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isEqualTo(143);
        assertThat(said)
                .contains("ending with the best so far", "wrote " + interrupted.resolve("best.json"))
                .containsPattern("\nended by a signal after [0-9]+ trials?; there is "
                        + Pattern.quote(interrupted.resolve("best.json").toString()) + "\n$");
        assertThat(Files.readString(out))
                .contains("ended because it was asked to finish", "On events that no trial saw, by ");
        assertThat(new ObjectMapper()
                        .readTree(interrupted.resolve("best.json").toFile())
                        .get("algorithm")
                        .asText())
                .isIn("sar", "ridge", "als");
        assertThat(lines(interrupted.resolve("journal.jsonl"))).isGreaterThan(2);
    }

    private static long lines(Path file) throws IOException {
        return Files.readAllLines(file).size();
    }

    private static Run tune(Object... options) {
        List<Object> words = new ArrayList<>(List.of("tune", "--usage", shop.usage(), "--catalog", shop.catalog()));
        words.addAll(List.of(options));
        return Run.of(words.toArray());
    }

    private static JsonNode json(Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--format", "json"));
        Run run = tune(words.toArray());
        assertThat(run.status()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
