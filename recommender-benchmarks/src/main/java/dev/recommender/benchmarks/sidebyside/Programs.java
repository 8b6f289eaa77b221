package dev.recommender.benchmarks.sidebyside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The programs that take part, ready to be started. They are this library in a JVM like this one, the yardstick if
 * there is a C compiler, RankSys, and scipy if Python has it.
 */
final class Programs {
    private static final int CHECK_SECONDS = 60;

    private final Path folder;
    private final int threads;
    private final List<String> javaOptions;
    private final Optional<Path> yardstick;
    private final Optional<Path> script;

    /**
     * Builds and looks for what there is.
     *
     * @param folder where binaries are put
     * @param source the C source to build instead of our own
     * @throws IOException if a compiler is there but does not take the source
     */
    Programs(Path folder, int threads, List<String> javaOptions, Optional<Path> source) throws IOException {
        this.folder = folder;
        this.threads = threads;
        this.javaOptions = List.copyOf(javaOptions);
        Path own = source.isPresent() ? source.get() : resource("yardstick.c");
        this.yardstick = built(own);
        this.script = succeeds(List.of("python3", "-c", "import scipy.sparse"))
                ? Optional.of(resource("scipy_sar.py"))
                : Optional.empty();
    }

    private Programs(Programs base, List<String> javaOptions) {
        this.folder = base.folder;
        this.threads = base.threads;
        this.javaOptions = List.copyOf(javaOptions);
        this.yardstick = base.yardstick;
        this.script = base.script;
    }

    /** The same programs, with other options for our JVMs. */
    Programs with(List<String> javaOptions) {
        return new Programs(this, javaOptions);
    }

    /** The yardstick with so many neighbours, all if 0; empty without a C compiler. */
    Optional<Contestant> yardstick(Path records, int neighbors) {
        return yardstick.map(program -> new Contestant(
                Names.yardstick(neighbors),
                List.of(program.toString(), records.toString(), Integer.toString(neighbors)),
                Map.of("OMP_NUM_THREADS", Integer.toString(threads))));
    }

    /** Fitting with scipy on the first so many events, within so much memory; empty without scipy. */
    Optional<Contestant> scipy(Path records, int events, long limitBytes) {
        return script.map(program -> new Contestant(
                Names.SCIPY,
                List.of(
                        "python3",
                        program.toString(),
                        records.toString(),
                        Integer.toString(events),
                        Long.toString(limitBytes)),
                Map.of()));
    }

    /** One of our trainings, or openings. */
    Contestant ours(String name, String... arguments) {
        List<String> options = new ArrayList<>(javaOptions);
        options.add("-XX:ActiveProcessorCount=" + threads);
        List<String> all = new ArrayList<>(List.of("measure", "--threads", Integer.toString(threads)));
        all.addAll(List.of(arguments));
        return java(name, options, all);
    }

    /** RankSys, on as many threads. */
    Contestant rankSys(String name, Path records, int neighbors, String... more) {
        List<String> options = new ArrayList<>(javaOptions);
        options.add("-XX:ActiveProcessorCount=" + threads);
        options.add("-XX:+UseParallelGC");
        options.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + threads);
        List<String> all = new ArrayList<>(List.of(
                "measure-ranksys", "--records", records.toString(), "--neighbors", Integer.toString(neighbors)));
        all.addAll(List.of(more));
        return java(name, options, all);
    }

    /** Our vectors, on as many threads. */
    Contestant als(String name, Path records, int factors, int iterations, int again) {
        List<String> options = new ArrayList<>(javaOptions);
        options.add("-XX:ActiveProcessorCount=" + threads);
        List<String> all = new ArrayList<>(List.of("measure-als", "--records", records.toString()));
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("--threads", threads);
        numbers.put("--factors", factors);
        numbers.put("--iterations", iterations);
        numbers.put("--again", again);
        numbers.forEach((option, number) -> all.addAll(List.of(option, Integer.toString(number))));
        return java(name, options, all);
    }

    /** Another command of this program, in a process of its own, so that this one stays small. */
    static Contestant command(String... arguments) {
        return java(arguments[0], List.of(), List.of(arguments));
    }

    private static Contestant java(String name, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.recommender.benchmarks.Main"));
        command.addAll(arguments);
        return new Contestant(name, command, Map.of());
    }

    static String neighbors(int count) {
        return count == 0 ? "all neighbours" : count + " neighbours";
    }

    private Optional<Path> built(Path source) throws IOException {
        String compiler = Optional.ofNullable(System.getenv("CC")).orElse("cc");
        if (!succeeds(List.of(compiler, "--version"))) {
            return Optional.empty();
        }
        Path program = folder.resolve("yardstick");
        List<String> command = List.of(
                compiler, "-O3", "-march=native", "-fopenmp", source.toString(), "-o", program.toString(), "-lm");
        new Contestant("the C compiler", command, Map.of()).run();
        return Optional.of(program);
    }

    private Path resource(String name) throws IOException {
        return resource(name, folder);
    }

    /** Copies one of this package's resources to a folder. */
    static Path resource(String name, Path folder) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream open = Objects.requireNonNull(Programs.class.getResourceAsStream(name), name)) {
            Files.copy(open, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static boolean succeeds(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(CHECK_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking for " + command.get(0), e);
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }

    /** The name of the processor, where the system gives it. */
    static String processor() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*:\\s*", ""))
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
