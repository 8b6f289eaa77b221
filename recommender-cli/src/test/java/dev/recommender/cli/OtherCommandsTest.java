package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.Recommendation;
import dev.recommender.TrainedModel;
import dev.recommender.examples.Shop;
import dev.recommender.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class OtherCommandsTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
    }

    @Test
    void similarListsTheItemsMostSimilarToOne() throws IOException {
        Run csv = Run.of("similar", "--model", shop.model(), "--item", "p0000", "--count", 3, "--format", "csv");
        Run json = Run.of("similar", "--model", shop.model(), "--item", "p0000", "--count", 3, "--format", "json");

        List<String> lines = new ArrayList<>(List.of("seed,rank,item,score,source"));
        List<String> items = new ArrayList<>();
        try (TrainedModel model = Models.open(shop.model())) {
            for (Recommendation next : model.recommender().similarItems("p0000", 3)) {
                items.add(next.item());
                lines.add("p0000," + items.size() + "," + next.item() + "," + next.score() + ",model");
            }
        }
        assertThat(csv.out().lines()).containsExactlyElementsOf(lines);
        JsonNode answer = new ObjectMapper().readTree(json.out());
        assertThat(answer.get("seed").asText()).isEqualTo("p0000");
        assertThat(answer.get("items"))
                .extracting(object -> object.get("item").asText())
                .containsExactlyElementsOf(items);
    }

    @Test
    void similarRemarksAnUnknownItemWithoutFailing() {
        Run run = Run.of("similar", "--model", shop.model(), "--item", "what");

        assertThat(run).isEqualTo(new Run(0, "", "note: the model does not know what\n"));
    }

    @Test
    void aCommandCanComeFromAFileOfArguments() throws IOException {
        Path arguments = Files.writeString(
                folder.resolve("arguments"), "similar --item p0000 --count 3 --model \"" + shop.model() + "\"");

        assertThat(Run.of("@" + arguments, "--format", "csv"))
                .isEqualTo(
                        Run.of("similar", "--model", shop.model(), "--item", "p0000", "--count", 3, "--format", "csv"));
        assertThat(Run.of("similar", "--model", shop.model(), "--item", "train").err())
                .isEqualTo("note: the model does not know train\n");
    }

    /** A single question reads few rows, and checks those that it reads. */
    @Test
    @Tag("slow")
    void aDamagedRowIsRefusedByWhoeverReadsIt() throws IOException {
        byte[] bytes = Files.readAllBytes(shop.model());
        int refused = 0;
        for (int part = 1; part < 40; part++) {
            byte[] damaged = bytes.clone();
            damaged[(int) ((long) bytes.length * part / 40)] ^= 4;
            Path model = Files.write(folder.resolve("damaged-row.model"), damaged);
            Run one = Run.of("recommend", "--model", model, "--user", "c00007", "--format", "csv");
            Run whole = Run.of("recommend", "--model", shop.model(), "--user", "c00007", "--format", "csv");
            Run all = Run.of("recommend", "--model", model, "--all-users", "--format", "csv");
            assertThat(all.status()).isOne();
            assertThat(all.err()).startsWith("error: ").contains("damaged-row.model");
            if (one.status() == 0) {
                assertThat(one.out()).isEqualTo(whole.out());
            } else {
                assertThat(one.err()).startsWith("error: ").contains("damaged-row.model");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void inspectTellsWhatIsInAModelAndThatItIsWhole() throws IOException {
        Run run = Run.of("inspect", "--model", shop.model());

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(String.format("%,d bytes, every checksum holds", Files.size(shop.model())))
                .contains("60 items, 200 users, ")
                .containsPattern("similarity +jaccard")
                .contains("most popular items");
    }

    /** Every value starts in the column of the first one, and no line is much longer than a terminal. */
    @Test
    void whatInspectAndAlgorithmsListIsAligned() throws IOException {
        Path model = folder.resolve("weights.model");
        Run.of(
                "train",
                "--usage",
                shop.usage(),
                "--event-weights",
                "Click=1,ViewedForAVeryLongTime=2,AddedToTheListOfWishes=3,SentToAFriendByPost=4,Purchase=5",
                "--model",
                model);
        List<String> parameters = Run.of("inspect", "--model", model)
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith("trained by sar"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .toList();
        List<String> options = Run.of("algorithms")
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith("ridge: "))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .toList();

        assertThat(parameters)
                .anyMatch(line -> line.matches("  referenceTime +newest-event"))
                .anyMatch(line -> line.startsWith("   ") && line.endsWith("ViewedForAVeryLongTime=2.0"));
        assertThat(options).anyMatch(line -> line.matches("  --candidates-per-target  .*"));
        for (List<String> table : List.of(parameters, options)) {
            int column = table.get(0).replaceFirst("(  \\S+ +).*", "$1").length();
            assertThat(table)
                    .allMatch(line -> line.length() <= 115)
                    .allMatch(line -> line.charAt(column) != ' ' && line.charAt(column - 1) == ' ');
        }
    }

    @Test
    void inspectRefusesADamagedModel() throws IOException {
        byte[] bytes = Files.readAllBytes(shop.model());
        bytes[bytes.length / 2] ^= 4;
        Path damaged = Files.write(folder.resolve("damaged.model"), bytes);

        Run run = Run.of("inspect", "--model", damaged);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error: ").contains("damaged.model").hasLineCount(1);
    }

    @Test
    void shopWritesTheShopThatTheNumbersMake() throws IOException {
        Path written = folder.resolve("made");
        Path expected = folder.resolve("expected");
        Run run = Run.of("shop", "--output", written, "--users", 20, "--items", 30, "--events", 400, "--seed", 11);
        Shop.open(20, 30, 400, 11).write(expected);

        assertThat(run.status()).isZero();
        for (String file : List.of("usage.csv", "catalog.csv")) {
            assertThat(written.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
        }
    }

    @Test
    void demoShowsWhatCustomersBoughtAndAreRecommendedByName() {
        Run run = Run.of("demo", "--output", folder.resolve("demo"));

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("trained on 2,000 users, 432 items, ");
        assertThat(run.out().lines().filter(line -> line.matches("c\\d+ bought .+ \\(.+\\); now recommended:")))
                .hasSize(3);
        assertThat(run.out().lines().filter(line -> line.matches(" +\\w+ .+ \\(.+\\) +[0-9.]+ +because of .+")))
                .hasSize(15);
        assertThat(folder.resolve("demo/shop.model")).exists();
        String seen = "";
        for (String line : run.out().lines().toList()) {
            seen = line.contains("; now recommended:") ? line : seen;
            int reasons = line.indexOf("because of ");
            if (reasons >= 0) {
                assertThat(seen).as(line).contains(line.substring(reasons + 11).split(" and "));
            }
        }
    }

    /** No name, label or word of a description is cut, and lines are not longer than a page is wide. */
    @Test
    void helpBreaksLinesBetweenWordsOnly() {
        for (CommandLine command : Main.commandLine(new Main()).getSubcommands().values()) {
            String help = command.getUsageMessage();
            assertThat(help.lines()).as(command.getCommandName()).allMatch(line -> line.length() <= 115);
            List<String> words = List.of(help.split("\\s+"));
            for (OptionSpec option : command.getCommandSpec().options()) {
                for (String line : option.description()) {
                    // Longer words do not fit, and are broken after commas.
                    List<String> whole = Stream.of(String.format(line).split(" "))
                            .filter(word -> word.length() <= 60)
                            .toList();
                    assertThat(words).as(option.longestName()).containsAll(whole);
                }
                assertThat(help).contains("\n  " + String.join(", ", option.names()) + " ");
            }
        }
        assertThat(Run.of("train", "--help").out()).startsWith("Usage: recommender train --model FILE [OPTIONS]\n");
        assertThat(Run.of("tune", "--help").out())
                .containsPattern("\n  --report FILE.html +Also write a page")
                .contains("fixed-date, chronological, last-event, held-out-users");
    }

    @Test
    void helpIsAskedForByAWordToo() {
        assertThat(Run.of("help", "train")).isEqualTo(Run.of("train", "--help"));
        assertThat(Run.of("help", "models", "list")).isEqualTo(Run.of("models", "list", "--help"));
        assertThat(Run.of("help")).isEqualTo(Run.of("--help"));
        assertThat(Run.of("train", "--help").status()).isZero();
        assertThat(Run.of("--version").out()).startsWith("recommender ");
        assertThat(Run.of("train", "--version")).isEqualTo(Run.of("--version"));
        assertThat(Run.of("models", "list", "--version")).isEqualTo(Run.of("--version"));
    }

    @Test
    void oneAlgorithmIsListedAloneAndTheDefaultIsTold() throws IOException {
        assertThat(Run.of("algorithms").out()).startsWith("sar, the default: ");
        assertThat(Run.of("algorithms", "ridge").out()).startsWith("ridge: ").doesNotContain("--similarity");
        JsonNode listed = new ObjectMapper()
                .readTree(Run.of("algorithms", "als", "sar", "--format", "json").out());
        assertThat(listed.findValuesAsText("default")).contains("false", "true");
        assertThat(listed.get(0).get("name").asText()).isEqualTo("als");
        assertThat(listed.get(1).get("default").asBoolean()).isTrue();
        Run wrong = Run.of("algorithms", "lift");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("error: NAME must be one of als, ").endsWith("sar: lift\n");
    }

    @Test
    void helpNamesEveryCommand() {
        Run run = Run.of("--help");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("train", "recommend", "similar", "inspect", "shop", "demo")
                .contains("request-training", "worker", "models", "serve-from-store");
    }
}
