package dev.recommender.web;

import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** The shop that the examples of the description speak of. */
final class MusicShop {
    private static final List<String> ITEMS =
            List.of("violin", "bow", "case", "rosin", "harp", "strings", "stand", "metronome", "shoulder-rest");
    private static final List<String> PRICES = List.of("low", "middle", "high");

    private MusicShop() {}

    /** Puts the shop's files into the folder {@code shop} of a store. */
    static void put(BlobStore store) throws IOException {
        Random random = new Random(5);
        StringBuilder catalog = new StringBuilder();
        for (int item = 0; item < ITEMS.size(); item++) {
            catalog.append(ITEMS.get(item))
                    .append(",The ")
                    .append(ITEMS.get(item))
                    .append(",music,,price=");
            catalog.append(PRICES.get(item % PRICES.size())).append('\n');
        }
        store.put("shop/catalog.csv", BlobContent.of(catalog.toString()));
        store.put("shop/usage.csv", BlobContent.of(usage(random, 600)));
        store.put("shop/evaluation.csv", BlobContent.of(usage(random, 100)));
    }

    /** A request for a model of the shop. */
    static TrainingRequest request() {
        return TrainingRequest.of("shop/usage.csv")
                .catalog("shop/catalog.csv")
                .evaluation("shop/evaluation.csv")
                .with("supportThreshold", 3);
    }

    /** One model alone. */
    static List<Alias.Share> only(ModelId model) {
        return List.of(new Alias.Share(model, 1));
    }

    private static String usage(Random random, int events) {
        StringBuilder lines = new StringBuilder();
        for (int event = 0; event < events; event++) {
            lines.append('u').append(1 + random.nextInt(60)).append(',');
            lines.append(ITEMS.get((int) (ITEMS.size() * Math.pow(random.nextDouble(), 1.5))));
            lines.append(",2026-11-").append(10 + random.nextInt(19)).append("T12:00:00Z\n");
        }
        return lines.toString();
    }
}
