package dev.recommender.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The results as Markdown. */
final class Report {
    private static final double GIGA = 1e9;

    /** The phases of all algorithms, in the order in which they come. */
    private static final List<String> PHASES =
            List.of("reading", "grouping", "counting", "similarity", "solving", "factors", "vectors", "model");

    private static final Map<String, String> QUESTION = new TreeMap<>(
            Map.of("topMean", "mean", "topMedian", "median", "topP99", "99 %", "topCpu", "mean processor time"));

    /** What two builds are compared by. */
    private static final Map<String, String> BUILDS = builds(
            Figures.PROCESS_CPU,
            "processor time of the process, s",
            "totalCpu",
            "processor time of training and saving, s",
            "builtAgain",
            "grouping and similarity again, s",
            "trainAgain",
            "training again, s",
            "cpu",
            "processor time of grouping and similarity, s",
            "total",
            "training and saving, s",
            "topCpu",
            "processor time of a question, µs",
            "topMedian",
            "a question, median, µs",
            "topP99",
            "a question, 99 %, µs",
            "allUsersPerSecond",
            "recommendAll, users per second",
            "openFirst",
            "opening, first in its JVM, ms",
            "openLAZY",
            "opening, checked as used, ms",
            "openONOPEN",
            "opening, checked as a whole, ms",
            Figures.PEAK_BYTES,
            "most memory resident, bytes");

    private final Results results;
    private final int neighbors;
    private final List<String> lines = new ArrayList<>();

    /** @param neighbors how many the limited contestants keep */
    Report(Results results, int neighbors) {
        this.results = results;
        this.neighbors = neighbors;
    }

    String text() {
        ratios();
        memory();
        phases();
        builds();
        return String.join("\n", lines);
    }

    private void ratios() {
        heading("figure", "library", "beside it", "ratio, turn by turn", "of the fastest");
        for (int kept : new int[] {0, neighbors}) {
            String ours = Names.memory(kept);
            String theirs = Names.yardstick(kept);
            String what = "similarity rows from events in memory, " + Programs.neighbors(kept);
            row(what, "%.2f", "s", ours, theirs, "C", "grouping", "similarity");
            row(what + ", processor time", "%.1f", "s", ours, theirs, "C", "cpu");
            for (Map.Entry<String, String> part : QUESTION.entrySet()) {
                row(
                        "ten best for one user, " + Programs.neighbors(kept) + ", " + part.getValue(),
                        "%.1f",
                        "µs",
                        ours,
                        theirs,
                        "C",
                        part.getKey());
            }
        }
        for (PeerShape shape : PeerShape.values()) {
            besideRankSys(shape.text());
        }
        Optional<Turns> csv = results.turns(Names.CSV, "total");
        String limited = Names.memory(neighbors);
        String what = "CSV file → saved model, " + Programs.neighbors(neighbors);
        row(what, "%.2f", "s", csv, results.turns(limited, "train"), "training from memory");
        row(what, "%.2f", "s", csv, results.turns(limited, "grouping", "similarity"), "grouping and similarity");
        row(
                what + ", processor time",
                "%.2f",
                "s",
                results.turns(Names.CSV, "totalCpu"),
                results.turns(limited, "totalCpu"),
                "training from memory");
        for (String weights : List.of(Names.DECAYED, Names.DAMPED)) {
            row(
                    "similarity rows, " + weights,
                    "%.2f",
                    "s",
                    results.turns(weights, "grouping", "similarity"),
                    results.turns(limited, "grouping", "similarity"),
                    "each event counts 1");
        }
        ridge();
        row("learning vectors, first in a JVM", "%.2f", "s", Names.BESIDE_SPARK, Names.SPARK, "Spark", "train");
        row("learning vectors, again", "%.2f", "s", Names.BESIDE_SPARK, Names.SPARK, "Spark", "trainAgain");
        row(
                "learning vectors, processor time of the process",
                "%.1f",
                "s",
                Names.BESIDE_SPARK,
                Names.SPARK,
                "Spark",
                Figures.PROCESS_CPU);
        Optional<Turns> scipy = results.turns(Names.SCIPY, "fit");
        row("whole training from memory", "%.2f", "s", results.turns(Names.BESIDE_SCIPY, "train"), scipy, "scipy");
        row(
                "grouping and similarity alone",
                "%.2f",
                "s",
                results.turns(Names.BESIDE_SCIPY, "grouping", "similarity"),
                scipy,
                "scipy");
        row(
                "whole training from memory, processor time",
                "%.2f",
                "s",
                results.turns(Names.BESIDE_SCIPY, "totalCpu"),
                results.turns(Names.SCIPY, "cpu"),
                "scipy");
        Optional<Turns> ratio = results.turns(Names.MANY, "allOverSingle");
        if (ratio.isPresent()) {
            add(
                    "recommendAll, users per second, " + Programs.neighbors(neighbors),
                    figures(results.turns(Names.MANY, "allUsersPerSecond"), "%,.0f", "/s"),
                    "single calls: " + figures(results.turns(Names.MANY, "singleUsersPerSecond"), "%,.0f", "/s"),
                    ratio.get().text("%.2f"),
                    "");
        }
        million();
        single("opening and first answer, checked as used, first in its JVM", "openFirst", "ms");
        single("opening and first answer, checked as used", "openLAZY", "ms");
        single("opening and first answer, checked as a whole", "openONOPEN", "ms");
        single("size of the opened model", "modelGigabytes", "GB");
    }

