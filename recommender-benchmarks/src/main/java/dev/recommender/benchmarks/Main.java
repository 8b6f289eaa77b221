package dev.recommender.benchmarks;

import dev.recommender.benchmarks.sidebyside.MeasureCommand;
import dev.recommender.benchmarks.sidebyside.RankSysCommand;
import dev.recommender.benchmarks.sidebyside.SideBySideCommand;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of the benchmarks' jar. */
@Command(
        name = "benchmarks",
        description = "Measures the library.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GenerateCommand.class,
            GenerateSessionsCommand.class,
            SessionsStudyCommand.class,
            SideBySideCommand.class,
            MeasureCommand.class,
            RankSysCommand.class,
            Main.Jmh.class
        })
public final class Main {
    private Main() {}

    /** Runs a command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        Objects.requireNonNull(line.getSubcommands().get("jmh")).setUnmatchedOptionsArePositionalParams(true);
        return line;
    }

    /** Hands its arguments on to JMH. */
    @Command(name = "jmh", description = "Runs JMH benchmarks; takes JMH's own options, -h lists them.")
    static final class Jmh implements Runnable {
        @Parameters(arity = "0..*", paramLabel = "OPTION", description = "What JMH understands.")
        List<String> options = List.of();

        @Override
        public void run() {
            try {
                org.openjdk.jmh.Main.main(options.toArray(String[]::new));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
