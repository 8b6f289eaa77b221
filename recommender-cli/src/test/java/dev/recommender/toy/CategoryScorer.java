package dev.recommender.toy;

import dev.recommender.CatalogItem;
import dev.recommender.models.RankedModel;
import dev.recommender.spi.ItemScorer;
import dev.recommender.spi.ScoreBoard;
import dev.recommender.spi.Seeds;
import java.util.Optional;

/** An item's score: for each seed of its category, the affinity to the seed times the item's share of users. */
final class CategoryScorer implements ItemScorer {
    private final RankedModel model;
    private final int minUsers;
    private final int users;

    CategoryScorer(RankedModel model) {
        this.model = model;
        this.minUsers = model.content().getInt(0);
        this.users = model.metadata().users();
    }

    @Override
    public void score(Seeds seeds, ScoreBoard board) {
        double[] scores = board.scores();
        for (int item = 0; item < scores.length; item++) {
            for (int at = 0; at < seeds.size(); at++) {
                scores[item] += seeds.affinity(at) * weight(seeds, at, item);
            }
        }
        board.reached(0, scores.length);
    }

    @Override
    public double weight(Seeds seeds, int at, int item) {
        boolean together = category(item).isPresent() && category(item).equals(category(seeds.item(at)));
        return together && model.frequency(item) >= minUsers ? (double) model.frequency(item) / users : 0;
    }

    private Optional<String> category(int item) {
        return model.item(item).flatMap(CatalogItem::category);
    }
}
