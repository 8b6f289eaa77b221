package dev.recommender.benchmarks.sidebyside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that takes part.
 *
 * @param name what it is called on the way
 * @param command how it is started
 * @param environment variables that it gets in addition to those of this process
 */
record Contestant(String name, List<String> command, Map<String, String> environment) {
    private static final int POLL_MILLIS = 10;

    /**
     * Runs it to its end.
     *
     * @throws IOException if it cannot be started or fails; the message holds what it printed
     */
    Figures run() throws IOException {
        Path output = Files.createTempFile("side-by-side", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            Watched watched = watch(process);
            String printed = Files.readString(output, UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(name + " ended with status " + process.exitValue() + ": " + printed.strip());
            }
            return Figures.read(printed, watched.peakBytes, watched.cpu);
        } finally {
            Files.delete(output);
        }
    }

    /** The same on another build of the library, given as a jar; it saves its models elsewhere. */
    Contestant on(Path jar) {
        List<String> changed = new ArrayList<>();
        for (int at = 0; at < command.size(); at++) {
            boolean classPath = at > 0 && command.get(at - 1).equals("-cp");
            String argument = command.get(at);
            changed.add(classPath ? jar.toString() : argument.endsWith(".model") ? argument + ".other" : argument);
        }
        return new Contestant(Names.other(name), changed, environment);
    }

    /**
     * What was seen of a process from outside, as far as the system gives it, or 0.
     *
     * @param peakBytes the most memory that was resident at once
     * @param cpu its processor time, compiling and collecting included, up to its last hundredth of a second
     */
    private record Watched(long peakBytes, Duration cpu) {}

    /** Waits for the end. */
    private static Watched watch(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        long peak = 0;
        Duration cpu = Duration.ZERO;
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, highWaterMark(status));
                cpu = process.info().totalCpuDuration().orElse(cpu);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + process.info(), e);
        }
        return new Watched(peak, cpu);
    }

    private static long highWaterMark(Path status) {
        try (InputStream open = Files.newInputStream(status)) {
            for (String line : new String(open.readAllBytes(), UTF_8).split("\n")) {
                if (line.startsWith("VmHWM:")) {
                    return 1_024 * Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            // The process has just ended, or the system has no such files: then nothing is known.
        }
        return 0;
    }
}
