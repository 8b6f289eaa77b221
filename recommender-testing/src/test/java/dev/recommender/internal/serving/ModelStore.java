package dev.recommender.internal.serving;

import dev.recommender.ModelTrainer;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.SavedModel;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.als.AlsTrainer;
import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.util.Sha256;
import dev.recommender.models.Models;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.sar.SarTrainer;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A store with completed models for tests, each of whose answers tells which model gave it. */
final class ModelStore {
    /** Asked of every model. */
    static final Query QUERY = Query.items("item-0", "item-1").count(8).withoutBackfill();

    final BlobStore blobs;
    final RecordModelRegistry registry;
    final TrainingLedger ledger;
    private final Path scratch;

    ModelStore(BlobStore blobs, Path scratch) {
        this.blobs = blobs;
        this.scratch = scratch;
        this.registry = RecordModelRegistry.on(BlobRecords.in(blobs, "records"), "test");
        this.ledger = TrainingLedger.on(BlobRecords.in(blobs, "records"), "test");
    }

    /** Trains a model of a few kilobytes, or of more than is read onto the heap, and saves it. */
    static SavedModel train(Path folder, int seed, boolean large) throws IOException {
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        int items = large ? 800 : 12;
        for (int user = 0; user < (large ? 2_500 : 40); user++) {
            for (int event = 0; event < (large ? 30 : 5); event++) {
                int item = (int) (items * Math.pow(random.nextDouble(), 1.5));
                events.add(UsageEvent.of("u" + user, "item-" + item));
            }
        }
        return train(folder, SarTrainer.builder().supportThreshold(1).build(), events);
    }

    /** Trains a model of vectors, of a few megabytes. */
    static SavedModel trainVectors(Path folder, int seed) throws IOException {
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 2_500; user++) {
            for (int event = 0; event < 30; event++) {
                events.add(UsageEvent.of("u" + user, "item-" + (int) (800 * Math.pow(random.nextDouble(), 1.5))));
            }
        }
        return train(
                folder,
                AlsTrainer.builder().factors(256).blockSize(32).iterations(1).build(),
                events);
    }

    private static SavedModel train(Path folder, ModelTrainer<?> trainer, List<UsageEvent> events) throws IOException {
        Path file = folder.resolve(UUID.randomUUID() + ".trained");
        try (TrainedModel model = trainer.train(UsageEvents.of(events)).model()) {
            return model.saveWithDigest(file);
        }
    }

    /** Trains, stores and completes a model. */
    ModelId add(int seed, boolean large) throws IOException {
        SavedModel saved = train(scratch, seed, large);
        ModelId model = add(saved);
        Files.delete(saved.file());
        return model;
    }

    /** Trains, stores and completes a model of vectors. */
    ModelId addVectors(int seed) throws IOException {
        SavedModel saved = trainVectors(scratch, seed);
        ModelId model = add(saved);
        Files.delete(saved.file());
        return model;
    }

    /** Stores and completes a model. It becomes the default if there is no default yet. */
    ModelId add(SavedModel saved) throws IOException {
        ModelId id = started();
        ledger.complete(id, new ModelFiles(blobs).store(id, saved), "{}", "");
        registry.setAliasIfNone(Alias.DEFAULT, id);
        return id;
    }

    /** Completes a model whose record fits the given bytes. */
    ModelId addHostile(byte[] bytes) throws IOException {
        ModelId id = started();
        String key = "models/" + id + "/" + UUID.randomUUID() + ".model";
        blobs.put(key, BlobContent.of(bytes));
        Path file = Files.write(scratch.resolve(UUID.randomUUID().toString()), bytes);
        ledger.complete(id, new ModelFile(key, bytes.length, Sha256.of(file)), "{}", "");
        Files.delete(file);
        return id;
    }

    ModelId started() throws IOException {
        return started("{}");
    }

    ModelId started(String request) throws IOException {
        ModelId id = ledger.create("", request).id();
        ledger.start(id, "");
        return id;
    }

    ModelFile file(ModelId id) throws IOException {
        return registry.get(id).file().orElseThrow();
    }

    byte[] bytes(ModelId id) throws IOException {
        try (InputStream in = blobs.get(file(id).key())) {
            return in.readAllBytes();
        }
    }

    /** Puts other bytes into the place of a model's. */
    void replace(ModelId id, byte[] bytes) throws IOException {
        blobs.put(file(id).key(), BlobContent.of(bytes));
    }

    /** Flips one bit of a model. */
    void corrupt(ModelId id, long seed) throws IOException {
        byte[] bytes = bytes(id);
        bytes[new Random(seed).nextInt(bytes.length)] ^= (byte) (1 << Math.floorMod(seed, 8));
        replace(id, bytes);
    }

    /** What the model answers when it is opened directly. */
    Recommendations answer(ModelId id) throws IOException {
        return answer(id, QUERY);
    }

    /** What the model answers to a query when it is opened directly. */
    Recommendations answer(ModelId id, Query query) throws IOException {
        Path file = Files.write(scratch.resolve(UUID.randomUUID().toString()), bytes(id));
        try (TrainedModel model = Models.open(file)) {
            return model.recommender().recommend(query);
        } finally {
            Files.delete(file);
        }
    }
}
