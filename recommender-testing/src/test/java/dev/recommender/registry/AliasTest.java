package dev.recommender.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.testing.storage.HostileKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AliasTest {
    @Test
    void theChoiceIsWhatTheDocumentedHashSays() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<Share> shares = new ArrayList<>();
            for (int at = 0; at <= round % 5; at++) {
                int weight = round % 3 == 0 ? Share.MAX_WEIGHT - at : 1 + random.nextInt(100);
                shares.add(new Share(id(at), weight));
            }
            Alias alias = alias("name-" + round, shares);
            for (int user = 0; user < 20; user++) {
                String id = (user % 2 == 0 ? "u" : "élève ") + random.nextInt();
                assertThat(alias.modelFor(id)).contains(expected(alias, id));
            }
        }
    }

    @Test
    void theChoiceNeverChangesFromVersionToVersion() {
        Alias alias = alias("live", List.of(new Share(id(0), 25), new Share(id(1), 25), new Share(id(2), 50)));
        StringBuilder choices = new StringBuilder();
        for (int user = 0; user < 40; user++) {
            choices.append(alias.modelFor("u" + user).orElseThrow().value().getLeastSignificantBits());
        }
        assertThat(choices).hasToString("0202010121020211221112212012210200210102");
    }

    @Test
    void usersAreSharedAsTheWeightsSay() {
        Alias alias = alias("live", List.of(new Share(id(0), 90), new Share(id(1), 9), new Share(id(2), 1)));
        Map<ModelId, Integer> users = new HashMap<>();
        for (int user = 0; user < 100_000; user++) {
            users.merge(alias.modelFor("u" + user).orElseThrow(), 1, Integer::sum);
        }
        assertThat(users.get(id(0))).isBetween(89_500, 90_500);
        assertThat(users.get(id(1))).isBetween(8_600, 9_400);
        assertThat(users.get(id(2))).isBetween(850, 1_150);
    }

    @Test
    void onlyUsersBetweenTheSharesMove() {
        Alias before = alias("live", List.of(new Share(id(0), 90), new Share(id(1), 10)));
        Alias grown = alias("live", List.of(new Share(id(0), 80), new Share(id(1), 20)));
        Alias replaced = alias("live", List.of(new Share(id(0), 90), new Share(id(7), 10)));
        int moved = 0;
        for (int user = 0; user < 10_000; user++) {
            ModelId was = before.modelFor("u" + user).orElseThrow();
            ModelId is = grown.modelFor("u" + user).orElseThrow();
            if (!was.equals(is)) {
                assertThat(is).isEqualTo(id(1));
                moved++;
            }
            assertThat(replaced.modelFor("u" + user)).contains(was.equals(id(1)) ? id(7) : was);
        }
        assertThat(moved).isBetween(900, 1_100);
    }

    @Test
    void aliasesShareUsersIndependently() {
        List<Share> shares = List.of(new Share(id(0), 1), new Share(id(1), 1));
        Alias one = alias("one", shares);
        Alias other = alias("other", shares);
        long same = IntStream.range(0, 10_000)
                .filter(user -> one.modelFor("u" + user).equals(other.modelFor("u" + user)))
                .count();
        assertThat(same).isBetween(4_800L, 5_200L);
    }

    @Test
    void nobodyGetsTheFirstModelAndNoSharesGiveNone() {
        Alias alias = alias("live", List.of(new Share(id(3), 1), new Share(id(1), 1_000_000)));
        assertThat(alias.firstModel()).contains(id(3));
        assertThat(alias("live", List.of()).firstModel()).isEmpty();
        assertThat(alias("live", List.of()).modelFor("u")).isEmpty();
    }

    @Test
    void namesThatNoAliasCanHaveAreRefused() {
        List<String> allowed = List.of("nul", "con", "aux", "com1", "lpt0");
        for (String name : HostileKeys.all()) {
            if (!allowed.contains(name)) {
                assertThatThrownBy(() -> Alias.requireName(name))
                        .as("%s", name)
                        .isInstanceOf(InvalidAliasException.class)
                        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
            }
        }
        assertThat(Alias.requireName("a")).isEqualTo("a");
        assertThat(Alias.requireName("9_b-c" + "d".repeat(59))).hasSize(64);
        assertThatThrownBy(() -> Alias.requireName("d".repeat(65))).isInstanceOf(InvalidAliasException.class);
        assertThatThrownBy(() -> Alias.requireName("Live")).hasMessageContaining("lower-case");
    }

    @Test
    void sharesThatNoAliasCanHaveAreRefused() {
        for (int weight : new int[] {0, -1, Integer.MIN_VALUE, Share.MAX_WEIGHT + 1}) {
            assertThatThrownBy(() -> new Share(id(0), weight))
                    .isInstanceOf(InvalidAliasException.class)
                    .hasMessageContaining("" + weight);
        }
        assertThatThrownBy(() -> alias("live", List.of(new Share(id(0), 1), new Share(id(0), 2))))
                .isInstanceOf(InvalidAliasException.class)
                .hasMessageContaining("twice");
        List<Share> many = new ArrayList<>();
        for (int at = 0; at <= Alias.MAX_SHARES; at++) {
            many.add(new Share(id(at), 1));
        }
        assertThatThrownBy(() -> alias("live", many)).isInstanceOf(InvalidAliasException.class);
        assertThat(alias("live", many.subList(1, many.size())).shares()).hasSize(Alias.MAX_SHARES);
    }

    private static ModelId expected(Alias alias, String user) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest((alias.name() + "/" + user).getBytes(StandardCharsets.UTF_8));
        BigInteger hash = new BigInteger(1, Arrays.copyOf(digest, 8));
        BigInteger total = BigInteger.ZERO;
        for (Share share : alias.shares()) {
            total = total.add(BigInteger.valueOf(share.weight()));
        }
        BigInteger end = BigInteger.ZERO;
        for (Share share : alias.shares()) {
            end = end.add(BigInteger.valueOf(share.weight()));
            // hash / 2^64 < end / total
            if (hash.multiply(total).compareTo(end.shiftLeft(64)) < 0) {
                return share.model();
            }
        }
        throw new AssertionError();
    }

    private static Alias alias(String name, List<Share> shares) {
        return new Alias(name, List.of(new Revision(1, shares, Instant.EPOCH, "tester", OptionalInt.empty())));
    }

    private static ModelId id(int number) {
        return new ModelId(new UUID(7, number));
    }
}
