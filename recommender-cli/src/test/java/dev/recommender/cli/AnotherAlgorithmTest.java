package dev.recommender.cli;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.CatalogItem;
import dev.recommender.Condition;
import dev.recommender.Contribution;
import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Seed;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.examples.Shop;
import dev.recommender.models.Models;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import dev.recommender.toy.CategoryPopularity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link CategoryPopularity}, which only these tests' class path has, is used wherever an algorithm can be. */
@Tag("slow")
class AnotherAlgorithmTest {
    private static final String NAME = "category-popularity";
    private static final int MIN_USERS = 20;
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    private final Shop shop = Shop.open(200, 60, 6_000, 3);

    @TempDir
    Path folder;

    private Path store;

    @BeforeEach
    void openShop() throws IOException {
        store = folder.resolve("store");
        shop.write(store.resolve("shop"));
        Shop.open(200, 60, 1_000, 4).write(store.resolve("later"));
    }

    @Test
    void aModelIsRequestedTrainedElsewhereAndAnswers() throws Exception {
        ModelId model = requestAndTrain();

        assertThat(run("models", "list").out())
                .startsWith(model.toString())
                .contains("completed    " + NAME + "(minUsers=" + MIN_USERS + ")")
                .contains("(answers as default)");
        assertThat(run("models", "show", model.toString()).out())
                .contains("algorithm   " + NAME + "\n  minUsers  " + MIN_USERS + "\n")
                .contains("\"hit_rate\"");
        try (BlobStore opened = FileBlobStore.open(store);
                ModelService service = ModelService.builder(opened)
                        .cacheFolder(folder.resolve("cache"))
                        .build()) {
            answersByDefaultAsBruteForceDoes(service, model);
            appliesRulesFillsUpAndExplains(service);
            ModelRecord record = service.registry().get(model);
            Path file = store.resolve(record.file().orElseThrow().key());
            assertThat(Run.of("inspect", "--model", file).out())
                    .contains("every checksum holds", "trained by " + NAME, "minUsers  " + MIN_USERS);
            canBeTrainedAgainFromItsMetadata(file);
        }
    }

    @Test
    void theCommandsTakeIt() {
        Path usage = store.resolve("shop/usage.csv");
        Path catalog = store.resolve("shop/catalog.csv");
        Path model = folder.resolve("toy.model");
        Object[] given = {"--usage", usage, "--catalog", catalog, "--algorithm", NAME, "--min-users", 5};

        Run trained = Run.of(with(given, "train", "--model", model));
        Run planned = Run.of(with(given, "plan"));
        Run evaluated = Run.of(with(given, "evaluate", "--k", "5"));

        assertThat(Run.of("algorithms").out())
                .contains(NAME + ": What is popular", "--min-users ", "sar, the default: ");
        assertThat(trained.status()).as(trained.toString()).isZero();
        assertThat(planned.out()).startsWith(NAME + ": 200 users, 60 items");
        assertThat(evaluated.out()).contains("@5", "nDCG", "minUsers: 5");
        assertThat(Run.of("recommend", "--model", model, "--user", "c00001", "--count", 3)
                        .out())
                .hasLineCount(3);
        assertThat(Run.of("similar", "--model", model, "--item", "p0001", "--count", 3)
                        .out())
                .hasLineCount(3);
    }

    @Test
    void liveEventsCountAsTheEventsOfTheTrainingDo() throws IOException {
        Path model = folder.resolve("toy.model");
        Path usage = store.resolve("shop/usage.csv");
        Path catalog = store.resolve("shop/catalog.csv");
        Run trained = Run.of("train", "--algorithm", NAME, "--usage", usage, "--catalog", catalog, "--model", model);
        assertThat(trained.status()).as(trained.toString()).isZero();
        try (TrainedModel opened = Models.open(model)) {
            Query query = Query.popular().includeSeen().explain().count(60);
            for (String item : List.of("p0001", "p0002")) {
                assertThat(opened.recommender()
                                .recommend(query.and(item, EventType.PURCHASE)
                                        .and(Seed.of(item).weight(7))))
                        .flatExtracting(Recommendation::because)
                        .extracting(Contribution::affinity)
                        .containsOnly(2.0);
            }
        }
    }

    @Test
    void aVariedListIsRefusedWithTheReason() throws IOException {
        Path model = folder.resolve("toy.model");
        Path query = Files.writeString(folder.resolve("query.json"), "{\"diversity\":{\"strength\":0.5}}");
        Run.of("train", "--algorithm", NAME, "--usage", store.resolve("shop/usage.csv"), "--model", model);

        Run refused = Run.of("recommend", "--model", model, "--query", query);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("error: --query \"" + query
                        + "\": diversity: the algorithm of this model does not say how alike items are; leave"
                        + " diversity out\n");
    }

    @Test
    void optionsOfOtherAlgorithmsAreRefused() {
        assertThat(run("request-training", "--usage", "shop/usage.csv", "--algorithm", NAME, "--half-life", "3d")
                        .err())
                .isEqualTo("error: --half-life is not an option of " + NAME
                        + "; it goes with --algorithm als or --algorithm ridge or --algorithm sar\n");
        assertThat(run("request-training", "--usage", "shop/usage.csv", "--min-users", "3")
                        .err())
                .isEqualTo("error: --min-users is not an option of sar; it goes with --algorithm " + NAME + "\n");
        assertThat(run("request-training", "--usage", "shop/usage.csv", "--algorithm", NAME, "--min-users", "0")
                        .err())
                .isEqualTo("error: --min-users must be from 1 to 1000000: 0\n");
    }

