package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.spi.TrainingResources;
import dev.recommender.tuning.Tuner;
import dev.recommender.tuning.Tuning;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The page of a tuning, and what is said of the files that it wrote. */
class TunedFilesTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
    }

    @Test
    void threeUsersAreShownIfNoneIsNamed() throws IOException {
        Path page = folder.resolve("users.html");

        assertThat(shop.tune("--max-trials", 2, "--report", page).status()).isZero();
        assertThat(Files.readString(page).split("<h3 class=\"user\">", -1)).hasSize(3 + 1);
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
        Run run = shop.tune("--algorithms", "sar", "--fixed", "support-threshold=1000000", "--max-trials", 2);
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
        assertThat(shop.tune("--max-trials", 1).err()).doesNotContain("nothing speaks for");
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

        Run first = shop.tune(arguments);
        byte[] model = Files.readAllBytes(best);
        String beside = folder.resolve("chosen.v1-default.model").toString();
        assertThat(first.err()).contains(note).endsWith(" --model " + beside + "\n");
        String command =
                first.err().substring(first.err().lastIndexOf(": train ") + 2).strip();
        assertThat(Run.of((Object[]) command.split(" ")).status()).isZero();
        assertThat(Path.of(beside)).exists();
        assertThat(best).hasBinaryContent(model);

        assertThat(shop.tune(arguments).err()).contains(note).endsWith(" --model FILE\n");
    }
}
