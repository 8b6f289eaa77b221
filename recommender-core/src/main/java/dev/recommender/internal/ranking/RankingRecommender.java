package dev.recommender.internal.ranking;

import dev.recommender.Contribution;
import dev.recommender.EventWeights;
import dev.recommender.InvalidValueException;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.ScoreScale;
import dev.recommender.Seed;
import dev.recommender.UserHistoryProvider;
import dev.recommender.Violation;
import dev.recommender.internal.events.Decay;
import dev.recommender.internal.model.Histories;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.Batch;
import dev.recommender.internal.util.WholeNumbers;
import dev.recommender.internal.util.WideNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries from a model of any kind. The steps are: history and live events → seeds → scores → rules → exact
 * top-k, filled up with popular items. Shared between threads.
 */
public final class RankingRecommender implements Recommender {
    /** What floats are multiplied by, so that their products with similarities and boosts are doubles in full precision. */
    private static final double LEAST_PLAIN = 0x1p-300;

    /** How often a weight can be halved without leaving that range. */
    private static final int LEAST_PLAIN_HALVINGS = 299;

    private final ModelParts model;
    private final ScratchPool pool;
    private final TranslatedRules translated;
    private final @Nullable UserHistoryProvider provider;
    private final EventWeights weights;
    private final Decay decay;
    private final Optional<Instant> referenceTime;
    private final long reference;

    /**
     * A recommender.
     *
     * @param pool its working spaces hold the model's scorers
     * @param provider where the users' histories come from; null if from the model
     */
    public RankingRecommender(
            ModelParts model, ScratchPool pool, TranslatedRules translated, @Nullable UserHistoryProvider provider) {
        this.model = model;
        this.pool = pool;
        this.translated = translated;
        this.provider = provider;
        this.weights = model.header().weights();
        this.decay = model.header().decay();
        this.referenceTime = Optional.ofNullable(model.header().referenceTime()).map(Instant::ofEpochMilli);
        this.reference = referenceTime.map(Instant::toEpochMilli).orElse(0L);
    }

    @Override
    public Recommendations recommend(Query query) {
        return recommend(query, false);
    }

    @Override
    public Recommendations similarItems(String item, int count) {
        return recommend(Query.items(item).count(count).withoutBackfill(), true);
    }

    /**
     * Answers a query.
     *
     * @param similar whether it asks what is similar to its only seed
     */
    private Recommendations recommend(Query query, boolean similar) {
        Scratch scratch = pool.borrow();
        boolean whole = false;
        try {
            Optional<List<Seed>> provided = providedHistory(query);
            boolean userKnown = addSeeds(query, provided, scratch, false);
            ItemRules rules = ItemRules.of(model, query, translated);
            Scaling scaling;
            if (similar && scratch.scoreSimilar()) {
                scaling = Scaling.raw();
            } else {
                scratch.score(rules);
                scaling = scaling(query, provided).in(scratch.unit);
            }
            answer(query, scratch, rules, scaling);
            Recommendations answer = Recommendations.of(
                    scratch.list,
                    userKnown ? Optional.empty() : query.user(),
                    scratch.unknownItems,
                    rules == null ? List.of() : rules.unmatched());
            Optional<String> near = userKnown || provider != null ? Optional.empty() : nearUser(query);
            answer = near.isPresent() ? answer.withNearUser(near.get()) : answer;
            answer = scratch.unknownItems.isEmpty() ? answer : answer.withNearItems(nearItems(scratch.unknownItems));
            whole = true;
            return answer;
        } finally {
            pool.giveBack(scratch, whole);
        }
    }

    /** The user of the model whose id is the number that the query's is, otherwise written. */
    private Optional<String> nearUser(Query query) {
        return query.user()
                .flatMap(WholeNumbers::otherwiseWritten)
                .filter(other -> model.users().indexOf(other) != Ids.UNKNOWN);
    }

    /** The items of the model whose ids are the numbers that unknown ones are, otherwise written. */
    private Map<String, String> nearItems(List<String> unknown) {
        Map<String, String> near = new LinkedHashMap<>();
        for (String item : unknown) {
            WholeNumbers.otherwiseWritten(item)
                    .filter(other -> model.items().indexOf(other) != Ids.UNKNOWN)
                    .ifPresent(other -> near.put(item, other));
        }
        return near;
    }

    @Override
    public OptionalDouble predict(String user, String item) {
        int index = model.items().indexOf(item);
        Query query = Query.user(user);
        Scratch scratch = pool.borrow();
        boolean whole = false;
        try {
            Optional<List<Seed>> provided = providedHistory(query);
            OptionalDouble score = OptionalDouble.empty();
            if (addSeeds(query, provided, scratch, false) && index != Ids.UNKNOWN) {
                scratch.seeds.merge();
                if (scratch.scorer.knows(scratch.seeds, index)) {
                    Scaling scaling = scaling(query, provided);
                    score = OptionalDouble.of(
                            scratch.seeds.relative()
                                    ? scaling.score(wideScoreOf(scratch, index))
                                    : scaling.score(scratch.scoreOf(index)));
                }
            }
            whole = true;
            return score;
        } finally {
            pool.giveBack(scratch, whole);
        }
    }

