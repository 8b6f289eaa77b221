package dev.recommender.tuning;

import dev.recommender.evaluation.Evaluation.Score;
import dev.recommender.internal.page.Axis;
import dev.recommender.internal.page.FigureText;
import dev.recommender.internal.page.Html;
import dev.recommender.internal.page.Plot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws what the trials of a tuning reached. */
final class TuningCharts {
    private static final double WIDTH = 480;
    private static final double HEIGHT = 320;
    private static final double WIDE = 960;
    private static final double ASIDE = 10;
    /** So many algorithms have colours of their own. */
    private static final int COLORS = 4;

    private TuningCharts() {}

    /** The metric by coverage, with the front ringed. */
    static String front(Tuning tuning) {
        List<Trial> tried = tried(tuning);
        Figures popularity = tuning.popularity();
        Plot plot = new Plot(
                "The tuned metric by catalog coverage",
                WIDTH,
                HEIGHT,
                coverages(tuning, tried).titled("catalog coverage, %"),
                values(tuning, tried));
        samples(tuning, tried, plot);
        List<Trial> front = tuning.front();
        plot.line(
                "front",
                0,
                front.stream()
                        .map(trial -> new double[] {coverage(trial), value(tuning, trial)})
                        .toList());
        for (Trial trial : tried) {
            plot.point(style(tuning, trial), coverage(trial), 0, value(tuning, trial), tip(tuning, trial));
        }
        front.forEach(trial -> plot.ring("", coverage(trial), value(tuning, trial)));
        // Names come last, so that they find room beside all points.
        if (showsPopularity(tuning, tried)) {
            plot.point("popular", 100 * popularity.coverage(), 0, popularity(tuning), "popularity");
        }
        names(tuning, plot, tried, TuningCharts::coverage);
        if (showsPopularity(tuning, tried)) {
            plot.name(100 * popularity.coverage(), popularity(tuning), 0, "popularity");
        }
        return plot.svg();
    }

    /**
     * The metric by neighbours per item, with a line across for the best trial of each algorithm that keeps none; empty if all
     * trials that say so keep as many.
     */
    static Optional<String> neighbors(Tuning tuning) {
        List<Trial> counted = tried(tuning).stream()
                .filter(trial -> trial.neighborsPerItem().orElse(0) > 0)
                .toList();
        double fewest = counted.stream().mapToDouble(TuningCharts::kept).min().orElse(0);
        double most = counted.stream().mapToDouble(TuningCharts::kept).max().orElse(0);
        if (fewest == most) {
            return Optional.empty();
        }
        List<Trial> across = bestWithoutNeighbors(tuning);
        List<Trial> all = Stream.concat(counted.stream(), across.stream()).toList();
        Plot plot = new Plot(
                "The tuned metric by neighbours per item",
                WIDTH,
                HEIGHT,
                Axis.logarithmic(fewest, most).titled("neighbours per item"),
                values(tuning, all));
        samples(tuning, counted, plot);
        if (showsPopularity(tuning, all)) {
            plot.level("popular", popularity(tuning), "popularity");
        }
        for (Trial trial : across) {
            plot.level(
                    color(tuning, trial),
                    value(tuning, trial),
                    (trial.number() == tuning.best().number() ? "chosen: " : "best of ")
                            + trial.candidate().algorithm());
        }
        for (Trial trial : counted) {
            plot.point(style(tuning, trial), kept(trial), 0, value(tuning, trial), tip(tuning, trial));
        }
        names(tuning, plot, counted, TuningCharts::kept);
        return Optional.of(plot.svg());
    }

    /** The algorithms whose models were asked and keep no neighbours. */
    static List<String> withoutNeighbors(Tuning tuning) {
        return algorithms(tuning).stream()
                .filter(algorithm -> ofAlgorithm(tuning, algorithm).findAny().isPresent())
                .filter(algorithm -> ofAlgorithm(tuning, algorithm)
                        .allMatch(trial -> trial.neighborsPerItem().isEmpty()))
                .toList();
    }

