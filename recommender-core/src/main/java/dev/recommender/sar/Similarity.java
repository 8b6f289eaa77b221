package dev.recommender.sar;

import dev.recommender.internal.util.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How similar two items are, as a function of how often they occur together and alone. In the table, c is the
 * co-occurrence of a seed i and a target j: the number of units that hold both. Further, f is the frequency of an item
 * (the number of units that hold it), and n is the number of items among the events:
 *
 * <table>
 * <caption>The similarities</caption>
 * <tr><th>name</th><th>s(i, j)</th><th>range</th></tr>
 * <tr><td>cooccurrence</td><td>c</td><td>0 … min(f<sub>i</sub>, f<sub>j</sub>)</td></tr>
 * <tr><td>jaccard</td><td>c / (f<sub>i</sub> + f<sub>j</sub> − c)</td><td>0 … 1</td></tr>
 * <tr><td>lift</td><td>c / (f<sub>i</sub> f<sub>j</sub>)</td><td>0 … 1</td></tr>
 * <tr><td>cosine</td><td>c / √(f<sub>i</sub> f<sub>j</sub>)</td><td>0 … 1</td></tr>
 * <tr><td>inclusion-index</td><td>c / min(f<sub>i</sub>, f<sub>j</sub>)</td><td>0 … 1</td></tr>
 * <tr><td>mutual-information</td><td>log<sub>2</sub>(n c / (f<sub>i</sub> f<sub>j</sub>))</td><td>any sign</td></tr>
 * <tr><td>lexicographers-mutual-information</td><td>c log<sub>2</sub>(n c / (f<sub>i</sub> f<sub>j</sub>))</td>
 * <td>any sign</td></tr>
 * <tr><td>damped</td><td>Σ<sub>u</sub> d<sub>u</sub><sup>−a</sup> / (f<sub>i</sub><sup>b</sup>
 * f<sub>j</sub><sup>c</sup>)</td><td>≥ 0</td></tr>
 * </table>
 *
 * <p>The first seven come from the SAR reference implementations (Microsoft Product Recommendations and the
 * Recommenders project). In the damped family u runs over the units that hold both items, and d<sub>u</sub> is the
 * number of items in the unit. The exponent a reduces the weight of users who took many items. The exponents b and c
 * reduce the weight of popular seeds and popular targets. a = b = c = 0 is co-occurrence, (0, ½, ½) cosine, (0, 1, 1)
 * lift.
 *
 * <p>With {@link Counting#SEQUENTIAL} c is the sum of reciprocal distances at which the target follows the seed, at most 1
 * for each unit. Then co-occurrence is the score of sequential rules, and damped with b = 1 the mean over the seed's units.
 * Jaccard and mutual information compare sets of units, and are refused.
 *
 * <p>Items that never occur together have similarity 0 under every function, and 0/0 is 0. Pairs that occur together
 * less often than the support threshold count as pairs that never do.
 */
public final class Similarity {
    /** How often the items occur together. */
    public static final Similarity COOCCURRENCE = symmetric("cooccurrence", (c, fi, fj, n) -> c);

    /** The units with both items among the units with either. */
    public static final Similarity JACCARD = symmetric("jaccard", (c, fi, fj, n) -> c / (fi + fj - c));

    /** Co-occurrence against what chance would give; favours rare items. */
    public static final Similarity LIFT = symmetric("lift", (c, fi, fj, n) -> c / (fi * fj));

    /** The cosine between the items' unit vectors. */
    public static final Similarity COSINE = symmetric("cosine", (c, fi, fj, n) -> c / Math.sqrt(fi * fj));

    /** The share of the rarer item's units that also hold the other one. */
    public static final Similarity INCLUSION_INDEX =
            symmetric("inclusion-index", (c, fi, fj, n) -> c / Math.min(fi, fj));

    /** The pointwise mutual information of the items in bits, with the number of items as the reference gives it. */
    public static final Similarity MUTUAL_INFORMATION =
            symmetric("mutual-information", (c, fi, fj, n) -> log2(n * c / (fi * fj)));

    /** Mutual information weighted by co-occurrence, element by element. */
    public static final Similarity LEXICOGRAPHERS_MUTUAL_INFORMATION =
            symmetric("lexicographers-mutual-information", (c, fi, fj, n) -> c * log2(n * c / (fi * fj)));

    private static final double LN_2 = StrictMath.log(2);
    private static final String DAMPED = "damped";
    private static final String CUSTOM = "custom:";
    private static final Pattern DAMPED_FORM = Pattern.compile(
            "damped\\(\\s*([0-9.eE-]+)\\s*,\\s*([0-9.eE-]+)\\s*,\\s*([0-9.eE-]+)\\s*\\)", Pattern.CASE_INSENSITIVE);

    private final String name;
    private final Function function;
    private final double unitDamping;
    private final double seedDamping;
    private final double targetDamping;

    private Similarity(String name, Function function, double unitDamping, double seedDamping, double targetDamping) {
        this.name = name;
        this.function = function;
        this.unitDamping = unitDamping;
        this.seedDamping = seedDamping;
        this.targetDamping = targetDamping;
    }

    /**
     * The damped family Σ<sub>u</sub> d<sub>u</sub><sup>−a</sup> / (f<sub>seed</sub><sup>b</sup>
     * f<sub>target</sub><sup>c</sup>). With b ≠ c it is not symmetric.
     *
     * @param a how much large units count less, from 0 to 4
     * @param b how much popular seeds count less, from 0 to 4
     * @param c how much popular targets count less, from 0 to 4
     * @throws IllegalArgumentException if an exponent is outside its range
     */
    public static Similarity damped(double a, double b, double c) {
        requireExponent("a", a);
        requireExponent("b", b);
        requireExponent("c", c);
        Function function = (sum, fi, fj, n) -> sum / (Numbers.power(fi, b) * Numbers.power(fj, c));
        return new Similarity(DAMPED, function, a, b, c);
    }

    /**
     * A similarity of the caller's.
     *
     * @param name names it in the model's metadata; not blank
     * @param function gives a finite similarity for each pair that occurs together; zero means not similar
     */
    public static Similarity of(String name, Function function) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a similarity must not be blank");
        }
        return new Similarity(CUSTOM + name, function, 0, 0, 0);
    }

    /** The similarities that need no further numbers, in the order of the table above. */
    public static List<Similarity> standard() {
        return List.of(
                COOCCURRENCE,
                JACCARD,
                LIFT,
                COSINE,
                INCLUSION_INDEX,
                MUTUAL_INFORMATION,
                LEXICOGRAPHERS_MUTUAL_INFORMATION);
    }

    /**
     * The standard similarity of this name, such as {@code inclusion-index}; upper case and underscores do as well.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists them
     */
    public static Similarity named(String name) {
        String kebab = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        return standard().stream()
                .filter(similarity -> similarity.name.equals(kebab))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no similarity is named \"" + name + "\"; choose from "
                        + standard().stream().map(Similarity::name).toList()));
    }

    /**
     * A standard similarity by its {@linkplain #named name}, or one of the damped family in the form of {@link #toString}, in
     * upper or lower case.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Similarity parse(String text) {
        Matcher damped = DAMPED_FORM.matcher(text.strip());
        return damped.matches()
                ? damped(
                        Double.parseDouble(damped.group(1)),
                        Double.parseDouble(damped.group(2)),
                        Double.parseDouble(damped.group(3)))
                : named(text);
    }

    /** The name, in kebab case. */
    public String name() {
        return name;
    }

    /**
     * The similarity of a pair that occurs together.
     *
     * @param cooccurrence the units that hold both items, or, where units are damped, the sum of their d<sup>−a</sup>
     * @param seedFrequency the units that hold the seed
     * @param targetFrequency the units that hold the target
     * @param items the number of items among the events
     */
    public double of(double cooccurrence, double seedFrequency, double targetFrequency, int items) {
        return function.of(cooccurrence, seedFrequency, targetFrequency, items);
    }

    /** The exponent a of the damped family; 0 for every other similarity, which counts each unit as 1. */
    double unitDamping() {
        return unitDamping;
    }

    /** Whether the similarity of a seed and a target is always that of the target and the seed. */
    boolean symmetric() {
        return !custom() && seedDamping == targetDamping;
    }

    /** The seeds' powers of frequency, where similarity is a quotient by their product with the targets'; else none. */
    double[] seedFactors(int[] frequency, int count) {
        return factors(frequency, count, seedDamping);
    }

    /** The targets' powers of frequency; see {@link #seedFactors}. */
    double[] targetFactors(int[] frequency, int count) {
        return factors(frequency, count, targetDamping);
    }

    /**
     * Powers of the targets' frequencies, by which a seed's co-occurrences are divided to get the order of their
     * similarities: for co-occurrence, lift, cosine and the damped family. Empty for every other similarity.
     */
    double[] orderingDivisors(int[] frequency, int count) {
        double exponent = equals(COSINE) ? 0.5 : equals(LIFT) ? 1 : targetDamping;
        boolean quotient = equals(COOCCURRENCE) || equals(COSINE) || equals(LIFT) || name.equals(DAMPED);
        double[] divisors = new double[quotient ? count : 0];
        for (int item = 0; item < divisors.length; item++) {
            divisors[item] = Numbers.power(frequency[item], exponent);
        }
        return divisors;
    }

    private double[] factors(int[] frequency, int count, double exponent) {
        double[] factors = new double[name.equals(DAMPED) ? count : 0];
        for (int item = 0; item < factors.length; item++) {
            factors[item] = Numbers.power(frequency[item], exponent);
        }
        return factors;
    }

    /**
     * Whether it makes sense of counts in one direction. A caller's own function is taken to do so. Units of sequential
     * counting have no weights: each item counts with so many of the next alone, however long a unit is.
     */
    boolean directed() {
        return unitDamping == 0
                && !equals(JACCARD)
                && !equals(MUTUAL_INFORMATION)
                && !equals(LEXICOGRAPHERS_MUTUAL_INFORMATION);
    }

    /** Whether it is the caller's own. */
    boolean custom() {
        return name.startsWith(CUSTOM);
    }

    /** Whether values can be negative, as far as that is known. */
    boolean canBeNegative() {
        return equals(MUTUAL_INFORMATION) || equals(LEXICOGRAPHERS_MUTUAL_INFORMATION);
    }

    /** Whether every value lies between 0 and 1. */
    boolean boundedByOne() {
        return equals(JACCARD) || equals(LIFT) || equals(COSINE) || equals(INCLUSION_INDEX);
    }

    /** The weight of a unit with this many items: d<sup>−a</sup>. */
    double unitWeightOf(int unitSize) {
        return 1 / Numbers.power(unitSize, unitDamping);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Similarity that
                && name.equals(that.name)
                && (!custom() || function.equals(that.function))
                && unitDamping == that.unitDamping
                && seedDamping == that.seedDamping
                && targetDamping == that.targetDamping;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, unitDamping, seedDamping, targetDamping);
    }

    /** The name, with the exponents of a damped similarity: {@code damped(0.5,0.5,0.5)}. */
    @Override
    public String toString() {
        return name.equals(DAMPED)
                ? name + "(" + Numbers.text(unitDamping) + "," + Numbers.text(seedDamping) + ","
                        + Numbers.text(targetDamping) + ")"
                : name;
    }

    private static Similarity symmetric(String name, Function function) {
        return new Similarity(name, function, 0, 0, 0);
    }

    private static void requireExponent(String name, double value) {
        if (!(value >= 0 && value <= 4)) {
            throw new IllegalArgumentException("damping exponent " + name + " must be from 0 to 4: " + value);
        }
    }

    private static double log2(double value) {
        return StrictMath.log(value) / LN_2;
    }

    /** A similarity as a function of numbers. */
    @FunctionalInterface
    public interface Function {
        /** See {@link Similarity#of(double, double, double, int)}. */
        double of(double cooccurrence, double seedFrequency, double targetFrequency, int items);
    }
}
