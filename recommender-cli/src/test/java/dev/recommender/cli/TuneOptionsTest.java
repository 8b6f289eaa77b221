package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the options of a tuning do, and which are refused. */
class TuneOptionsTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
    }

    @Test
    void optionsSayWhatIsTunedAndHow() throws IOException {
        JsonNode tuned = shop.tuned(
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
        JsonNode plain = shop.tuned("--max-trials", 1, "--split", "latest-users");
        JsonNode recent = shop.tuned("--max-trials", 1, "--split", "latest-users", "--recency", "reciprocal");

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
                "--budget 2 | --budget must be a span of time with its unit, such as 2s, 2m, 2h or 2d for seconds, minutes, hours or days: 2",
                "--budget 0s | PT30M, more than 0: 0s",
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
                "--half-lfe=30d | unknown option --half-lfe; tune tries parameters itself: one that follows from the data is fixed by --fixed half-life=30d",
                "--budgt 2m | unknown option --budgt; did you mean --budget?",
                "--maxNeighbors 9 | is fixed by --fixed max-neighbors=VALUE",
                "--recency reciprocal | --recency has no effect unless --split is held-out-users or latest-users",
                "--split latest-users --recency 10 | --recency must be one of linear, quadratic, logarithmic",
                "--split last-event --ratio 0.5 | --ratio has no effect with --split last-event",
                "--split latest --budget 2 --k 0 --metric ndcg --max-trials 0 --algorithms none --recency 10 | --k must be ; --split must be one of ; --budget must be ; --max-trials must ; --algorithms \"none\": give names ; --metric \"ndcg\": give ; --recency must be one of ",
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
        assertThat(run.err()).contains(message.split(" ; ")).hasLineCount(1);
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
}
