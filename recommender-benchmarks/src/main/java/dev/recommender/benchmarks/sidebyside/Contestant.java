package dev.recommender.benchmarks.sidebyside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that takes part.
 *
 * @param name what it is called on the way
 * @param command how it is started
 * @param environment variables that it gets beside those of this process
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
            long peak = watched(process);
            String printed = Files.readString(output, UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(name + " ended with status " + process.exitValue() + ": " + printed.strip());
            }
            return Figures.read(printed, peak);
        } finally {
            Files.delete(output);
        }
    }

    /** Waits for the end; returns the most memory that was resident at once, or 0 where the system does not give it. */
    private static long watched(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        long peak = 0;
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, highWaterMark(status));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + process.info(), e);
        }
        return peak;
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
