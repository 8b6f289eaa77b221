package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BlobStoresTest {
    private final BlobStore store = new MemoryBlobStore();

    @Test
    void aSoundStorePassesAndIsLeftAsItWas() throws IOException {
        BlobStores.probe(store);
        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void aStoreThatIgnoresTheConditionIsRefused() throws IOException {
        BlobStore replacing = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                super.put(key, content);
                return true;
            }
        };
        assertThatExceptionOfType(UnsuitableStoreException.class)
                .isThrownBy(() -> BlobStores.probe(replacing))
                .withMessageContaining("the second true");
        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void aStoreThatReplacesAndSaysThatItDidNotIsRefused() {
        BlobStore lying = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                boolean isNew = super.info(key).isEmpty();
                super.put(key, content);
                return isNew;
            }
        };
        assertThatExceptionOfType(UnsuitableStoreException.class)
                .isThrownBy(() -> BlobStores.probe(lying))
                .withMessageContaining("must not be seen");
    }

    @Test
    void aStoreThatAlwaysRefusesIsRefused() {
        BlobStore refusing = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) {
                return false;
            }
        };
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> BlobStores.probe(refusing));
    }
}
