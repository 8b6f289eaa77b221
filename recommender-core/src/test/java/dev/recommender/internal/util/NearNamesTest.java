package dev.recommender.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearNamesTest {
    private static final String LETTERS = "abc";

    private static final List<String> NAMES = List.of("train", "tune", "user", "users", "-h", "--k", "--max-neighbors");

    @ParameterizedTest
    @CsvSource({
        "trian, train",
        "TRAIN, train",
        "tune, tune",
        "tunes, tune",
        "usr, user",
        "use, user",
        "--max-Neighbours, --max-neighbors",
        "--maxneighbors, --max-neighbors",
        "max_neigbors, --max-neighbors",
        "--mxa-niegbhors, --max-neighbors",
    })
    void theNearestNameIsFound(String typed, String meant) {
        assertThat(NearNames.near(typed, NAMES)).contains(meant);
    }

    /** One letter is no more than a slip, so it is never taken for a name that is another letter. */
    @ParameterizedTest
    @ValueSource(strings = {"xyz", "a", "", "-", "--", "-x", "-m", "k", "h", "--nxa-niegbhosr", "tr", "nu"})
    void whatIsFarOrTooShortIsNearToNothing(String typed) {
        assertThat(NearNames.near(typed, NAMES)).isEmpty();
    }

    @Test
    void ofSeveralThatAreAsNearTheFirstIsFound() {
        assertThat(NearNames.near("pat", List.of("past", "path"))).contains("past");
        assertThat(NearNames.near("pat", List.of("path", "past"))).contains("path");
    }

    @Test
    void aLongTextIsNoMistypedName() {
        String name = "a".repeat(60);
        assertThat(NearNames.near(name, List.of(name + "b"))).isPresent();
        assertThat(NearNames.near(name + "a", List.of(name + "b"))).isEmpty();
    }

    /** Slips are the least number of edits: what one edit makes is at 1, and it is the same both ways. */
    @Test
    void distancesAreThoseOfSingleEdits() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            String one = text.toString();
            Set<String> edited = edited(one);
            for (String other : edited) {
                assertThat(NearNames.slips(one, other)).as("%s %s", one, other).isEqualTo(other.equals(one) ? 0 : 1);
                assertThat(NearNames.slips(other, one)).isEqualTo(NearNames.slips(one, other));
            }
            for (String other : edited) {
                edited(other)
                        .forEach(twice -> assertThat(NearNames.slips(one, twice))
                                .as("%s %s", one, twice)
                                .isLessThanOrEqualTo(edited.contains(twice) ? 1 : 3)
                                .isGreaterThanOrEqualTo(twice.equals(one) ? 0 : edited.contains(twice) ? 1 : 2));
            }
        }
    }

    private static Set<String> edited(String text) {
        List<String> all = new ArrayList<>();
        for (int at = 0; at <= text.length(); at++) {
            String before = text.substring(0, at);
            String after = text.substring(at);
            for (char letter : LETTERS.toCharArray()) {
                all.add(before + letter + after);
                if (!after.isEmpty()) {
                    all.add(before + letter + after.substring(1));
                }
            }
            if (!after.isEmpty()) {
                all.add(before + after.substring(1));
            }
            if (after.length() > 1) {
                all.add(before + after.charAt(1) + after.charAt(0) + after.substring(2));
            }
        }
        return new HashSet<>(all);
    }
}
