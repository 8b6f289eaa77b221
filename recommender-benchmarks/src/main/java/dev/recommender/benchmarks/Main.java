package dev.recommender.benchmarks;

import dev.recommender.benchmarks.load.LoadCommand;
import dev.recommender.benchmarks.sidebyside.AlsCommand;
import dev.recommender.benchmarks.sidebyside.MeasureCommand;
import dev.recommender.benchmarks.sidebyside.RankSysCommand;
import dev.recommender.benchmarks.sidebyside.SideBySideCommand;
import dev.recommender.benchmarks.sidebyside.SparkStudyCommand;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The command line of the benchmarks' jar. Exit status: 0, 2 for bad arguments, 1 for everything else that goes wrong. */
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
            AlsCommand.class,
            SparkStudyCommand.class,
            LoadCommand.class,
            Main.Jmh.class
        })
public final class Main {
    @Option(names = "--verbose", description = "Print stack traces of errors.", scope = ScopeType.INHERIT)
    boolean verbose;

    private Main() {}

    /** Runs a command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        Main main = new Main();
        CommandLine line = new CommandLine(main).setCaseInsensitiveEnumValuesAllowed(true);
        Objects.requireNonNull(line.getSubcommands().get("jmh")).setUnmatchedOptionsArePositionalParams(true);
        return line.setParameterExceptionHandler((e, given) -> {
                    e.getCommandLine().getErr().println("error: " + oneLine(e) + " (see --help)");
                    return 2;
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("error: " + oneLine(e));
                    if (main.verbose) {
                        e.printStackTrace(command.getErr());
                    }
                    return e instanceof IllegalArgumentException ? 2 : 1;
                });
    }

    private static String oneLine(Exception failure) {
        String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
        boolean bare = failure.getMessage() == null || failure instanceof FileSystemException;
        return bare ? failure.getClass().getSimpleName() + ": " + message : message;
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
