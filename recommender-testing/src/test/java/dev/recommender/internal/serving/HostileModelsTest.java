package dev.recommender.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.ModelFormatException;
import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.storage.MemoryBlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they should be never serve, never become the default, and never stop the provider. */
class HostileModelsTest {
    @TempDir
    Path temporary;

    private ModelStore store;
    private BlobModelProvider provider;
    private RecordModelRegistry checked;
    private ModelId good;

    @BeforeEach
    void prepare() throws IOException {
        store = new ModelStore(new MemoryBlobStore(), temporary);
        provider = BlobModelProvider.builder(store.blobs, store.registry, temporary.resolve("copies"))
                .refreshInterval(Duration.ofHours(1))
                .build();
        checked = store.registry.checkedBy(id -> provider.open(id).close());
        good = store.add(1, false);
        store.registry.clearDefault();
    }

    @AfterEach
    void close() {
        provider.close();
        assertThat(provider.openModels()).isZero();
    }

    @Test
    void files_that_are_no_models_are_refused_though_their_records_fit() throws IOException {
        byte[] whole = store.bytes(good);
        List<byte[]> hostile = new ArrayList<>();
        hostile.add(new byte[0]);
        hostile.add(new byte[1]);
        hostile.add(new byte[10_000]);
        hostile.add("#!/bin/sh\nrm -rf /\n".getBytes(StandardCharsets.UTF_8));
        hostile.add(new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r'});
        hostile.add(Arrays.copyOf(whole, whole.length + 1));
        Random random = new Random(9);
        for (int round = 0; round < 60; round++) {
            byte[] bytes = whole.clone();
            switch (round % 3) {
                case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                default -> random.nextBytes(bytes);
            }
            hostile.add(bytes);
        }
        int padding = 0;
        for (byte[] bytes : hostile) {
            ModelId id = store.addHostile(bytes);
            store.registry.clearDefault();
            if (bytes.length == whole.length && opens(id)) {
                // The flipped bit is in the padding between two sections.
                assertThat(provider.recommend(id, ModelStore.QUERY)).isEqualTo(store.answer(good));
                padding++;
            } else {
                assertRefused(id);
            }
        }
        assertThat(padding).isLessThan(6);
        assertServes();
    }

    @Test
    void files_that_were_changed_after_they_were_stored_are_refused() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            ModelId id = store.add(seed, false);
            store.registry.clearDefault();
            byte[] other = store.bytes(good);
            byte[] cut = Arrays.copyOf(other, other.length / 2);
            switch (seed % 4) {
                case 0 -> store.corrupt(id, seed);
                case 1 -> store.replace(id, cut);
                case 2 -> store.blobs.delete(store.file(id).key());
                // A whole model, but not this one.
                default -> store.replace(id, store.bytes(store.add(100 + seed, false)));
            }
            store.registry.clearDefault();
            assertRefused(id);
        }
        assertServes();
    }

    @Test
    void a_file_of_another_model_or_place_is_refused() throws IOException {
        ModelFile file = store.file(good);
        for (String key : List.of(file.key(), "secret/key", "../../etc/passwd", "models/../x", "")) {
            ModelId id = store.started();
            store.registry.complete(id, new ModelFile(key, file.size(), file.sha256()), "{}", "");
            store.registry.clearDefault();
            assertRefused(id);
        }
        ModelId id = store.started();
        String outside = "models/" + id + "/../../" + file.key();
        store.registry.complete(id, new ModelFile(outside, file.size(), file.sha256()), "{}", "");
        store.registry.clearDefault();
        assertThatThrownBy(() -> provider.open(id)).isInstanceOf(ModelUnavailableException.class);
        assertServes();
    }

    @Test
    void a_hostile_first_success_does_not_become_the_default() throws IOException {
        byte[] wrong = store.bytes(good);
        wrong[wrong.length - 9] ^= 16;
        ModelId hostile = store.addHostile(wrong);
        store.registry.clearDefault();
        ModelFile file = store.file(hostile);
        ModelId id = store.started();
        checked.complete(id, new ModelFile(file.key(), file.size(), file.sha256()), "{}", "");
        assertThat(store.registry.defaultModel()).isEmpty();
        assertServes();
    }

    private boolean opens(ModelId id) throws IOException {
        try {
            store.answer(id);
            return true;
        } catch (ModelFormatException e) {
            return false;
        }
    }

    private void assertRefused(ModelId id) throws IOException {
        assertThatThrownBy(() -> provider.open(id))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining(id.toString());
        assertThatThrownBy(() -> checked.makeDefault(id)).isInstanceOf(ModelUnavailableException.class);
        assertThatThrownBy(() -> checked.makeDefaultIfNone(id)).isInstanceOf(ModelUnavailableException.class);
        assertThatThrownBy(() -> checked.setAlias("live", id)).isInstanceOf(ModelUnavailableException.class);
        assertThat(store.registry.defaultModel()).isEmpty();
        assertThat(store.registry.alias("live")).isEmpty();
    }

    private void assertServes() throws IOException {
        checked.makeDefault(good);
        provider.refresh();
        assertThat(store.registry.defaultModel()).map(ModelRecord::id).contains(good);
        assertThat(provider.recommend(ModelStore.QUERY)).isEqualTo(store.answer(good));
    }
}
