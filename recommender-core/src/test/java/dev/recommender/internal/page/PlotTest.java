package dev.recommender.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where names stand. */
class PlotTest {
    private static final Pattern MARK =
            Pattern.compile("<text class=\"mark\" x=\"([0-9.]+)\" y=\"([0-9.]+)\" text-anchor=\"(\\w+)\">");
    private static final Pattern CIRCLE = Pattern.compile("<circle class=\"s0\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");

    private static Plot plot() {
        return new Plot("a plot", 480, 320, Axis.around(0, 10), Axis.around(0, 10)).point("s0", 3, 0, 5, "the point");
    }

    @Test
    void aNameStandsOnItsLineOnTheSideWithMoreRoom() {
        Matcher point = found(CIRCLE, plot());
        double x = Double.parseDouble(point.group(1));
        double y = Double.parseDouble(point.group(2));
        for (int line = -1; line <= 1; line++) {
            Matcher name = found(MARK, plot().name(3, 5, line, "chosen"));
            assertThat(Double.parseDouble(name.group(1))).isGreaterThan(x);
            assertThat(Double.parseDouble(name.group(2))).isBetween(y + 13 * line, y + 13 * line + 6);
            assertThat(name.group(3)).isEqualTo("start");
        }
        assertThat(found(MARK, plot().point("s1", 9, 0, 5, "").name(9, 5, 0, "late"))
                        .group(3))
                .isEqualTo("end");
    }

    @Test
    void namesOfLinesAcrossThatLieCloseStandBesideEachOther() {
        String svg = plot().level("even", 6, "one")
                .level("even", 6.1, "two")
                .level("even", 5.9, "three")
                .level("even", 10, "at the top")
                .svg();
        List<String> places = new ArrayList<>();
        Matcher name = Pattern.compile("<text class=\"tick\" x=\"([0-9.]+)\" y=\"([0-9.]+)\" text-anchor=\"(\\w+)\">"
                        + "(?:one|two|three|at the top)</text>")
                .matcher(svg);
        while (name.find()) {
            assertThat(Double.parseDouble(name.group(2))).isPositive();
            places.add(name.group(3) + " " + Math.round(Double.parseDouble(name.group(2)) / 15));
        }
        assertThat(places).hasSize(4).doesNotHaveDuplicates();
        assertThat(places.subList(0, 2)).satisfies(first -> {
            assertThat(first.get(0)).startsWith("start");
            assertThat(first.get(1)).startsWith("end");
        });
    }

    @Test
    void itGivesWayToPointsLevelsAndOtherNames() {
        Matcher alone = found(MARK, plot().name(3, 5, -1, "chosen"));
        Plot crowded = plot();
        for (double x = 3; x < 6; x += 0.2) {
            crowded.point("s1", x, 0, 5.4, "another");
        }
        Matcher moved = found(MARK, crowded.name(3, 5, -1, "chosen"));
        assertThat(moved.group(2)).isNotEqualTo(alone.group(2));

        Plot twice = plot().name(3, 5, 0, "first").name(3, 5, 0, "second");
        Matcher names = MARK.matcher(twice.svg());
        assertThat(names.find()).isTrue();
        String first = names.group(2);
        assertThat(names.find()).isTrue();
        assertThat(names.group(2)).isNotEqualTo(first);

        Plot full = plot();
        for (double x = 3; x <= 10; x += 0.2) {
            for (double y = 0; y <= 10; y += 0.2) {
                full.point("s1", x, 0, y, "everywhere to the right");
            }
        }
        assertThat(found(MARK, full.name(3, 5, 0, "left")).group(3)).isEqualTo("end");
    }

    @Test
    void itStaysInTheFrame() {
        Plot edge = new Plot("a plot", 480, 320, Axis.around(0, 10), Axis.around(0, 10)).point("s0", 0, 0, 0, "corner");
        assertThat(Double.parseDouble(found(MARK, edge.name(0, 0, 1, "corner")).group(2)))
                .isLessThan(320 - 26.0);
    }

    private static Matcher found(Pattern pattern, Plot plot) {
        Matcher matcher = pattern.matcher(plot.svg());
        assertThat(matcher.find()).isTrue();
        return matcher;
    }
}
