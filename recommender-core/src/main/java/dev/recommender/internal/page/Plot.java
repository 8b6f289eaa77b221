package dev.recommender.internal.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Draws figures by two axes as SVG. Points, intervals and names lie above all lines. Styles are classes of the page's
 * style sheet.
 */
public final class Plot {
    private static final double LEFT = 44;
    private static final double RIGHT = 14;
    private static final double TOP = 14;
    private static final double BOTTOM = 26;
    private static final double TITLE = 18;
    private static final double RADIUS = 3.5;
    private static final double RING = 7;
    /** From this part of the width on, names stand to the left of their points. */
    private static final double LATE = 0.6;
    /** About how wide a letter of a name is on a narrow screen, how far names are from their points, and how high their lines are. */
    private static final double LETTER = 7.8;

    private static final double NAME_GAP = 11;
    private static final double LINE = 13;
    /** How far the names of lines across are from their ends, and how high they are with the room below them. */
    private static final double LEVEL_GAP = 6;

    private static final double LEVEL_HEIGHT = 15;
    /** Lines where a name can stand, from the best one on: that, and those further away from the point or beyond it. */
    private static final int[] LINES = {0, 1, -1, 2, -2, 3, -3};

    private final double width;
    private final double height;
    private final double left;
    private final double bottom;
    private final Axis x;
    private final Axis y;
    private final List<Box> drawn = new ArrayList<>();
    private final StringBuilder back = new StringBuilder();
    private final StringBuilder front = new StringBuilder();

    /** Where something is drawn that names should not cover. */
    private record Box(double left, double top, double right, double bottom) {
        boolean meets(Box other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    }

    /**
     * Starts a drawing with its axes.
     *
     * @param label what it shows, for those who cannot see it
     * @param width in units of the drawing, in which text is 11 high; the page scales it
     */
    public Plot(String label, double width, double height, Axis x, Axis y) {
        this.width = width;
        this.height = height;
        this.left = LEFT + (y.title().isEmpty() ? 0 : TITLE);
        this.bottom = BOTTOM + (x.title().isEmpty() ? 0 : TITLE);
        this.x = x;
        this.y = y;
        add(
                back,
                "<svg class=\"chart\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">\n",
                width,
                height,
                Html.escape(label));
        axes();
    }

    private void axes() {
        boolean first = true;
        for (Axis.Tick tick : y.ticks()) {
            double at = y(tick.at());
            add(
                    back,
                    "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                    first ? "axis" : "grid",
                    left,
                    at,
                    width - RIGHT,
                    at);
            text(back, "tick", left - 7, at + 3.5, "end", tick.text());
            first = false;
        }
        for (Axis.Tick tick : x.ticks()) {
            text(back, "tick", x(tick.at()), height - bottom + 18, "middle", tick.text());
        }
        if (!x.title().isEmpty()) {
            text(back, "title", (left + width - RIGHT) / 2, height - 6, "middle", x.title());
        }
        if (!y.title().isEmpty()) {
            add(
                    back,
                    "<text class=\"title\" transform=\"translate(12 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
                    (TOP + height - bottom) / 2,
                    Html.escape(y.title()));
        }
    }

