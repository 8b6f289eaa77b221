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
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;

/** An application on the module path uses what the library exports, and cannot see the rest. */
class ModulePathIT {
    private static final String MODULE =
            "module app { requires dev.recommender; requires dev.recommender.storage.fs; }";

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
        assertThat(compile(program)).isEmpty();

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        modulePath() + File.pathSeparator + folder.resolve("classes"),
                        "-m",
                        "app/app.Main",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> !line.startsWith("SLF4J"))).containsExactly("pot", "COMPLETED", "pot");
    }

    @Test
    void whatIsInternalIsNotVisible() throws Exception {
        assertThat(compile("package app; class Main { dev.recommender.internal.rows.Ids ids; }"))
                .contains("package dev.recommender.internal.rows is not visible");
    }

    /** Compiles a module of one class; returns what the compiler says. */
    private String compile(String program) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        StringWriter output = new StringWriter();
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "-p",
                        modulePath(),
                        "-d",
                        folder.resolve("classes").toString(),
                        Files.writeString(sources.resolve("module-info.java"), MODULE)
                                .toString(),
                        Files.writeString(sources.resolve("Main.java"), program).toString());
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
