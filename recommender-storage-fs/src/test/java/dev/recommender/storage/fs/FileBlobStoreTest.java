package dev.recommender.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.storage.BlobStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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

    @Override
    protected boolean putForeign(String name) throws IOException {
        Path file = folder.resolve("store" + (opened - 1)).resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        return true;
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

    /** Each deletion removes a folder that others are about to write into. */
    @Test
    @Tag("slow")
    void writersDoNotFailBecauseOthersRemoveEmptyFolders() throws Exception {
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (BlobStore store = FileBlobStore.open(folder)) {
            List<Future<Void>> writers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String key = "a/b/" + thread;
                boolean creates = thread % 2 == 0;
                writers.add(executor.submit(() -> {
                    for (int round = 0; round < 300; round++) {
                        if (creates) {
                            assertThat(store.create(key, BlobContent.of("x"))).isTrue();
                        } else {
                            store.put(key, BlobContent.of("x"));
                        }
                        assertThat(store.delete(key)).isTrue();
                    }
                    return null;
                }));
            }
            for (Future<Void> writer : writers) {
                writer.get();
            }
            assertThat(folder.resolve("a")).doesNotExist();
        } finally {
            executor.shutdownNow();
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

    /** A disk that is unmounted, or a folder that is moved, must not look like a store that is empty. */
    @Test
    void aStoreThatIsGoneIsNotTakenForAnEmptyOne() throws IOException {
        Path root = folder.resolve("root");
        Path elsewhere = folder.resolve("elsewhere");
        try (BlobStore store = FileBlobStore.open(root)) {
            store.put("a/b", BlobContent.of("x"));
            Files.move(root, elsewhere);
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.get("a/b"));
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.info("a/b"));
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.delete("a/b"));
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.list("", "", 10));
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.list("a/", "", 10));
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.put("c", BlobContent.of("x")));
            assertThatExceptionOfType(NoSuchFileException.class)
                    .isThrownBy(() -> store.create("c", BlobContent.of("x")))
                    .withMessageContaining(root.toString());
            assertThat(root).doesNotExist();
            Files.move(elsewhere, root);
            assertThat(store.get("a/b").readAllBytes()).isEqualTo(new byte[] {'x'});
        }
    }

    @Test
    void aBlobIsNoFolder() throws IOException {
        try (BlobStore store = FileBlobStore.open(folder)) {
            store.put("a", BlobContent.of("x"));
            assertThat(store.info("a/b")).isEmpty();
            assertThat(store.delete("a/b/c")).isFalse();
            assertThat(store.list("a/", "", 10)).isEmpty();
            assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(() -> store.get("a/b"));
        }
    }

    /** Folders and files whose names sort around the slash, listed from every key on in pages of every size. */
    @Test
    void listingsKeepTheirOrderAcrossFolders() throws IOException {
        List<String> keys = new ArrayList<>();
        try (BlobStore store = FileBlobStore.open(folder)) {
            for (String name : List.of("a", "a-", "a-b", "a+", "a.b", "a=", "a0", "aa", "b")) {
                for (String below : List.of("/x", "/x-y/z", "/x.y", "/y/z")) {
                    keys.add(name + below);
                }
                keys.add(name + "0-");
            }
            for (String key : keys) {
                store.put(key, BlobContent.of(""));
            }
            keys.sort(null);
            for (int start = 0; start < keys.size(); start++) {
                for (int limit = 1; limit < 5; limit++) {
                    int end = Math.min(keys.size(), start + 1 + limit);
                    assertThat(store.list("", keys.get(start), limit))
                            .extracting(BlobInfo::key)
                            .containsExactlyElementsOf(keys.subList(start + 1, end));
                }
            }
            for (String prefix :
                    List.of("a", "a-", "a/", "a/x", "a-b/x-", "../", "a/../", "/", "a//", ".writing/", "a\u0000/")) {
                assertThat(store.list(prefix, "", 100))
                        .extracting(BlobInfo::key)
                        .containsExactlyElementsOf(keys.stream()
                                .filter(key -> key.startsWith(prefix))
                                .toList());
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
}