    /** Joins points, each of two numbers, from the first to the last. */
    public Plot line(String style, double aside, List<double[]> points) {
        StringBuilder joined = new StringBuilder();
        points.forEach(
                point -> joined.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]) + aside, y(point[1]))));
        add(back, "<polyline class=\"line %s\" points=\"%s\"/>\n", style, joined);
        return this;
    }

    /** Draws a line across, with a name above its left end, or at another place of it where that is taken. */
    public Plot level(String style, double at, String name) {
        add(
                back,
                "<line class=\"line level %s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                style,
                left,
                y(at),
                width - RIGHT,
                y(at));
        double wide = LETTER * name.length();
        double start = left + LEVEL_GAP;
        double end = width - RIGHT - LEVEL_GAP;
        Box above = new Box(start, y(at) - LEVEL_HEIGHT, start + wide, y(at));
        Box aboveAtEnd = new Box(end - wide, above.top, end, above.bottom);
        Box below = new Box(start, y(at), start + wide, y(at) + LEVEL_HEIGHT);
        Box belowAtEnd = new Box(end - wide, below.top, end, below.bottom);
        Box place = Stream.of(above, aboveAtEnd, below, belowAtEnd)
                .filter(box -> box.top >= 0 && box.bottom <= height - bottom)
                .filter(box -> drawn.stream().noneMatch(box::meets))
                .findFirst()
                .orElse(above);
        boolean atEnd = place.equals(aboveAtEnd) || place.equals(belowAtEnd);
        text(back, "tick", atEnd ? end : start, place.bottom - 5, atEnd ? "end" : "start", name);
        drawn.add(place);
        return this;
    }

    /**
     * Draws a point.
     *
     * @param aside how far to the right of its place, in units of the drawing
     * @param tip what it shows when the pointer rests on it
     */
    public Plot point(String style, double atX, double aside, double atY, String tip) {
        add(
                front,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>\n",
                style,
                x(atX) + aside,
                y(atY),
                RADIUS,
                Html.escape(tip));
        double at = x(atX) + aside;
        drawn.add(new Box(at - RADIUS, y(atY) - RADIUS, at + RADIUS, y(atY) + RADIUS));
        return this;
    }

    /** Draws an interval as an upright line. */
    public Plot interval(String style, double atX, double aside, double low, double high) {
        add(
                front,
                "<line class=\"line %s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                style,
                x(atX) + aside,
                y(low),
                x(atX) + aside,
                y(high));
        return this;
    }

    /** Draws a ring around a point. */
    public Plot ring(String style, double atX, double atY) {
        add(front, "<circle class=\"ring %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", style, x(atX), y(atY), RING);
        return this;
    }

    /**
     * Writes a name near a point, where it covers least of what was drawn before: best on the side that has more room. One
     * that stands further away is joined to its point.
     *
     * @param line the best line: 0 beside the point, -1 above it, 1 below
     */
    public Plot name(double atX, double atY, int line, String name) {
        boolean late = x.part(atX) > LATE;
        double least = Double.POSITIVE_INFINITY;
        Box best = box(atX, atY, late, line, name);
        boolean before = late;
        for (boolean side : new boolean[] {late, !late}) {
            for (int away : LINES) {
                Box box = box(atX, atY, side, line >= 0 ? line + away : line - away, name);
                double covers = covers(box);
                if (covers < least) {
                    least = covers;
                    best = box;
                    before = side;
                }
            }
        }
        double near = before ? best.right : best.left;
        if (best.top > y(atY) + LINE || best.bottom < y(atY) - LINE) {
            // Too far away to tell whose name it is.
            add(
                    back,
                    "<line class=\"leader\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                    x(atX),
                    y(atY),
                    near,
                    (best.top + best.bottom) / 2);
        }
        text(front, "mark", near, best.bottom - 3, before ? "end" : "start", name);
        drawn.add(best);
        return this;
    }

    private Box box(double atX, double atY, boolean before, int line, String name) {
        double near = x(atX) + (before ? -NAME_GAP : NAME_GAP);
        double far = near + (before ? -1 : 1) * LETTER * name.length();
        double base = y(atY) + 4 + LINE * line;
        return new Box(Math.min(near, far), base - 9, Math.max(near, far), base + 3);
    }

    /** How much a name would cover; what leaves the frame of the axes is worse than anything else. */
    private double covers(Box box) {
        boolean outside = box.left < left || box.right > width || box.top < 0 || box.bottom > height - bottom;
        return drawn.stream().filter(box::meets).count() + (outside ? drawn.size() + 1 : 0);
    }

    /** The whole drawing. */
    public String svg() {
        return back.toString() + front + "</svg>\n";
    }

    private double x(double value) {
        return left + (width - left - RIGHT) * x.part(value);
    }

    private double y(double value) {
        return TOP + (height - TOP - bottom) * (1 - y.part(value));
    }

    private static void text(StringBuilder layer, String style, double x, double y, String anchor, String text) {
        add(
                layer,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
                style,
                x,
                y,
                anchor,
                Html.escape(text));
    }

    private static void add(StringBuilder layer, String format, Object... arguments) {
        layer.append(String.format(Locale.ROOT, format, arguments));
    }
}
