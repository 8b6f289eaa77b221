package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs commands on a store in a folder, each with a cache and a worker's folder of its own below it. */
record CommandsOnAFolder(Path folder) {
    Path store() throws IOException {
        return Files.createDirectories(folder.resolve("store"));
    }

    Run run(Object... words) throws IOException {
        List<Object> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--store", store(), "--cache", folder.resolve("cache")));
        return Run.of(all.toArray());
    }

    /** Runs a command that must succeed; returns its output. */
    String out(Object... words) throws IOException {
        Run run = run(words);
        assertThat(run.status()).as(run.toString()).isZero();
        return run.out().strip();
    }

    String work() throws IOException {
        return out("worker", "--until-idle", "--folder", folder.resolve("work"));
    }

    Path write(String name, String content) throws IOException {
        Path file = store().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
