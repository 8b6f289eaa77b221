package dev.recommender.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import dev.recommender.storage.Attempts;
import dev.recommender.storage.Attempts.Outcome;
import dev.recommender.storage.BlobStores;
import dev.recommender.storage.CallOptions;
import dev.recommender.storage.ServiceBuilder;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.UnsuitableStoreException;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.storage.WriteNonce;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records in one partition of a table of Azure Table Storage, each an entity that holds the newest version. Shared freely
 * between threads and processes.
 *
 * <p>A change is an insert, or a replacement under the entity's ETag. Each leaves a nonce in the entity, which the next 63
 * changes keep. By it a repeated request recognises an earlier one that happened, even if others have changed the record
 * since. A deleted record leaves an entity of at most 2 KB, which holds its version.
 *
 * <p>Requests are repeated while the service is unavailable, as {@link CallOptions} describes. One partition takes some
 * thousand small requests a second.
 */
public final class AzureTableRecords implements VersionedRecords {
    private static final int PAGE = 100;

    private final TableClient table;
    private final String partition;
    private final Attempts attempts;

    private AzureTableRecords(TableClient table, String partition, Attempts attempts) {
        this.table = table;
        this.partition = partition;
        this.attempts = attempts;
    }

    /**
     * Begins to open the records of a partition.
     *
     * @param table says where the table is and how to sign in: connection string, or endpoint and credential. Its retry
     *     options are replaced
     * @param partition a record's key without slashes; records of different partitions are apart
     * @throws IllegalArgumentException if the partition is no such key
     */
    public static Builder builder(TableClientBuilder table, String partition) {
        return new Builder(table, partition);
    }

    /** Options of {@link AzureTableRecords}. Used by one thread. */
    public static final class Builder extends ServiceBuilder<Builder> {
        private final TableClientBuilder table;
        private final String partition;

        private Builder(TableClientBuilder table, String partition) {
            super(CallOptions.DEFAULT);
            if (VersionedRecords.checkKey(partition).contains("/")) {
                throw new IllegalArgumentException("partition \"" + partition + "\" has a slash");
            }
            this.table = table;
            this.partition = partition;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Opens the records. Creates the table if it is missing. Writes an entity to see whether the service honours
         * conditions, and deletes it.
         *
         * @throws UnsuitableStoreException if the service ignores conditions
         * @throws StorageException if it refuses or is out of reach
         * @throws IllegalArgumentException if the table's builder lacks something
         */
        public AzureTableRecords open() throws IOException {
            Attempts attempts = new Attempts(options(), Failures::translate);
            AzureTableRecords records = new AzureTableRecords(Clients.build(table), partition, attempts);
            new TableProbe(records.table, attempts).run(partition);
            return records;
        }
    }

    @Override
    public Optional<VersionedRecord> get(String key) throws IOException {
        VersionedRecords.checkKey(key);
        return attempts.atLeastOnce("read " + name(key), () -> find(key))
                .filter(found -> !found.isDeleted())
                .map(RecordEntity::record);
    }

    @Override
    public Optional<VersionedRecord> create(String key, String content) throws IOException {
        VersionedRecords.checkKey(key);
        VersionedRecords.checkContent(content);
        while (true) {
            Optional<RecordEntity> there = attempts.atLeastOnce("read " + name(key), () -> find(key));
            if (there.isPresent() && !there.get().isDeleted()) {
                return Optional.empty();
            }
            RecordState state = there.map(RecordEntity::state).orElse(RecordState.NONE);
            Optional<VersionedRecord> created = write(key, state, Optional.of(content));
            if (created.isPresent()) {
                return created;
            }
        }
    }

    @Override
    public Optional<VersionedRecord> update(VersionedRecord expected, String content) throws IOException {
        VersionedRecords.checkKey(expected.key());
        VersionedRecords.checkContent(content);
        return write(expected.key(), RecordState.of(expected), Optional.of(content));
    }

    @Override
    public boolean delete(VersionedRecord expected) throws IOException {
        VersionedRecords.checkKey(expected.key());
        return write(expected.key(), RecordState.of(expected), Optional.empty()).isPresent();
    }

