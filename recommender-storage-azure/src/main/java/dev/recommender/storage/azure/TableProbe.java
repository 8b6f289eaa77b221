package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import dev.recommender.storage.Attempts;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.UnsuitableStoreException;
import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;

/** Finds out, with an entity whose row key no record can have, whether a service honours conditions. */
final class TableProbe {
    private static final String STALE = "W/\"datetime'2000-01-01T00%3A00%3A00.0000000Z'\"";

    private final TableClient table;
    private final Attempts attempts;

    TableProbe(TableClient table, Attempts attempts) {
        this.table = table;
        this.attempts = attempts;
    }

    /**
     * Writes an entity and deletes it again. Creates the table if it is missing.
     *
     * @throws UnsuitableStoreException if the service ignores a condition
     */
    @SuppressWarnings("try") // The probe is there to be deleted.
    void run(String partition) throws IOException {
        TableEntity entity = new TableEntity(partition, ".probe-" + UUID.randomUUID());
        insertInTable(entity);
        try (Closeable probe = () -> delete(entity)) {
            if (insert(entity)) {
                throw UnsuitableStoreException.ignoring(name(), "that an entity is there", "it inserted one twice");
            }
            entity.addProperty("odata.etag", STALE);
            if (succeeds(() -> table.updateEntityWithResponse(
                    entity, TableEntityUpdateMode.REPLACE, true, attempts.timeout(), Context.NONE))) {
                throw UnsuitableStoreException.ignoring(
                        name(), "If-Match", "it replaced an entity that did not have the given ETag");
            }
        }
    }

    private void delete(TableEntity entity) throws IOException {
        attempts.atLeastOnce(
                "probe " + name(),
                () -> table.deleteEntityWithResponse(entity, false, attempts.timeout(), Context.NONE));
    }

    private void insertInTable(TableEntity entity) throws IOException {
        try {
            insert(entity);
        } catch (StorageException e) {
            if (!Failures.code(e).equals("TableNotFound")) {
                throw e;
            }
            attempts.atLeastOnce("create " + name(), () -> {
                try {
                    table.createTableWithResponse(attempts.timeout(), Context.NONE);
                    return true;
                } catch (RuntimeException there) {
                    if (Failures.code(there).equals("TableAlreadyExists")) {
                        return false;
                    }
                    throw there;
                }
            });
            insert(entity);
        }
    }

    private boolean insert(TableEntity entity) throws IOException {
        return succeeds(() -> table.createEntityWithResponse(entity, attempts.timeout(), Context.NONE));
    }

    private boolean succeeds(Runnable request) throws IOException {
        return attempts.atLeastOnce("probe " + name(), () -> {
            try {
                request.run();
                return true;
            } catch (RuntimeException e) {
                if (Failures.isFailedCondition(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    private String name() {
        return "table \"" + table.getTableName() + "\"";
    }
}
