package dev.recommender.als;

import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import dev.recommender.spi.TrainingResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded users with tastes: each takes mostly items of a few kinds. */
final class AlsShop {
    final List<UsageEvent> events = new ArrayList<>();
    final Random random;
    final int users;
    final int items;

    AlsShop(long seed, int users, int items) {
        this.random = new Random(seed);
        this.users = users;
        this.items = items;
        int kinds = 2 + random.nextInt(4);
        for (int user = 0; user < users; user++) {
            int taste = random.nextInt(kinds);
            int count = 2 + random.nextInt(items / 4);
            for (int event = 0; event < count; event++) {
                int item = (int) (items * Math.pow(random.nextDouble(), 1.7));
                item = random.nextInt(4) == 0 ? item : Math.min(items - 1, item / kinds * kinds + taste);
                double weight = random.nextInt(12) == 0 ? -1 : 0.5 * (1 + random.nextInt(8));
                events.add(UsageEvent.of("u" + user, "i" + item).weight(weight));
            }
        }
    }

    /** Vectors, and the loss after each iteration. */
    record Learnt(TrainingResult<FactorModel> result, List<Double> losses) {
        FactorModel model() {
            return result.model();
        }
    }

    static Learnt train(AlsOptions options, int threads, List<UsageEvent> events) {
        return train(options, threads, TrainingInput.of(UsageEvents.of(events)));
    }

    static Learnt train(AlsOptions options, int threads, TrainingInput input) {
        List<Double> losses = new ArrayList<>();
        TrainingResources resources = TrainingResources.ofThisMachine().threads(threads);
        TrainingResult<FactorModel> result = AlsTrainer.of(options.toParameters(), resources)
                .train(input.monitor(new TrainingMonitor() {
                    @Override
                    public void iteration(String phase, int number, double loss) {
                        losses.add(loss);
                    }
                }));
        return new Learnt(result, losses);
    }
}
