package dev.recommender.benchmarks.sidebyside;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One number per turn: what a contestant gave each time it ran. */
record Turns(List<Double> values) {
    Turns {
        values = List.copyOf(values);
    }

    static Turns of(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        return new Turns(runs.stream().map(figure::applyAsDouble).toList());
    }

    double median() {
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double least() {
        return sorted()[0];
    }

    double most() {
        return sorted()[values.size() - 1];
    }

    /** Turn by turn, this divided by the other. */
    Turns over(Turns other) {
        return new Turns(IntStream.range(0, Math.min(values.size(), other.values.size()))
                .mapToObj(turn -> values.get(turn) / other.values.get(turn))
                .toList());
    }

    /** The median, and the span if there were several turns: {@code 1.52 (1.48–1.60)}. */
    String text(String format) {
        String middle = String.format(Locale.ROOT, format, median());
        return values.size() == 1
                ? middle
                : middle + String.format(Locale.ROOT, " (" + format + "–" + format + ")", least(), most());
    }

    private double[] sorted() {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
