package dev.recommender.internal.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One axis of a chart: from which number to which, and where it has lines. Immutable. */
public final class Axis {
    private static final double MOST_DIGITS = 6;
    /** About where lines of a root axis are, as parts of its end. */
    private static final double[] ROOT_PARTS = {0.012, 0.06, 0.24, 0.6};

    private final double low;
    private final double high;
    private final Scale scale;
    private final List<Tick> ticks;
    private final String title;

    private Axis(double low, double high, Scale scale, List<Tick> ticks, String title) {
        this.low = low;
        this.high = high;
        this.scale = scale;
        this.ticks = List.copyOf(ticks);
        this.title = title;
    }

    /** How numbers are laid out along an axis. */
    private enum Scale {
        EVEN,
        LOGARITHM,
        ROOT;

        double of(double value) {
            return switch (this) {
                case EVEN -> value;
                case LOGARITHM -> Math.log(value);
                case ROOT -> Math.sqrt(value);
            };
        }
    }

    /** A line across a chart, and what it is called. */
    record Tick(double at, String text) {}

    /** From 0 to a number that people can read, at least as great as this one, with two to five lines. */
    public static Axis fromZero(double greatest) {
        double step = greatest > 0 ? step(greatest) : 0.5;
        double top = greatest > 0 ? Math.ceil(greatest / step - 1e-9) * step : 1;
        return linear(0, (int) Math.round(top / step), step);
    }

    /** As close around these numbers as people can read, which need not reach 0. */
    public static Axis around(double least, double greatest) {
        double span = greatest > least ? greatest - least : Math.max(Math.abs(greatest), 1) / 5;
        double step = step(span);
        int first = (int) Math.floor((least - span / 10) / step);
        int last = (int) Math.ceil((greatest + span / 10) / step);
        return linear(least >= 0 ? Math.max(0, first) : first, last, step);
    }

    /** Positive numbers by their logarithm, with lines at 1, 2 and 5 and their tenfolds, or else at both ends. */
    public static Axis logarithmic(double least, double greatest) {
        double low = least / 1.25;
        double high = greatest * 1.25;
        List<Tick> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double first : new double[] {1, 2, 5}) {
                double at = first * Math.pow(10, power);
                if (at >= low && at <= high) {
                    ticks.add(new Tick(at, number(at, at)));
                }
            }
        }
        if (ticks.size() < 2) {
            ticks = List.of(
                    new Tick(least, number(least, least / 10)), new Tick(greatest, number(greatest, greatest / 10)));
        }
        return new Axis(low, high, Scale.LOGARITHM, ticks, "");
    }

    /**
     * From 0 to a number that people can read, at least as great as this one, by the square root. So small numbers are told apart
     * beside great ones, and 0 has a place.
     */
    public static Axis root(double greatest) {
        double top = greatest > 0 ? greatest : 1;
        double step = step(top);
        double end = Math.ceil(top / step - 1e-9) * step;
        List<Tick> ticks = new ArrayList<>(List.of(new Tick(0, "0")));
        for (double part : ROOT_PARTS) {
            double at = rounded(end * part);
            ticks.add(new Tick(at, number(at, at)));
        }
        ticks.add(new Tick(end, number(end, step)));
        return new Axis(0, end, Scale.ROOT, ticks, "");
    }

    /** The nearest of 1, 2 and 5 and their tenfolds below a number. */
    private static double rounded(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double first = value / power;
        return power * (first >= 5 ? 5 : first >= 2 ? 2 : 1);
    }

    /** Names, at 0, 1, 2 and so on. */
    public static Axis places(List<String> names) {
        List<Tick> ticks = IntStream.range(0, names.size())
                .mapToObj(at -> new Tick(at, names.get(at)))
                .toList();
        return new Axis(-0.5, names.size() - 0.5, Scale.EVEN, ticks, "");
    }

    /** This axis with a name. */
    public Axis titled(String name) {
        return new Axis(low, high, scale, ticks, name);
    }

    private static Axis linear(int first, int last, double step) {
        List<Tick> ticks = IntStream.rangeClosed(first, last)
                .mapToObj(line -> new Tick(line * step, number(line * step, step)))
                .toList();
        return new Axis(first * step, last * step, Scale.EVEN, ticks, "");
    }

    /** A distance of lines that people can read, for two to five of them. */
    private static double step(double span) {
        double power = Math.pow(10, Math.floor(Math.log10(span)));
        double first = span / power;
        return power * (first > 5 ? 2 : first > 2 ? 1 : first > 1 ? 0.5 : 0.25);
    }

    private static String number(double value, double step) {
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step)));
        String text = String.format(Locale.ROOT, "%." + (int) Math.min(MOST_DIGITS, digits + 1) + "f", value);
        return text.replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }

    /** Where a number lies, from 0 at the low end to 1 at the high end. */
    double part(double value) {
        return (scale.of(value) - scale.of(low)) / (scale.of(high) - scale.of(low));
    }

    List<Tick> ticks() {
        return ticks;
    }

    String title() {
        return title;
    }
}
