package dev.recommender.sar;

import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes models for tests. */
final class Models {
    /** The similarities by the names that the reference files use. */
    static final Map<String, Similarity> REFERENCE_NAMES = new LinkedHashMap<>();

    static {
        REFERENCE_NAMES.put("cooc", Similarity.COOCCURRENCE);
        REFERENCE_NAMES.put("cosine", Similarity.COSINE);
        REFERENCE_NAMES.put("inclusion", Similarity.INCLUSION_INDEX);
        REFERENCE_NAMES.put("jaccard", Similarity.JACCARD);
        REFERENCE_NAMES.put("lift", Similarity.LIFT);
        REFERENCE_NAMES.put("mi", Similarity.MUTUAL_INFORMATION);
        REFERENCE_NAMES.put("lmi", Similarity.LEXICOGRAPHERS_MUTUAL_INFORMATION);
    }

    private Models() {}

    static SarModel train(SarTrainer.Builder options, Collection<UsageEvent> events) {
        return train(options, UsageEvents.of(events));
    }

    static SarModel train(SarTrainer.Builder options, UsageEvents events) {
        return (SarModel) options.build().train(events).model();
    }

    static Similarity similarity(String referenceName) {
        Similarity similarity = REFERENCE_NAMES.get(referenceName);
        if (similarity == null) {
            throw new IllegalArgumentException(referenceName);
        }
        return similarity;
    }
}
