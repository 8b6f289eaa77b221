package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.UnsuitableStoreException;
import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;

/** Finds out, with an entity whose row key no record can have, whether a service honours conditions. */
final class TableProbe {
    private static final String STALE = "W/\"datetime'2000-01-01T00%3A00%3A00.0000000Z'\"";

    private final TableClient table;
    private final Calls calls;

    TableProbe(TableClient table, Calls calls) {
        this.table = table;
        this.calls = calls;
    }

    /** @throws UnsuitableStoreException if it ignores one of them */
    @SuppressWarnings("try") // The probe is there to be deleted.
    void run(String partition) throws IOException {
        TableEntity entity = new TableEntity(partition, ".probe-" + UUID.randomUUID());
        insertInTable(entity);
        try (Closeable probe = () -> delete(entity)) {
            if (insert(entity)) {
                throw ignored("inserts an entity that is there");
            }
            entity.addProperty("odata.etag", STALE);
            if (succeeds(() -> table.updateEntityWithResponse(
                    entity, TableEntityUpdateMode.REPLACE, true, calls.timeout(), Context.NONE))) {
                throw ignored("ignores If-Match");
            }
        }
    }

    private void delete(TableEntity entity) throws IOException {
        calls.run(
                "delete the probe of " + name(),
                again -> table.deleteEntityWithResponse(entity, false, calls.timeout(), Context.NONE));
    }

    private void insertInTable(TableEntity entity) throws IOException {
        try {
            insert(entity);
        } catch (StorageException e) {
            if (!Failures.code(e).equals("TableNotFound")) {
                throw e;
            }
            calls.run("create " + name(), again -> {
                try {
                    table.createTableWithResponse(calls.timeout(), Context.NONE);
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
        return succeeds(() -> table.createEntityWithResponse(entity, calls.timeout(), Context.NONE));
    }

    private boolean succeeds(Runnable request) throws IOException {
        return calls.run("write the probe of " + name(), again -> {
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

    private UnsuitableStoreException ignored(String what) {
        return new UnsuitableStoreException("the service behind " + name() + " " + what
                + ", so writers would overwrite each other; use one that honours conditional requests");
    }
}
