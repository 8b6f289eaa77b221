package dev.recommender.cli;

import dev.recommender.examples.Shop;
import java.io.IOException;
import java.nio.file.Path;

/** A small shop in a folder, with a model trained on it. */
record TrainedShop(Shop shop, Path usage, Path catalog, Path model) {
    static TrainedShop in(Path folder) throws IOException {
        Shop shop = Shop.open(200, 60, 6_000, 3);
        shop.write(folder);
        TrainedShop trained = new TrainedShop(
                shop, folder.resolve("usage.csv"), folder.resolve("catalog.csv"), folder.resolve("shop.model"));
        Run run = Run.of("train", "--usage", trained.usage, "--catalog", trained.catalog, "--model", trained.model);
        if (run.status() != 0) {
            throw new IllegalStateException(run.toString());
        }
        return trained;
    }
}
