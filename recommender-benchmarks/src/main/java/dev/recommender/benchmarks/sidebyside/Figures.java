package dev.recommender.benchmarks.sidebyside;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one run of a contestant gave: numbers by name. */
record Figures(Map<String, Double> byName) {
    static final String PEAK_BYTES = "peakBytes";

    private static final String NUMBER = "([0-9.]+)";

    /** What the C programs and the Python script say, in prose. */
    private static final Map<String, Pattern> PROSE = Map.of(
            "grouping", Pattern.compile("group " + NUMBER + " s"),
            "similarity", Pattern.compile("Jaccard " + NUMBER + " s"),
            "cpu", Pattern.compile("processor time " + NUMBER + " s"),
            "topCpu", Pattern.compile("processor time per question " + NUMBER + " us"),
            "cells", Pattern.compile("cells " + NUMBER),
            "topMean", Pattern.compile("mean " + NUMBER + " us"),
            "topMedian", Pattern.compile("median " + NUMBER + " us"),
            "topP99", Pattern.compile("p99 " + NUMBER + " us"),
            "checksum", Pattern.compile("checksum " + NUMBER),
            "fit", Pattern.compile("fit " + NUMBER + " s"));

    /** One of our own processes' figures. */
    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+)=([0-9.eE+-]+)$");

    Figures {
        byName = Map.copyOf(byName);
    }

    static Figures read(String output, long peakBytes) {
        Map<String, Double> found = new HashMap<>();
        PROSE.forEach((name, pattern) -> {
            Matcher matcher = pattern.matcher(output);
            if (matcher.find()) {
                found.put(name, Double.valueOf(matcher.group(1)));
            }
        });
        LINE.matcher(output).results().forEach(line -> found.put(line.group(1), Double.valueOf(line.group(2))));
        found.put(PEAK_BYTES, (double) peakBytes);
        return new Figures(found);
    }

    /** How our own processes print a figure, which {@link #read} finds again. */
    static String line(String name, double value) {
        return String.format(Locale.ROOT, "%s=%.9g", name, value);
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The figure, or the sum of the figures. */
    double sum(String... names) {
        double sum = 0;
        for (String name : names) {
            Double value = byName.get(name);
            if (value == null) {
                throw new IllegalStateException("a contestant did not print " + name + " but only " + byName.keySet());
            }
            sum += value;
        }
        return sum;
    }
}
