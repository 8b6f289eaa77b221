package dev.recommender.evaluation;

/**
 * What is measured. In the formulas L<sub>k</sub> is the list of the first k recommendations of a user, and R is the
 * set of the user's relevant items. The ranks of the relevant items in L<sub>k</sub>, from 1, are h; |·| counts.
 * {@link AveragedOver} determines which users the values are averaged over.
 */
public enum Metric {
    /**
     * |h| &gt; 0: the share of users with at least one hit, from 0 to 1. Product Recommendations called this
     * number, as a percentage, "precision at k".
     */
    HIT_RATE("Hit rate", Kind.RANKING, "Share of users with at least one relevant item among the first k"),

    /** |h| / k, from 0 to 1; a list shorter than k is divided by k all the same. */
    PRECISION("Precision", Kind.RANKING, "Relevant items among the first k, divided by k"),

    /**
     * |h| / |R|, from 0 to 1: recall of information retrieval (Manning, Raghavan, Schütze: Introduction to Information
     * Retrieval, 2008, section 8.3), and the recall of NGCF and LightGCN. Users with more than k relevant items cannot
     * reach 1.
     */
    RECALL("Recall", Kind.RANKING, "Relevant items among the first k, divided by all relevant items"),

    /**
     * |h| / min(k, |R|), from 0 to 1: the recall that 1 is reachable for at every k. Liang, Krishnan, Hoffman, Jebara
     * (Variational Autoencoders for Collaborative Filtering, 2018) and those who compare with them call this number
     * "recall at k"; Thakur et al. (BEIR, 2021) call it capped recall. Equals {@link #RECALL} for users with at most k
     * relevant items.
     */
    CAPPED_RECALL("Capped recall", Kind.RANKING, "Relevant items among the first k, divided by min(k, relevant items)"),

    /**
     * Σ<sub>h</sub> gain / log<sub>2</sub>(1 + h), divided by the same sum of the best possible order of R cut at k: the
     * normalised discounted cumulative gain, from 0 to 1. {@link Gain} says what an item gains.
     */
    NDCG("nDCG", Kind.RANKING, "Relevant items, discounted by the logarithm of their rank; 1 is the best order"),

    /** Σ<sub>q</sub> (q / h<sub>q</sub>) / min(k, |R|): average precision that 1 is reachable for at every k. */
    MAP_AT_K("MAP@k", Kind.RANKING, "Precision at each hit, summed and divided by min(k, relevant items)"),

    /** Σ<sub>q</sub> (q / h<sub>q</sub>) / |R|: average precision by all relevant items, even where k is less. */
    MAP("MAP", Kind.RANKING, "Precision at each hit, summed and divided by all relevant items"),

    /** 1 / min h, and 0 without a hit: the reciprocal rank. */
    MRR("MRR", Kind.RANKING, "One divided by the rank of the first relevant item"),

    /** The number of h ≤ min(k, |R|), divided by |R|; precision at |R| as long as k reaches as far. */
    R_PRECISION("R-precision", Kind.RANKING, "Relevant items among as many first ones as there are relevant items"),

    /**
     * The probability that a random relevant item stands before a random other candidate, from 0 to 1; 0.5 is chance.
     * Candidates are all training items but the seen ones. Candidates that are not listed share the last place, and
     * ties count half. Needs no cut-off. Users without other candidates are left out.
     */
    AUC("AUC", Kind.LIST, "Probability that a relevant item is ranked before another candidate"),

    /**
     * 1 − the mean similarity of all pairs of L<sub>k</sub>, from 0 to 1. The similarity of two items is c<sub>ij</sub>
     * / √(c<sub>i</sub> c<sub>j</sub>), where c counts the training users of an item or of both, or the feature values
     * if requested. Users with fewer than two recommendations are left out.
     */
    DIVERSITY("Diversity", Kind.LIST, "One less the mean similarity within a list"),

