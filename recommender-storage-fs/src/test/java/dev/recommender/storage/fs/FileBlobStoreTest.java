package dev.recommender.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.testing.BlobStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest extends BlobStoreContract {
    @TempDir
    private Path folder;

    private int opened;

    @Override
    protected BlobStore openEmptyStore() throws IOException {
        return FileBlobStore.open(folder.resolve("store" + opened++));
    }

    @Test
    void theLayoutIsReadable() throws IOException {
        try (BlobStore store = FileBlobStore.open(folder)) {
            store.put("models/m1/model.sar", BlobContent.of("x"));
        }
        assertThat(folder.resolve("models/m1/model.sar")).hasContent("x");
    }

    @Test
    void emptyFoldersAreRemoved() throws IOException {
        try (BlobStore store = FileBlobStore.open(folder)) {
            store.put("a/b/c", BlobContent.of("x"));
            store.put("a/d", BlobContent.of("x"));
            store.delete("a/b/c");
            assertThat(folder.resolve("a/b")).doesNotExist();
            assertThat(folder.resolve("a")).exists();
        }
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Path root = folder.resolve("root");
        try (BlobStore store = FileBlobStore.open(root)) {
            Files.createSymbolicLink(root.resolve("folder"), outside);
            Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.get("folder/secret"));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.get("file"));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.put("folder/new", BlobContent.of("x")));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.delete("folder/secret"));
            assertThat(store.list("", "", 10)).isEmpty();
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void whatACrashedWriterLeftIsSweptWhenItIsOld() throws IOException {
        Path writing = Files.createDirectories(folder.resolve(".writing"));
        Path old = Files.writeString(writing.resolve("old"), "x");
        Path recent = Files.writeString(writing.resolve("recent"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        try (BlobStore store = FileBlobStore.open(folder)) {
            assertThat(old).doesNotExist();
            assertThat(recent).exists();
            assertThat(store.list("", "", 10)).isEmpty();
        }
    }

    @Test
    void aFileIsNoStore() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> FileBlobStore.open(file));
    }

    /** Four processes create the same 200 blobs; each has one creator, and every content is whole. */
    @Test
    void ofSeveralProcessesOneCreatesEachBlob() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            processes.add(child("create", Integer.toString(number)));
        }
        int created = 0;
        for (Process process : processes) {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(told).isZero();
            created += Integer.parseInt(told.strip());
        }
        assertThat(created).isEqualTo(BlobWriter.BLOBS);
        try (BlobStore store = FileBlobStore.open(folder)) {
            List<BlobInfo> blobs = store.list("", "", 1000);
            assertThat(blobs).hasSize(BlobWriter.BLOBS).allMatch(info -> info.size() == BlobWriter.SIZE);
        }
    }

    /** A process is killed while it replaces a blob again and again; what is left is one of its contents. */
    @Test
    void aKilledWriterLeavesAWholeBlob() throws Exception {
        for (int round = 0; round < 5; round++) {
            Process writer = child("replace", "7");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.exists(folder.resolve("replaced")) && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            Thread.sleep(20 + 13L * round);
            writer.destroyForcibly().waitFor();
            byte[] content = Files.readAllBytes(folder.resolve("replaced"));
            assertThat(content).hasSize(BlobWriter.SIZE);
            for (byte b : content) {
                assertThat(b).isEqualTo(content[0]);
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToIsAnIoException() throws IOException {
        try (BlobStore store = FileBlobStore.open(folder)) {
            Files.writeString(folder.resolve("taken"), "x");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> store.put("taken/below", BlobContent.of("x")));
            try (Stream<Path> left = Files.list(folder.resolve(".writing"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    private Process child(String what, String number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BlobWriter.class.getName(),
                        folder.toString(),
                        what,
                        number)
                .redirectErrorStream(true)
                .start();
    }
}
