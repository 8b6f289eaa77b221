package dev.recommender.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.recommender.Query;
import dev.recommender.storage.fs.FileBlobStore;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;

/** Modules on the module path use what the library exports, add algorithms to it, and cannot see the rest. */
@Tag("slow")
class ModulePathIT {
    private static final String APPLICATION =
            "module app { requires dev.recommender; requires dev.recommender.storage.fs; }";
    private static final String PROVIDER = "module shop.algorithms { requires dev.recommender;"
            + " provides dev.recommender.spi.Algorithm with shop.algorithms.Bestsellers; }";

    @TempDir
    Path folder;

    @Test
    void aModularApplicationTrainsServesAndRecommends() throws Exception {
        String program = """
                package app;

                import dev.recommender.*;
                import dev.recommender.models.Models;
                import dev.recommender.registry.*;
                import dev.recommender.sar.SarTrainer;
                import dev.recommender.service.*;
                import dev.recommender.storage.BlobStore;
                import dev.recommender.storage.fs.FileBlobStore;
                import java.nio.file.*;
                import java.time.Duration;
                import java.util.*;

                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        Path folder = Path.of(arguments[0]);
                        List<UsageEvent> events = List.of(
                                UsageEvent.of("ann", "tea"), UsageEvent.of("ann", "pot"),
                                UsageEvent.of("bob", "tea"), UsageEvent.of("bob", "pot"), UsageEvent.of("cat", "tea"));
                        SarTrainer.builder().supportThreshold(1).build()
                                .train(UsageEvents.of(events)).model().save(folder.resolve("model"));
                        try (TrainedModel model = Models.open(folder.resolve("model"))) {
                            System.out.println(model.recommender().recommend(Query.user("cat")).get(0).item());
                        }
                        Path store = Files.createDirectory(folder.resolve("store"));
                        Files.write(store.resolve("usage.csv"),
                                events.stream().map(event -> event.user() + "," + event.item()).toList());
                        try (BlobStore opened = FileBlobStore.open(store);
                                ModelService service = ModelService.builder(opened)
                                        .cacheFolder(folder.resolve("cache")).build();
                                ModelWorker worker = service.worker().folder(folder.resolve("work")).start()) {
                            ModelId id = service.requestTraining(
                                    TrainingRequest.of("usage.csv").with("supportThreshold", 1));
                            System.out.println(service.await(id, Duration.ofMinutes(1)).status());
                            System.out.println(service.recommend(id, Query.user("cat")).items().get(0).item());
                        }
                    }
                }
                """;
        assertThat(compile("app", APPLICATION, "Main", program)).isEmpty();

        assertThat(run()).containsExactly("pot", "COMPLETED", "pot");
    }

    @Test
    void anAlgorithmOfAnotherModuleIsListedTrainedSavedAndOpened() throws Exception {
        String algorithm = """
                package shop.algorithms;

                import dev.recommender.*;
                import dev.recommender.models.RankedModel;
                import dev.recommender.spi.*;
                import java.io.*;
                import java.nio.file.*;
                import java.util.*;

                public class Bestsellers implements Algorithm {
                    public String name() { return "bestsellers"; }

                    public String summary() { return "What most users took."; }

                    public ParameterSpec parameters() { return ParameterSpec.of(); }

                    public String kind() { return "BEST"; }

                    public TrainedModel open(Path file, Verification verification) throws IOException {
                        return RankedModel.open(file, verification, kind(), Scorer::new);
                    }

                    public ModelTrainer<?> trainer(Parameters parameters, TrainingResources resources) {
                        return new ModelTrainer<RankedModel>() {
                            public TrainingResult<RankedModel> train(TrainingInput input) {
                                Map<String, Set<String>> users = new TreeMap<>();
                                ParsingReport report;
                                try {
                                    report = input.usage().forEach((user, item, time, type, weight) -> users
                                            .computeIfAbsent(item.toString(), added -> new HashSet<>())
                                            .add(user.toString()));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                                RankedModel.Builder builder = RankedModel.builder(kind(), name(), parameters)
                                        .counts(report.successes(), 0);
                                users.forEach((item, takers) -> builder.item(item, takers.size()));
                                return new TrainingResult<>(
                                        builder.build(Scorer::new),
                                        new TrainingStatistics(0, users.size(), report.successes(),
                                                OptionalInt.empty(), Map.of(), Map.of(), Map.of()),
                                        report,
                                        Optional.empty());
                            }

                            public TrainingPlan plan(TrainingInput input) {
                                throw new UnsupportedOperationException();
                            }
                        };
                    }

                    private record Scorer(RankedModel model) implements ItemScorer {
                        public void score(Seeds seeds, ScoreBoard board) {
                            for (int item = 0; item < model.itemCount(); item++) {
                                board.scores()[item] = scoreOf(seeds, item);
                            }
                            board.reached(0, model.itemCount());
                        }

                        public double weight(Seeds seeds, int at, int item) {
                            return model.frequency(item);
                        }
                    }
                }
                """;
        String program = """
                package app;

                import dev.recommender.*;
                import dev.recommender.models.Models;
                import dev.recommender.spi.*;
                import java.nio.file.*;
                import java.util.List;

                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        Path file = Path.of(arguments[0]).resolve("model");
                        System.out.println(Models.algorithms().stream().map(Algorithm::name).toList());
                        List<UsageEvent> events = List.of(
                                UsageEvent.of("ann", "tea"), UsageEvent.of("ann", "pot"),
                                UsageEvent.of("bob", "pot"), UsageEvent.of("cat", "cup"));
                        Models.algorithm("bestsellers")
                                .trainer(Parameters.empty(), TrainingResources.ofThisMachine())
                                .train(UsageEvents.of(events)).model().save(file);
                        try (TrainedModel model = Models.open(file)) {
                            System.out.println(model.metadata().algorithm().orElseThrow());
                            System.out.println(model.recommender().recommend(Query.items("tea")).get(0));
                        }
                    }
                }
                """;
        assertThat(compile("shop.algorithms", PROVIDER, "Bestsellers", algorithm))
                .isEmpty();
        assertThat(compile("app", APPLICATION, "Main", program)).isEmpty();

        assertThat(run()).containsExactly("[als, bestsellers, ridge, sar]", "bestsellers", "pot 2.000");
    }

    /** Runs the application; returns its output. */
    private List<String> run() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        modulePath() + File.pathSeparator + folder.resolve("modules"),
                        "-m",
                        "app/app.Main",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().filter(line -> !line.startsWith("SLF4J")).toList();
    }

    @Test
    void whatIsInternalIsNotVisible() throws Exception {
        String program = "package app; class Main { dev.recommender.internal.rows.Ids ids; }";
        assertThat(compile("app", APPLICATION, "Main", program))
                .contains("package dev.recommender.internal.rows is not visible");
    }

    /** Compiles a module of one class; returns what the compiler says. */
    private String compile(String name, String module, String type, String program) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources").resolve(name));
        StringWriter output = new StringWriter();
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "-p",
                        modulePath(),
                        "-d",
                        folder.resolve("modules").resolve(name).toString(),
                        Files.writeString(sources.resolve("module-info.java"), module)
                                .toString(),
                        Files.writeString(sources.resolve(type + ".java"), program)
                                .toString());
        return output.toString();
    }

    /** The jars of the library and of what it needs. */
    private static String modulePath() {
        return Stream.of(
                        Query.class,
                        FileBlobStore.class,
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonProperty.class,
                        Caffeine.class,
                        CsvReader.class,
                        RoaringBitmap.class,
                        Logger.class,
                        NullMarked.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
