package dev.recommender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command line of the benchmarks says of arguments. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generate --users 0 | --users must be at least 1: 0",
                "generate --events -3 | --events must be at least 1: -3",
                "generate --shape ROUND | --shape",
                "generate --colour | --colour",
                "generate --items many | --items",
                "side-by-side --rounds 0 | --rounds must be at least 1: 0",
                "side-by-side --parts WIDE,SMALL --users 300 | no effect on [WIDE, SMALL]",
                "side-by-side --parts NOTHING | --parts",
                "load --clients 0 | --clients must be at least 1: 0",
                "load --slots 0 | --slots must be at least 1: 0",
                "load --model x | --model",
                "what | what",
            })
    void wrongArgumentsAreOneLineAndStatusTwo(String arguments, String message) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("error: ")
                .contains(message.strip())
                .hasLineCount(1);
    }

    @Test
    void eventsThatAreWrittenNowhereAreRemarked() {
        assertThat(run("generate --users 20 --items 30 --events 500")).isZero();
        assertThat(out.toString()).isNotBlank();
        assertThat(err).hasToString("note: no file was written; name one by --csv or --records\n");
    }

    @Test
    void helpSaysWhereFilesAreKept() {
        assertThat(run("side-by-side --help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", "")).contains("default:" + System.getProperty("java.io.tmpdir"));
    }

    private int run(String arguments) {
        CommandLine line = Main.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.split(" "));
    }
}
