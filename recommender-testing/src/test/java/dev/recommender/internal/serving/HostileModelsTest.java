package dev.recommender.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.ModelFormatException;
import dev.recommender.Query;
import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.storage.BlobRecords;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they should be never serve, never become the default, and never stop the provider. */
@Tag("slow")
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
        provider = BlobModelProvider.builder()
                .refreshInterval(Duration.ofHours(1))
                .open(store.blobs, store.registry, temporary.resolve("copies"));
        checked = RecordModelRegistry.checked(
                BlobRecords.in(store.blobs, "records"),
                "test",
                id -> provider.open(id).close(),
                alias -> {});
        good = store.add(1, false);
        store.registry.deleteAlias(Alias.DEFAULT);
    }

    @AfterEach
    void close() {
        provider.close();
        assertThat(provider.openModels()).isZero();
    }

    @Test
    void filesThatAreNoModelsAreRefusedThoughTheirRecordsFit() throws IOException {
        byte[] whole = store.bytes(good);
        List<byte[]> hostile = new ArrayList<>();
        hostile.add(new byte[0]);
        hostile.add(new byte[1]);
        hostile.add(new byte[10_000]);
        hostile.add("#!/bin/sh\nrm -rf /\n".getBytes(StandardCharsets.UTF_8));
        hostile.add(new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r'});
        hostile.add(Arrays.copyOf(whole, whole.length + 1));
        Random random = new Random(9);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.clone();
            switch (round % 3) {
                case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                default -> random.nextBytes(bytes);
            }
            hostile.add(bytes);
        }
        int opened = 0;
        for (byte[] bytes : hostile) {
            ModelId id = store.addHostile(bytes);
            store.registry.deleteAlias(Alias.DEFAULT);
            if (bytes.length == whole.length && opens(id)) {
                assertAnswersRightlyOrNotAtAll(id);
                opened++;
            } else {
                assertRefused(id);
            }
        }
        // Single bits of rows, which are checked when they are used, and of the padding between sections.
        assertThat(opened).isBetween(10, 90);
        assertServes();
    }

    private boolean opens(ModelId id) throws IOException {
        try (ModelLease lease = provider.open(id)) {
            return lease.record().id().equals(id);
        } catch (ModelUnavailableException e) {
            return false;
        }
    }

    private void assertAnswersRightlyOrNotAtAll(ModelId id) throws IOException {
        List<Query> queries = new ArrayList<>(List.of(ModelStore.QUERY, Query.popular()));
        for (int number = 0; number < 40; number++) {
            queries.add(Query.user("u" + number));
            queries.add(Query.items("item-" + number % 12));
        }
        try (ModelLease lease = provider.open(id);
                ModelLease right = provider.open(good)) {
            for (Query query : queries) {
                try {
                    assertThat(lease.recommend(query).items())
                            .isEqualTo(right.recommend(query).items());
                } catch (ModelFormatException e) {
                    assertThat(e).isInstanceOf(ModelFormatException.Corrupt.class);
                }
            }
        }
    }

    @Test
    void filesThatWereChangedAfterTheyWereStoredAreRefused() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            ModelId id = store.add(seed, false);
            store.registry.deleteAlias(Alias.DEFAULT);
            byte[] other = store.bytes(good);
            byte[] cut = Arrays.copyOf(other, other.length / 2);
            switch (seed % 4) {
                case 0 -> store.corrupt(id, seed);
                case 1 -> store.replace(id, cut);
                case 2 -> store.blobs.delete(store.file(id).key());
                // A whole model, but not this one.
                default -> store.replace(id, store.bytes(store.add(100 + seed, false)));
            }
            store.registry.deleteAlias(Alias.DEFAULT);
            assertRefused(id);
        }
        assertServes();
    }

    @Test
    void aFileOfAnotherModelOrPlaceIsRefused() throws IOException {
        ModelFile file = store.file(good);
        for (String key : List.of(file.key(), "secret/key", "../../etc/passwd", "models/../x", "")) {
            ModelId id = store.started();
            store.ledger.complete(id, new ModelFile(key, file.size(), file.sha256()), "{}", "");
            store.registry.deleteAlias(Alias.DEFAULT);
            assertRefused(id);
        }
        ModelId id = store.started();
        String outside = "models/" + id + "/../../" + file.key();
        store.ledger.complete(id, new ModelFile(outside, file.size(), file.sha256()), "{}", "");
        store.registry.deleteAlias(Alias.DEFAULT);
        assertThatThrownBy(() -> provider.open(id)).isInstanceOf(ModelUnavailableException.class);
        assertServes();
    }

    @Test
    void aHostileFirstSuccessDoesNotBecomeTheDefault() throws IOException {
        byte[] wrong = store.bytes(good);
        wrong[wrong.length - 9] ^= 16;
        ModelId hostile = store.addHostile(wrong);
        store.registry.deleteAlias(Alias.DEFAULT);
        ModelFile file = store.file(hostile);
        ModelId id = store.started();
        store.ledger.complete(id, new ModelFile(file.key(), file.size(), file.sha256()), "{}", "");
        assertThatThrownBy(() -> checked.setAliasIfNone(Alias.DEFAULT, id))
                .isInstanceOf(ModelUnavailableException.class);
        assertThat(store.registry.alias(Alias.DEFAULT)).isEmpty();
        assertServes();
    }

    private void assertRefused(ModelId id) throws IOException {
        assertThatThrownBy(() -> provider.open(id))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining(id.toString());
        assertThatThrownBy(() -> checked.setAlias(Alias.DEFAULT, id)).isInstanceOf(ModelUnavailableException.class);
        assertThatThrownBy(() -> checked.setAliasIfNone(Alias.DEFAULT, id))
                .isInstanceOf(ModelUnavailableException.class);
        assertThatThrownBy(() -> checked.setAlias("live", id)).isInstanceOf(ModelUnavailableException.class);
        assertThat(store.registry.alias(Alias.DEFAULT)).isEmpty();
        assertThat(store.registry.alias("live")).isEmpty();
    }

    private void assertServes() throws IOException {
        checked.setAlias(Alias.DEFAULT, good);
        provider.refresh();
        assertThat(store.registry.alias(Alias.DEFAULT).orElseThrow().firstModel())
                .contains(good);
        assertThat(provider.recommend(ModelStore.QUERY)).isEqualTo(new Answer(good, store.answer(good)));
    }
}
