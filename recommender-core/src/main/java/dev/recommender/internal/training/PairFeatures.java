package dev.recommender.internal.training;

import dev.recommender.CatalogItem;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.rows.Ids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The items' features in the form in which pairs of items are compared. A term is a value of a feature, and an item is
 * a sorted set of terms. A feature of two items matches to the part of their values that they share: common / (all
 * distinct), from 0 to 1. The match is 0 where either item has no value.
 */
public final class PairFeatures {
    /** The features by name, ascending. */
    final List<String> names;
    /** The terms of each item, ascending. The terms of one feature are together. */
    final int[][] terms;
    /** The feature of each term. */
    final int[] featureOfTerm;

    private final short[] valueCounts;
    private final boolean[] multiValued;

    private PairFeatures(List<String> names, int[][] terms, int[] featureOfTerm) {
        this.names = names;
        this.terms = terms;
        this.featureOfTerm = featureOfTerm;
        this.multiValued = new boolean[names.size()];
        this.valueCounts = new short[Math.multiplyExact(terms.length, names.size())];
        for (int item = 0; item < terms.length; item++) {
            for (int term : terms[item]) {
                int feature = featureOfTerm[term];
                multiValued[feature] |= ++valueCounts[item * names.size() + feature] > 1;
            }
        }
    }

    public static PairFeatures of(ItemFeatures features, Ids ids) {
        TreeSet<String> names = new TreeSet<>();
        Map<String, TreeSet<String>> values = new HashMap<>();
        for (int item = 0; item < ids.count(); item++) {
            features.item(item, "item")
                    .ifPresent(described -> described.features().forEach((name, list) -> {
                        names.add(name);
                        values.computeIfAbsent(name, ignored -> new TreeSet<>()).addAll(list);
                    }));
        }
        List<String> ordered = List.copyOf(names);
        Map<String, Map<String, Integer>> numbers = new LinkedHashMap<>();
        List<Integer> featureOfTerm = new ArrayList<>();
        for (int feature = 0; feature < ordered.size(); feature++) {
            Map<String, Integer> ofFeature = new HashMap<>();
            for (String value : values.getOrDefault(ordered.get(feature), new TreeSet<>())) {
                ofFeature.put(value, featureOfTerm.size());
                featureOfTerm.add(feature);
            }
            numbers.put(ordered.get(feature), ofFeature);
        }
        int[][] terms = new int[ids.count()][];
        for (int item = 0; item < terms.length; item++) {
            Optional<CatalogItem> described = features.item(item, "item");
            terms[item] = described
                    .map(found -> found.features().entrySet().stream()
                            .flatMapToInt(entry -> entry.getValue().stream()
                                    .mapToInt(value -> numbers.getOrDefault(entry.getKey(), Map.of())
                                            .getOrDefault(value, -1)))
                            .sorted()
                            .toArray())
                    .orElse(new int[0]);
        }
        return new PairFeatures(
                ordered,
                terms,
                featureOfTerm.stream().mapToInt(Integer::intValue).toArray());
    }

    /** How many features there are. */
    public int count() {
        return names.size();
    }

    /** A feature's name. */
    public String name(int feature) {
        return names.get(feature);
    }

    /** How many terms there are. */
    public int terms() {
        return featureOfTerm.length;
    }

    /** The terms of an item, ascending. */
    public int[] termsOf(int item) {
        return terms[item];
    }

    /** The feature of a term. */
    public int featureOf(int term) {
        return featureOfTerm[term];
    }

    /** Fills in how far each feature of two items matches. */
    void match(int left, int right, double[] matches) {
        Arrays.fill(matches, 0);
        int[] a = terms[left];
        int[] b = terms[right];
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            int feature = Math.min(featureOfTerm[a[i]], featureOfTerm[b[j]]);
            int endA = end(a, i, feature);
            int endB = end(b, j, feature);
            int all = endA - i + endB - j;
            int common = 0;
            while (i < endA && j < endB) {
                int order = Integer.compare(a[i], b[j]);
                common += order == 0 ? 1 : 0;
                i += order <= 0 ? 1 : 0;
                j += order >= 0 ? 1 : 0;
            }
            i = endA;
            j = endB;
            matches[feature] = common == 0 ? 0 : (double) common / (all - common);
        }
    }

    /** Whether no item has more than one value of a feature. */
    boolean singleValued(int feature) {
        return !multiValued[feature];
    }

    /** How many values of a feature an item has. */
    int valuesOf(int item, int feature) {
        return valueCounts[item * names.size() + feature];
    }

    private int end(int[] sorted, int from, int feature) {
        int end = from;
        while (end < sorted.length && featureOfTerm[sorted[end]] == feature) {
            end++;
        }
        return end;
    }
}
