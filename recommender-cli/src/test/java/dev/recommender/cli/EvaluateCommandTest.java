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
        assertThat(run.out()).contains("@3", "@7", "nDCG", "  popularity ", "similarity: jaccard");
    }

    @Test
    void asksForAsManyTestUsersAsWanted() {
        Run run = Run.of("evaluate", "--usage", shop.usage(), "--max-test-users", "9", "--seed", "7");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Evaluation by 9 test users").contains("at most 9, seed 7");
        assertThat(Run.of("evaluate", "--usage", shop.usage(), "--max-test-users", "0")
                        .err())
                .contains("maxTestUsers must be at least 1");
    }

    @Test
    void asksAModelThatIsTrainedAlready() throws IOException {
        Run run = Run.of("evaluate", "--model", shop.model(), "--test", shop.usage(), "--format", "json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).isObject()).isTrue();
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
