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
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.UnsuitableStoreException;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records in one partition of a table of Azure Table Storage, each an entity that holds the newest version. Safe between
 * threads and processes.
 *
 * <p>A change is an insert, or a replacement under the entity's ETag. Each leaves a nonce in the entity, which the next
 * 63 changes keep, so that a repeated request finds out that an earlier one was done, even if others have changed the
 * record since. A deleted record leaves an entity of at most 2 KB, which holds its version.
 *
 * <p>One partition takes some thousand small requests a second.
 */
public final class AzureTableRecords implements VersionedRecords {
    private static final int PAGE = 100;

    private final TableClient table;
    private final String partition;
    private final Calls calls;

    private AzureTableRecords(TableClient table, String partition, Calls calls) {
        this.table = table;
        this.partition = partition;
        this.calls = calls;
    }

    /**
     * Opens records with {@link CallOptions#standard}.
     *
     * @see #open(TableClientBuilder, String, CallOptions)
     */
    public static AzureTableRecords open(TableClientBuilder table, String partition) throws IOException {
        return open(table, partition, CallOptions.standard());
    }

    /**
     * Opens the records of a partition. The table is created if it is missing. Writes and deletes an entity to see whether
     * the service honours conditions.
     *
     * @param table says where the table is and how to sign in: connection string, or endpoint and credential. Its retry
     *     options are replaced
     * @param partition a record's key without slashes; records of different partitions are apart
     * @throws UnsuitableStoreException if the service ignores conditions
     * @throws StorageException if it refuses or is out of reach
     * @throws IllegalArgumentException if the builder lacks something, or the partition is no such key
     */
    public static AzureTableRecords open(TableClientBuilder table, String partition, CallOptions options)
            throws IOException {
        if (VersionedRecords.checkKey(partition).contains("/")) {
            throw new IllegalArgumentException("partition \"" + partition + "\" has a slash");
        }
        AzureTableRecords records = new AzureTableRecords(Clients.build(table), partition, new Calls(options));
        new TableProbe(records.table, records.calls).run(partition);
        return records;
    }

    @Override
    public Optional<VersionedRecord> get(String key) throws IOException {
        VersionedRecords.checkKey(key);
        return calls.run("read " + name(key), again -> find(key))
                .filter(found -> !found.isDeleted())
                .map(RecordEntity::record);
    }

    @Override
    public Optional<VersionedRecord> create(String key, String content) throws IOException {
        VersionedRecords.checkKey(key);
        VersionedRecords.checkContent(content);
        while (true) {
            Optional<RecordEntity> there = calls.run("read " + name(key), again -> find(key));
            if (there.isPresent() && !there.get().isDeleted()) {
                return Optional.empty();
            }
            RecordStand stand = there.map(RecordEntity::stand).orElse(RecordStand.NONE);
            Optional<VersionedRecord> created = write(key, stand, Optional.of(content));
            if (created.isPresent()) {
                return created;
            }
        }
    }

    @Override
    public Optional<VersionedRecord> update(VersionedRecord expected, String content) throws IOException {
        VersionedRecords.checkKey(expected.key());
        VersionedRecords.checkContent(content);
        return write(expected.key(), RecordStand.of(expected), Optional.of(content));
    }

    @Override
    public boolean delete(VersionedRecord expected) throws IOException {
        VersionedRecords.checkKey(expected.key());
        return write(expected.key(), RecordStand.of(expected), Optional.empty()).isPresent();
    }

    @Override
    public List<VersionedRecord> list(String prefix, String after, int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
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

    /** Writes the version after a stand, or a deletion; empty if the record does not stand so any more. */
    private Optional<VersionedRecord> write(String key, RecordStand before, Optional<String> content)
            throws IOException {
        if (before.version() > 0 && before.etag().isEmpty()) {
            return Optional.empty();
        }
        String nonce = RecordStand.nonce();
        RecordStand next = before.next(nonce);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        TableEntity entity = RecordEntity.of(partition, key, next, before.etag(), content, now)
                .entity();
        Optional<RecordStand> written = calls.run("write " + name(key), again -> {
            try {
                return Optional.of(next.withEtag(send(entity, before)));
            } catch (RuntimeException e) {
                if (Failures.isFailedCondition(e) || Failures.code(e).equals("ResourceNotFound")) {
                    return earlier(key, next, nonce, again);
                }
                throw e;
            }
        });
        return written.map(stand -> new VersionedRecord(key, stand.version(), content.orElse(""), now, stand.tag()));
    }

    private String send(TableEntity entity, RecordStand before) {
        Response<Void> response = before.version() == 0
                ? table.createEntityWithResponse(entity, calls.timeout(), Context.NONE)
                : table.updateEntityWithResponse(
                        entity, TableEntityUpdateMode.REPLACE, true, calls.timeout(), Context.NONE);
        String etag = response.getHeaders().getValue(HttpHeaderName.ETAG);
        // The SDK takes quotation marks off both ends of the header, and of a weak tag only the last is at an end.
        return etag.startsWith("W/\"") && !etag.endsWith("\"") ? etag + "\"" : etag;
    }

    /** The stand that an earlier attempt of a change has brought about, if one was done. */
    private Optional<RecordStand> earlier(String key, RecordStand next, String nonce, boolean again)
            throws StorageException {
        Optional<RecordStand> found = find(key).map(RecordEntity::stand);
        long since = found.map(RecordStand::version).orElse(0L) - next.version();
        if (found.isEmpty() || since < 0) {
            return Optional.empty();
        }
        List<String> writers = found.get().writers();
        if (since >= writers.size()) {
            if (again) {
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
                    table.getEntityWithResponse(partition, RowKeys.encode(key), null, calls.timeout(), Context.NONE)
                            .getValue()));
        } catch (RuntimeException e) {
            if (Failures.code(e).equals("ResourceNotFound")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private PagedResponse<TableEntity> page(ListEntitiesOptions options, @Nullable String token) throws IOException {
        return calls.run("list " + this, again -> {
            Iterator<PagedResponse<TableEntity>> pages = table.listEntities(options, calls.timeout(), Context.NONE)
                    .iterableByPage(token)
                    .iterator();
            return pages.next();
        });
    }

    private String name(String key) {
        return "record \"" + key + "\" of table \"" + table.getTableName() + "\"";
    }
}
