package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of requests: which are read, and how, compared with a training outside of the store. */
@Tag("slow")
class StoreFilesCommandsTest {
    @TempDir
    private Path folder;

    private CommandsOnAFolder commands;

    @BeforeEach
    void prepare() {
        commands = new CommandsOnAFolder(folder);
    }

    @Test
    void theFilesOfSparkAndOfASpreadsheetGiveTheModelThatTrainGives() throws IOException {
        commands.write("in/part-00000.csv", usage(1, ",", "2026-01-"));
        commands.write("in/_SUCCESS", "");
        commands.write("in/.part-00000.csv.crc", "crc\0");
        commands.write("in/usage 2024.csv", usage(2, ",", "2026-01-"));
        assertSameModel("--usage", "in", "--support-threshold", "3");
    }

    @Test
    void howFilesAreReadIsSaidAlikeInAndOutsideOfAStore() throws IOException {
        commands.write(
                "in/one.csv", "Kunde;Artikel;Datum\n" + usage(1, ";", "").replaceAll(";([0-9]+)\n", ";$1.01.2026\n"));
        commands.write("items.csv", "ID;Name;Farbe\ni1;Eins;rot|gelb\ni2;Zwei;rot\ni3;Drei;gelb\n");
        String[] options = {
            "--usage",
            "in",
            "--catalog",
            "items.csv",
            "--columns",
            "user=Kunde,item=Artikel,time=Datum",
            "--header",
            "yes",
            "--delimiter",
            ";",
            "--time-format",
            "dd.MM.yyyy",
            "--max-errors",
            "7",
            "--skip-rows-without-user",
            "--catalog-columns",
            "id=ID,name=Name,feature=Farbe",
            "--catalog-delimiter",
            ";",
            "--catalog-value-separator",
            "|",
            "--support-threshold",
            "3"
        };
        String id = assertSameModel(options);
        assertThat(commands.out("models", "show", id).lines())
                .contains(
                        "files       columns user=Kunde,item=Artikel,time=Datum",
                        "files       timeFormat dd.MM.yyyy",
                        "files       maxErrors 7",
                        "files       skipRowsWithoutUser true",
                        "files       catalogDelimiter ;");
    }

    /** The same messages as those of train. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --columns user,itm                    | error: --columns "user,itm": "itm" in "user,itm" is no column role
            --time-format quickly                 | error: --time-format must be auto
            --delimiter aaaaaaaaa                 | error: --delimiter must be 1 to 8 characters
            --max-errors -1                       | error: --max-errors must be at least 0: -1
            --header maybe                        | error: --header must be auto, yes or no: maybe
            --catalog-delimiter ;                 | error: --catalog-delimiter has no effect without --catalog
            --catalog-columns id                  | error: --catalog-columns has no effect without --catalog
            --catalog items.csv --catalog-columns name | error: --catalog-columns "name":
            """)
    void whatIsWrongIsRefusedWithTheOptionsName(String options, String message) throws IOException {
        Path usage = commands.write("usage.csv", usage(1, ",", "2026-01-"));
        Path items = commands.write("items.csv", "i1,One,things\n");
        Object[] words = options.split(" +");
        Run requested =
                commands.run(Stream.concat(Stream.of("request-training", "--usage", "usage.csv"), Stream.of(words))
                        .toArray());
        Run trained = Run.of(Stream.concat(
                        Stream.of("train", "--usage", usage, "--model", folder.resolve("m")),
                        Stream.of(words).map(word -> word.equals("items.csv") ? items : word))
                .toArray());
        assertThat(requested.err()).startsWith(message).isEqualTo(trained.err());
        assertThat(requested.status()).isEqualTo(2);
        assertThat(commands.out("models", "list")).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsRefusedByName() throws IOException {
        commands.write("in/a.csv", usage(1, ",", "2026-01-"));
        Files.createSymbolicLink(commands.store().resolve("in/link.csv"), commands.write("other.csv", "u,i\n"));
        Run run = commands.run("request-training", "--usage", "in");
        assertThat(run.err()).contains("usage: the file \"in/link.csv\" is a symbolic link");
        assertThat(run.status()).isEqualTo(1);
    }

    /** Requests and trains with the same options; returns the id of the model in the store. */
    private String assertSameModel(String... options) throws IOException {
        String id = commands.out(
                Stream.concat(Stream.of("request-training"), Stream.of(options)).toArray());
        commands.work();
        Path model = folder.resolve("expected.model");
        Run train = Run.of(Stream.concat(
                        Stream.of("train", "--model", model.toString()),
                        Stream.of(options).map(this::inStore))
                .toArray());
        assertThat(train.status()).as(train.toString()).isZero();
        try (Stream<Path> stored = Files.list(commands.store().resolve("models").resolve(id))) {
            assertThat(stored)
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasSameBinaryContentAs(model));
        }
        return id;
    }

    private String inStore(String word) {
        return word.equals("in") || word.equals("items.csv")
                ? folder.resolve("store").resolve(word).toString()
                : word;
    }

    private static String usage(int seed, String delimiter, String month) {
        Random random = new Random(seed);
        StringBuilder lines = new StringBuilder();
        for (int event = 0; event < 300; event++) {
            lines.append('u').append(random.nextInt(40)).append(delimiter);
            lines.append('i').append(random.nextInt(4)).append(delimiter);
            lines.append(month).append(10 + random.nextInt(18)).append('\n');
        }
        return lines.toString();
    }
}
