package dev.recommender.neighbors;

import dev.recommender.ScoredId;
import dev.recommender.internal.model.Histories;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.util.WideNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Questions about users, answered by going through all histories. */
final class Users {
    private Users() {}

    /** The users with the largest positive scores. */
    static List<ScoredId> best(ModelParts model, int count, IntToDoubleFunction score) {
        TopItems top = new TopItems();
        top.reset(count);
        for (int user = 0; user < model.users().count(); user++) {
            double value = score.applyAsDouble(user);
            if (value > 0) {
                top.offer(user, value);
            }
        }
        top.sort();
        return IntStream.range(0, top.size())
                .mapToObj(rank -> new ScoredId(model.users().text(top.item(rank)), top.score(rank)))
                .toList();
    }

    static List<ScoredId> similar(ModelParts model, String id, int count) {
        int self = model.users().indexOf(id);
        if (self == Ids.UNKNOWN) {
            return List.of();
        }
        Histories histories = model.histories();
        if (!IntStream.range(0, model.users().count()).allMatch(histories::plain)) {
            return similarOfLongAgo(model, self, count);
        }
        double[] affinities = new double[model.items().count()];
        int[] columns = new int[affinities.length];
        float[] values = new float[affinities.length];
        int own = histories.affinities().read(self, columns, values);
        for (int at = 0; at < own; at++) {
            affinities[columns[at]] = values[at] * histories.scale(self);
        }
        return best(model, count, user -> {
            if (user == self) {
                return 0;
            }
            int length = histories.affinities().read(user, columns, values);
            double product = 0;
            for (int at = 0; at < length; at++) {
                product += affinities[columns[at]] * values[at];
            }
            return product * histories.scale(user);
        });
    }

    /** As {@link #similar}, where affinities can be below the range of doubles. */
    private static List<ScoredId> similarOfLongAgo(ModelParts model, int self, int count) {
        Histories histories = model.histories();
        int items = model.items().count();
        float[] affinities = new float[items];
        long[] exponents = new long[items];
        int[] columns = new int[items];
        float[] values = new float[items];
        int own = histories.affinities().read(self, columns, values);
        long[] ownExponents = histories.exponents(self, columns, own);
        for (int at = 0; at < own; at++) {
            affinities[columns[at]] = values[at];
            exponents[columns[at]] = ownExponents[at];
        }
        List<SimilarUser> similar = new ArrayList<>();
        for (int user = 0; user < model.users().count(); user++) {
            int length = user == self ? 0 : histories.affinities().read(user, columns, values);
            long[] others = histories.exponents(user, columns, length);
            WideNumber product = new WideNumber();
            for (int at = 0; at < length; at++) {
                int item = columns[at];
                product.add((double) affinities[item] * values[at], exponents[item] + others[at]);
            }
            if (product.mantissa() > 0) {
                similar.add(new SimilarUser(user, product));
            }
        }
        return similar.stream()
                .sorted(Comparator.comparing(SimilarUser::product).reversed().thenComparingInt(SimilarUser::user))
                .limit(count)
                .map(user -> new ScoredId(model.users().text(user.user), user.product.toDouble()))
                .toList();
    }

    private record SimilarUser(int user, WideNumber product) {}
}
