package dev.recommender.internal.worker;

import dev.recommender.internal.util.PrivateFolders;
import dev.recommender.internal.util.ThisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for the files of one training, deleted when it is closed. Its name says which process made it, so that what a
 * killed process has left can be distinguished from the folders of living ones.
 */
public final class WorkFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
    private static final String PREFIX = "training_";

    private final Path path;

    private WorkFolder(Path path) {
        this.path = path;
    }

    /** Makes a new folder in the given one, and deletes there what killed processes of this machine have left. */
    public static WorkFolder in(Path parent) throws IOException {
        PrivateFolders.create(parent);
        deleteLeft(parent);
        return new WorkFolder(PrivateFolders.createNew(
                parent.resolve(prefix(ProcessHandle.current()).orElse(PREFIX) + UUID.randomUUID())));
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
    }

    /**
     * Deletes in a folder what killed processes of this machine have left. Others may be doing the same, or may own what is left: no failure
     * here is one of a training to come.
     */
    public static void deleteLeft(Path parent) {
        List<Path> folders;
        try (Stream<Path> children = Files.list(parent)) {
            folders = children.toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("what killed processes have left in {} cannot be seen: {}", parent, e.toString());
            return;
        }
        for (Path folder : folders) {
            if (left(String.valueOf(folder.getFileName()))) {
                delete(folder);
            }
        }
    }

    /** Whether a folder of this name was made by a process of this machine that is no more. */
    private static boolean left(String name) {
        String ofThisMachine = PREFIX + ThisProcess.machine() + "_";
        if (!name.startsWith(ofThisMachine)) {
            return false;
        }
        String[] rest = name.substring(ofThisMachine.length()).split("_", -1);
        Optional<ProcessHandle> process = rest.length == 3 && rest[0].matches("[0-9]{1,18}")
                ? ProcessHandle.of(Long.parseLong(rest[0]))
                : Optional.empty();
        return process.flatMap(WorkFolder::prefix).filter(name::startsWith).isEmpty();
    }

    /** How the names of a process's folders begin; empty if the system does not say when it was started. */
    private static Optional<String> prefix(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(start -> PREFIX + ThisProcess.machine() + "_" + process.pid() + "_" + start + "_");
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new Deletion());
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", folder, e.toString());
        }
    }

    /** Deletes what it visits, as far as it can. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return delete(file);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) {
            return delete(visited);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (!(failure instanceof NoSuchFileException)) {
                LOG.warn("{} could not be deleted: {}", file, failure.toString());
            }
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult delete(Path file) {
            try {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            } catch (IOException e) {
                return visitFileFailed(file, e);
            }
        }
    }
}
