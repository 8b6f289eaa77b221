package dev.recommender.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.examples.Shop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /** Tunes on its events and items. */
    Run tune(Object... options) {
        List<Object> words = new ArrayList<>(List.of("tune", "--usage", usage, "--catalog", catalog));
        words.addAll(List.of(options));
        return Run.of(words.toArray());
    }

    /** What a tuning writes as JSON. */
    JsonNode tuned(Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--format", "json"));
        Run run = tune(words.toArray());
        if (run.status() != 0) {
            throw new IllegalStateException(run.toString());
        }
        return new ObjectMapper().readTree(run.out());
    }
}
