package dev.recommender.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit status: 0, 2 for bad arguments, 1 for everything else that goes wrong; of a command that was asked
 * to end, what the JVM makes of the signal, such as 130 after Ctrl-C.
 */
@Command(
        name = "recommender",
        description = "Trains recommendation models and asks them. --help after a command lists what it takes.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            TrainCommand.class,
            PlanCommand.class,
            RecommendCommand.class,
            SimilarCommand.class,
            InspectCommand.class,
            VectorsCommand.class,
            EvaluateCommand.class,
            TuneCommand.class,
            AlgorithmsCommand.class,
            ShopCommand.class,
            DemoCommand.class,
            RequestTrainingCommand.class,
            WorkerCommand.class,
            PublishCommand.class,
            ModelsCommand.class,
            ForgetCommand.class,
            ServeFromStoreCommand.class,
            ServeCommand.class,
            KeysCommand.class);

    private static final byte[] NOTHING = {};
    private static final int ATTEMPTS = 50;
    private static final long PAUSE_NANOS = 100_000_000;

    @Option(names = "--verbose", description = "Print stack traces of errors.", scope = ScopeType.INHERIT)
    boolean verbose;

    /** Given up when memory runs out, to have some for saying so. */
    @SuppressWarnings("UnusedVariable")
    private byte[] reserve = new byte[1 << 18];

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new UsageException("say what to do: "
                + String.join(", ", spec.subcommands().keySet()) + "; --help says what each of them is for");
    }

    /** Runs a command and exits with its status. */
    public static void main(String[] arguments) {
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        String unreadable = unreadable(arguments);
        if (!unreadable.isEmpty()) {
            err.println("error: the JVM cannot read the argument \"" + unreadable + "\" in the character set "
                    + System.getProperty("sun.jnu.encoding")
                    + " of its environment; set LC_ALL=C.UTF-8, or another locale of UTF-8");
            System.exit(2);
        }
        LogLevels.setFor(arguments, System.getProperties());
        OutputStream output = new Output(new FileOutputStream(FileDescriptor.out));
        System.exit(run(arguments, new PrintWriter(output, true, UTF_8), err));
    }

    /** An argument in which the JVM has replaced characters; empty if there is none. */
    private static String unreadable(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.indexOf('\uFFFD') >= 0)
                .findFirst()
                .orElse("");
    }

    /**
     * The command line with the options of the algorithms that are installed. Looking for the options of a command takes
     * time: if the first argument names a command, it has only this one.
     */
    static CommandLine commandLine(Main main, String... arguments) {
        CommandLine line = new CommandLine(main);
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
                .toList();
        for (Class<?> command : named.isEmpty() ? COMMANDS : named) {
            line.addSubcommand(command);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        UsageText.applyTo(line);
        for (CommandLine command : line.getSubcommands().values()) {
            haveVersion(command);
            if (command.getCommand() instanceof Trains trains) {
                trains.algorithmOptions().addTo(command.getCommandSpec());
            }
        }
        return line;
    }

    /** Without a version of its own {@code --version} of a command prints nothing. */
    private static void haveVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Version());
        command.getSubcommands().values().forEach(Main::haveVersion);
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** The version in the runnable jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"recommender " + (version == null ? "(not from its jar)" : version)};
        }
    }

    /** A command that trains by any algorithm. */
    interface Trains {
        AlgorithmOptions algorithmOptions();
    }

    /** {@code help train} is {@code train --help}, but that no command is mistyped. */
    private static int help(List<String> words, PrintWriter out, PrintWriter err) {
        CommandLine command = commandLine(new Main(), words.toArray(String[]::new));
        for (String word : words) {
            CommandLine named = command.getSubcommands().get(word);
            if (named == null) {
                err.println("error: " + ArgumentText.unexpected(word, command) + " (see --help)");
                err.flush();
                return 2;
            }
            command = named;
        }
        command.usage(out);
        out.flush();
        return 0;
    }

    /** Runs a command; returns its status. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        if (arguments.length > 0 && arguments[0].equals("help")) {
            return help(Arrays.asList(arguments).subList(1, arguments.length), out, err);
        }
        Main main = new Main();
        CommandLine line = commandLine(main, arguments)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, given) -> {
                    err.println("error: " + ArgumentText.of(e) + " (see --help)");
                    return 2;
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof Output.ReaderGoneException) {
                        return 0;
                    }
                    err.println(error(e, command.getCommandSpec()));
                    if (main.verbose) {
                        e.printStackTrace(err);
                    }
                    return e instanceof UsageException ? 2 : 1;
                });
        int status = execute(line, arguments, main, err);
        err.flush();
        // A print writer swallows its errors: a full disk must not look like success.
        if (failed(out) && status == 0) {
            err.println("error: the output could not be written completely");
            return 1;
        }
        return status;
    }

    /** The line that says what went wrong with a command. */
    static String error(Exception failure, CommandSpec command) {
        return "error: " + NamedFile.in(Remedies.forCommand(oneLine(failure, command), command), command);
    }

    private static boolean failed(PrintWriter out) {
        try {
            return out.checkError();
        } catch (Output.ReaderGoneException e) {
            return false;
        }
    }

    /** Errors go past the handler of exceptions. */
    private static int execute(CommandLine line, String[] arguments, Main main, PrintWriter err) {
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            main.reserve = NOTHING;
            return outOfMemory(e, main, err);
        }
    }

    /** Other threads may still be about to let go of their memory, and even waiting for that may need some. */
    private static int outOfMemory(OutOfMemoryError error, Main main, PrintWriter err) {
        OutOfMemoryError last = error;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (attempt > 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                err.println("error: " + tooSmall(error));
                if (main.verbose) {
                    error.printStackTrace(err);
                }
                return 1;
            } catch (OutOfMemoryError again) {
                last = again;
            }
        }
        throw last;
    }

    private static String tooSmall(OutOfMemoryError error) {
        String message = String.valueOf(error.getMessage());
        if (!message.contains("heap space") && !message.contains("GC overhead")) {
            return "the JVM is out of memory: " + message;
        }
        long mebibytes = (Runtime.getRuntime().maxMemory() + (1 << 20) - 1) >> 20;
        return "the JVM's heap of " + mebibytes + " MiB is too small for this; give it more, such as java -Xmx"
                + (mebibytes + (mebibytes + 1) / 2) + "m";
    }

    /** What is wrong where the system names nothing but the file. */
    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return ": no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return ": access denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return ": is there already, and is no folder";
        }
        return failure instanceof NotDirectoryException ? ": is no folder" : ": cannot be used";
    }

    private static String oneLine(Throwable failure, CommandSpec command) {
        Throwable reported =
                failure instanceof UncheckedIOException && failure.getCause() != null ? failure.getCause() : failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError error) {
                return tooSmall(error);
            }
        }
        String said = String.valueOf(reported.getMessage());
        // What is wrong with arguments names them as they were typed.
        String message = (reported instanceof UsageException ? said : NamedFile.ofCommands(said, command))
                .replaceAll("\\s*\\R\\s*", "; ");
        if (reported instanceof FileSystemException file && file.getReason() == null) {
            return message + reason(file);
        }
        return reported instanceof RuntimeException || reported instanceof IOException
                ? message
                : reported.getClass().getSimpleName() + ": " + message;
    }
}
