package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.examples.Shop;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UsagePart;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of a store that are published, listed for programs, and made to forget. */
@Tag("slow")
class StoreModelsCommandsTest {
    private static final String USER = "c00001";

    @TempDir
    private Path folder;

    private CommandsOnAFolder commands;
    private Path model;

    @BeforeEach
    void trainElsewhere() throws IOException {
        commands = new CommandsOnAFolder(folder);
        Shop.open(200, 60, 6_000, 3).write(commands.store().resolve("shop"));
        model = folder.resolve("own.model");
        Run train = Run.of("train", "--usage", commands.store().resolve("shop/usage.csv"), "--model", model);
        assertThat(train.status()).as(train.toString()).isZero();
    }

    @Test
    void aModelIsPublishedAndAnswers() throws IOException {
        String first = commands.out("publish", "--model", model, "--description", "My own");
        String second = commands.out("publish", "--model", model, "--alias", "champion");
        assertThat(commands.out("models", "list").lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.get(1))
                        .startsWith(first)
                        .endsWith("completed    sar  My own  (answers as default)"));
        assertThat(commands.out("models", "alias", "champion")).isEqualTo("champion  " + second + "=1");
        commands.out("models", "alias", "shop", first, second + "=3");
        assertThat(commands.out("models", "list").lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(second).endsWith("  (answers as champion, shop)"),
                        line -> assertThat(line).startsWith(first).endsWith("  (answers as default, shop)"));
        commands.out("models", "alias", "shop", "--delete");
        assertThat(commands.out("serve-from-store", "--ask", USER, "--count", "3"))
                .isEqualTo(commands.out("serve-from-store", "--alias", "champion", "--ask", USER, "--count", "3"));
        assertThat(commands.out("models", "show", first)).contains("message     published", "publishing by ");
    }

    @Test
    void theListSaysWhichPartOfTheEventsAModelIsTrainedOn() throws IOException {
        String whole = commands.out("request-training", "--usage", "shop/usage.csv");
        TrainingRequest request = TrainingRequest.of("shop/usage.csv").description("shop");
        UsagePart part = UsagePart.of("shop/all.csv", 0.8);
        ModelId earlier;
        ModelId nearlyAll;
        try (BlobStore store = FileBlobStore.open(commands.store());
                ModelService service = ModelService.on(store)) {
            earlier = service.requestTraining(request.partOf(part.before(Instant.parse("2026-01-02T00:00:00Z"))));
            nearlyAll = service.requestTraining(request.partOf(UsagePart.of("shop/all.csv", 0.9987)));
        }

        assertThat(commands.out("models", "list").lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("created      sar  on 99.87 % of the events  shop"),
                        line -> assertThat(line).endsWith("created      sar  on 80 % of the events  shop"),
                        line -> assertThat(line).endsWith("created      sar"));
        assertThat(list())
                .extracting(node -> node.get("trainedShare").toString())
                .containsExactly("0.9987", "0.8", "null");
        assertThat(commands.out("models", "show", earlier).lines())
                .contains("            80 % of the events of shop/all.csv, those before 2026-01-02T00:00:00Z");
        assertThat(commands.out("models", "show", nearlyAll).lines())
                .contains("            99.87 % of the events of shop/all.csv");
        assertThat(commands.out("models", "show", whole)).doesNotContain("of the events");
    }

    @Test
    void whatCannotBePublishedLeavesNothing() throws IOException {
        Run name = commands.run("publish", "--model", model, "--alias", "No Name");
        assertThat(name.err()).startsWith("error: --alias: \"No Name\" cannot name an alias");
        assertThat(name.status()).isEqualTo(2);
        Run text = commands.run("publish", "--model", model, "--description", "x".repeat(257));
        assertThat(text.err()).startsWith("error: --description must have at most 256 characters");
        Run file = commands.run("publish", "--model", commands.store().resolve("shop/usage.csv"));
        assertThat(file.err()).startsWith("error: ").contains("usage.csv");
        assertThat(file.status()).isEqualTo(1);
        assertThat(commands.out("models", "list")).isEmpty();
    }

    @Test
    void aFileForgetsUsers() throws IOException {
        Path less = folder.resolve("less.model");
        Path list = Files.writeString(folder.resolve("users"), "\uFEFF c00002 \r\n\r\nnobody\r\n");
        Run run = Run.of("forget", "--model", model, "--user", USER, "--users-file", list, "--output", less);
        assertThat(run.out())
                .isEqualTo(String.format("saved %s without 2 users (%,d bytes)%n", less, Files.size(less)));
        assertThat(run.err()).isEqualTo("note: the model holds no user nobody\n");
        for (String user : List.of(USER, "c00002")) {
            assertThat(Run.of("recommend", "--model", model, "--user", user).err())
                    .isEmpty();
            assertThat(Run.of("recommend", "--model", less, "--user", user).err())
                    .contains("no history of user " + user);
        }
        assertThat(Run.of("recommend", "--model", less, "--user", "c00003"))
                .isEqualTo(Run.of("recommend", "--model", model, "--user", "c00003"));
        assertThat(Files.readString(less, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(USER);
        assertThat(Run.of("inspect", "--model", less).status()).isZero();
    }

    @Test
    void aStoreForgetsUsers() throws IOException {
        String first = commands.out("publish", "--model", model);
        String other = commands.out(
                "request-training", "--usage", "shop/usage.csv", "--histories", "none", "--description", "no users");
        commands.work();
        commands.out("models", "alias", "both", first + "=9", other);
        assertThat(commands.out("forget", "--user", "nobody")).isEqualTo("no model holds them");
        Run run = commands.run("forget", "--user", "nobody", "--user", USER, "--user", "else");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEqualTo("note: no model holds user nobody\nnote: no model holds user else\n");
        String out = run.out().strip();
        String now = out.replaceFirst(".* is replaced by ([0-9a-f-]+), also in both, default$", "$1");
        assertThat(out).startsWith("model " + first + " is replaced by " + now);
        assertThat(commands.out("models", "alias").lines())
                .containsExactly("both  " + now + "=9 " + other + "=1", "default  " + now + "=1");
        assertThat(commands.out("models", "list")).doesNotContain(first).containsSubsequence(other, now);
        JsonNode listed = list().stream()
                .filter(node -> node.get("id").textValue().equals(now))
                .findFirst()
                .orElseThrow();
        assertThat(listed.get("rewritten").textValue())
                .isGreaterThan(listed.get("created").textValue());
        assertThat(list()).anyMatch(node -> node.get("rewritten").isNull());
        assertThat(commands.out("models", "show", now))
                .contains("rewritten   " + listed.get("rewritten").textValue());
        assertThat(commands.run("serve-from-store", "--ask", USER).err()).contains("no history of user " + USER);
        assertThat(commands.out("forget", "--user", USER)).isEqualTo("no model holds them");
    }

    @Test
    void anUnknownUserOfAStoreIsLedToTheSameNumberOtherwiseWritten() throws IOException {
        commands.write("numbers/usage.csv", "17850.0,a\n17850.0,b\n");
        commands.out("request-training", "--usage", "numbers/usage.csv", "--support-threshold", "1");
        commands.work();

        Run run = commands.run("forget", "--user", "17850");
        assertThat(run)
                .isEqualTo(new Run(0, "no model holds them\n", "note: no model holds user 17850; one has 17850.0\n"));
    }

    /** What train says of the same file and options. */
    @Test
    void aWorkersTrainingSaysWhatTrainSays() throws IOException {
        Path usage = commands.write("odd/usage.csv", "user,item,timestamp,event_type\n" + """
                u1,a,2026-01-01,Wish
                u2,b,2026-01-02,Purchase
                u1,b,9999-12-31,Wish
                u2,,2026-01-03,Click
                """);
        Run train = Run.of("train", "--usage", usage, "--support-threshold", "9", "--model", folder.resolve("m"));
        assertThat(train.status()).as(train.toString()).isZero();
        String id = commands.out("request-training", "--usage", "odd/usage.csv", "--support-threshold", "9");
        commands.work();
        String shown = commands.out("models", "show", id);
        List<String> layouts = train.out()
                .lines()
                .filter(line -> line.startsWith("read "))
                .map(line -> line.substring(5))
                .toList();
        assertThat(layouts).singleElement().asString().contains("time = timestamp", "Wish 2");
        assertThat(shown.lines()).contains("read        " + layouts.get(0));
        String counted = train.out()
                .lines()
                .dropWhile(line -> line.startsWith("read "))
                .findFirst()
                .orElseThrow();
        assertThat(shown).contains("training    " + counted.substring(0, counted.lastIndexOf(", ")));
        assertThat(counted).contains("from 2026-01-01T00:00:00Z to 9999-12-31T00:00:00Z");
        assertThat(train.err()).contains("user u1, item b, 9999-12-31T00:00:00Z");
        assertThat(train.err().lines().filter(line -> line.startsWith("note: ")))
                .hasSize(2)
                .allSatisfy(note -> assertThat(shown.lines()).contains("note        " + note.substring(6)));
        assertThat(shown).contains("usage: 4 lines: 3 accepted, 1 rejected");
        JsonNode statistics = list().get(0).get("statistics");
        assertThat(statistics.at("/usage/files/0/types/Wish").intValue()).isEqualTo(2);
        assertThat(statistics.at("/laterEvents/0/user").textValue()).isEqualTo("u1");
        assertThat(statistics.at("/eventTimes/last").textValue()).isEqualTo("9999-12-31T00:00:00Z");
        assertThat(statistics.at("/notes")).hasSize(2);
    }

    @Test
    void aModelThatCannotBeLookedIntoIsAnError() throws IOException {
        String id = commands.out("publish", "--model", model);
        try (var files = Files.list(commands.store().resolve("models/" + id))) {
            Files.writeString(files.findFirst().orElseThrow(), "damaged");
        }
        Run run = Run.of("forget", "--user", USER, "--store", commands.store(), "--cache", folder.resolve("fresh"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("note: no other model holds user " + USER
                        + "\nerror: these may hold them; repair or delete them")
                .contains(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            forget --user u                                  | give one of --model and --store
            forget --user u --model m --store s              | give one of --model and --store
            forget --user u --model m                        | --output is missing
            forget --store s --user u --charset UTF-8        | --charset has no effect without --users-file
            forget --store s                                 | --user or --users-file must name a user
            forget --user u --store s --output o             | --output has no effect beside --store
            forget --user u --model m --output o --cache c   | --cache has no effect beside --model
            models list --store s --format csv               | --format must be table or json
            """)
    void whatHasNoEffectOrIsMissingIsNamed(String line, String message) {
        Run run = Run.of((Object[]) line.split(" +"));
        assertThat(run.err()).startsWith("error: " + message);
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void modelsAreListedForProgramsWithTheirProgress() throws IOException {
        String published = commands.out("publish", "--model", model, "--description", "My \"own\"");
        commands.out("models", "alias", "both", published + "=7");
        String failed = commands.out("request-training", "--usage", "shop/usage.csv", "--support-threshold", "9");
        commands.out("models", "cancel", failed);
        String waiting = commands.out("request-training", "--usage", "shop/usage.csv");
        String running = commands.out("request-training", "--usage", "shop/usage.csv");
        progress(running, "training: similarity 40 %");

        List<JsonNode> models = list();
        assertThat(models)
                .extracting(node -> node.get("id").textValue())
                .containsExactly(running, waiting, failed, published);
        assertThat(models)
                .extracting(node -> node.get("status").textValue())
                .containsExactly("in-progress", "created", "failed", "completed");
        JsonNode training = models.get(0);
        assertThat(training.get("phase").textValue()).isEqualTo("training: similarity");
        assertThat(training.get("fraction").doubleValue()).isEqualTo(0.4);
        assertThat(training.get("message").textValue()).isEqualTo("training: similarity 40 %");
        assertThat(training.get("bytes").isNull()).isTrue();
        assertThat(models.get(1).get("phase").isNull()).isTrue();
        assertThat(models.get(2).get("message").textValue()).isEqualTo("cancelled");
        assertThat(models.get(2).get("parameters").get("supportThreshold").textValue())
                .isEqualTo("9");
        JsonNode completed = models.get(3);
        assertThat(completed.get("description").textValue()).isEqualTo("My \"own\"");
        assertThat(completed.get("algorithm").textValue()).isEqualTo("sar");
        assertThat(completed.get("bytes").longValue()).isEqualTo(Files.size(model));
        assertThat(completed.get("default").booleanValue()).isTrue();
        assertThat(completed.get("fraction").isNull()).isTrue();
        assertThat(completed.get("aliases").toString())
                .isEqualTo("[{\"name\":\"both\",\"weight\":7},{\"name\":\"default\",\"weight\":1}]");
        assertThat(completed.get("created").textValue())
                .isLessThan(completed.get("changed").textValue());

        assertThat(commands.out("models", "list").lines().toList().get(0))
                .startsWith(running)
                .endsWith("in-progress  sar  training: similarity 40 %");
        progress(running, "reading usage events");
        assertThat(list().get(0).get("phase").textValue()).isEqualTo("reading usage events");
        assertThat(list().get(0).get("fraction").isNull()).isTrue();
    }

    private void progress(String id, String message) throws IOException {
        try (BlobStore store = FileBlobStore.open(commands.store())) {
            TrainingLedger ledger = TrainingLedger.on(BlobRecords.in(store, "records"), "a worker");
            ledger.start(ModelId.parse(id), message);
        }
    }

    private List<JsonNode> list() throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        for (String line :
                commands.out("models", "list", "--format", "json").lines().toList()) {
            try {
                nodes.add(new ObjectMapper().readTree(line));
            } catch (IOException e) {
                throw new UncheckedIOException(line, e);
            }
        }
        return nodes;
    }
}
