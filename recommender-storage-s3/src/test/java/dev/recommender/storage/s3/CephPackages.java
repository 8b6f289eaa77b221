package dev.recommender.storage.s3;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs of Ceph and their libraries, taken from Debian's packages into a folder of the user's cache. No
 * administrator is needed, and nothing is installed on the machine.
 */
final class CephPackages {
    private static final List<String> NEEDED = List.of("radosgw", "ceph-mon", "ceph-osd", "ceph-common");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private CephPackages() {}

    /** The folder that the packages are unpacked in, the first time. */
    static Path unpacked() throws IOException, InterruptedException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "recommender-tests");
        Path root = cache.resolve("ceph");
        if (Files.exists(root)) {
            return root;
        }
        for (String program : List.of("apt-get", "dpkg-deb")) {
            requireProgram(program);
        }
        Files.createDirectories(cache);
        Path folder = Files.createTempDirectory(cache, "unpacking-ceph");
        try {
            Path archives = folder.resolve("archives");
            Files.createDirectories(archives.resolve("partial"));
            Files.createDirectories(folder.resolve("lists/partial"));
            apt(folder, "update");
            List<String> install = new ArrayList<>(List.of("install", "--download-only", "--reinstall"));
            install.addAll(List.of("--no-install-recommends", "-y"));
            install.addAll(NEEDED);
            apt(folder, install.toArray(String[]::new));
            Path unpacking = folder.resolve("root");
            try (Stream<Path> packages = Files.list(archives)) {
                for (Path file : (Iterable<Path>) packages.filter(CephPackages::isWanted)::iterator) {
                    run(folder, List.of("dpkg-deb", "-x", file.toString(), unpacking.toString()));
                }
            }
            if (!Files.exists(root)) {
                Files.move(unpacking, root);
            }
            return root;
        } finally {
            deleteAll(folder);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }

    /** Ceph's own packages and libraries; the others are for administrators. */
    private static boolean isWanted(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".deb")
                && (name.startsWith("lib") || name.startsWith("ceph-") || name.startsWith("radosgw_"));
    }

    private static void requireProgram(String name) throws IOException {
        boolean found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, name)));
        if (!found) {
            throw new IOException(
                    "there is no " + name + ": Ceph's packages are available on Debian and its relatives");
        }
    }

    /** Runs apt-get with lists and archives of its own, which needs no administrator and disturbs nobody. */
    private static void apt(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
        for (String option : List.of(
                "Debug::NoLocking=true",
                "APT::Sandbox::User=",
                "Dir::State::lists=" + folder.resolve("lists"),
                "Dir::Cache=" + folder,
                "Dir::Cache::archives=" + folder.resolve("archives"))) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(Arrays.asList(arguments));
        run(folder, command);
    }

    private static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("installing.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroy();
            throw new IOException(command + " has not ended within " + LIMIT);
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " failed: " + Files.readString(log));
        }
    }
}
