package dev.recommender.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.storage.BlobInfo;
import dev.recommender.testing.storage.CountingBlobStore.Call;
import dev.recommender.testing.storage.FaultyBlobStore.Rates;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Serving through aliases while they move, also to models that cannot be opened. */
class ProviderAliasesTest extends ProviderFixture {
    @Test
    void anAliasIsFollowedInTheBackground() throws Exception {
        ModelId a = store.add(1, false);
        ModelId b = store.add(2, false);
        BlobModelProvider provider = open(builder().refreshInterval(Duration.ofMillis(20)));
        assertThatThrownBy(() -> provider.open("live", Optional.empty())).isInstanceOf(UnknownAliasException.class);
        store.registry.setAlias("live", a);
        assertThat(idOf(provider.open("live", Optional.empty()))).isEqualTo(a);
        assertThat(idOf(provider.open(Alias.DEFAULT, Optional.empty()))).isEqualTo(a);
        store.registry.setAlias("live", b);
        store.registry.setAlias(Alias.DEFAULT, b);
        eventually(() -> idOf(provider.open("live", Optional.empty())).equals(b));
        eventually(() -> idOf(provider.open(Alias.DEFAULT, Optional.empty())).equals(b));
        eventually(() -> reported.events().containsAll(List.of("rerouted live to " + b, "rerouted default to " + b)));
        store.registry.rollBack("live");
        eventually(() -> idOf(provider.open("live", Optional.empty())).equals(a));
        store.registry.deleteAlias("live");
        store.registry.deleteAlias(Alias.DEFAULT);
        eventually(() -> reported.count("rerouted live to ") == 1 && reported.count("rerouted default to ") == 1);
        assertThatThrownBy(() -> provider.recommend("live", ModelStore.QUERY))
                .isInstanceOf(UnknownAliasException.class);
        assertThatThrownBy(() -> provider.recommend(ModelStore.QUERY)).isInstanceOf(UnknownAliasException.class);
    }

    @Test
    void usersStayWithTheirModelAndSeeTheChoiceOfTheRegistry() throws IOException {
        ModelId a = store.add(1, false);
        ModelId b = store.add(2, false);
        store.registry.setAlias("live", List.of(new Share(a, 1), new Share(b, 1)));
        BlobModelProvider provider = provider();
        BlobModelProvider other = provider();
        Set<ModelId> seen = new HashSet<>();
        for (int user = 0; user < 50; user++) {
            ModelId expected = store.registry
                    .alias("live")
                    .orElseThrow()
                    .modelFor("u" + user)
                    .orElseThrow();
            assertThat(idOf(provider.open("live", Optional.of("u" + user)))).isEqualTo(expected);
            assertThat(idOf(other.open("live", Optional.of("u" + user)))).isEqualTo(expected);
            seen.add(expected);
        }
        assertThat(seen).containsExactlyInAnyOrder(a, b);
        assertThat(idOf(provider.open("live", Optional.empty()))).isEqualTo(a);
        store.ledger.delete(b);
        provider.refresh();
        for (int user = 0; user < 50; user++) {
            assertThat(idOf(provider.open("live", Optional.of("u" + user)))).isEqualTo(a);
        }
        store.ledger.delete(a);
        provider.refresh();
        assertThatThrownBy(() -> provider.recommend("live", ModelStore.QUERY))
                .isInstanceOf(UnknownModelException.class)
                .hasMessageContaining("live");
    }

    @Test
    void whenANewModelCannotBeOpenedTheOldOneServesUntilItCan() throws IOException {
        ModelId old = store.add(1, false);
        ModelId broken = store.add(2, false);
        byte[] whole = store.bytes(broken);
        store.corrupt(broken, 7);
        store.registry.setAlias("live", old);
        BlobModelProvider provider = provider();
        provider.recommend("live", ModelStore.QUERY);
        store.registry.setAlias("live", List.of(new Share(old, 1), new Share(broken, 1_000)));
        for (int attempt = 1; attempt < 4; attempt++) {
            provider.refresh();
            assertThat(reported.count("not rerouted live")).isEqualTo(attempt);
            assertThat(idOf(provider.open("live", Optional.of("u")))).isEqualTo(old);
        }
        store.replace(broken, whole);
        provider.refresh();
        assertThat(idOf(provider.open("live", Optional.of("u")))).isEqualTo(broken);
        assertThat(reported.events()).contains("rerouted live to " + old + " " + broken);
    }

    @Test
    void aBrokenChallengerDoesNotKeepANewProcessFromServing() throws IOException {
        ModelId champion = store.add(1, false);
        ModelId challenger = store.add(2, false);
        byte[] whole = store.bytes(challenger);
        store.corrupt(challenger, 3);
        store.registry.setAlias("live", List.of(new Share(challenger, 1), new Share(champion, 1)));
        BlobModelProvider provider = provider();
        for (int user = 0; user < 20; user++) {
            assertThat(idOf(provider.open("live", Optional.of("u" + user)))).isEqualTo(champion);
        }
        assertThat(reported.count("not rerouted live")).isEqualTo(1);
        store.replace(challenger, whole);
        provider.refresh();
        assertThat(idOf(provider.open("live", Optional.empty()))).isEqualTo(challenger);
    }

    @Test
    void aStoreThatIsAwayIsToldAndModelsInUseGoOnAnswering() throws IOException {
        ModelId a = store.add(1, false);
        ModelId b = store.add(2, false);
        store.registry.setAlias("live", a);
        BlobModelProvider provider = provider();
        provider.recommend("live", ModelStore.QUERY);
        store.registry.setAlias("live", b);
        faulty.rates(new Rates(1, 0, 0, 0, 0));
        provider.refresh();
        assertThat(idOf(provider.open("live", Optional.empty()))).isEqualTo(a);
        assertThat(idOf(provider.open(a))).isEqualTo(a);
        assertThat(reported.count("not rerouted live")).isEqualTo(1);
        assertThatThrownBy(() -> provider.open(b))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("injected");
        assertThatThrownBy(() -> provider.open(Alias.DEFAULT, Optional.empty())).isInstanceOf(IOException.class);
        faulty.rates(Rates.NEVER);
        assertThat(idOf(provider.open(b))).isEqualTo(b);
        provider.refresh();
        assertThat(idOf(provider.open("live", Optional.empty()))).isEqualTo(b);
    }

    @Test
    void aProviderClosedWhileAnAliasIsOpenedLeavesNoModelOpen() throws IOException {
        ModelId a = store.add(1, false);
        ModelId b = store.add(2, false);
        store.registry.setAlias("live", List.of(new Share(a, 1), new Share(b, 1)));
        AtomicReference<BlobModelProvider> opened = new AtomicReference<>();
        BlobModelProvider provider = open(builder().listener(new ProviderListener() {
            @Override
            public void loaded(ModelId model, Duration duration, long bytes) {
                opened.get().close();
            }
        }));
        opened.set(provider);
        assertThatThrownBy(() -> provider.open("live", Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(provider.openModels()).isZero();
    }

    @Test
    void hostileNamesOfAliasesReachNeitherTheStoreNorTheFolder() throws IOException {
        BlobModelProvider provider = provider();
        counting.reset();
        for (String name : List.of("../x", "a/b", "", "A", "a\u0000", "x".repeat(65), "\u0430", "..")) {
            assertThatThrownBy(() -> provider.open(name, Optional.of("u"))).isInstanceOf(InvalidAliasException.class);
        }
        assertThat(counting.calls(Call.GET) + counting.calls(Call.LIST)).isZero();
        List<BlobInfo> blobs = counting.list("", "", 10);
        assertThat(blobs).isEmpty();
    }
}
