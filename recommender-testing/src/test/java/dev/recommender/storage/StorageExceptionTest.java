package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageExceptionTest {
    private static final IOException CAUSE = new IOException("cause");

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, cannot read blob: gone",
        "CONFLICT, cannot read blob: gone",
        "DENIED, 'cannot read blob: gone; check the credentials, their permissions, and how long they are valid'",
        "UNAVAILABLE, 'cannot read blob: gone; the service may be overloaded or out of reach, try again later'",
        "REJECTED, cannot read blob: gone"
    })
    void messagesSayWhatFailedAndWhatHelps(Kind kind, String message) {
        StorageException failure = StorageException.failed(kind, "read blob", "gone", "", CAUSE);
        assertThat(failure).hasMessage(message).hasCause(CAUSE);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.requestId()).isEmpty();
        StorageException answered = StorageException.failed(kind, "read blob", "gone", "id7", CAUSE);
        assertThat(answered).hasMessage(message + " (request id7)");
        assertThat(answered.requestId()).contains("id7");
    }

    @Test
    void failuresOfOneMeaningHaveOneKind() {
        String blob = BlobStores.name("k", "s3://bucket/");
        assertThat(blob).isEqualTo("blob \"k\" in s3://bucket/");
        StorageException missing = StorageException.noPlace(
                "bucket \"b\"", StorageException.failed(Kind.NOT_FOUND, "write " + blob, "NoSuchBucket", "id7", CAUSE));
        assertThat(missing).hasMessage("there is no bucket \"b\": create it, or correct its name (request id7)");
        assertThat(missing.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(StorageException.replaced(blob, CAUSE).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(StorageException.replaced(blob, CAUSE)).hasMessageStartingWith(blob + " was replaced or deleted");
        assertThat(StorageException.inDoubt(blob).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(StorageException.inDoubt(blob)).hasMessageStartingWith("it is unknown whether " + blob);
        assertThat(StorageException.closed("read " + blob, CAUSE).kind()).isEqualTo(Kind.REJECTED);
        assertThat(StorageException.closed("read " + blob, CAUSE))
                .hasMessage("cannot read " + blob + ": the store was closed");
    }
}
