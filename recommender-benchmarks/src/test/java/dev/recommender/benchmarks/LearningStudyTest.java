package dev.recommender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningStudyTest {
    /** Counts what the loops of a solver do, one by one. */
    @ParameterizedTest
    @CsvSource({"8, 8", "16, 16", "24, 8", "24, 16"})
    void operationsAreThoseOfTheLoops(int size, int block) {
        long pair = block < size ? 2L * size : 0;
        long vector = 0;
        double decompositions = 0;
        for (int row = 0; row < size; row++) {
            for (int at = row; at < size; at++) {
                vector += 2;
            }
            vector += 2;
            vector += block < size ? 2L * size : 0;
        }
        for (int from = 0; from < size; from += block) {
            int end = Math.min(size, from + block);
            decompositions += LearningWork.decomposition(end - from);
            for (int row = from; row < end; row++) {
                for (int at = row; at < end; at++) {
                    pair += 2;
                }
                // The right side; and a step's number times the vector's, or times a row of all.
                pair += 2;
                pair += block < size ? 2 : 0;
                vector += block < size ? 2L * size : 0;
            }
        }
        LearningWork work = new LearningWork(size, block);
        assertThat(work.pair()).isEqualTo(pair);
        assertThat(work.vector()).isCloseTo(vector + decompositions, within(1e-6));
        assertThat(work.iteration(10, 3)).isCloseTo(20 * work.pair() + 3 * work.vector(), within(1e-6));
    }

    /** Row by row: each number left of the diagonal takes a row from those below, the right side included. */
    @Test
    void decompositionsAreOfACubeThird() {
        int size = 200;
        double counted = 0;
        for (int pivot = 0; pivot < size; pivot++) {
            for (int row = pivot + 1; row < size; row++) {
                counted += 2.0 * (size + 1 - row);
            }
        }
        assertThat(LearningWork.decomposition(size)).isCloseTo(counted, within(0.02 * counted));
    }

    @Test
    void aLineTellsTheShareOfThePeak() {
        assertThat(LearningStudy.line(new LearningWork(64, 64), 0.2, 0.25, 10e9, 40e9, 20e9, 6e9))
                .isEqualTo("| 64 | 0.200, 0.250 | 10.0 | 40.0 | 25 % | 20.0 | 6.0 |");
        assertThat(LearningStudy.line(new LearningWork(256, 128), 0.2, 0.25, 10e9, 40e9, 20e9, 6e9))
                .startsWith("| 256, in blocks of 128 | ");
        assertThat(LearningStudy.line(new LearningWork(256, 256), 0.2, 0.25, 10e9, 40e9, 20e9, 6e9))
                .startsWith("| 256, at once | ");
    }

    @Test
    @Tag("slow")
    void eachSizeHasALine() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LearningStudy.run(
                new String[] {"60", "80", "16", "136"}, new PrintStream(printed, true, StandardCharsets.UTF_8));
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(3)).startsWith("| 16 | ");
        assertThat(lines.get(4)).startsWith("| 136, in blocks of 128 | ");
        assertThat(lines.get(5)).startsWith("| 136, at once | ");
        assertThat(lines.subList(1, 6)).allMatch(line -> line.split("\\|").length == 8);
    }
}