    private void ridge() {
        if (results.turns(Names.RIDGE, "train").isEmpty()) {
            return;
        }
        String what = ", " + Programs.neighbors(neighbors);
        row("training ridge rows" + what, "%.2f", "s", Names.RIDGE, Names.DAMPED, "damped rows", "train");
        row(
                "ten best for one user, ridge rows" + what,
                "%.1f",
                "µs",
                Names.RIDGE,
                Names.DAMPED,
                "damped rows",
                "topMean");
        figure(Names.RIDGE_WIDE, "training ridge rows, wide" + what, "train", "%.2f", "s");
        figure(Names.RIDGE_WIDE, "ten best for one user, ridge rows, wide" + what, "topMean", "%.1f", "µs");
    }

    private void million() {
        if (results.turns(Names.MILLION, "train").isEmpty()) {
            return;
        }
        figure(Names.MILLION, "CSV file → saved model, a million items", "total", "%.0f", "s");
        figure(Names.MILLION, "heap that the plan says, a million items", "planned", "%,.0f", "bytes");
        figure(Names.MILLION_OPENED, "model of a million items", "modelGigabytes", "%.2f", "GB");
        figure(Names.MILLION_OPENED, "opening it and first answer, checked as used", "openLAZY", "%.1f", "ms");
        figure(Names.MILLION_OPENED, "ten best for one user, a million items, mean", "topMean", "%.1f", "µs");
        figure(Names.MILLION_OPENED, "ten best for one user, a million items, 99 %", "topP99", "%.1f", "µs");
    }

    private void figure(String contestant, String what, String name, String format, String unit) {
        add(what, figures(results.turns(contestant, name), format, " " + unit), "", "", "");
    }

    private void besideRankSys(String shape) {
        String ours = Names.besideRankSys(shape);
        String theirs = Names.rankSys(shape);
        row(
                "similarity rows, " + shape + ", first in a JVM",
                "%.2f",
                "s",
                results.turns(ours, "grouping", "similarity"),
                results.turns(theirs, "built"),
                "RankSys");
        row("similarity rows, " + shape + ", again", "%.3f", "s", ours, theirs, "RankSys", "builtAgain");
        row(
                "similarity rows, " + shape + ", again, processor time",
                "%.3f",
                "s",
                ours,
                theirs,
                "RankSys",
                "builtAgainCpu");
        for (Map.Entry<String, String> part : QUESTION.entrySet()) {
            row(
                    "ten best for one user, " + shape + ", " + part.getValue(),
                    "%.1f",
                    "µs",
                    ours,
                    theirs,
                    "RankSys",
                    part.getKey());
        }
    }

