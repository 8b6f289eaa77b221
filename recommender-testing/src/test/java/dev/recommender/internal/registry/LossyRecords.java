package dev.recommender.internal.registry;

import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Records whose changes fail now and then, most of them after they have happened. For one thread. */
final class LossyRecords implements VersionedRecords {
    private final VersionedRecords records;
    private final Random random;

    LossyRecords(VersionedRecords records, long seed) {
        this.records = records;
        this.random = new Random(seed);
    }

    private <T> T lossy(IOSupplier<T> change) throws IOException {
        double fate = random.nextDouble();
        if (fate < 0.1) {
            throw new IOException("injected: nothing happened");
        }
        T result = change.get();
        if (fate < 0.4) {
            throw new IOException("injected: the reply is lost");
        }
        return result;
    }

    @Override
    public Optional<VersionedRecord> get(String key) throws IOException {
        return records.get(key);
    }

    @Override
    public Optional<VersionedRecord> create(String key, String content) throws IOException {
        return lossy(() -> records.create(key, content));
    }

    @Override
    public Optional<VersionedRecord> update(VersionedRecord expected, String content) throws IOException {
        return lossy(() -> records.update(expected, content));
    }

    @Override
    public boolean delete(VersionedRecord expected) throws IOException {
        return lossy(() -> records.delete(expected));
    }

    @Override
    public List<VersionedRecord> list(String prefix, String after, int limit) throws IOException {
        return records.list(prefix, after, limit);
    }

    @Override
    public void close() {}
}
