package dev.recommender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.UsageEvents;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.evaluation.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorDefaultsStudyTest {
    @TempDir
    Path folder;

    private final SyntheticEvents events = SyntheticEvents.generate(Shape.GOWALLA, 8, 120, 90, 2_000, 4);

    @Test
    void nothingOfATestPartIsLeft() throws IOException {
        UsageEvents usage = events.usage(1);
        Set<String> rest = pairs(VectorDefaultsStudy.untested(usage));

        Set<String> expected = pairs(usage);
        for (Split split : List.of(Split.atShare(0.75), Split.chronological(0.75), Split.latestUsers(0.25, 0.8))) {
            expected.retainAll(pairs(split.parts(usage).get(0)));
        }
        assertThat(rest).isNotEmpty().isEqualTo(expected);
    }

    @Test
    @Tag("slow")
    void allFiguresAndTheBestOfThemArePrinted() throws IOException {
        Path file = folder.resolve("events.csv");
        EventFiles.writeCsv(events, file);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VectorDefaultsStudy.run(
                new String[] {file.toString(), "-"},
                new double[] {5, 80},
                new double[] {0.01},
                new PrintStream(bytes, true, StandardCharsets.UTF_8));

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.stream().filter(line -> line.contains("nDCG"))).hasSize(4);
        assertThat(lines.get(6)).isEqualTo("mean share of the best:");
        assertThat(lines.subList(7, 9))
                .allMatch(
                        line -> line.matches("    unobservedWeight (5|80)[.]0, regularization 0[.]01: [01][.]\\d{4}"));
        assertThat(share(lines.get(7))).isGreaterThanOrEqualTo(share(lines.get(8)));
    }

    @Test
    void aMeanShareCountsEachColumnAlike() {
        List<double[]> columns = List.of(new double[] {0.1, 0.2}, new double[] {0.003, 0.001});
        assertThat(VectorDefaultsStudy.meanShare(columns, 0)).isCloseTo(0.75, within(1e-12));
        assertThat(VectorDefaultsStudy.meanShare(columns, 1)).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void aColumnOfZerosTellsNoSettingFromAnother() {
        List<double[]> columns = List.of(new double[] {0.1, 0.2}, new double[] {0, 0});
        assertThat(VectorDefaultsStudy.meanShare(columns, 0)).isCloseTo(0.75, within(1e-12));
        assertThat(VectorDefaultsStudy.meanShare(columns, 1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void aFileWithoutColumnsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> VectorDefaultsStudy.main(new String[] {"usage.csv"}));
    }

    private static double share(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static Set<String> pairs(UsageEvents usage) throws IOException {
        Set<String> pairs = new HashSet<>();
        usage.forEach((user, item, time, type, weight) -> pairs.add(user + " " + item + " " + time));
        return pairs;
    }
}
