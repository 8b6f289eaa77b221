package dev.recommender.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.TrainingException;
import dev.recommender.internal.neighbors.HandMade;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void numbersAreGivenInOrderOfFirstSightAndIdsComeBack() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        IdTable table = new IdTable();
        Random random = new Random(1);
        for (int round = 0; round < 60_000; round++) {
            String id = randomId(random);
            Integer known = numbers.putIfAbsent(id, numbers.size());
            assertThat(table.numberOf(new StringBuilder(id))).isEqualTo(known == null ? numbers.size() - 1 : known);
        }
        assertThat(table.size()).isEqualTo(numbers.size()).isGreaterThan(2000);

        Ids ids = Ids.open(Ids.section(table, IntStream.range(0, table.size()).toArray()));
        ids.verify();
        assertThat(ids.count()).isEqualTo(table.size());
        numbers.forEach((id, number) -> {
            assertThat(table.find(id)).isEqualTo(number);
            assertThat(text(table, number)).isEqualTo(id);
            assertThat(ids.text(number)).isEqualTo(id);
            assertThat(ids.indexOf(id)).isEqualTo(number);
        });
        for (int round = 0; round < 20_000; round++) {
            String id = randomId(random) + randomId(random);
            assertThat(ids.indexOf(id)).isEqualTo(numbers.getOrDefault(id, Ids.UNKNOWN));
        }
    }

    @Test
    void idsAreSortedByCodePointsAndNotByUtf16() {
        List<String> sorted =
                List.of("", "A", "B", "a", "ab", "\u00E9", "\uD7FF", "\uFFE5", "\uD800\uDC00", "\uD83D\uDE00");
        IdTable table = new IdTable();
        for (int at = sorted.size() - 1; at >= 0; at--) {
            table.numberOf(sorted.get(at));
        }
        List<String> actual = new ArrayList<>();
        for (int number : table.sorted(() -> {})) {
            actual.add(text(table, number));
        }
        assertThat(actual).isEqualTo(sorted);
    }

    @Test
    void hashAndComparisonGoByTheUtf8BytesThatJavaWrites() {
        Random random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            String id = randomId(random);
            byte[] expected = id.getBytes(StandardCharsets.UTF_8);
            byte[] actual = new byte[3 * id.length()];
            int length = Utf8.encode(id, actual, 0);
            assertThat(Arrays.copyOf(actual, length)).isEqualTo(expected);
            ByteBuffer bytes = ByteBuffer.wrap(expected);
            assertThat(Utf8.hash(id)).isEqualTo(Utf8.hash(bytes, 0, expected.length));
            assertThat(Utf8.equals(id, bytes, 0, expected.length)).isTrue();
            assertThat(Utf8.equals(id + "x", bytes, 0, expected.length)).isFalse();
            assertThat(id.isEmpty() || Utf8.equals(id, bytes, 0, expected.length - 1))
                    .isEqualTo(id.isEmpty());
            assertThat(Utf8.decode(bytes, 0, expected.length)).isEqualTo(id);
        }
    }

    @Test
    void anIdWithHalfOfASurrogatePairIsRefusedAndNeverFound() {
        IdTable table = new IdTable();
        table.numberOf("a?b");
        for (String id : List.of("a\uD800b", "a\uDC00b", "a\uDC00\uD800b", "a\uD83D")) {
            assertThatThrownBy(() -> table.numberOf(id))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("character 2")
                    .hasMessageContaining(String.format("\\u%04x", (int) id.charAt(1)));
            assertThat(table.find(id)).isEqualTo(Ids.UNKNOWN);
            byte[] question = id.replaceAll("[\uD800-\uDFFF]", "?").getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.equals(id, ByteBuffer.wrap(question), 0, question.length))
                    .isFalse();
        }
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void idsOfOneHashAreToldApart() {
        Map<Integer, String> byHash = new LinkedHashMap<>();
        List<String> colliding = new ArrayList<>();
        for (int number = 0; colliding.size() < 6; number++) {
            String id = "id-" + number;
            String other = byHash.putIfAbsent(Utf8.hash(id), id);
            if (other != null) {
                colliding.add(other);
                colliding.add(id);
            }
        }
        IdTable table = new IdTable();
        colliding.forEach(table::numberOf);
        assertThat(table.size()).isEqualTo(colliding.size());
        Ids ids = HandMade.ids(colliding);
        for (int at = 0; at < colliding.size(); at++) {
            assertThat(table.find(colliding.get(at))).isEqualTo(at);
            assertThat(ids.indexOf(colliding.get(at))).isEqualTo(at);
        }
    }

    @Test
    void tablesMergeById() {
        Random random = new Random(3);
        IdTable target = new IdTable();
        IdTable source = new IdTable();
        List<String> ids = new ArrayList<>();
        for (int round = 0; round < 3000; round++) {
            target.numberOf(randomId(random));
            String id = randomId(random);
            if (source.numberOf(id) == ids.size()) {
                ids.add(id);
            }
        }
        int[] numbers = target.addAll(source);
        for (int number = 0; number < numbers.length; number++) {
            assertThat(text(target, numbers[number])).isEqualTo(ids.get(number));
        }
    }

    @Test
    void noIdsAreATableToo() {
        Ids none = HandMade.ids(List.of());
        none.verify();
        assertThat(none.count()).isZero();
        assertThat(none.indexOf("anything")).isEqualTo(Ids.UNKNOWN);
    }

    @Test
    void blankTextsAreRecognised() {
        Ids ids = HandMade.ids(List.of("a", "", " ", "\t\u2003", "\u00A0", " b", "\u65E5"));
        assertThat(IntStream.range(0, ids.count()).filter(ids::blank)).containsExactly(1, 2, 3);
        assertThatThrownBy(ids::verifyNoneBlank).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(IdTable table, int number) {
        byte[] bytes = new byte[table.encodedLength(number)];
        table.copyTo(number, bytes, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String randomId(Random random) {
        StringBuilder id = new StringBuilder();
        for (int length = random.nextInt(6); length >= 0; length--) {
            switch (random.nextInt(8)) {
                case 0 -> id.append((char) ('\u00A0' + random.nextInt(0x700)));
                case 1 -> id.append((char) ('\u3000' + random.nextInt(0x5000)));
                case 2 -> id.appendCodePoint(0x1F600 + random.nextInt(64));
                default -> id.append((char) ('a' + random.nextInt(4)));
            }
        }
        return id.toString();
    }
}
