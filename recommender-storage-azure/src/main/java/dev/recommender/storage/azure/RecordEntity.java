package dev.recommender.storage.azure;

import com.azure.data.tables.models.TableEntity;
import dev.recommender.storage.VersionedRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The newest version of a record as an entity of a table. A content of up to 32 Ki UTF-16 units is the text property
 * {@code Content}. A longer one is in UTF-8 in the binary properties {@code Content0}, {@code Content1} and so on, of up to
 * 64 KiB each. So the longest is within the limits of a property and of an entity: 1 MiB, with two bytes per unit of text.
 */
final class RecordEntity {
    /** Whether the newest version is a deletion. The entity stays, because a record that is created again goes on counting. */
    static final String DELETED = "Deleted";

    private static final String VERSION = "Version";
    private static final String WRITERS = "Writers";
    private static final String WRITTEN = "Written";
    private static final String CONTENT = "Content";
    private static final String ETAG = "odata.etag";
    private static final int LONGEST_TEXT = 32 << 10;
    private static final int LONGEST_PART = 64 << 10;

    private final TableEntity entity;

    /** An entity as the service returned it. */
    RecordEntity(TableEntity entity) {
        this.entity = entity;
    }

    /**
     * An entity to be written.
     *
     * @param etag the state that it replaces; empty if it is to be inserted
     * @param content the content; empty for a deletion
     */
    static RecordEntity of(
            String partition, String key, RecordState state, String etag, Optional<String> content, Instant written) {
        TableEntity entity = new TableEntity(partition, RowKeys.encode(key))
                .addProperty(VERSION, state.version())
                .addProperty(DELETED, content.isEmpty())
                .addProperty(WRITERS, String.join(",", state.writers()))
                .addProperty(WRITTEN, written.atOffset(ZoneOffset.UTC));
        if (!etag.isEmpty()) {
            entity.addProperty(ETAG, etag);
        }
        content.ifPresent(text -> addContent(entity, text));
        return new RecordEntity(entity);
    }

    TableEntity entity() {
        return entity;
    }

    boolean isDeleted() {
        return (boolean) entity.getProperty(DELETED);
    }

    RecordState state() {
        List<String> writers = List.of(((String) entity.getProperty(WRITERS)).split(","));
        return new RecordState((long) entity.getProperty(VERSION), writers, entity.getETag());
    }

    VersionedRecord record() {
        RecordState state = state();
        OffsetDateTime written = (OffsetDateTime) entity.getProperty(WRITTEN);
        return new VersionedRecord(
                RowKeys.decode(entity.getRowKey()), state.version(), content(), written.toInstant(), state.tag());
    }

    private static void addContent(TableEntity entity, String text) {
        if (text.length() <= LONGEST_TEXT) {
            entity.addProperty(CONTENT, text);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0, part = 0; from < bytes.length; from += LONGEST_PART, part++) {
            int to = Math.min(from + LONGEST_PART, bytes.length);
            entity.addProperty(CONTENT + part, Arrays.copyOfRange(bytes, from, to));
        }
    }

    private String content() {
        if (entity.getProperty(CONTENT) instanceof String text) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int part = 0; entity.getProperty(CONTENT + part) instanceof byte[] bytesOfPart; part++) {
            bytes.writeBytes(bytesOfPart);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
