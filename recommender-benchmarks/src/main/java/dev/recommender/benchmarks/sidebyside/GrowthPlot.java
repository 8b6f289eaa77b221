package dev.recommender.benchmarks.sidebyside;

import dev.recommender.benchmarks.sidebyside.Growth.Line;
import dev.recommender.benchmarks.sidebyside.Growth.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Points with the straight lines through them, as SVG. */
final class GrowthPlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 30;
    private static final int TOP = 30;
    private static final int BOTTOM = 60;
    private static final double MARGIN = 1.05;
    private static final String INK = "#333333";
    private static final List<String> COLORS = List.of("#1f6fb4", "#c4682b");

    private final Map<String, List<Point>> series = new LinkedHashMap<>();
    private final StringBuilder svg = new StringBuilder();

    /** Adds a series; one without points is left out. */
    void add(String name, List<Point> points) {
        if (!points.isEmpty()) {
            series.put(name, points);
        }
    }

    String svg() {
        double mostX = MARGIN * all().mapToDouble(Point::x).max().orElse(1);
        double mostY = MARGIN * all().mapToDouble(Point::y).max().orElse(1);
        svg.setLength(0);
        append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"", WIDTH, HEIGHT);
        append(
                " font-family=\"sans-serif\" font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
        axes(mostX, mostY);
        int number = 0;
        for (Map.Entry<String, List<Point>> one : series.entrySet()) {
            draw(one.getKey(), one.getValue(), number++, mostX, mostY);
        }
        append("</svg>%n");
        return svg.toString();
    }

    private Stream<Point> all() {
        return series.values().stream().flatMap(List::stream);
    }

    private void draw(String name, List<Point> points, int number, double mostX, double mostY) {
        String color = COLORS.get(number % COLORS.size());
        if (points.size() > 1) {
            Line line = Line.through(points);
            double from = points.stream().mapToDouble(Point::x).min().orElse(0);
            append(
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
                    x(from, mostX), y(line.at(from), mostY), x(mostX, mostX), y(line.at(mostX), mostY), color);
        }
        for (Point point : points) {
            dot(x(point.x(), mostX), y(point.y(), mostY), color);
        }
        double legend = TOP + 12 + 20.0 * number;
        dot(LEFT + 20, legend, color);
        text(LEFT + 32, legend + 4, "start", name);
    }

    private void axes(double mostX, double mostY) {
        for (double at = 0; at <= mostY; at += step(mostY)) {
            append(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                    LEFT, y(at, mostY), WIDTH - RIGHT, y(at, mostY));
            text(LEFT - 8, y(at, mostY) + 4, "end", number(at));
        }
        for (double at = 0; at <= mostX; at += step(mostX)) {
            text(x(at, mostX), HEIGHT - BOTTOM + 20, "middle", number(at));
        }
        text(
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 18,
                "middle",
                "sum of squared history lengths, in thousands of millions");
        text(LEFT, TOP - 12, "end", "seconds");
    }

    private void dot(double x, double y, String color) {
        append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n", x, y, color);
    }

    private void text(double x, double y, String anchor, String words) {
        append("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n", x, y, anchor, INK, words);
    }

    private void append(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private static double x(double value, double most) {
        return LEFT + (WIDTH - LEFT - RIGHT) * value / most;
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most;
    }

    /** 1, 2 or 5 times a power of ten, so that there are about five steps. */
    private static double step(double most) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(most / 5)));
        double times = most / 5 / power;
        return power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    }
}
