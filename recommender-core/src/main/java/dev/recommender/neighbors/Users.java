package dev.recommender.neighbors;

import dev.recommender.ScoredId;
import dev.recommender.internal.file.ModelLayout;
import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Questions about users, answered by going through all histories. */
final class Users {
    private Users() {}

    /** The users with the largest positive scores. */
    static List<ScoredId> best(NeighborParts data, int count, IntToDoubleFunction score) {
        TopItems top = new TopItems();
        top.reset(count);
        for (int user = 0; user < data.users().count(); user++) {
            double value = score.applyAsDouble(user);
            if (value > 0) {
                top.offer(user, value);
            }
        }
        top.sort();
        return IntStream.range(0, top.size())
                .mapToObj(rank -> new ScoredId(data.users().text(top.item(rank)), top.score(rank)))
                .toList();
    }

    static List<ScoredId> similar(NeighborParts data, String id, int count) {
        int self = data.users().indexOf(id);
        if (self == Ids.UNKNOWN) {
            return List.of();
        }
        double[] affinities = new double[data.items().count()];
        int[] columns = new int[affinities.length];
        float[] values = new float[affinities.length];
        int own = data.histories().read(self, columns, values);
        for (int at = 0; at < own; at++) {
            affinities[columns[at]] = values[at] * data.historyScale(self);
        }
        return best(data, count, user -> {
            if (user == self) {
                return 0;
            }
            int length = data.histories().read(user, columns, values);
            double product = 0;
            for (int at = 0; at < length; at++) {
                product += affinities[columns[at]] * values[at];
            }
            return product * data.historyScale(user);
        });
    }

    /** The model without a user; the same model if it does not know the user. */
    static NeighborParts forget(NeighborParts data, String id) {
        int user = data.users().indexOf(id);
        if (user == Ids.UNKNOWN) {
            return data;
        }
        IdTable kept = new IdTable();
        for (int other = 0; other < data.users().count(); other++) {
            if (other != user) {
                kept.numberOf(data.users().text(other));
            }
        }
        int[] order = IntStream.range(0, kept.size()).toArray();
        return new NeighborParts(
                data.info(),
                data.items(),
                Ids.open(Ids.section(kept, order)),
                data.frequencies(),
                data.selfSimilarities(),
                data.similarities(),
                data.coldSimilarities(),
                data.stretches(),
                data.histories().without(user),
                exponentsWithout(data.historyExponents(), user),
                data.unities().rows() == 0 ? data.unities() : data.unities().without(user),
                data.features());
    }

    private static ByteBuffer exponentsWithout(ByteBuffer exponents, int user) {
        ByteBuffer kept = ModelLayout.littleEndian(exponents.limit() - 4);
        kept.put(0, exponents, 0, 4 * user);
        return kept.put(4 * user, exponents, 4 * user + 4, exponents.limit() - 4 * user - 4);
    }
}
