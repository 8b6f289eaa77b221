package dev.recommender.internal.ranking;

import dev.recommender.Contribution;
import dev.recommender.EventWeights;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.ScoreScale;
import dev.recommender.Seed;
import dev.recommender.UserHistoryProvider;
import dev.recommender.internal.events.Decay;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.tasks.Batch;
import dev.recommender.neighbors.NeighborParts;
import dev.recommender.neighbors.RowScorer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries from a SAR model: seeds × affinities → rows accumulated → rules → exact top-k, filled up with popular
 * items. Shared between threads.
 */
public final class RankingRecommender implements Recommender {
    private final NeighborParts data;
    private final ScratchPool scorers;
    private final ItemSets sets;
    private final @Nullable UserHistoryProvider provider;
    private final EventWeights weights;
    private final Decay decay;
    private final Optional<Instant> referenceTime;

    public RankingRecommender(
            NeighborParts data, ScratchPool scorers, ItemSets sets, @Nullable UserHistoryProvider provider) {
        this.data = data;
        this.scorers = scorers;
        this.sets = sets;
        this.provider = provider;
        this.weights = data.info().weights();
        this.decay = data.info().decay();
        this.referenceTime = data.info().metadata().referenceTime();
    }

    @Override
    public Recommendations recommend(Query query) {
        RowScorer scorer = scorers.borrow();
        try {
            Optional<List<Seed>> provided = providedHistory(query);
            boolean userKnown = addSeeds(query, provided, scorer, false);
            scorer.seeds.merge();
            scorer.accumulate();
            Scaling scaling = scaling(query, provided);
            ItemRules rules = ItemRules.of(data, query, sets);
            answer(query, scorer, rules, scaling);
            return Recommendations.of(scorer.list, userKnown ? Optional.empty() : query.user(), scorer.unknownItems);
        } finally {
            scorers.giveBack(scorer);
        }
    }

    @Override
    public OptionalDouble predict(String user, String item) {
        int index = data.items().indexOf(item);
        Query query = Query.user(user);
        RowScorer scorer = scorers.borrow();
        try {
            Optional<List<Seed>> provided = providedHistory(query);
            if (!addSeeds(query, provided, scorer, false) || index == Ids.UNKNOWN) {
                return OptionalDouble.empty();
            }
            scorer.seeds.merge();
            return OptionalDouble.of(scaling(query, provided).score(scorer.scoreOf(index)));
        } finally {
            scorers.giveBack(scorer);
        }
    }

