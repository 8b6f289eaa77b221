package dev.recommender.storage.fs;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands of the system that tests need. */
final class Commands {
    private Commands() {}

    /** Runs a command to its end; returns its exit status, or -1 if there is no such command. */
    static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * What makes a command obey permissions: nothing, or for root, doing without the rights to ignore them. Skips the test
     * where that is impossible.
     */
    static List<String> withoutPrivileges() throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        List<String> prefix = List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        if (run(trial.toArray(String[]::new)) != 0) {
            System.out.println("skipped: root ignores permissions, and setpriv cannot take that right away");
            abort("root ignores permissions here");
        }
        return prefix;
    }

    /** Mounts a file system of eight megabytes, which only root may do; otherwise gives the test up. */
    static void mountSmallDisk(Path disk) throws IOException, InterruptedException {
        if (run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()) != 0) {
            System.out.println("skipped: a small file system can be mounted by root on Linux only");
            abort("no small file system can be mounted here");
        }
    }
}
