package dev.recommender.storage.s3;

import dev.recommender.testing.servers.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Servers that are Java programs, started in JVMs of their own with the class paths of their own poms under
 * {@code src/test/servers}, which Maven resolves once.
 */
final class JavaServers {
    private static final Path FOLDER = Path.of("target", "servers");

    private JavaServers() {}

    /**
     * Starts a server.
     *
     * @param name the folder of its pom
     * @param port where it will listen
     * @param arguments of the JVM: options, the main class, its arguments
     */
    static ServerProcess start(String name, int port, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath(name)));
        command.addAll(Arrays.asList(arguments));
        return ServerProcess.start(
                new ProcessBuilder(command), FOLDER.resolve(name + "-" + port + ".log"), port, Duration.ofMinutes(2));
    }

    private static String classPath(String name) throws IOException, InterruptedException {
        Path file = FOLDER.resolve(name + ".classpath");
        Path pom = Path.of("src", "test", "servers", name, "pom.xml");
        if (!isCurrent(file, pom)) {
            Files.createDirectories(FOLDER);
            resolve(name, pom, file);
        }
        return Files.readString(file).strip();
    }

    private static boolean isCurrent(Path file, Path pom) throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(pom)) > 0
                && Arrays.stream(Files.readString(file).strip().split(File.pathSeparator))
                        .allMatch(jar -> Files.exists(Path.of(jar)));
    }

    private static void resolve(String name, Path pom, Path file) throws IOException, InterruptedException {
        boolean windows = File.separatorChar == '\\';
        String home = System.getProperty("maven.home", "");
        String program = windows ? "mvn.cmd" : "mvn";
        List<String> command = new ArrayList<>();
        command.add(home.isEmpty() ? program : Path.of(home, "bin", program).toString());
        command.addAll(List.of("-B", "-q", "-f", pom.toString(), "dependency:build-classpath"));
        command.add("-Dmdep.outputFile=" + file.toAbsolutePath());
        String repository = System.getProperty("maven.repo.local", "");
        if (!repository.isEmpty()) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        Path log = FOLDER.resolve(name + "-resolving.log");
        Process maven = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!maven.waitFor(5, TimeUnit.MINUTES)) {
            maven.destroy();
            throw new IOException("Maven has not resolved " + pom + " within 5 minutes");
        }
        if (maven.exitValue() != 0) {
            throw new IOException("Maven cannot resolve " + pom + ": " + Files.readString(log));
        }
    }
}
