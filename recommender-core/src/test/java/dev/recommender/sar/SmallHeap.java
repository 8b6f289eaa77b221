package dev.recommender.sar;

import dev.recommender.EventType;
import dev.recommender.ModelTrainer;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import dev.recommender.als.AlsTrainer;
import dev.recommender.ridge.RidgeTrainer;
import java.util.Random;

/** Plans or trains in a JVM of its own, on events that are made as they are read. */
final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] arguments) {
        SarTrainer.Builder builder =
                SarTrainer.builder().threads(2).supportThreshold(1).memoryBudget(Long.MAX_VALUE);
        UsageEvents events = switch (arguments[0]) {
            case "all" -> events(800, 200, 2500, 1);
            case "sequential" -> events(3000, 100, 2500, 1);
            case "limited", "ridge", "als" -> events(4000, 100, 2000, 1);
            default -> events(3000, 100, 2000, 4);
        };
        ModelTrainer<?> trainer = switch (arguments[0]) {
            case "ridge" ->
                RidgeTrainer.builder().threads(2).memoryBudget(Long.MAX_VALUE).build();
            case "sequential" ->
                builder.counting(Counting.SEQUENTIAL)
                        .similarity(Similarity.COOCCURRENCE)
                        .maxDistance(20)
                        .build();
            case "als" ->
                AlsTrainer.builder()
                        .factors(512)
                        .blockSize(32)
                        .iterations(1)
                        .threads(2)
                        .memoryBudget(Long.MAX_VALUE)
                        .build();
            case "all" -> builder.build();
            default -> builder.maxNeighbors(1000).build();
        };
        if (arguments[1].equals("plan")) {
            System.out.println(trainer.plan(events).peakBytes());
            return;
        }
        trainer.train(events);
        System.out.println("trained");
    }

    private static UsageEvents events(int users, int perUser, int items, int repeats) {
        return sink -> {
            Random random = new Random(1);
            for (int user = 0; user < users; user++) {
                for (int at = 0; at < perUser; at++) {
                    String item = "i" + random.nextInt(items);
                    for (int repeat = 0; repeat < repeats; repeat++) {
                        sink.event("u" + user, item, random.nextInt(1 << 30) * 1000L, EventType.CLICK, repeat);
                    }
                }
            }
            return ParsingReport.clean((long) users * perUser * repeats);
        };
    }
}
