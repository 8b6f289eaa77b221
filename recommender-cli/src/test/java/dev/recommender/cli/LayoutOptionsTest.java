package dev.recommender.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options about files and times do what they say, and those without effect are refused or noted. */
class LayoutOptionsTest {
    @TempDir
    Path folder;

    private Path model;
    private Path usage;

    @BeforeEach
    void write() throws IOException {
        model = folder.resolve("model");
        usage = Files.writeString(folder.resolve("usage.csv"), "u1,a\nu1,b\nu2,a\nu2,b\n");
    }

    @Test
    void aFileMostlyWrongIsRefusedByEveryCommandUnlessTheNumberIsGiven() throws IOException {
        Path mixed = Files.writeString(folder.resolve("mixed.csv"), "u1,a\nu1,b\nu2,a\n".repeat(20) + "x\n".repeat(90));
        Run.of("train", "--usage", usage, "--support-threshold", 1, "--model", model);
        for (Run run : List.of(
                Run.of("train", "--usage", mixed, "--model", folder.resolve("new")),
                Run.of("plan", "--usage", mixed),
                Run.of("evaluate", "--usage", mixed),
                Run.of("evaluate", "--model", model, "--test", mixed))) {
            assertThat(run.status()).as(run.err()).isEqualTo(1);
            assertThat(run.err())
                    .contains("90 of 150 lines of mixed.csv are wrong, which is more than one in 10")
                    .contains("raise the error budget by --max-errors");
        }
        Run told = Run.of("train", "--usage", mixed, "--max-errors", 90, "--model", folder.resolve("new"));
        assertThat(told.status()).as(told.err()).isZero();
    }

    @Test
    void aCatalogMostlyWrongNamesItsOwnOption() throws IOException {
        Path catalog = Files.writeString(folder.resolve("catalog.csv"), "a,A\nb,B\n" + "x\n".repeat(8));
        Run run = Run.of("train", "--usage", usage, "--catalog", catalog, "--model", model);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("catalog.csv cannot be read: 8 of 10 lines", "by --catalog-max-errors")
                .doesNotContain("by --max-errors");
        Run told = Run.of("train", "--usage", usage, "--catalog", catalog, "--catalog-max-errors", 8, "--model", model);
        assertThat(told.status()).as(told.err()).isZero();
        assertThat(Run.of("train", "--usage", usage, "--catalog-max-errors", 8, "--model", model)
                        .err())
                .contains("--catalog-max-errors has no effect without --catalog");
    }

    @Test
    void aCatalogMayHaveACharsetOfItsOwn() throws IOException {
        Path umlauts = Files.writeString(folder.resolve("umlauts.csv"), "u1,ü\nu1,b\nu2,ü\nu2,b\n");
        Path catalog = Files.write(folder.resolve("catalog.csv"), "ü,Über\nb,B\n".getBytes(ISO_8859_1));
        Run run = Run.of(
                "train", "--usage", umlauts, "--catalog", catalog, "--catalog-charset", "latin1", "--model", model);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("\n2 users, 2 items, 4 events")
                .contains("read umlauts.csv: UTF-8", "read catalog.csv: ISO-8859-1");
        assertThat(Run.of("train", "--usage", umlauts, "--catalog-charset", "latin1", "--model", model)
                        .err())
                .contains("--catalog-charset has no effect without --catalog");
        assertThat(Run.of(
                                "train",
                                "--usage",
                                umlauts,
                                "--catalog",
                                catalog,
                                "--catalog-charset",
                                "nix",
                                "--model",
                                model)
                        .err())
                .contains("--catalog-charset must be one that Java knows", "\"nix\"");
    }

    @Test
    void placingItemsByACatalogWithoutFeaturesIsRefused() throws IOException {
        Path catalog = Files.writeString(folder.resolve("catalog.csv"), "sku,kind\na,x\nb,y\n");
        Run run = Run.of(
                "train",
                "--usage",
                usage,
                "--catalog",
                catalog,
                "--catalog-columns",
                "id=sku",
                "--cold-items",
                3,
                "--model",
                model);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("--cold-items has no effect with a catalog without features")
                .contains("name the catalog's columns of features by --catalog-columns");
        Run named = Run.of(
                "train",
                "--usage",
                usage,
                "--catalog",
                catalog,
                "--catalog-columns",
                "id=sku,feature=kind",
                "--cold-items",
                3,
                "--model",
                model);
        assertThat(named.status()).as(named.err()).isZero();
    }

    @Test
    void columnsOfTheCatalogThatAreNotUsedAreNamed() throws IOException {
        Path catalog = Files.writeString(folder.resolve("catalog.csv"), "sku,kind,price\na,x,1\nb,y,2\n");
        Run run = Run.of(
                "train",
                "--usage",
                usage,
                "--catalog",
                catalog,
                "--catalog-columns",
                "id=sku,feature=kind",
                "--model",
                model);
        assertThat(run.out()).contains("id = sku, feature = kind, unused = price");
    }

    @Test
    void optionsAboutTimesAreNotedWhereNoEventHasOne() {
        Run run = Run.of(
                "train",
                "--usage",
                usage,
                "--half-life",
                "7d",
                "--cooccurrence-unit",
                "timestamp",
                "--time-format",
                "iso",
                "--model",
                model);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("note: no event has a time, so --half-life and --cooccurrence-unit have no effect")
                .contains("note: no event has a time, so --time-format has no effect");
        Run evaluated = Run.of("evaluate", "--usage", usage, "--support-threshold", 1);
        assertThat(evaluated.out()).contains("last event per user; no event has a time, so the event is drawn");
    }

    @Test
    void aWeightForATypeThatNoEventHasIsNoted() throws IOException {
        Path typed = Files.writeString(folder.resolve("typed.csv"), "u1,a,2026-01-01,Click\nu1,b,2026-01-01,Click\n");
        Run run = Run.of("train", "--usage", typed, "--event-weights", "Clikc=2", "--model", model);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("note: no event is of type Clikc, which --event-weights names; the types are Click (2)");
    }

    @Test
    void smallNumbersUnderUnknownNamesAreNoTimes() throws IOException {
        Path rated = Files.writeString(folder.resolve("rated.csv"), "a,b,c\nu1,x,1\nu1,y,5\n");
        Run run = Run.of("train", "--usage", rated, "--header", "yes", "--model", model);
        assertThat(run.out()).contains("user = a, item = b, weight = c (1 to 5)");
        Path comment = Files.writeString(folder.resolve("comment.csv"), "# of May\n#user_id,item_id\nu1,x\nu1,y\n");
        assertThat(Run.of("train", "--usage", comment, "--header", "yes", "--model", model)
                        .out())
                .contains("\n1 user, 2 items, 2 events");
    }
}
