package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
    }

    @Test
    void comparesTheModelWithPopularity() {
        Run run = Run.of("evaluate", "--usage", shop.usage(), "--split", "stratified", "--k", "3,7");

        assertThat(run.status()).isZero();
        assertThat(run.err())
                .startsWith("read usage.csv: UTF-8, comma, header; user = user")
                .hasLineCount(1);
        assertThat(run.out()).contains("@3", "@7", "nDCG", "  popularity ", "\nTrained by sar with defaults\n");
    }

    @Test
    void asksForAsManyTestUsersAsWanted() {
        Run run = Run.of("evaluate", "--usage", shop.usage(), "--max-test-users", "9", "--seed", "7");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Evaluation of sar by 9 of ").contains("at most 9, seed 7");
        assertThat(Run.of("evaluate", "--usage", shop.usage(), "--max-test-users", "0")
                        .err())
                .contains("--max-test-users must be at least 1");
    }

    @Test
    void asksAModelThatIsTrainedAlready() throws IOException {
        Run run = Run.of("evaluate", "--model", shop.model(), "--test", shop.usage(), "--format", "json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).isObject()).isTrue();
    }

    @Test
    void whatASavedModelWasTrainedOnIsLeftOut() throws IOException {
        Path usage = Files.writeString(folder.resolve("trained.csv"), "u1,a\nu2,a\nu2,b\nu3,a\nu3,b\nu3,c\nu4,q\n");
        Path test = Files.writeString(folder.resolve("test.csv"), "u1,a\nu1,b\n");
        Path model = folder.resolve("small.model");
        Run.of("train", "--usage", usage, "--support-threshold", "1", "--model", model);

        Run known = Run.of("evaluate", "--model", model, "--usage", usage, "--test", test, "--k", "1");
        assertThat(known.status()).as(known.err()).isZero();
        assertThat(known.err()).contains("read trained.csv", "read test.csv").doesNotContain("note");
        assertThat(known.out())
                .contains("pairs left out because seen in training: 1\n")
                .doesNotContain("relevant pairs whose item is new")
                .contains("training events: 7\n", "  popularity ")
                .containsPattern("Recall +1\\.0000");

        Run unknown = Run.of("evaluate", "--model", model, "--test", test, "--k", "1");
        assertThat(unknown.err())
                .contains("what the model was trained on is not known")
                .contains("--usage");
        assertThat(unknown.out())
                .contains("pairs left out because seen in training: -\n", "relevant pairs whose item is new: -\n")
                .contains("training events: -\n", "training users: -\n", "training items: -\n");
        Run json = Run.of("evaluate", "--model", model, "--test", test, "--k", "1", "--format", "json");
        assertThat(new ObjectMapper()
                        .readTree(json.out())
                        .get("counts")
                        .get("trainEvents")
                        .isNull())
                .isTrue();
    }

    @Test
    void theUsageOfASavedModelHasToBeThere() {
        Run run = Run.of("evaluate", "--model", shop.model(), "--test", shop.usage(), "--usage", "/none/such");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("/none/such: no such file or folder");
    }

    @Test
    void remarksASplitByTimeWithoutTimes() throws IOException {
        Path untimed = Files.writeString(folder.resolve("untimed.csv"), "u,a\nu,b\nu,c\nu,d\nv,a\nv,b\nv,c\nv,e\n");

        assertThat(evaluate(untimed, "chronological").err())
                .contains("\nnote: --split chronological: no event has a time, so ids decide\n");
        assertThat(evaluate(untimed, "last-event").err())
                .contains("\nnote: --split last-event: no event has a time, so the event is drawn\n");
        assertThat(evaluate(untimed, "random").err()).doesNotContain("note:");
        assertThat(evaluate(shop.usage(), "last-event").err()).doesNotContain("note:");
    }

    @Test
    void namesNoRemedyThatTheCommandLineLacks() throws IOException {
        Path same = Files.writeString(folder.resolve("same.csv"), "u,a,2026-01-01\nu,a,2026-01-02\n");

        assertThat(evaluate(same, "last-event").err())
                .contains("nothing to evaluate")
                .endsWith("; test with other events\n")
                .doesNotContain("relevance", "include seen");
    }

    private static Run evaluate(Path usage, String split) {
        return Run.of("evaluate", "--usage", usage, "--split", split, "--k", "1", "--support-threshold", 1);
    }

    @Test
    void remarksThatMostTestUsersAreNewAndWhichSplitsHelp() throws IOException {
        Path usage = Files.writeString(
                folder.resolve("newcomers.csv"),
                "u,a,2026-01-01\nu,b,2026-01-02\nv,a,2026-01-03\nv,b,2026-01-04\nw,a,2026-02-01\nx,b,2026-02-02\n");

        Run run = Run.of(
                "evaluate",
                "--usage",
                usage,
                "--date",
                "2026-01-15",
                "--split",
                "fixed-date",
                "--support-threshold",
                1);

        assertThat(run.out())
                .contains("\nNote: 2 of 2 test users have no training event, ")
                .contains("take the split latest-users (");
    }

    @Test
    void writesAPage() throws IOException {
        Path page = folder.resolve("page.html");

        Run run = Run.of("evaluate", "--usage", shop.usage(), "--report", page);

        assertThat(run.status()).isZero();
        assertThat(run.err())
                .startsWith("read usage.csv: ")
                .endsWith("\nwrote " + page + "\n")
                .hasLineCount(2);
        assertThat(Files.readString(page)).contains("<html", "</html>");
    }
}
