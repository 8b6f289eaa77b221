package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.SavedModel;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.Verification;
import dev.recommender.models.RankedModel;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.sar.SarAlgorithm;
import dev.recommender.sar.SarTrainer;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.TrainingResources;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An installed algorithm that saves what is no model of it. */
class ForeignAlgorithmTest extends ServiceFixture {
    private static final String SERVICES = "META-INF/services/" + Algorithm.class.getName();

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void whatIsNoModelIsNotStored(Saves what) throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new Installing(before));
        try {
            // The worker's threads have the class loader of this one.
            ModelRecord trained = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)
                    .algorithm("foreign")
                    .with("saves", what.name().toLowerCase(Locale.ROOT))));
            if (what == Saves.MODEL) {
                assertThat(trained.status()).as(trained.message()).isEqualTo(ModelStatus.COMPLETED);
                return;
            }
            assertThat(trained.status()).isEqualTo(ModelStatus.FAILED);
            assertThat(trained.message())
                    .startsWith("the algorithm foreign has saved what is no model of it: ")
                    .endsWith("; correct the algorithm");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(outcomes.all()).containsExactly(TrainingOutcome.FAILED);
        assertThat(models()).isEmpty();
        assertThat(defaultModel()).isEmpty();
    }

    /** The class loader of an application with this algorithm. */
    private final class Installing extends ClassLoader {
        Installing(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            if (!name.equals(SERVICES)) {
                return Collections.emptyEnumeration();
            }
            Path file = Files.writeString(folder.resolve("services"), Foreign.class.getName());
            return Collections.enumeration(Collections.singleton(file.toUri().toURL()));
        }
    }

    /** What the algorithm saves. */
    public enum Saves {
        MODEL,
        TEXT,
        NOTHING,
        HALF,
        OTHER_KIND,
        OTHER_SIZE
    }

    /** Trains as the installed algorithm does, and saves what it is told to. */
    public static final class Foreign implements Algorithm {
        private static final Parameter<Saves> SAVES =
                Parameter.choice("saves", Saves.class, Saves.MODEL, "what is saved");

        @Override
        public String name() {
            return "foreign";
        }

        @Override
        public String summary() {
            return "Saves what it is told to.";
        }

        @Override
        public ParameterSpec parameters() {
            return ParameterSpec.of(SAVES);
        }

        @Override
        public ModelTrainer<?> trainer(Parameters parameters, TrainingResources resources) {
            Saves saves = SAVES.of(parameters().complete(parameters));
            return new ModelTrainer<TrainedModel>() {
                @Override
                public TrainingResult<TrainedModel> train(TrainingInput input) {
                    TrainingResult<NeighborModel> real =
                            SarTrainer.builder().build().train(input);
                    return new TrainingResult<>(
                            saving(real.model(), saves), real.statistics(), real.report(), real.catalogReport());
                }

                @Override
                public TrainingPlan plan(TrainingInput input) {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        public String kind() {
            return new SarAlgorithm().kind();
        }

        @Override
        public TrainedModel open(Path file, Verification verification) throws IOException {
            return NeighborModel.open(file, verification);
        }

        private static TrainedModel saving(NeighborModel real, Saves saves) {
            return (TrainedModel) Proxy.newProxyInstance(
                    TrainedModel.class.getClassLoader(),
                    new Class<?>[] {TrainedModel.class},
                    (proxy, method, given) -> {
                        if (method.getName().equals("saveWithDigest")) {
                            return save(real, saves, (Path) given[0]);
                        }
                        try {
                            return method.invoke(real, given);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private static SavedModel save(NeighborModel real, Saves saves, Path file) throws IOException {
            SavedModel saved = real.saveWithDigest(file);
            switch (saves) {
                case MODEL -> {}
                case TEXT -> Files.writeString(file, "this is no model, but long enough to have a header");
                case NOTHING -> Files.delete(file);
                case HALF -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) saved.size() / 2));
                case OTHER_KIND -> {
                    try (RankedModel other = RankedModel.builder("PLAY", "play", Parameters.empty())
                            .item("a", 1)
                            .counts(1, 1)
                            .build(model -> {
                                throw new UnsupportedOperationException("nobody asks it");
                            })) {
                        return other.saveWithDigest(file);
                    }
                }
                case OTHER_SIZE -> {
                    return new SavedModel(file, saved.size() + 1, saved.sha256());
                }
            }
            return saved;
        }
    }
}
