package dev.recommender.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server in a process of its own, which ends with {@link #close} or with this JVM, whichever is first. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern IN_USE = Pattern.compile("(?i)address( is)?( already)? in use|EADDRINUSE");
    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final Thread hook;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly);
    }

    /**
     * Starts a process and waits until it listens on a port.
     *
     * @param builder the command, with folder and environment; its output goes to the log
     * @param log a file, which is replaced
     * @param port a port of the loopback interface that the process listens on when it is ready
     * @throws BindException if another process has the port, so that it is worth trying another one
     * @throws IOException if it ends or is not ready in time, with the end of its log; it has been stopped then
     */
    public static ServerProcess start(ProcessBuilder builder, Path log, int port, Duration timeout)
            throws IOException, InterruptedException {
        ServerProcess server = start(builder, log);
        try {
            server.awaitPort(port, timeout);
            return server;
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Starts a process that other processes wait for, if anyone does.
     *
     * @param builder the command, with folder and environment; its output goes to the log
     * @param log a file, which is replaced
     */
    public static ServerProcess start(ProcessBuilder builder, Path log) throws IOException {
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        ServerProcess server = new ServerProcess(process, log);
        Runtime.getRuntime().addShutdownHook(server.hook);
        return server;
    }

    private void awaitPort(int port, Duration timeout) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isReady(port)) {
            if (!process.isAlive()) {
                String described = "the server ended with code " + process.exitValue() + ": " + endOfLog();
                throw IN_USE.matcher(described).find() ? new BindException(described) : new IOException(described);
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("no server on port " + port + " within " + timeout + ": " + endOfLog());
            }
            Thread.sleep(50);
        }
    }

    /** Whether it is this process that listens; where the system does not say, any one that does. */
    private boolean isReady(int port) throws IOException {
        if (!ListeningSockets.areTold()) {
            return accepts(port);
        }
        ListeningSockets sockets = ListeningSockets.on(port);
        if (sockets.isEmpty() || !process.isAlive()) {
            return false;
        }
        if (!sockets.isOf(process.pid())) {
            throw new BindException("port " + port + " is another process's");
        }
        return true;
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Up to 20 last lines of what the process printed. */
    public String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Asks the process to end, insists after ten seconds, and returns when it has ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook is running.
        }
    }
}
