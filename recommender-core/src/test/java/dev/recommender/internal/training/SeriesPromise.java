package dev.recommender.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.Parameters;
import dev.recommender.ParsingReport;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.TrainingResources;
import dev.recommender.spi.TrainingSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What series of any algorithm promise: trainings that share steps make the models of trainings that share none. */
public final class SeriesPromise {
    /** For whoever has room for everything. */
    public static final TrainingResources RESOURCES = new TrainingResources(2, Long.MAX_VALUE);

    private static final int TRAININGS = 25;

    private SeriesPromise() {}

    /**
     * Trains again and again in a series, and each time also by itself.
     *
     * @param change from the parameters of one training to those of the next
     */
    public static void requireModelsOfTrainersAlone(
            Path folder, Algorithm algorithm, TrainingInput input, Parameters first, UnaryOperator<Parameters> change)
            throws IOException {
        try (TrainingSeries series = algorithm.series(input, RESOURCES)) {
            Parameters now = first;
            for (int training = 0; training < TRAININGS; training++) {
                now = change.apply(now);
                TrainingResult<?> shared = series.train(now, TrainingMonitor.none());
                TrainingResult<?> alone = algorithm.trainer(now, RESOURCES).train(input);
                assertThat(bytes(folder, shared)).as(now.toString()).isEqualTo(bytes(folder, alone));
                assertThat(shared.statistics().counts())
                        .isEqualTo(alone.statistics().counts());
                assertThat(shared.report()).isEqualTo(alone.report());
                assertThat(shared.notes()).isEqualTo(alone.notes());
            }
        }
    }

    /**
     * Trains with parameters that fit a budget, then with others that do not: they are refused as a training by itself would
     * be, and events are not read for it.
     *
     * @return what the refusal says
     */
    public static String requireRefusedWithoutReading(
            Algorithm algorithm, UsageEvents events, Parameters small, Parameters large) {
        Counted counted = new Counted(events);
        TrainingInput input = TrainingInput.of(counted);
        long enough = algorithm.trainer(small, RESOURCES).plan(input).peakBytes();
        long tooMuch = algorithm.trainer(large, RESOURCES).plan(input).peakBytes();
        assertThat(tooMuch).isGreaterThan(enough);
        TrainingResources few = RESOURCES.memoryBudget(enough + (tooMuch - enough) / 2);
        try (TrainingSeries series = algorithm.series(input, few)) {
            series.train(small, TrainingMonitor.none()).model().close();
            String alone = refusal(() -> algorithm.trainer(large, few).train(input));
            int before = counted.reads();
            String shared = refusal(() -> series.train(large, TrainingMonitor.none()));
            assertThat(shared).isEqualTo(alone).contains("what would help");
            assertThat(counted.reads()).isEqualTo(before);
            return shared;
        }
    }

    private static String refusal(Runnable training) {
        return String.valueOf(catchThrowableOfType(InsufficientMemoryException.class, training::run)
                .getMessage());
    }

    /** The heap that kept steps take beside a training. */
    public static long keptBytes(SharedSteps steps) {
        return steps.bytes();
    }

    /** The file of a model, which is closed. */
    public static byte[] bytes(Path folder, TrainingResult<?> trained) throws IOException {
        try (TrainedModel model = trained.model()) {
            Path file = folder.resolve("model");
            model.save(file);
            return Files.readAllBytes(file);
        }
    }

    /** Events that count how often they are read. */
    public static final class Counted implements UsageEvents {
        private final UsageEvents events;
        private int reads;

        public Counted(UsageEvents events) {
            this.events = events;
        }

        @Override
        public ParsingReport forEach(Sink sink) throws IOException {
            reads++;
            return events.forEach(sink);
        }

        public int reads() {
            return reads;
        }
    }

    /** Notes the phases of one training after the other. */
    public static final class PhaseLog implements TrainingMonitor {
        private final List<String> names = new ArrayList<>();

        @Override
        public void progress(String phase, double fraction) {
            names.add(phase);
        }

        /** Those since this was asked last. */
        public List<String> next() {
            List<String> next = List.copyOf(names);
            names.clear();
            return next;
        }
    }
}
