package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference files of the Python package's own unit tests. */
class GoldenPythonReferenceTest {
    private static final String FOLDER = "golden/python-reference/";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd'T'HH:mm:ss");

    @ParameterizedTest
    @CsvSource({"cosine, cos, 1", "cosine, cos, 3", "inclusion, incl, 1", "inclusion, incl, 3", "mi, mi, 1", "mi, mi, 3"
    })
    void similarities_are_those_of_the_reference_with_zero_for_its_infinities(String name, String file, int threshold) {
        Map<String, Map<String, Double>> reference = matrix("sim_" + file + threshold);
        assertThat(reference).hasSize(101);
        Expect.similarities(train(name, threshold), reference);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void lexicographers_mutual_information_differs_from_the_matrix_product_of_the_peer(int threshold) {
        SarModel model = train("lmi", threshold);
        double peer = matrix("sim_lex" + threshold)
                .getOrDefault("DQF-00358", Map.of())
                .getOrDefault("DQF-00358", 0.0);
        double mutualInformation =
                matrix("sim_mi" + threshold).getOrDefault("DQF-00358", Map.of()).getOrDefault("DQF-00358", 0.0);
        double own = model.similarity("DQF-00358", "DQF-00358").orElseThrow();
        assertThat(Expect.close(own, peer)).isFalse();
        assertThat(Expect.close(own, 60 * mutualInformation)).isTrue();
    }

    @Test
    void affinities_two_months_later_are_those_of_the_reference() {
        Instant later = Instant.ofEpochSecond(1_433_878_777).plus(Duration.ofDays(60));
        SarModel model = Models.train(
                SarTrainer.builder().decayHalfLife(Duration.ofDays(30)).referenceTime(later), events());
        Expect.affinities(model, matrix("user_aff_2_months_later"));
    }

    private static SarModel train(String name, int threshold) {
        return Models.train(
                SarTrainer.builder().similarity(Models.similarity(name)).supportThreshold(threshold), events());
    }

    private static Map<String, Map<String, Double>> matrix(String file) {
        return Table.read(FOLDER + file + ".csv").matrix();
    }

    private static List<UsageEvent> events() {
        Table table = Table.read(FOLDER + "demoUsageNoDups.csv");
        return table.rows().stream()
                .map(row -> UsageEvent.of(table.text(row, "userId"), table.text(row, "productId"))
                        .at(LocalDateTime.parse(table.text(row, "timestamp"), TIME)
                                .toInstant(ZoneOffset.UTC)))
                .toList();
    }
}