    /**
     * The mean over L<sub>k</sub> of 1 − the mean similarity of the item to the user's training items, from 0 to 1.
     * Similarities are computed as for {@link #DIVERSITY}. Users without recommendations or training items are left
     * out.
     */
    UNEXPECTEDNESS("Unexpectedness", Kind.LIST, "One less the mean similarity to what the user already has"),

    /** As {@link #UNEXPECTEDNESS}, but items that are not relevant count 0: what is both unexpected and right. */
    SERENDIPITY("Serendipity", Kind.LIST, "Unexpectedness of the relevant items; others count 0"),

    /**
     * The mean over all recommendations of −log<sub>2</sub>(c<sub>i</sub> / Σ c), in bits, where c counts the training
     * users of an item. The rarer the recommended items, the greater.
     */
    NOVELTY("Novelty", Kind.CATALOG, "Mean self-information of the recommended items, in bits"),

    /** Distinct recommended items, divided by the training items and the other recommended ones; from 0 to 1. */
    CATALOG_COVERAGE(
            "Catalog coverage",
            Kind.CATALOG,
            "Distinct items recommended to anybody, over all that have training events or were recommended"),

    /**
     * −Σ<sub>i</sub> p<sub>i</sub> log<sub>2</sub> p<sub>i</sub>, in bits, where p is an item's share of all
     * recommendations. It is 0 if everybody gets the same item, and grows the more evenly items are recommended.
     */
    DISTRIBUTIONAL_COVERAGE("Distributional coverage", Kind.CATALOG, "Entropy of the recommended items, in bits"),

    /** √(mean (score − rating)²) over the test events with a weight of their own, their rating. */
    RMSE("RMSE", Kind.RATING, "Root of the mean squared difference of score and rating"),

    /** Mean |score − rating|. */
    MAE("MAE", Kind.RATING, "Mean absolute difference of score and rating"),

    /** 1 − Σ (rating − score)² / Σ (rating − mean rating)²: 1 is perfect, 0 as good as the mean, may be negative. */
    R_SQUARED("R²", Kind.RATING, "Share of the ratings' variance that the scores explain, bias included"),

    /** 1 − var(rating − score) / var(rating): as {@link #R_SQUARED}, but a constant difference costs nothing. */
    EXPLAINED_VARIANCE("Explained variance", Kind.RATING, "Share of the ratings' variance that the scores explain"),

    /** The probability that a liked event scores higher than another one, over all users together; ties count half. */
    RATING_AUC("Rating AUC", Kind.RATING, "Probability that a liked event scores higher than one that is not"),

    /**
     * −mean (y ln p + (1 − y) ln (1 − p)), where y is 1 for liked events and p is the scaled score. Scores are scaled
     * so that the least is 0 and the greatest 1, but p stays at least 2<sup>−52</sup> away from either.
     */
    LOG_LOSS("Log loss", Kind.RATING, "Negative log likelihood of liked, given the score scaled to 0 to 1");

    private final String label;
    private final Kind kind;
    private final String definition;

    Metric(String label, Kind kind, String definition) {
        this.label = label;
        this.kind = kind;
        this.definition = definition;
    }

    /** The name that reports show. */
    public String label() {
        return label;
    }

    /** What the metric says, in one sentence. */
    public String definition() {
        return definition;
    }

    /** Whether it judges the hits of each user's list at a cut-off: those from {@link #HIT_RATE} to {@link #R_PRECISION}. */
    public boolean ranks() {
        return kind == Kind.RANKING;
    }

    /** Whether it is an error, so that less of it is better. */
    boolean lessIsBetter() {
        return this == RMSE || this == MAE || this == LOG_LOSS;
    }

    Kind kind() {
        return kind;
    }

    /** What a metric is about. */
    enum Kind {
        /** The hits of each user. */
        RANKING,
        /** Each user's list. */
        LIST,
        /** All lists together. */
        CATALOG,
        /** Scores against ratings. */
        RATING
    }
}