    @Override
    public List<VersionedRecord> list(String prefix, String after, int limit) throws IOException {
        BlobStores.checkLimit(limit);
        List<VersionedRecord> found = new ArrayList<>();
        if (!RowKeys.possible(prefix).equals(prefix)) {
            return List.of();
        }
        ListEntitiesOptions options = new ListEntitiesOptions()
                .setFilter(RowKeys.filter(partition, prefix, after) + " and " + RecordEntity.DELETED + " eq false")
                .setTop(Math.min(limit, PAGE));
        String token = null;
        do {
            PagedResponse<TableEntity> page = page(options, token);
            for (TableEntity entity : page.getValue()) {
                VersionedRecord record = new RecordEntity(entity).record();
                if (found.size() < limit && record.key().compareTo(after) > 0) {
                    found.add(record);
                }
            }
            token = page.getContinuationToken();
        } while (token != null && found.size() < limit);
        return List.copyOf(found);
    }

    @Override
    public void close() {}

    /** The place of the records, without credentials. */
    @Override
    public String toString() {
        return "partition \"" + partition + "\" of table \"" + table.getTableName() + "\"";
    }

    /** Writes the version after a state, or a deletion; empty if the record is in another state by now. */
    private Optional<VersionedRecord> write(String key, RecordState before, Optional<String> content)
            throws IOException {
        if (before.version() > 0 && before.etag().isEmpty()) {
            return Optional.empty();
        }
        String nonce = WriteNonce.next();
        RecordState next = before.next(nonce);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        TableEntity entity = RecordEntity.of(partition, key, next, before.etag(), content, now)
                .entity();
        Optional<RecordState> written = attempts.atLeastOnce("write " + name(key), earlier -> {
            try {
                return Optional.of(next.withEtag(send(entity, before)));
            } catch (RuntimeException e) {
                if (Failures.isFailedCondition(e) || Failures.code(e).equals("ResourceNotFound")) {
                    return ownWrite(key, next, nonce, earlier.outcome());
                }
                throw e;
            }
        });
        return written.map(state -> new VersionedRecord(key, state.version(), content.orElse(""), now, state.tag()));
    }

    private String send(TableEntity entity, RecordState before) {
        Response<Void> response = before.version() == 0
                ? table.createEntityWithResponse(entity, attempts.timeout(), Context.NONE)
                : table.updateEntityWithResponse(
                        entity, TableEntityUpdateMode.REPLACE, true, attempts.timeout(), Context.NONE);
        String etag = response.getHeaders().getValue(HttpHeaderName.ETAG);
        // The SDK takes quotation marks off both ends of the header, and of a weak tag only the last is at an end.
        return etag.startsWith("W/\"") && !etag.endsWith("\"") ? etag + "\"" : etag;
    }

    /** The state after an earlier attempt of a change, if one happened. */
    private Optional<RecordState> ownWrite(String key, RecordState next, String nonce, Outcome earlier)
            throws StorageException {
        Optional<RecordState> found = find(key).map(RecordEntity::state);
        long since = found.map(RecordState::version).orElse(0L) - next.version();
        if (found.isEmpty() || since < 0) {
            return Optional.empty();
        }
        List<String> writers = found.get().writers();
        if (since >= writers.size()) {
            if (earlier == Outcome.MAYBE) {
                throw new StorageException(
                        Kind.CONFLICT,
                        "cannot write " + name(key) + ": it is unknown whether version " + next.version()
                                + " is this one, for the record has been changed too often since");
            }
            return Optional.empty();
        }
        if (!writers.get((int) since).equals(nonce)) {
            return Optional.empty();
        }
        return Optional.of(next.withEtag(since == 0 ? found.get().etag() : ""));
    }

    private Optional<RecordEntity> find(String key) {
        try {
            return Optional.of(new RecordEntity(
                    table.getEntityWithResponse(partition, RowKeys.encode(key), null, attempts.timeout(), Context.NONE)
                            .getValue()));
        } catch (RuntimeException e) {
            if (Failures.code(e).equals("ResourceNotFound")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private PagedResponse<TableEntity> page(ListEntitiesOptions options, @Nullable String token) throws IOException {
        return attempts.atLeastOnce("list records in " + this, () -> {
            Iterator<PagedResponse<TableEntity>> pages = table.listEntities(options, attempts.timeout(), Context.NONE)
                    .iterableByPage(token)
                    .iterator();
            return pages.next();
        });
    }

    private String name(String key) {
        return "record \"" + key + "\" in " + this;
    }
}
