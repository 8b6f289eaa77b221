package dev.recommender.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Apache Spark with its ALS, in a JVM of its own that runs a small program from source. Spark is no dependency of this
 * module: Maven puts its jars into a folder on demand.
 *
 * @param jars the folder
 * @param program the source
 */
record Spark(Path jars, Path program) {
    /** How the jars get there. */
    static final String REMEDY = "mvn -q -f recommender-benchmarks/spark/pom.xml dependency:copy-dependencies";

    private static final String JARS = "recommender-benchmarks/spark/target/jars";

    /** What Spark's own launcher opens to it, and the instructions for vectors that its linear algebra knows to use. */
    private static final List<String> OPTIONS = Stream.concat(
                    Stream.of(
                                    "java.lang",
                                    "java.lang.invoke",
                                    "java.lang.reflect",
                                    "java.io",
                                    "java.net",
                                    "java.nio",
                                    "java.util",
                                    "java.util.concurrent",
                                    "java.util.concurrent.atomic",
                                    "jdk.internal.ref",
                                    "sun.nio.ch",
                                    "sun.nio.cs",
                                    "sun.security.action",
                                    "sun.util.calendar")
                            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"),
                    Stream.of("--add-modules=jdk.incubator.vector"))
            .toList();

    /**
     * Spark by the jars in a folder.
     *
     * @throws IllegalArgumentException if there are none, saying how they get there
     */
    static Spark in(Path jars, Path program) throws IOException {
        boolean found = false;
        if (Files.isDirectory(jars)) {
            try (Stream<Path> files = Files.list(jars)) {
                found = files.anyMatch(file -> file.getFileName().toString().startsWith("spark-mllib_"));
            }
        }
        if (!found) {
            throw new IllegalArgumentException(
                    "--spark must be a folder with Spark's jars: " + jars + "; " + REMEDY + " puts them into " + JARS);
        }
        return new Spark(jars, program);
    }

    /**
     * A contestant.
     *
     * @param again how often it learns again in the same JVM
     * @param output where vectors are written; "-" for nowhere
     * @param settings pairs of α and λ
     */
    Contestant contestant(
            String name,
            Path records,
            int factors,
            int iterations,
            int threads,
            int again,
            String output,
            List<String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-XX:ActiveProcessorCount=" + threads);
        command.addAll(List.of("-cp", jars + "/*", program.toString(), records.toString()));
        for (int number : new int[] {factors, iterations, threads, again}) {
            command.add(Integer.toString(number));
        }
        command.add(output);
        command.addAll(settings);
        return new Contestant(name, command, Map.of());
    }
}
