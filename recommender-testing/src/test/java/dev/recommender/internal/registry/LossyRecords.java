package dev.recommender.internal.registry;

import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.storage.ForwardingRecords;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;

/** Records whose changes fail now and then, most of them after they have happened. For one thread. */
final class LossyRecords extends ForwardingRecords {
    private final Random random;

    LossyRecords(VersionedRecords records, long seed) {
        super(records);
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
    public Optional<VersionedRecord> create(String key, String content) throws IOException {
        return lossy(() -> super.create(key, content));
    }

    @Override
    public Optional<VersionedRecord> update(VersionedRecord expected, String content) throws IOException {
        return lossy(() -> super.update(expected, content));
    }

    @Override
    public boolean delete(VersionedRecord expected) throws IOException {
        return lossy(() -> super.delete(expected));
    }
}