    @Override
    public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
        return Batch.run(users, user -> recommend(query.forUser(user)), sink);
    }

    /** Fills the scorer's list. */
    private void answer(Query query, RowScorer scorer, @Nullable ItemRules rules, Scaling scaling) {
        ListRules listwise = ListRules.needed(query) ? new ListRules(data, query) : null;
        boolean seenIncluded = query.seenIncluded();
        if (listwise == null) {
            scorer.rank(query.count(), seenIncluded, rules, query.minScore(), scaling);
        } else {
            int pool = listwise.poolSize();
            scorer.rank(pool, seenIncluded, rules, query.minScore(), scaling);
            boolean complete = scorer.top.complete();
            while (!listwise.pick(scorer.top) && !complete) {
                pool = (int) Math.min(Integer.MAX_VALUE, 8L * pool);
                scorer.rank(pool, seenIncluded, rules, query.minScore(), scaling);
                complete = scorer.top.complete();
            }
        }
        TopItems top = scorer.top;
        for (int rank = 0; rank < top.size(); rank++) {
            int item = top.item(rank);
            Source source = data.cold(item) ? Source.COLD_ITEM : Source.SIMILARITY;
            double raw = top.score(rank);
            List<Contribution> because = query.explained() ? because(scorer, item, raw, rules, scaling) : List.of();
            scorer.list.add(new Recommendation(scorer.text(item), scaling.score(raw), source, because));
        }
        if (query.backfilled() && query.minScore() <= 0) {
            backfill(query, scorer, rules, listwise, false);
            backfill(query, scorer, rules, listwise, true);
        }
    }

    /**
     * Adds popular items, which index order gives; items that the seeds speak against come last, if they are needed at
     * all.
     */
    private void backfill(
            Query query,
            RowScorer scorer,
            @Nullable ItemRules rules,
            @Nullable ListRules listwise,
            boolean spokenAgainst) {
        for (int item = 0; item < data.items().count() && scorer.list.size() < query.count(); item++) {
            double score = scorer.score(item);
            boolean eligible = (spokenAgainst ? score < 0 : score == 0)
                    && (query.seenIncluded() || !scorer.seen(item))
                    && (rules == null || (rules.allow(item) && rules.meetsCondition(item)))
                    && (listwise == null || listwise.take(item));
            if (eligible) {
                scorer.list.add(new Recommendation(scorer.text(item), 0, Source.POPULARITY));
            }
        }
    }

    private List<Contribution> because(
            RowScorer scorer, int item, double raw, @Nullable ItemRules rules, Scaling scaling) {
        double factor = rules == null ? 1 : rules.factor(item);
        List<Contribution> because = new ArrayList<>();
        for (int at = 0; at < scorer.seeds.size(); at++) {
            double similarity = data.similarity(scorer.seeds.item(at), item);
            double affinity = scorer.seeds.affinity(at);
            if (similarity * affinity != 0) {
                double part = scaling.contribution(similarity * affinity * factor, raw);
                because.add(new Contribution(scorer.text(scorer.seeds.item(at)), similarity, affinity, part));
            }
        }
        because.sort(Comparator.comparingDouble(Contribution::score).reversed());
        return because;
    }

    private Scaling scaling(Query query, Optional<List<Seed>> provided) {
        Scale scale = data.info().scale();
        if (scale.scoreScale() == ScoreScale.RAW) {
            return Scaling.raw();
        }
        if (scale.scoreScale() == ScoreScale.UNIT_INTERVAL) {
            return Scaling.unitInterval(scale.factor());
        }
        RowScorer counter = scorers.borrowAnother();
        try {
            addSeeds(query, provided, counter, true);
            counter.seeds.merge();
            counter.accumulateAll();
            return Scaling.rating(scale, counter.smallest(), counter.largest());
        } finally {
            scorers.giveBack(counter);
        }
    }

    /** What the application knows of the query's user: asked once, however often the answer is gone through. */
    private Optional<List<Seed>> providedHistory(Query query) {
        return provider == null ? Optional.empty() : query.user().flatMap(provider::historyOf);
    }

    /**
     * Adds the history of the query's user and the query's seeds to a scorer, which notes those that the model does not
     * know.
     *
     * @param provided what the provider, if there is one, knows of the query's user
     * @param unity whether each event weighs 1 before decay
     * @return whether the user is known, if there is one
     */
    private boolean addSeeds(Query query, Optional<List<Seed>> provided, RowScorer scorer, boolean unity) {
        Optional<Instant> now = query.time().isPresent() ? query.time() : referenceTime;
        boolean known = true;
        if (query.user().isPresent()) {
            known = provider == null ? addModelHistory(query, scorer, unity) : provided.isPresent();
            for (Seed event : provided.orElse(List.of())) {
                addSeed(event, now, scorer, unity);
            }
        }
        for (int at = 0; at < query.seeds().size(); at++) {
            Seed seed = query.seeds().get(at);
            if (!addSeed(seed, now, scorer, unity)) {
                scorer.unknownItems.add(seed.item());
            }
        }
        return known;
    }

    private boolean addModelHistory(Query query, RowScorer scorer, boolean unity) {
        int user = data.users().indexOf(query.user().orElseThrow());
        if (user == Ids.UNKNOWN) {
            return false;
        }
        double factor = data.historyScale(user);
        if (query.time().isPresent() && referenceTime.isPresent()) {
            // The affinities are as of the reference time; what has passed since decays all of them alike.
            factor *= decay.factor((double) query.time().get().toEpochMilli()
                    - referenceTime.get().toEpochMilli());
        }
        scorer.addSeeds(unity ? data.unities() : data.histories(), user, factor);
        return true;
    }

    private boolean addSeed(Seed seed, Optional<Instant> now, RowScorer scorer, boolean unity) {
        int item = data.items().indexOf(seed.item());
        if (item == Ids.UNKNOWN) {
            return false;
        }
        double weight = 1;
        if (!unity && data.info().weighted()) {
            weight = seed.weight().isPresent() ? seed.weight().getAsDouble() : weights.weightOf(seed.type());
        }
        boolean timed = now.isPresent() && seed.time().isPresent();
        double age =
                timed ? (double) now.get().toEpochMilli() - seed.time().get().toEpochMilli() : 0;
        scorer.seeds.add(item, weight * decay.factor(age));
        return true;
    }
}