    @Override
    public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
        return Batch.run(users, user -> recommend(query.forUser(user)), sink);
    }

    /** Fills the scratch's list. */
    private void answer(Query query, Scratch scratch, @Nullable ItemRules rules, Scaling scaling) {
        ListRules listRules = ListRules.needed(query) ? new ListRules(model.features(), scratch.scorer, query) : null;
        boolean seenIncluded = query.includesSeen();
        if (listRules == null) {
            scratch.rank(query.count(), seenIncluded, rules, query.minScore(), scaling);
        } else {
            int pool = listRules.poolSize();
            scratch.rank(pool, seenIncluded, rules, query.minScore(), scaling);
            boolean complete = scratch.top.complete();
            while (!listRules.pick(scratch.top) && !complete) {
                pool = (int) Math.min(Integer.MAX_VALUE, 8L * pool);
                scratch.rank(pool, seenIncluded, rules, query.minScore(), scaling);
                complete = scratch.top.complete();
            }
        }
        TopItems top = scratch.top;
        for (int rank = 0; rank < top.size(); rank++) {
            int item = top.item(rank);
            double raw = top.score(rank);
            List<Contribution> because = query.explains() ? because(scratch, item, raw, rules, scaling) : List.of();
            scratch.list.add(new Recommendation(
                    scratch.text(item), scaling.score(raw), model.cold(item) ? Source.CONTENT : Source.MODEL, because));
        }
        if (query.backfills() && query.minScore() <= 0) {
            backfill(query, scratch, rules, listRules, false);
            backfill(query, scratch, rules, listRules, true);
        }
    }

    /**
     * Adds popular items, in the order of their indexes; items with a negative score come last, if they are needed at all.
     */
    private void backfill(
            Query query, Scratch scratch, @Nullable ItemRules rules, @Nullable ListRules listRules, boolean negative) {
        double[] scores = scratch.board.scores;
        for (int item = 0; item < scores.length && scratch.list.size() < query.count(); item++) {
            double score = scores[item];
            boolean eligible = (negative ? score < 0 : score == 0)
                    && (query.includesSeen() || !scratch.board.seen(item))
                    && (rules == null || (rules.allow(item) && rules.meetsCondition(item)))
                    && (listRules == null || listRules.take(item));
            if (eligible) {
                scratch.list.add(new Recommendation(scratch.text(item), 0, Source.POPULARITY));
            }
        }
    }

    private static WideNumber wideScoreOf(Scratch scratch, int item) {
        MergedSeeds seeds = scratch.seeds;
        if (!scratch.scorer.additive()) {
            return new WideNumber(scratch.scoreOf(item), seeds.exponent());
        }
        WideNumber score = new WideNumber();
        for (int at = 0; at < seeds.size(); at++) {
            score.add(part(seeds, at, scratch.scorer.weight(seeds, at, item)));
        }
        return score;
    }

    private static WideNumber part(MergedSeeds seeds, int at, double weight) {
        WideNumber affinity = seeds.wide(at);
        return new WideNumber(affinity.mantissa(), affinity.exponent()).times(weight);
    }

    private static List<Contribution> because(
            Scratch scratch, int item, double raw, @Nullable ItemRules rules, Scaling scaling) {
        double factor = rules == null ? 1 : rules.factor(item);
        MergedSeeds seeds = scratch.seeds;
        if (seeds.relative()) {
            return becauseOfWide(scratch, item, raw, factor, scaling);
        }
        List<Contribution> because = new ArrayList<>();
        for (int at = 0; at < seeds.size(); at++) {
            double weight = scratch.scorer.weight(seeds, at, item);
            double affinity = seeds.affinity(at);
            if (weight * affinity != 0) {
                double part = scaling.contribution(weight * affinity * factor, raw);
                because.add(new Contribution(scratch.text(seeds.item(at)), affinity, weight, part));
            }
        }
        because.sort(Comparator.comparingDouble(Contribution::score).reversed());
        return because;
    }

    private static List<Contribution> becauseOfWide(
            Scratch scratch, int item, double raw, double factor, Scaling scaling) {
        MergedSeeds seeds = scratch.seeds;
        Map<Contribution, WideNumber> parts = new LinkedHashMap<>();
        for (int at = 0; at < seeds.size(); at++) {
            double weight = scratch.scorer.weight(seeds, at, item);
            WideNumber part = part(seeds, at, weight).times(factor);
            if (part.mantissa() != 0) {
                double affinity = seeds.wide(at).toDouble();
                double score = scaling.contribution(part, raw);
                parts.put(new Contribution(scratch.text(seeds.item(at)), affinity, weight, score), part);
            }
        }
        return parts.entrySet().stream()
                .sorted(Map.Entry.<Contribution, WideNumber>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Scaling scaling(Query query, Optional<List<Seed>> provided) {
        Scale scale = model.header().scale();
        if (scale.scoreScale() == ScoreScale.RAW) {
            return Scaling.raw();
        }
        if (scale.scoreScale() == ScoreScale.UNIT_INTERVAL) {
            return Scaling.unitInterval(scale.factor());
        }
        Scratch counter = pool.borrowAnother();
        boolean whole = false;
        try {
            addSeeds(query, provided, counter, true);
            counter.scoreAll();
            Scaling scaling =
                    Scaling.rating(scale, counter.board.smallest(), counter.board.largest(), counter.seeds.exponent());
            whole = true;
            return scaling;
        } finally {
            pool.giveBack(counter, whole);
        }
    }

    /** What the application knows of the query's user: asked once, however often the answer is gone through. */
    private Optional<List<Seed>> providedHistory(Query query) {
        return provider == null ? Optional.empty() : query.user().flatMap(provider::historyOf);
    }

    /**
     * Adds the history of the query's user and the query's live events as seeds. Notes the events whose items the model
     * does not know.
     *
     * @param provided what the provider, if there is one, knows of the query's user
     * @param counting whether each event weighs 1 before decay
     * @return whether the user is known, if there is one
     * @throws IllegalArgumentException if the query has a recency, and seeds are ratings
     */
    private boolean addSeeds(Query query, Optional<List<Seed>> provided, Scratch scratch, boolean counting) {
        boolean shared = query.recency().isPresent();
        if (shared && scratch.scorer.rated()) {
            String recency = query.recency().get().toString();
            throw new InvalidValueException(Violation.withRemedy(
                            "recency",
                            "\"" + recency + "\" would make earlier ratings smaller, which are what they are to a model"
                                    + " of ratings",
                            "leave recency out")
                    .value(recency));
        }
        Optional<Instant> now = query.at().isPresent() ? query.at() : referenceTime;
        boolean known = true;
        if (query.user().isPresent()) {
            known = provider == null ? addModelHistory(query, scratch, counting) : provided.isPresent();
            for (Seed event : provided.orElse(List.of())) {
                addSeed(event, now, scratch, counting, 1, 0);
            }
            scratch.seeds.endHistory();
        }
        if (shared) {
            scratch.shares.begin(query.seeds(), query.recency().get());
        }
        for (int at = 0; at < query.seeds().size(); at++) {
            Seed seed = query.seeds().get(at);
            double share = 1;
            long halvings = 0;
            if (shared) {
                scratch.shares.next();
                share = scratch.shares.mantissa();
                halvings = scratch.shares.halfLives();
            }
            if (!addSeed(seed, now, scratch, counting, share, halvings)) {
                scratch.unknownItems.add(seed.item());
            }
        }
        return known;
    }

    private boolean addModelHistory(Query query, Scratch scratch, boolean counting) {
        int user = model.users().indexOf(query.user().orElseThrow());
        if (user == Ids.UNKNOWN) {
            return false;
        }
        Histories histories = model.histories();
        RowBlocks rows = counting ? histories.eventCounts() : histories.affinities();
        // The affinities are as of the reference time; what has passed since decays all of them alike.
        // Boxing the reference time would allocate where the compiler does not see through it.
        long now = query.at().isPresent() ? query.at().get().toEpochMilli() : reference;
        boolean later = referenceTime.isPresent() && now > reference;
        double factor = histories.scale(user) * (later ? decay.factor((double) now - reference) : 1);
        if (factor >= LEAST_PLAIN && histories.plain(user)) {
            scratch.addSeeds(rows, user, factor);
            if (!later && !counting) {
                scratch.seedsAreHistoryOf(user);
            }
        } else if (later) {
            scratch.addSeeds(rows, user, decay.mantissa(reference, now), decay.wholeHalfLives(reference, now));
        } else {
            scratch.addSeeds(rows, user, 1, 0);
        }
        return true;
    }

    /**
     * Adds an event as a seed.
     *
     * @param share what it counts of its weight, times two to the power of the halvings; at least 2<sup>−62</sup>
     * @return whether the model knows the item
     */
    private boolean addSeed(
            Seed seed, Optional<Instant> now, Scratch scratch, boolean counting, double share, long halvings) {
        int item = model.items().indexOf(seed.item());
        if (item == Ids.UNKNOWN) {
            return false;
        }
        double weight = 1;
        if (!counting && model.header().weighted()) {
            weight = seed.weight().isPresent() ? seed.weight().getAsDouble() : weights.weightOf(seed.type());
        }
        weight *= share;
        boolean decays = now.isPresent() && seed.time().isPresent();
        long moment = decays ? now.get().toEpochMilli() : 0;
        long when = decays ? seed.time().get().toEpochMilli() : 0;
        double left = decays ? decay.factor((double) moment - when) : 1;
        if (halvings == 0 && left >= LEAST_PLAIN) {
            scratch.addSeed(item, weight * left);
        } else if (halvings + decay.wholeHalfLives(when, moment) <= LEAST_PLAIN_HALVINGS) {
            scratch.addSeed(item, Math.scalb(weight * left, (int) -halvings));
        } else {
            scratch.addSeed(
                    item, weight * decay.mantissa(when, moment), -halvings - decay.wholeHalfLives(when, moment));
        }
        return true;
    }
}
