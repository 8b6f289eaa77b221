package dev.recommender.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Query;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of local copies that is too small for one model must not be lost for others. */
@SuppressWarnings("try") // Workers work by themselves.
@Tag("slow")
class FullCacheDiskTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void aModelThatDoesNotFitIsRefusedAndSmallerOnesOpen() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Commands.mountSmallDisk(disk);
        try (BlobStore store = FileBlobStore.open(folder.resolve("store"))) {
            TrainingFiles.put(store);
            store.put("large.csv", BlobContent.of(usage(600_000, 60_000, 900)));
            store.put("middle.csv", BlobContent.of(usage(300_000, 40_000, 700)));
            ModelId large;
            ModelId middle;
            ModelId other;
            ModelId small;
            try (ModelService elsewhere = service(store, folder.resolve("elsewhere"));
                    ModelWorker worker = elsewhere.startWorker()) {
                large = train(elsewhere, TrainingRequest.of("large.csv"));
                middle = train(elsewhere, TrainingRequest.of("middle.csv"));
                other = train(elsewhere, TrainingRequest.of("middle.csv").description("the same"));
                small = train(elsewhere, TrainingRequest.of(TrainingFiles.GOOD));
                assertThat(size(elsewhere, large)).isGreaterThan(8 << 20);
                assertThat(size(elsewhere, middle)).isBetween((4L << 20) + 1, 7L << 20);
            }
            Path cache = disk.resolve("cache");
            try (ModelService service = service(store, cache)) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> service.recommend(large, Query.popular()))
                        .withMessageContaining("the disk of the folder " + cache + " is full")
                        .withMessageContaining("needs " + size(service, large) + " bytes");
                assertThat(service.recommend(small, Query.popular()).items()).isNotEmpty();
            }
            // What this process has opened stays on the disk until the collector has unmapped it.
            try (ModelService service = service(store, cache)) {
                ModelFile copied = service.registry().get(middle).file().orElseThrow();
                String name = middle + "-" + copied.sha256() + ".model";
                Files.copy(folder.resolve("elsewhere").resolve(name), cache.resolve(name));
                assertThat(service.recommend(other, Query.popular()).items())
                        .as("the copy that nobody uses makes room")
                        .isNotEmpty();
                try (Stream<Path> copies = Files.list(cache)) {
                    assertThat(copies.map(copy -> copy.getFileName().toString()))
                            .anyMatch(file -> file.startsWith(other.toString()))
                            .noneMatch(file -> file.endsWith(".part"));
                }
            }
        } finally {
            Commands.run("umount", "-l", disk.toString());
        }
    }

    private static ModelService service(BlobStore store, Path cache) throws IOException {
        return ModelService.builder(store).cacheFolder(cache).build();
    }

    private static ModelId train(ModelService service, TrainingRequest request) throws IOException {
        ModelId model = service.requestTraining(request);
        assertThat(service.await(model, LONG).message()).isEqualTo("completed");
        return model;
    }

    private static long size(ModelService service, ModelId model) throws IOException {
        return service.registry().get(model).file().orElseThrow().size();
    }

    private static String usage(int events, int users, int items) {
        Random random = new Random(events);
        StringBuilder lines = new StringBuilder();
        for (int event = 0; event < events; event++) {
            lines.append('u')
                    .append(random.nextInt(users))
                    .append(",i")
                    .append(random.nextInt(items))
                    .append('\n');
        }
        return lines.toString();
    }
}
