package dev.recommender.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Training time against the sum of squared history lengths, as a table and as a picture. */
final class Growth {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 30;
    private static final int TOP = 30;
    private static final int BOTTOM = 60;
    private static final String INK = "#333333";

    private final List<Point> points = new ArrayList<>();

    /** Adds one size: how long the library took there, and the yardstick if it ran. */
    void add(Results results, String library, String yardstick) {
        points.add(new Point(
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
        for (Point point : points) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %,.0f | %,.0f | %.2e | %s | %.2f | %s | %s |",
                    point.events,
                    point.users,
                    point.squares,
                    point.library.text("%.2f"),
                    point.library.least() / point.squares * 1e9,
                    point.cpu.text("%.1f"),
                    point.yardstick.map(turns -> turns.text("%.2f")).orElse("")));
        }
        if (points.size() > 2) {
            Line line = line(point -> point.library.least());
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "Through the fastest turns: %.3f s + %.3f s per 10⁹ squares, R² = %.4f",
                    line.offset,
                    line.slope * 1e9,
                    line.determination));
        }
        return String.join("\n", lines);
    }

    /** The fastest turn of each size, as dots, with the straight line through them that fits best. */
    String svg() {
        double mostSquares =
                points.stream().mapToDouble(point -> point.squares).max().orElse(1);
        double mostSeconds = points.stream()
                .mapToDouble(point -> Math.max(
                        point.library.least(), point.yardstick.map(Turns::least).orElse(0.0)))
                .max()
                .orElse(1);
        Axes axes = new Axes(1.05 * mostSquares, 1.05 * mostSeconds);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        axes.draw(svg);
        series(svg, axes, "library", "#1f6fb4", 0, points, point -> point.library.least());
        List<Point> both =
                points.stream().filter(point -> point.yardstick.isPresent()).toList();
        series(
                svg,
                axes,
                "plain C",
                "#c4682b",
                1,
                both,
                point -> point.yardstick.orElseThrow().least());
        return svg.append("</svg>\n").toString();
    }

    private static void series(
            StringBuilder svg,
            Axes axes,
            String name,
            String color,
            int number,
            List<Point> shown,
            ToDoubleFunction<Point> seconds) {
        if (shown.size() > 1) {
            Line line = line(shown, seconds);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
                    axes.x(0),
                    axes.y(line.offset),
                    axes.x(axes.mostSquares),
                    axes.y(line.offset + line.slope * axes.mostSquares),
                    color));
        }
        for (Point point : shown) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
                    axes.x(point.squares),
                    axes.y(seconds.applyAsDouble(point)),
                    color));
        }
        if (!shown.isEmpty()) {
            int y = TOP + 16 + 20 * number;
            svg.append(String.format("<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>%n", LEFT + 20, y - 4, color));
            svg.append(String.format("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n", LEFT + 32, y, INK, name));
        }
    }

    private Line line(ToDoubleFunction<Point> seconds) {
        return line(points, seconds);
    }

    /** Least squares. */
    private static Line line(List<Point> shown, ToDoubleFunction<Point> seconds) {
        double meanX =
                shown.stream().mapToDouble(point -> point.squares).average().orElse(0);
        double meanY = shown.stream().mapToDouble(seconds).average().orElse(0);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Point point : shown) {
            double x = point.squares - meanX;
            double y = seconds.applyAsDouble(point) - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        double slope = xy / xx;
        return new Line(meanY - slope * meanX, slope, xy * xy / (xx * yy));
    }

    private record Point(
            double events, double users, double squares, Turns library, Turns cpu, Optional<Turns> yardstick) {}

    private record Line(double offset, double slope, double determination) {}

    /** Where a value lies in the picture. */
    private record Axes(double mostSquares, double mostSeconds) {
        double x(double squares) {
            return LEFT + (WIDTH - LEFT - RIGHT) * squares / mostSquares;
        }

        double y(double seconds) {
            return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * seconds / mostSeconds;
        }

        void draw(StringBuilder svg) {
            for (double at = 0; at <= mostSeconds; at += step(mostSeconds)) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n"
                                + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
                        LEFT,
                        y(at),
                        WIDTH - RIGHT,
                        y(at),
                        LEFT - 8,
                        y(at) + 4,
                        INK,
                        number(at)));
            }
            for (double at = 0; at <= mostSquares; at += step(mostSquares)) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">%s</text>%n",
                        x(at),
                        HEIGHT - BOTTOM + 20,
                        INK,
                        number(at / 1e9)));
            }
            svg.append(String.format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">sum of squared history lengths,"
                            + " in thousands of millions</text>%n",
                    (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 18, INK));
            svg.append(String.format(
                    "<text x=\"18\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\" transform=\"rotate(-90 18 %d)\">"
                            + "seconds</text>%n",
                    HEIGHT / 2, INK, HEIGHT / 2));
        }

        /** 1, 2 or 5 times a power of ten, so that there are about five steps. */
        private static double step(double most) {
            double power = Math.pow(10, Math.floor(Math.log10(most / 5)));
            double times = most / 5 / power;
            return power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
        }
    }
}
