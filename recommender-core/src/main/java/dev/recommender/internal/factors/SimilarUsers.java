package dev.recommender.internal.factors;

import dev.recommender.ScoredId;
import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.Ids;
import java.util.List;
import java.util.stream.IntStream;

/** The users whose vectors are most alike, found by going through all. */
public final class SimilarUsers {
    private SimilarUsers() {}

    /** The users with the largest positive cosine; none if the model has no vector of the user. */
    public static List<ScoredId> of(FactorParts parts, String id, int count) {
        Ids users = parts.model().users();
        int self = users.indexOf(id);
        if (self == Ids.UNKNOWN) {
            return List.of();
        }
        float[] own = parts.userVector(self);
        float[] other = new float[own.length];
        double norm = Vectors.norm(own, 0);
        TopItems top = new TopItems();
        top.reset(count);
        for (int user = 0; user < users.count(); user++) {
            parts.users().read(user, 0, other.length, other);
            double product = Vectors.product(own, other, 0, own.length);
            if (user != self && product > 0) {
                top.offer(user, Math.min(1, product / (norm * Vectors.norm(other, 0))));
            }
        }
        top.sort();
        return IntStream.range(0, top.size())
                .mapToObj(rank -> new ScoredId(users.text(top.item(rank)), top.score(rank)))
                .toList();
    }
}
