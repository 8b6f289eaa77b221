package dev.recommender.tuning;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.InvalidParametersException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.Verification;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.SarTrainer;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.SearchSpace;
import dev.recommender.spi.TrainingResources;
import dev.recommender.spi.TrainingSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** An algorithm of a stranger's, which trains as SAR does, or does not train. */
public final class ScriptedAlgorithm implements Algorithm {
    static final String NAME = "scripted";
    static final AtomicInteger TRAININGS = new AtomicInteger();
    /** How many series of trainings were begun. */
    static final AtomicInteger SERIES = new AtomicInteger();
    /** The thresholds of the trainings that were said to follow, for each training of a series. */
    static final List<List<Integer>> EXPECTED = Collections.synchronizedList(new ArrayList<>());
    /** A threshold with which trainings outgrow their memory; 0 for none. */
    static final AtomicInteger OUTGROWN = new AtomicInteger();
    /** A threshold with which trainings do not fit by their plan; 0 for none. */
    static final AtomicInteger PLANNED_TOO_LARGE = new AtomicInteger();

    /** How many trainings wait to be told to end, or were. */
    static final AtomicInteger WAITING = new AtomicInteger();

    static final Parameter<Mode> MODE =
            Parameter.choice("mode", Mode.class, Mode.TRAIN, "What happens when a model is trained.");
    static final Parameter<Integer> THRESHOLD = Parameter.whole("threshold", 1, 100, 2, "The support threshold.");

    /** What happens. */
    enum Mode {
        TRAIN,
        REFUSE,
        OUTGROW,
        FAIL,
        FAIL_SILENTLY,
        EXHAUST_THE_HEAP,
        /** Trains until it is told to end. */
        WAIT
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Does what it is told.";
    }

    @Override
    public ParameterSpec parameters() {
        return ParameterSpec.of(MODE, THRESHOLD);
    }

    @Override
    public SearchSpace searchSpace() {
        return new SearchSpace(
                List.of(Parameters.empty()),
                List.of(
                        SearchSpace.Step.of(MODE, List.of(Mode.REFUSE, Mode.OUTGROW, Mode.FAIL, Mode.FAIL_SILENTLY)),
                        SearchSpace.Step.of(THRESHOLD, List.of(1, 3, 4, 5))));
    }

    @Override
    public ModelTrainer<?> trainer(Parameters parameters, TrainingResources resources) {
        Parameters all = parameters().complete(parameters);
        SarTrainer trainer = SarTrainer.of(
                Parameters.empty().withNone("halfLife").with("supportThreshold", THRESHOLD.of(all)), resources);
        return new ModelTrainer<NeighborModel>() {
            @Override
            public TrainingResult<NeighborModel> train(TrainingInput input) {
                TRAININGS.incrementAndGet();
                Mode mode = THRESHOLD.of(all) == OUTGROWN.get() ? Mode.OUTGROW : MODE.of(all);
                return switch (mode) {
                    case TRAIN -> trainer.train(input);
                    case REFUSE -> throw new InvalidParametersException(List.of("mode has no effect here"));
                    case OUTGROW -> throw new InsufficientMemoryException("it would take twice as much", 2, 1);
                    case FAIL -> throw new UncheckedIOException(new IOException("the disk is full"));
                    case FAIL_SILENTLY -> throw new UnsupportedOperationException();
                    case EXHAUST_THE_HEAP -> throw new OutOfMemoryError("Java heap space");
                    case WAIT -> throw endedAfterWaiting(input.monitor());
                };
            }

            @Override
            public TrainingPlan plan(TrainingInput input) {
                return THRESHOLD.of(all) == PLANNED_TOO_LARGE.get()
                        ? SarTrainer.of(Parameters.empty(), resources.memoryBudget(1))
                                .plan(input)
                        : trainer.plan(input);
            }
        };
    }

    private static TrainingCancelledException endedAfterWaiting(TrainingMonitor monitor) {
        WAITING.incrementAndGet();
        while (!monitor.cancelled()) {
            Thread.onSpinWait();
        }
        return new TrainingCancelledException();
    }

    @Override
    public TrainingSeries series(TrainingInput input, TrainingResources resources) {
        SERIES.incrementAndGet();
        TrainingSeries series = Algorithm.super.series(input, resources);
        return new TrainingSeries() {
            @Override
            public TrainingResult<?> train(Parameters parameters, TrainingMonitor monitor) {
                return series.train(parameters, monitor);
            }

            @Override
            public void expect(List<Parameters> following) {
                EXPECTED.add(following.stream().map(THRESHOLD::of).toList());
            }

            @Override
            public void close() {
                series.close();
            }
        };
    }

    @Override
    public String kind() {
        return NeighborModel.KIND;
    }

    @Override
    public TrainedModel open(Path file, Verification verification) throws IOException {
        return NeighborModel.open(file, verification);
    }

    /** Calls with this algorithm installed beside those of the library. */
    static <T> T installed(Path folder, Callable<T> call) throws Exception {
        Path services = Files.createDirectories(folder.resolve("scripted/META-INF/services"));
        Files.writeString(services.resolve(Algorithm.class.getName()), ScriptedAlgorithm.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] classes = {folder.resolve("scripted").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classes, before)) {
            thread.setContextClassLoader(loader);
            return call.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