    private ModelId requestAndTrain() throws IOException, InterruptedException {
        Run requested = run(
                "request-training",
                "--usage",
                "shop/usage.csv",
                "--catalog",
                "shop/catalog.csv",
                "--evaluation",
                "later/usage.csv",
                "--algorithm",
                NAME,
                "--min-users",
                Integer.toString(MIN_USERS));
        assertThat(requested.status()).as(requested.toString()).isZero();
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "worker",
                        "--until-idle",
                        "--store",
                        store.toString(),
                        "--folder",
                        folder.resolve("work").toString(),
                        "--cache",
                        folder.resolve("worker-cache").toString())
                .redirectErrorStream(true)
                .start();
        String worked = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(worker.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(worked).contains("training " + requested.out().strip() + " completed");
        return ModelId.parse(requested.out().strip());
    }

    private void answersByDefaultAsBruteForceDoes(ModelService service, ModelId model) throws IOException {
        Map<String, Set<String>> usersOfItems = new TreeMap<>();
        Map<String, Set<String>> itemsOfUsers = new TreeMap<>();
        for (UsageEvent event : shop.events()) {
            usersOfItems.computeIfAbsent(event.item(), item -> new TreeSet<>()).add(event.user());
            itemsOfUsers.computeIfAbsent(event.user(), user -> new TreeSet<>()).add(event.item());
        }
        for (String user : itemsOfUsers.keySet()) {
            List<Recommendation> expected = usersOfItems.keySet().stream()
                    .filter(item -> !itemsOfUsers.get(user).contains(item))
                    .filter(item -> usersOfItems.get(item).size() >= MIN_USERS)
                    .map(item -> new Recommendation(
                            item,
                            itemsOfUsers.get(user).stream()
                                            .filter(seed -> category(seed).equals(category(item)))
                                            .count()
                                    * (double) usersOfItems.get(item).size()
                                    / itemsOfUsers.size(),
                            Source.MODEL))
                    .filter(next -> next.score() > 0)
                    .sorted(Comparator.comparingDouble(Recommendation::score)
                            .reversed()
                            .thenComparing(Recommendation::item))
                    .limit(10)
                    .toList();

            Answer answer = service.recommend(Query.user(user).count(10).withoutBackfill());

            assertThat(answer.model()).isEqualTo(model);
            assertThat(answer.items())
                    .extracting(Recommendation::item)
                    .containsExactlyElementsOf(
                            expected.stream().map(Recommendation::item).toList());
            for (int rank = 0; rank < expected.size(); rank++) {
                assertThat(answer.items().get(rank).score())
                        .isCloseTo(expected.get(rank).score(), EXACT);
            }
        }
    }

    private void appliesRulesFillsUpAndExplains(ModelService service) throws IOException {
        Query query = Query.popular()
                .where(Condition.feature("price", "high").negate())
                .maxPerCategory(2)
                .count(12)
                .explain();
        Set<Source> sources = new HashSet<>();
        for (String user :
                new TreeSet<>(shop.events().stream().map(UsageEvent::user).toList())) {
            List<Recommendation> list = service.recommend(query.forUser(user)).items();

            assertThat(list).hasSize(12).noneMatch(next -> item(next.item()).has("price", "high"));
            assertThat(list.stream()
                            .collect(groupingBy(next -> category(next.item())))
                            .values())
                    .allSatisfy(alike -> assertThat(alike).hasSizeLessThanOrEqualTo(2));
            for (Recommendation next : list) {
                sources.add(next.source());
                assertThat(next.because().stream()
                                .mapToDouble(Contribution::score)
                                .sum())
                        .isCloseTo(next.score(), EXACT);
            }
        }
        assertThat(sources).containsExactlyInAnyOrder(Source.MODEL, Source.POPULARITY);
    }

    private void canBeTrainedAgainFromItsMetadata(Path file) throws IOException {
        Path again = folder.resolve("again.model");
        try (TrainedModel opened = Models.open(file)) {
            Models.trainer(opened.metadata())
                    .train(TrainingInput.of(UsageCsv.read(store.resolve("shop/usage.csv")))
                            .catalog(CatalogCsv.read(store.resolve("shop/catalog.csv"))
                                    .load()))
                    .model()
                    .save(again);
        }
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
    }

    private Optional<String> category(String id) {
        return item(id).category();
    }

    private CatalogItem item(String id) {
        return shop.products().stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Run run(String... words) {
        return Run.of(with(words, "--store", store));
    }

    private static Object[] with(Object[] words, Object... others) {
        boolean command = !others[0].toString().startsWith("--");
        Object[] all = new Object[words.length + others.length];
        System.arraycopy(words, 0, all, command ? others.length : 0, words.length);
        System.arraycopy(others, 0, all, command ? 0 : words.length, others.length);
        return all;
    }
}
