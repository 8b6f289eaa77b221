package dev.recommender.als;

import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.factors.FactorParts;
import dev.recommender.internal.factors.Sums;
import dev.recommender.internal.factors.VectorSolver;
import dev.recommender.internal.training.ModelTraining;
import dev.recommender.internal.training.Phases;
import dev.recommender.internal.training.RowOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a training of vectors takes.
 *
 * @param terms what the catalog says of items, if they are placed by it
 */
record AlsTraining(AlsOptions als, FeatureTerms terms) implements ModelTraining {
    /** The phase of learning vectors. */
    static final String FACTORS = "factors";

    /** The phase of turning the vectors of items, and solving those of the users at last. */
    static final String VECTORS = "vectors";

    private static final int FEW_FACTORS = 32;
    private static final long ROW_OBJECT = 24;

    /** What a multiplication and addition takes where vectors are gathered, and where equations are solved: rules of thumb. */
    private static final double NANOS_PER_PRODUCT = 0.1;

    private static final double NANOS_PER_SUBTRACTION = 0.25;

    private static final double NANOS_PER_LOOK = 1;

    /** What a training on an input takes. */
    static AlsTraining of(AlsOptions options, TrainingInput input) {
        return new AlsTraining(
                options,
                options.placedByFeatures()
                        ? input.catalog().map(FeatureTerms::of).orElse(FeatureTerms.NONE)
                        : FeatureTerms.NONE);
    }

    @Override
    public String algorithm() {
        return AlsAlgorithm.NAME;
    }

    @Override
    public RowOptions options() {
        return als.shared();
    }

    @Override
    public Parameters parameters() {
        return als.toParameters();
    }

    @Override
    public AlsTraining with(RowOptions other) {
        return new AlsTraining(als.with(other), terms);
    }

    @Override
    public List<Saving> savings() {
        int fewer = Math.min(FEW_FACTORS, Math.max(AlsParameters.GRAIN, als.factors() / 2 / 8 * 8));
        return als.factors() == AlsParameters.GRAIN
                ? List.of()
                : List.of(new Saving(AlsParameters.FACTORS.name(), fewer, new AlsTraining(als.factors(fewer), terms)));
    }

    @Override
    public boolean spillable() {
        return false;
    }

    @Override
    public Map<String, Long> bytes(Sizes sizes, long threads, boolean spilled, long room) {
        long size = als.factors();
        long mostPairs = Math.max(sizes.users(), sizes.warm());
        long solvers = threads * VectorSolver.bytes(size, als.block(), mostPairs);
        long items = vectors(sizes.warm());
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put(
                FACTORS,
                items
                        + vectors(sizes.users())
                        + 2 * Side.PAIR * sizes.pairs()
                        + 8L * (sizes.users() + sizes.items())
                        + Sums.bytes(size)
                        + solvers
                        + (als.heldOut() > 0 ? items + 16L * sizes.users() + (threads + 4) * sizes.items() : 0));
        if (als.placedByFeatures()) {
            bytes.put(Phases.COLD_ITEMS, vectors(sizes.items()) + terms.bytes(sizes.items(), size, threads));
        }
        return bytes;
    }

    private long vectors(long rows) {
        return rows * (Float.BYTES * (long) als.factors() + ROW_OBJECT);
    }

    @Override
    public long modelBytes(Sizes sizes, long threads, boolean spilled) {
        long size = als.factors();
        long mostPairs = Math.min(sizes.largestUser(), sizes.items());
        return vectors(sizes.items())
                + FactorParts.bytes(
                        sizes.items(), options().histories() ? sizes.users() : 0, als.factors(), als.format())
                + Sums.bytes(size)
                + threads * (VectorSolver.bytes(size, size, mostPairs) + mostPairs * (Float.BYTES * size + ROW_OBJECT));
    }

    @Override
    public double nanos(Sizes sizes, double additions, double nanosPerAddition) {
        double size = als.factors();
        double block = als.block();
        double gathering = 2.0 * sizes.pairs() * size * (block / 2 + 2) * NANOS_PER_PRODUCT;
        double solving = (sizes.users() + (double) sizes.warm())
                * (size * size + size * block * block / 6)
                * NANOS_PER_SUBTRACTION;
        double heldOut = Math.min(HeldOut.MOST_USERS, als.heldOut() * sizes.users()) * sizes.warm() * size;
        double placing = als.placedByFeatures() ? terms.looks(sizes.warm()) * size * NANOS_PER_LOOK : 0;
        return (als.iterations() + 0.5) * (gathering + solving)
                + als.iterations() * heldOut * NANOS_PER_PRODUCT
                + placing;
    }

    @Override
    public Map<String, Long> figures(Extent extent) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("pairs", extent.sizes().pairs());
        figures.put("vectors", vectorsOf(extent.sizes()));
        return figures;
    }

    private static long vectorsOf(Sizes sizes) {
        return (long) sizes.users() + sizes.warm();
    }

    @Override
    public List<String> drivers(Extent extent) {
        Sizes sizes = extent.sizes();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "time is driven by %,d iterations over %,d pairs; a pair costs the %s",
                        als.iterations(),
                        sizes.pairs(),
                        als.block() == als.factors() ? "square of factors" : "product of factors and blockSize"),
                String.format(
                        Locale.ROOT,
                        "memory is driven by %,d vectors of %,d factors and %,d pairs",
                        vectorsOf(sizes),
                        als.factors(),
                        sizes.pairs()));
    }

    @Override
    public String need(Sizes sizes) {
        return String.format(Locale.ROOT, "%,d vectors of %,d factors", vectorsOf(sizes), als.factors());
    }
}
