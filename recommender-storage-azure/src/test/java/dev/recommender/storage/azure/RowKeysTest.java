package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowKeysTest {
    private static final String CHARACTERS = "-./0=A_az";

    @Test
    void rowKeysAreReadableAndAllowedInTables() {
        assertThat(RowKeys.encode("models/0b7f-1/v1.json")).isEqualTo("models._0b7f-1._v1.-json");
        assertThat(keys().map(RowKeys::encode)).noneMatch(rowKey -> rowKey.contains("/"));
    }

    @Test
    void everyKeyComesBack() {
        assertThat(keys()).allMatch(key -> RowKeys.decode(RowKeys.encode(key)).equals(key));
    }

    @Test
    void orderAndPrefixesAreKept() {
        List<String> keys = keys().toList();
        for (String one : keys.subList(0, 400)) {
            for (String other : keys.subList(0, 400)) {
                String encoded = RowKeys.encode(one);
                String encodedOther = RowKeys.encode(other);
                assertThat(Integer.signum(encoded.compareTo(encodedOther)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(one.compareTo(other)));
                assertThat(encodedOther.startsWith(encoded)).isEqualTo(other.startsWith(one));
            }
        }
    }

    @Test
    void whatNoKeyHasIsNotAskedFor() {
        assertThat(RowKeys.possible("a/b'c")).isEqualTo("a/b");
        assertThat(RowKeys.possible("\uD83D")).isEmpty();
        assertThat(RowKeys.filter("p", "", "a' or 'x' eq 'x")).isEqualTo("PartitionKey eq 'p' and RowKey ge 'a'");
    }

    private static Stream<String> keys() {
        Random random = new Random(1);
        return IntStream.range(0, 2000)
                .mapToObj(number -> random.ints(random.nextInt(5), 0, CHARACTERS.length())
                        .collect(
                                StringBuilder::new,
                                (text, at) -> text.append(CHARACTERS.charAt(at)),
                                (text, more) -> text.append(more))
                        .toString());
    }
}