    private void memory() {
        heading("contestant", "most memory resident at once", "neighbours held", "sum of the best scores");
        for (String name : results.names()) {
            add(
                    name,
                    results.turns(name, Figures.PEAK_BYTES)
                            .map(peak -> new Turns(peak.values().stream()
                                    .map(bytes -> bytes / GIGA)
                                    .toList()))
                            .map(peak -> peak.text("%.2f") + " GB")
                            .orElse(""),
                    figures(results.turns(name, "cells"), "%,.0f", ""),
                    figures(results.turns(name, "checksum"), "%.2f", ""));
        }
    }

    private void phases() {
        List<String> trained = results.names().stream()
                .filter(name -> results.turns(name, "train").isPresent())
                .toList();
        List<String> phases = PHASES.stream()
                .filter(phase -> trained.stream()
                        .anyMatch(name -> results.turns(name, phase).isPresent()))
                .toList();
        List<String> heads = new ArrayList<>(List.of("phase, s"));
        heads.addAll(phases);
        heads.addAll(List.of("training", "training and saving"));
        heading(heads.toArray(String[]::new));
        for (String name : trained) {
            List<String> cells = new ArrayList<>(List.of(name));
            phases.forEach(phase -> cells.add(seconds(name, phase)));
            cells.addAll(List.of(seconds(name, "train"), seconds(name, "total")));
            add(cells.toArray(String[]::new));
        }
    }

    /** This build compared with the other one. */
    private void builds() {
        boolean headed = false;
        for (String name : results.names()) {
            for (Map.Entry<String, String> figure : BUILDS.entrySet()) {
                Optional<Turns> ours = results.turns(name, figure.getKey());
                Optional<Turns> theirs = results.turns(Names.other(name), figure.getKey());
                if (ours.isPresent() && theirs.isPresent()) {
                    if (!headed) {
                        heading("builds", "this build", "other build", "ratio, turn by turn", "of the smallest");
                        headed = true;
                    }
                    row(name + ": " + figure.getValue(), "%.3g", "", ours, theirs, "other");
                }
            }
        }
    }

    private static Map<String, String> builds(String... namesAndWords) {
        Map<String, String> builds = new LinkedHashMap<>();
        for (int at = 0; at < namesAndWords.length; at += 2) {
            builds.put(namesAndWords[at], namesAndWords[at + 1]);
        }
        return builds;
    }

    private String seconds(String contestant, String figure) {
        return results.turns(contestant, figure)
                .map(turns -> turns.text("%.2f"))
                .orElse("");
    }

    private void single(String what, String figure, String unit) {
        results.turns(Names.OPENING, figure).ifPresent(turns -> add(what, turns.text("%.2f") + " " + unit, "", "", ""));
    }

    private void row(
            String what, String format, String unit, String ours, String theirs, String who, String... figures) {
        row(what, format, unit, results.turns(ours, figures), results.turns(theirs, figures), who);
    }

    /** A row with both figures and their ratio; without the other contestant only ours, without ours none. */
    private void row(
            String what, String format, String unit, Optional<Turns> ours, Optional<Turns> theirs, String who) {
        if (ours.isPresent()) {
            add(
                    what,
                    figures(ours, format, " " + unit),
                    theirs.isPresent() ? who + ": " + figures(theirs, format, " " + unit) : "",
                    theirs.map(other -> ours.get().over(other).text("%.2f")).orElse(""),
                    theirs.map(other -> String.format(
                                    Locale.ROOT, "%.2f", ours.get().least() / other.least()))
                            .orElse(""));
        }
    }

    private static String figures(Optional<Turns> turns, String format, String unit) {
        return turns.map(given -> given.text(format) + unit).orElse("");
    }

    private void heading(String... cells) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        add(cells);
        lines.add("| --- ".repeat(cells.length) + "|");
    }

    private void add(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }
}
