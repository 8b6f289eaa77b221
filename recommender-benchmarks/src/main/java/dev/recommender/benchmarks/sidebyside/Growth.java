package dev.recommender.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Training time by size, against the sum of squared history lengths. */
final class Growth {
    private final List<Size> sizes = new ArrayList<>();

    /** Adds one size: how long the library took there, and the yardstick if it ran. */
    void add(Results results, String library, String yardstick) {
        sizes.add(new Size(
                results.turns(library, "events").orElseThrow().median(),
                results.turns(library, "users").orElseThrow().median(),
                results.turns(library, "squares").orElseThrow().median(),
                results.turns(library, "grouping", "similarity").orElseThrow(),
                results.turns(library, "cpu").orElseThrow(),
                results.turns(yardstick, "grouping", "similarity")));
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| events | users | sum of squared histories | library, s | s per 10⁹ squares | processor time, s | C, s |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- |");
        for (Size size : sizes) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %,.0f | %,.0f | %.2e | %s | %.2f | %s | %s |",
                    size.events,
                    size.users,
                    size.squares,
                    size.library.text("%.2f"),
                    size.library.least() / size.squares * 1e9,
                    size.cpu.text("%.1f"),
                    size.yardstick.map(turns -> turns.text("%.2f")).orElse("")));
        }
        if (sizes.size() > 2) {
            lines.add("");
            lines.add("Straight lines, seconds against 10⁹ squares: fastest turns "
                    + line(size -> size.library.least()).text() + "; processor time "
                    + line(size -> size.cpu.least()).text());
        }
        return String.join("\n", lines);
    }

    /** A picture of the fastest turns. */
    String svg() {
        GrowthPlot plot = new GrowthPlot();
        plot.add("library", points(sizes, size -> size.library.least()));
        List<Size> both =
                sizes.stream().filter(size -> size.yardstick.isPresent()).toList();
        plot.add("plain C", points(both, size -> size.yardstick.orElseThrow().least()));
        return plot.svg();
    }

    private Line line(ToDoubleFunction<Size> seconds) {
        return Line.through(points(sizes, seconds));
    }

    private static List<Point> points(List<Size> sizes, ToDoubleFunction<Size> seconds) {
        return sizes.stream()
                .map(size -> new Point(size.squares / 1e9, seconds.applyAsDouble(size)))
                .toList();
    }

    private record Size(
            double events, double users, double squares, Turns library, Turns cpu, Optional<Turns> yardstick) {}

    /**
     * One time of one size.
     *
     * @param x thousands of millions of squares
     * @param y seconds
     */
    record Point(double x, double y) {}

    /** The straight line with the least squared distances, and the part of the variance that it explains. */
    record Line(double offset, double slope, double determination) {
        static Line through(List<Point> points) {
            double meanX = points.stream().mapToDouble(Point::x).average().orElse(0);
            double meanY = points.stream().mapToDouble(Point::y).average().orElse(0);
            double xx = 0;
            double xy = 0;
            double yy = 0;
            for (Point point : points) {
                xx += (point.x - meanX) * (point.x - meanX);
                xy += (point.x - meanX) * (point.y - meanY);
                yy += (point.y - meanY) * (point.y - meanY);
            }
            return new Line(meanY - xy / xx * meanX, xy / xx, xy * xy / (xx * yy));
        }

        double at(double x) {
            return offset + slope * x;
        }

        String text() {
            return String.format(Locale.ROOT, "%.3f + %.3f x, R² = %.4f", offset, slope, determination);
        }
    }
}
