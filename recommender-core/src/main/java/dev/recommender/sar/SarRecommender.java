package dev.recommender.sar;

import dev.recommender.EventWeights;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers queries from a SAR model: seeds × affinities → rows accumulated → exact top-k, filled up with popular items.
 * Shared between threads.
 */
final class SarRecommender implements Recommender {
    private final ModelData data;
    private final ScorerPool scorers;
    private final EventWeights weights;
    private final Decay decay;
    private final Optional<Instant> referenceTime;

    SarRecommender(ModelData data, ScorerPool scorers) {
        this.data = data;
        this.scorers = scorers;
        this.weights = data.info().weights();
        this.decay = data.info().decay();
        this.referenceTime = data.info().metadata().referenceTime();
    }

    @Override
    public Recommendations recommend(Query query) {
        Scorer scorer = scorers.borrow();
        try {
            Optional<String> unknownUser = addHistory(query, scorer);
            List<String> unknownItems = addSeeds(query, scorer);
            scorer.seeds.merge();
            scorer.accumulate();
            scorer.selectTop(query.count(), query.seenIncluded());
            return Recommendations.of(recommendations(query, scorer), unknownUser, unknownItems);
        } finally {
            scorers.giveBack(scorer);
        }
    }

    private Optional<String> addHistory(Query query, Scorer scorer) {
        if (query.user().isEmpty()) {
            return Optional.empty();
        }
        int user = data.users().indexOf(query.user().get());
        if (user == Ids.UNKNOWN) {
            return query.user();
        }
        scorer.addHistory(user, historyFactor(query));
        return Optional.empty();
    }

    /** How much the affinities, which are as of the model's reference time, have decayed since. */
    private double historyFactor(Query query) {
        if (query.time().isEmpty() || referenceTime.isEmpty()) {
            return 1;
        }
        return decay.factor(
                (double) query.time().get().toEpochMilli() - referenceTime.get().toEpochMilli());
    }

    private List<String> addSeeds(Query query, Scorer scorer) {
        List<String> unknown = List.of();
        Optional<Instant> now = query.time().or(() -> referenceTime);
        for (int at = 0; at < query.seeds().size(); at++) {
            Seed seed = query.seeds().get(at);
            int item = data.items().indexOf(seed.item());
            if (item == Ids.UNKNOWN) {
                if (unknown.isEmpty()) {
                    unknown = new ArrayList<>();
                }
                unknown.add(seed.item());
                continue;
            }
            double weight = seed.weight().isPresent() ? seed.weight().getAsDouble() : weights.weightOf(seed.type());
            boolean timed = now.isPresent() && seed.time().isPresent();
            double age = timed
                    ? (double) now.get().toEpochMilli() - seed.time().get().toEpochMilli()
                    : 0;
            scorer.seeds.add(item, weight * decay.factor(age));
        }
        return unknown;
    }

    private List<Recommendation> recommendations(Query query, Scorer scorer) {
        TopItems top = scorer.top;
        List<Recommendation> list =
                new ArrayList<>(Math.min(query.count(), data.items().count()));
        for (int rank = 0; rank < top.size(); rank++) {
            list.add(new Recommendation(data.items().text(top.item(rank)), top.score(rank), Source.SIMILARITY));
        }
        if (query.backfilled()) {
            backfill(query, scorer, list, false);
            backfill(query, scorer, list, true);
        }
        return list;
    }

    /**
     * Adds popular items, which index order gives; items that the seeds speak against come last, if they are needed at
     * all.
     */
    private void backfill(Query query, Scorer scorer, List<Recommendation> list, boolean spokenAgainst) {
        for (int item = 0; item < data.items().count() && list.size() < query.count(); item++) {
            double score = scorer.score(item);
            boolean eligible = query.seenIncluded() || !scorer.seen(item);
            if (eligible && (spokenAgainst ? score < 0 : score == 0)) {
                list.add(new Recommendation(data.items().text(item), 0, Source.POPULARITY));
            }
        }
    }
}