    /** The best trial of each of {@link #withoutNeighbors} that was measured on all users. */
    static List<Trial> bestWithoutNeighbors(Tuning tuning) {
        return withoutNeighbors(tuning).stream()
                .flatMap(algorithm -> ofAlgorithm(tuning, algorithm)
                        .filter(Trial::measured)
                        .max(Comparator.comparingDouble(trial -> value(tuning, trial)))
                        .stream())
                .toList();
    }

    private static Stream<Trial> ofAlgorithm(Tuning tuning, String algorithm) {
        return tried(tuning).stream()
                .filter(trial -> trial.candidate().algorithm().equals(algorithm));
    }

    /** Popularity lift by tenths of the items; empty where there are too few items. */
    static Optional<String> lift(Tuning tuning) {
        Figures best = tuning.best().figures().orElseThrow();
        Figures standard = tuning.standard().figures().orElse(best);
        Figures popularity = tuning.popularity();
        int tenths = best.popularityLift().size();
        if (tenths == 0 || popularity.popularityLift().size() != tenths) {
            return Optional.empty();
        }
        double most = Stream.of(best, standard, popularity)
                .flatMap(figures -> figures.popularityLift().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        Plot plot = new Plot(
                "Popularity lift by tenths of the items",
                WIDE,
                HEIGHT,
                Axis.places(IntStream.rangeClosed(1, tenths)
                                .mapToObj(tenth ->
                                        tenth == 1 ? "least popular" : tenth == tenths ? "most popular" : "" + tenth)
                                .toList())
                        .titled("tenths of the items, by popularity"),
                Axis.root(Math.max(most, 1)).titled("lift, on a scale of square roots"));
        plot.level("even", 1, "as often as taken");
        lifted(plot, "popular", "popularity", popularity, ASIDE);
        if (tuning.standard().number() != tuning.best().number()) {
            lifted(plot, "against", "today's default", standard, 0);
        }
        lifted(plot, "model", "the chosen one", best, -ASIDE);
        return Optional.of(plot.svg());
    }

    private static void lifted(Plot plot, String style, String name, Figures figures, double aside) {
        List<double[]> points = new ArrayList<>();
        for (int tenth = 0; tenth < figures.popularityLift().size(); tenth++) {
            double lift = figures.popularityLift().get(tenth);
            points.add(new double[] {tenth, lift});
            plot.point(
                    style, tenth, aside, lift, String.format(Locale.ROOT, "%s, tenth %d: %.3f", name, tenth + 1, lift));
        }
        plot.line(style, aside, points);
    }

    /** What the check found, by cut-off. */
    static String check(Tuning tuning, Check check) {
        List<Score> scores = check.best().scores();
        if (scores.size() == 1) {
            return checkedOnce(tuning, check, scores.get(0).cutoff().orElse(0));
        }
        Plot plot = new Plot(
                tuning.metric().label() + " on events that no trial saw",
                WIDTH,
                HEIGHT,
                Axis.places(scores.stream()
                        .map(score -> "@" + score.cutoff().orElse(0))
                        .toList()),
                reach(check));
        checked(plot, "popular", "popularity", check.popularity(), 2 * ASIDE);
        if (!check.overStandard().isEmpty()) {
            check.standard().ifPresent(standard -> checked(plot, "against", "today's default", standard, 0));
        }
        checked(plot, "model", "the chosen one", check.best(), -2 * ASIDE);
        return plot.svg();
    }

    /** What the check found at one cut-off: each has a place of its own, with its figure beside it. */
    private static String checkedOnce(Tuning tuning, Check check, int cutoff) {
        List<Map.Entry<String, Figures>> found = new ArrayList<>();
        found.add(Map.entry("model", check.best()));
        if (!check.overStandard().isEmpty()) {
            check.standard().ifPresent(standard -> found.add(Map.entry("against", standard)));
        }
        found.add(Map.entry("popular", check.popularity()));
        Plot plot = new Plot(
                tuning.metric().label() + "@" + cutoff + " on events that no trial saw",
                WIDTH,
                HEIGHT,
                Axis.places(found.stream().map(each -> nameOf(each.getKey())).toList()),
                reach(check).titled(tuning.metric().label() + "@" + cutoff));
        for (int place = 0; place < found.size(); place++) {
            String style = found.get(place).getKey();
            Score score = found.get(place).getValue().score(cutoff);
            int at = place;
            score.interval().ifPresent(interval -> plot.interval(style, at, 0, interval.low(), interval.high()));
            plot.point(style, place, 0, score.value(), nameOf(style) + ": " + words(score));
            plot.name(place, score.value(), 0, FigureText.number(score.value()));
        }
        return plot.svg();
    }

    private static String nameOf(String style) {
        return switch (style) {
            case "model" -> "the chosen one";
            case "against" -> "today's default";
            default -> "popularity";
        };
    }

    /** The axis of what a check found: around its intervals. */
    private static Axis reach(Check check) {
        double[] ends = Stream.concat(Stream.of(check.best(), check.popularity()), check.standard().stream())
                .flatMap(figures -> figures.scores().stream())
                .flatMapToDouble(score -> score.interval()
                        .map(interval -> DoubleStream.of(interval.low(), interval.high()))
                        .orElse(DoubleStream.of(score.value())))
                .sorted()
                .toArray();
        return Axis.around(ends[0], ends[ends.length - 1]);
    }

    private static void checked(Plot plot, String style, String name, Figures figures, double aside) {
        List<double[]> points = new ArrayList<>();
        for (int at = 0; at < figures.scores().size(); at++) {
            Score score = figures.scores().get(at);
            int place = at;
            points.add(new double[] {at, score.value()});
            score.interval().ifPresent(interval -> plot.interval(style, place, aside, interval.low(), interval.high()));
            plot.point(style, at, aside, score.value(), name + ": " + words(score));
        }
        plot.line(style, aside, points);
    }

    /** Which colour belongs to which algorithm. */
    static String legend(Tuning tuning) {
        StringBuilder legend = new StringBuilder("<div class=\"legend\">");
        List<String> algorithms = algorithms(tuning);
        for (int at = 0; at < algorithms.size(); at++) {
            legend.append("<span><i class=\"s")
                    .append(at % COLORS)
                    .append("\"></i>")
                    .append(Html.escape(algorithms.get(at)))
                    .append("</span>");
        }
        return legend.append(showsPopularity(tuning) ? "<span><i class=\"popular\"></i>popularity alone</span>" : "")
                .append("</div>\n")
                .toString();
    }

    private static List<String> algorithms(Tuning tuning) {
        return tuning.trials().stream()
                .map(trial -> trial.candidate().algorithm())
                .distinct()
                .toList();
    }

    private static String style(Tuning tuning, Trial trial) {
        boolean chosen = trial.number() == tuning.best().number();
        return color(tuning, trial)
                + (trial.measured() ? "" : " hollow")
                + (chosen ? " chosen" : "")
                + (tuning.isOutside(trial) ? " outside" : "");
    }

    private static String color(Tuning tuning, Trial trial) {
        return "s" + algorithms(tuning).indexOf(trial.candidate().algorithm()) % COLORS;
    }

    /** Names the chosen trial and today's default, as far as they are drawn, the higher one above. */
    private static void names(Tuning tuning, Plot plot, List<Trial> drawn, ToDoubleFunction<Trial> x) {
        Trial best = tuning.best();
        Trial standard = tuning.standard();
        boolean same = best.number() == standard.number();
        if (drawn.contains(best)) {
            plot.name(x.applyAsDouble(best), value(tuning, best), -1, same ? "chosen: today's default" : "chosen");
        }
        if (!same && drawn.contains(standard)) {
            plot.name(x.applyAsDouble(standard), value(tuning, standard), 1, "today's default");
        }
    }

    /** Draws what the chosen trial reached on each sample of users that others were stopped on. */
    private static void samples(Tuning tuning, List<Trial> trials, Plot plot) {
        samples(tuning, trials)
                .forEach((users, value) -> plot.level(
                        "even", value, String.format(Locale.ROOT, "chosen, on the sample of %,d users", users)));
    }

    /** The sizes of samples that trials were stopped on, with the chosen trial's value on the same users. */
    private static Map<Integer, Double> samples(Tuning tuning, List<Trial> trials) {
        Map<Integer, Double> samples = new TreeMap<>();
        for (Trial trial : trials) {
            int users = trial.figures().orElseThrow().users();
            if (!trial.measured()) {
                tuning.best().valueOn(users).ifPresent(value -> samples.put(users, value));
            }
        }
        return samples;
    }

    /** The trials that were measured at all, the chosen one last and before it one apart, so that no other covers them. */
    private static List<Trial> tried(Tuning tuning) {
        return tuning.trials().stream()
                .filter(trial -> trial.figures().isPresent())
                .sorted(Comparator.<Trial, Boolean>comparing(
                                trial -> trial.number() == tuning.best().number())
                        .thenComparing(tuning::isOutside))
                .toList();
    }

    /** The axis of coverage: around the trials, and popularity if that is shown. */
    private static Axis coverages(Tuning tuning, List<Trial> trials) {
        double[] all = DoubleStream.concat(
                        trials.stream().mapToDouble(TuningCharts::coverage),
                        showsPopularity(tuning, trials)
                                ? DoubleStream.of(100 * tuning.popularity().coverage())
                                : DoubleStream.empty())
                .sorted()
                .toArray();
        return Axis.around(all[0], all[all.length - 1]);
    }

    /** The axis of the metric: around the trials, and popularity if that leaves room for them. */
    private static Axis values(Tuning tuning, List<Trial> trials) {
        double least = least(tuning, trials);
        double greatest = DoubleStream.concat(
                        DoubleStream.of(greatest(tuning, trials)),
                        samples(tuning, trials).values().stream().mapToDouble(Double::doubleValue))
                .max()
                .orElseThrow();
        boolean shown = showsPopularity(tuning, trials);
        return Axis.around(
                        shown ? Math.min(least, popularity(tuning)) : least,
                        shown ? Math.max(greatest, popularity(tuning)) : greatest)
                .titled(tuning.metric().label() + "@" + tuning.cutoff());
    }

    /** Whether popularity is near enough to the trials that these do not lie on each other beside it. */
    static boolean showsPopularity(Tuning tuning) {
        return showsPopularity(tuning, tried(tuning));
    }

    private static boolean showsPopularity(Tuning tuning, List<Trial> trials) {
        double least = least(tuning, trials);
        double span = Math.max(greatest(tuning, trials) - least, Math.abs(least) / 10);
        return popularity(tuning) > least - span;
    }

    private static double popularity(Tuning tuning) {
        return tuning.popularity().score(tuning.cutoff()).value();
    }

    private static double least(Tuning tuning, List<Trial> trials) {
        return trials.stream().mapToDouble(trial -> value(tuning, trial)).min().orElse(0);
    }

    private static double greatest(Tuning tuning, List<Trial> trials) {
        return trials.stream().mapToDouble(trial -> value(tuning, trial)).max().orElse(0);
    }

    private static Score score(Tuning tuning, Trial trial) {
        return trial.figures().orElseThrow().score(tuning.cutoff());
    }

    private static double value(Tuning tuning, Trial trial) {
        return score(tuning, trial).value();
    }

    private static double coverage(Trial trial) {
        return 100 * trial.figures().orElseThrow().coverage();
    }

    private static double kept(Trial trial) {
        return trial.neighborsPerItem().orElse(0);
    }

    private static String tip(Tuning tuning, Trial trial) {
        return "trial " + trial.number() + ", " + trial.candidate() + ": " + words(score(tuning, trial))
                + (trial.measured() ? "" : ", " + trial.state() + besideBest(tuning, trial))
                + (tuning.isOutside(trial) ? ", to compare with, as it lacks the fixed parameters" : "");
    }

    private static String besideBest(Tuning tuning, Trial trial) {
        int users = trial.figures().orElseThrow().users();
        OptionalDouble best = tuning.best().valueOn(users);
        return best.isPresent()
                ? String.format(
                        Locale.ROOT,
                        " on %,d users, of whom the chosen one reaches %s",
                        users,
                        FigureText.number(best.getAsDouble()))
                : "";
    }

    private static String words(Score score) {
        return FigureText.number(score.value())
                + score.interval()
                        .map(interval -> ", " + FigureText.range(interval.low(), interval.high()))
                        .orElse("");
    }
}
