package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

class RemediesTest {
    /** A sentence that the library says no longer in these words would lose the option without a word. */
    @Test
    void whatIsReplacedIsSaidByTheLibrary() throws IOException {
        String said = sources(Path.of("../recommender-core/src/main/java/dev/recommender"));

        assertThat(Remedies.REMEDIES)
                .isNotEmpty()
                .allSatisfy(remedy -> assertThat(said).contains(remedy.said()));
    }

    @Test
    void optionsAreNamedWhereACommandHasThem() {
        CommandSpec train = Main.commandLine(new Main(), "train")
                .getSubcommands()
                .get("train")
                .getCommandSpec();
        CommandSpec inspect = Main.commandLine(new Main(), "inspect")
                .getSubcommands()
                .get("inspect")
                .getCommandSpec();
        String said = "x.csv is odd; say what the columns hold, by position; or say that there is no header";

        assertThat(Remedies.forCommand(said, train))
                .isEqualTo("x.csv is odd; say what the columns hold by --columns, by position; or say that there is no"
                        + " header by --header no");
        assertThat(Remedies.forCommand(said, inspect)).isEqualTo(said);
        assertThat(Remedies.forCommand("correct them or raise the error budget", train))
                .isEqualTo("correct them or raise the error budget by --max-errors");
        assertThat(Remedies.forCommand("correct them or raise the error budget", inspect))
                .isEqualTo("correct them");
        for (CommandSpec command : List.of(train, inspect)) {
            assertThat(Remedies.forCommand("nothing of that", command)).isEqualTo("nothing of that");
        }
    }

    /** The texts of all sources, each in one piece, however it is broken into lines. */
    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            StringBuilder text = new StringBuilder();
            for (Path source : sources) {
                text.append(Files.readString(source));
            }
            return text.toString().replaceAll("\"\\s*\\+\\s*\"", "");
        }
    }
}
