package dev.recommender.testing.storage;

import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Records that pass every call on to others: what records that count, fail or change for tests extend. */
public class ForwardingRecords implements VersionedRecords {
    private final VersionedRecords records;

    public ForwardingRecords(VersionedRecords records) {
        this.records = records;
    }

    @Override
    public Optional<VersionedRecord> get(String key) throws IOException {
        return records.get(key);
    }

    @Override
    public Optional<VersionedRecord> create(String key, String content) throws IOException {
        return records.create(key, content);
    }

    @Override
    public Optional<VersionedRecord> update(VersionedRecord expected, String content) throws IOException {
        return records.update(expected, content);
    }

    @Override
    public boolean delete(VersionedRecord expected) throws IOException {
        return records.delete(expected);
    }

    @Override
    public List<VersionedRecord> list(String prefix, String after, int limit) throws IOException {
        return records.list(prefix, after, limit);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
