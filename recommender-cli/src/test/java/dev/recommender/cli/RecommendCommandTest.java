package dev.recommender.cli;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.recommender.CatalogItem;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Seed;
import dev.recommender.TrainedModel;
import dev.recommender.json.RecommendationsJson;
import dev.recommender.json.RecommendationsJson.Context;
import dev.recommender.models.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendCommandTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
    }

    @Test
    void anUnknownItemIsNotedToBeAStepOfRecency() {
        assertThat(ask("--items", "p0001,zzz", "--recency", "reciprocal").err())
                .isEqualTo("note: the model does not know zzz; recency takes each for a step all the same\n");
        assertThat(ask("--items", "p0001,zzz").err()).isEqualTo("note: the model does not know zzz\n");
    }

    /** Tables with gaps write whole numbers as decimal ones. */
    @Test
    void anUnknownItemIsLedToTheSameNumberOtherwiseWritten() throws IOException {
        Path usage = Files.writeString(
                folder.resolve("numbers.csv"), "user,item\nu,22423\nu,7.0\nu,z\nv,22423\nv,7.0\nv,z\n");
        Path model = folder.resolve("numbers.model");
        Run.of("train", "--usage", usage, "--support-threshold", 1, "--model", model);

        assertThat(Run.of("recommend", "--model", model, "--items", "22423.0").err())
                .isEqualTo("note: the model does not know 22423.0; it has 22423\n");
        Run several = Run.of(
                "recommend", "--model", model, "--items", "7,x,22423.0", "--recency", "linear", "--format", "json");
        assertThat(several.err())
                .isEqualTo("note: the model does not know 7, x, 22423.0; it has 7.0 for 7, 22423 for 22423.0;"
                        + " recency takes each for a step all the same\n");
        assertThat(new ObjectMapper().readTree(several.out()).get("nearItems").toString())
                .isEqualTo("{\"7\":\"7.0\",\"22423.0\":\"22423\"}");
        assertThat(Run.of("similar", "--model", model, "--item", "7").err())
                .isEqualTo("note: the model does not know 7; it has 7.0\n");
        assertThat(Run.of("recommend", "--model", model, "--items", "8").err())
                .isEqualTo("note: the model does not know 8\n");
    }

    @Test
    void writesWhatTheLibraryRecommendsAsCsvWithFullPrecision() throws IOException {
        Run run = ask("--user", "c00007", "--count", 7, "--format", "csv");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("user,rank,item,score,source\n");
        assertThat(csv(run.out()))
                .containsExactlyElementsOf(
                        expected("c00007", Query.user("c00007").count(7)));
    }

    @Test
    void leavesTheUserEmptyForItems() throws IOException {
        Run run = ask("--items", "p0000, p0012", "--count", 3, "--format", "csv");

        assertThat(csv(run.out()))
                .containsExactlyElementsOf(
                        expected("", Query.items("p0000", "p0012").count(3)));
    }

    @Test
    void letsEarlierItemsCountLess() throws IOException {
        Run run = ask("--items", "p0000,p0012,p0003", "--recency", "Reciprocal", "--count", 5, "--format", "csv");

        Query query = Query.items("p0000", "p0012", "p0003").count(5);
        assertThat(csv(run.out()))
                .containsExactlyElementsOf(expected("", query.recency(Recency.reciprocal())))
                .isNotEqualTo(expected("", query));
    }

    @Test
    void letsOlderEventsCountLess() throws IOException {
        Path events = Files.writeString(
                folder.resolve("session.csv"), "item,time\np0000,2026-11-30T08:00:00Z\np0012,2026-11-30T08:30:00Z\n");
        Run run = ask("--events", events, "--recency", "pt10m", "--count", 5, "--format", "csv");

        Query query = Query.seeds(List.of(
                        Seed.of("p0000").at(Instant.parse("2026-11-30T08:00:00Z")),
                        Seed.of("p0012").at(Instant.parse("2026-11-30T08:30:00Z"))))
                .count(5);
        assertThat(csv(run.out()))
                .containsExactlyElementsOf(expected("", query.recency(Recency.halfLife(Duration.ofMinutes(10)))))
                .isNotEqualTo(expected("", query));
    }

    @Test
    void eventsWithTimesMayComeInAnyOrder() throws IOException {
        String old = "p0000,2026-11-30T08:00:00Z\n";
        String recent = "p0012,2026-11-30T08:30:00Z\n";
        Path ascending = Files.writeString(folder.resolve("ascending.csv"), "item,time\n" + old + recent);
        Path descending = Files.writeString(folder.resolve("descending.csv"), "item,time\n" + recent + old);

        assertThat(ask("--events", descending, "--recency", "reciprocal").out())
                .isEqualTo(ask("--events", ascending, "--recency", "reciprocal").out())
                .isNotEqualTo(ask("--events", ascending).out());
    }

    @Test
    void aHalfLifeOfSeedsWithoutTimesIsRefused() throws IOException {
        Path events = Files.writeString(folder.resolve("untimed.csv"), "item\np0000\np0012\n");
        Path query = Files.writeString(
                folder.resolve("untimed.json"), "{\"seeds\":[{\"item\":\"p0000\"}],\"recency\":\"PT10M\"}");
        Path seedless =
                Files.writeString(folder.resolve("seedless.json"), "{\"user\":\"c00007\",\"recency\":\"linear\"}");

        Run byEvents = ask("--events", events, "--recency", "PT10M");
        assertThat(byEvents.status()).isEqualTo(2);
        assertThat(byEvents.err()).contains("--recency \"PT10M\": a half-life has no effect on events without times");
        Run byQuery = ask("--query", query);
        assertThat(byQuery.status()).isEqualTo(2);
        assertThat(byQuery.err()).contains("recency: a half-life has no effect on events without times");
        Run bySeedless = ask("--query", seedless);
        assertThat(bySeedless.status()).isEqualTo(2);
        assertThat(bySeedless.err()).contains("recency has no effect without seeds");
    }

    @Test
    void aRecencyOfRatingsIsRefused() throws IOException {
        StringBuilder lines = new StringBuilder("user,item,weight\n");
        for (int user = 0; user < 20; user++) {
            for (int item = 0; item < 8; item++) {
                lines.append(String.format("u%d,i%d,%d\n", user, item, user % 2 == item % 2 ? 5 : 1));
            }
        }
        Path usage = Files.writeString(folder.resolve("ratings.csv"), lines);
        Path model = folder.resolve("ratings.model");
        assertThat(Run.of(
                                "train",
                                "--usage",
                                usage,
                                "--algorithm",
                                "als",
                                "--ratings",
                                "--factors",
                                8,
                                "--model",
                                model)
                        .status())
                .isZero();
        Path query = Files.writeString(
                folder.resolve("rated.json"), "{\"seeds\":[{\"item\":\"i1\",\"weight\":5}],\"recency\":\"linear\"}");

        Run byOption = Run.of("recommend", "--model", model, "--items", "i1,i2", "--recency", "linear");
        assertThat(byOption.status()).isEqualTo(2);
        assertThat(byOption.err()).contains("error: --recency \"linear\" would make earlier ratings smaller");
        Run byQuery = Run.of("recommend", "--model", model, "--query", query);
        assertThat(byQuery.status()).isEqualTo(2);
        assertThat(byQuery.err()).contains("rated.json\": recency \"linear\" would make earlier ratings smaller");
    }

    @Test
    void writesAnAnswerAsJson() throws IOException {
        Run run = ask("--user", "c00007", "--count", 4, "--format", "json", "--explain");

        JsonNode answer = new ObjectMapper().readTree(run.out());
        for (JsonNode object : answer.get("items")) {
            assertThat(object.get("source").asText()).isEqualTo("model");
            assertThat(object.get("because")).isNotEmpty();
        }
        assertThat(rows(answer))
                .containsExactlyElementsOf(
                        expected("c00007", Query.user("c00007").count(4)));
    }

    /** As tables name them, of one answer and of many; the items of the shop's own catalog say how they are called. */
    @Test
    void jsonNamesItemsAndSeeds() throws IOException {
        String one = ask("--user", "c00007", "--format", "json", "--explain").out();
        String many = ask("--all-users", "--format", "json", "--explain").out();
        String similar = Run.of("similar", "--model", shop.model(), "--item", "p0012", "--format", "json")
                .out();

        try (TrainedModel model = Models.open(shop.model())) {
            List<String> answers = new ArrayList<>(List.of(one, similar));
            many.lines().forEach(answers::add);
            for (String answer : answers) {
                JsonNode items = new ObjectMapper().readTree(answer).get("items");
                assertThat(items).isNotEmpty();
                for (JsonNode item : items) {
                    assertThat(item.path("name").asText()).isEqualTo(name(model, item.get("item")));
                    for (JsonNode reason : item.path("because")) {
                        assertThat(reason.path("name").asText()).isEqualTo(name(model, reason.get("seed")));
                    }
                }
            }
        }
    }

    private static String name(TrainedModel model, JsonNode id) {
        return model.item(id.asText()).flatMap(CatalogItem::name).orElseThrow();
    }

    @Test
    void writesWhyAnItemIsThereAsCsv() throws IOException {
        Run run = ask("--user", "nobody", "--count", 3, "--format", "csv");

        assertThat(csv(run.out()))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.get(4)).isEqualTo("popularity"));
    }

    @Test
    void theLibraryReadsWhatIsPrintedForOneQuery() {
        Run user = ask("--user", "c00007", "--format", "json", "--explain");
        Run items = ask("--items", "p0000,what", "--format", "json");
        Run unknown = ask("--user", "nobody", "--format", "json");
        Run similar = Run.of("similar", "--model", shop.model(), "--item", "p0012", "--format", "json");

        assertRead(
                user.out(),
                recommend(Query.user("c00007").explain()),
                Context.none().withUser("c00007"));
        assertRead(items.out(), recommend(Query.items("p0000", "what")), Context.none());
        assertRead(
                unknown.out(), recommend(Query.user("nobody")), Context.none().withUser("nobody"));
        assertRead(
                similar.out(),
                recommend(Query.items("p0012").withoutBackfill()),
                Context.none().withSeed("p0012"));
    }

    @Test
    void theLibraryReadsEveryLineThatIsPrintedForManyUsers() throws IOException {
        Path users = Files.writeString(folder.resolve("readers.txt"), "c00003\nc00001\nno body\n");

        Run some = ask("--users-file", users, "--format", "json", "--explain");
        Run all = ask("--all-users", "--format", "json");

        assertThat(some.out()).hasLineCount(3);
        assertThat(all.out()).hasLineCount(200);
        for (String line : List.of(some.out(), all.out())) {
            line.lines().forEach(answer -> {
                String user = RecommendationsJson.readContext(answer).user().orElseThrow();
                Query query = Query.user(user);
                query = line.equals(some.out()) ? query.explain() : query;
                assertRead(answer, recommend(query), Context.none().withUser(user));
            });
        }
    }

    private static void assertRead(String json, Recommendations answer, Context context) {
        Recommendations read = RecommendationsJson.read(json);
        assertThat(read).isEqualTo(answer);
        assertThat(read.unknownUser()).isEqualTo(answer.unknownUser());
        assertThat(read.unknownItems()).isEqualTo(answer.unknownItems());
        assertThat(read.unmatched()).isEqualTo(answer.unmatched());
        assertThat(RecommendationsJson.readContext(json)).isEqualTo(context);
    }

    @Test
    void remarksRulesThatMatchNothing() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.txt"), "q1\nq2\n");
        Path query = Files.writeString(
                folder.resolve("rules.json"),
                "{\"user\": \"c00007\", \"exclude\": [\"q1\"],"
                        + " \"where\": [{\"category\": [\"nowhere\"]}, {\"feature\": \"colour\"}]}");
        Path users = Files.writeString(folder.resolve("three.txt"), "c00001\nc00002\nc00003\n");

        Run options = ask("--user", "c00007", "--only", wrong, "--exclude", wrong, "--boost", wrong + "=2");
        Run asked = ask("--query", query, "--format", "json");
        Run many = ask("--users-file", users, "--exclude", wrong);
        Run all = ask("--all-users", "--exclude", wrong);

        assertThat(options.status()).isZero();
        assertThat(options.err())
                .isEqualTo("note: --only: the model knows no item of this set: q1, q2\n"
                        + "note: --exclude: the model knows no item of this set: q1, q2\n"
                        + "note: --boost: the model knows no item of this set: q1, q2\n");
        assertThat(asked.err())
                .isEqualTo("note: exclude: the model knows no item of this set: q1\n"
                        + "note: where: no item has the category \"nowhere\"\n"
                        + "note: where: no item has the feature \"colour\"\n");
        assertThat(RecommendationsJson.read(asked.out()).unmatched())
                .containsExactly(
                        "exclude: the model knows no item of this set: q1",
                        "where: no item has the category \"nowhere\"",
                        "where: no item has the feature \"colour\"");
        assertThat(many.err()).isEqualTo("note: --exclude: the model knows no item of this set: q1, q2\n");
        assertThat(all.err()).isEqualTo(many.err());
    }

    @Test
    void namesTheUnknownIdsOfAListThatIsPartlyKnown() throws IOException {
        Path some = Files.writeString(folder.resolve("partly.txt"), "p0000\nq1\np0001\nq2\n");

        Run run = ask("--user", "c00007", "--only", some, "--format", "json");

        assertThat(run.err()).isEqualTo("note: --only: the model does not know 2 items of this set: q1, q2\n");
        assertThat(RecommendationsJson.read(run.out()).unmatched())
                .containsExactly("onlyItems: the model does not know 2 items of this set: q1, q2");
    }

    @Test
    void namesTheFirstUnknownUsersOfAFile() throws IOException {
        Path users = Files.writeString(folder.resolve("strangers.txt"), "a\nc00001\nb\nc\nd\ne\nf\ng\n");

        assertThat(ask("--users-file", users).err())
                .isEqualTo("note: the model has no history of 7 of the users: a, b, c, d, e and 2 more\n");
    }

    @Test
    void remarksFilesWithoutIds() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n  \n");

        Run only = ask("--user", "c00007", "--only", empty);
        Run exclude = ask("--user", "c00007", "--exclude", empty, "--boost", empty + "=2");
        Run users = ask("--users-file", empty, "--format", "csv");
        Run forget = Run.of(
                "forget", "--model", shop.model(), "--users-file", empty, "--output", folder.resolve("less.model"));

        assertThat(only.err()).isEqualTo("note: --only: the file " + empty + " holds no ids\n");
        assertThat(exclude.err())
                .isEqualTo("note: --exclude: the file " + empty + " holds no ids\nnote: --boost: the file " + empty
                        + " holds no ids\n");
        assertThat(users)
                .isEqualTo(new Run(
                        0,
                        "user,rank,item,score,source\n",
                        "note: --users-file: the file " + empty + " holds no ids\n"));
        assertThat(forget).isEqualTo(new Run(2, "", "error: --users-file: the file " + empty + " holds no ids\n"));
    }

    @Test
    void remarksAnItemThatNoneIsSimilarTo() throws IOException {
        Path usage = Files.writeString(folder.resolve("alone.csv"), "ann,a\nann,b\nbob,c\n");
        Path model = folder.resolve("alone.model");
        Run.of("train", "--usage", usage, "--model", model, "--support-threshold", 1);

        assertThat(Run.of("similar", "--model", model, "--item", "c").err())
                .isEqualTo("note: the model holds no items similar to c\n");
        assertThat(Run.of("similar", "--model", model, "--item", "a").err()).isEmpty();
        assertThat(Run.of("similar", "--model", model, "--item", "what").err())
                .isEqualTo("note: the model does not know what\n");
    }

    @Test
    void saysThatAllUsersOfAModelWereForgotten() throws IOException {
        Path usage = Files.writeString(folder.resolve("two.csv"), "ann,a\nann,b\nbob,a\n");
        Path model = folder.resolve("whole.model");
        Path rest = folder.resolve("rest.model");
        Run.of("train", "--usage", usage, "--model", model, "--support-threshold", 1);
        Run.of("forget", "--model", model, "--user", "ann", "--user", "bob", "--output", rest);

        assertThat(Run.of("recommend", "--model", rest, "--user", "ann").err())
                .isEqualTo("note: the model holds no histories, so it answers for items only; those of its users have"
                        + " been removed\n");
    }

    /** Whoever goes on with the output must not take it for a model without them. */
    @Test
    void aFileThatHoldsNoneOfTheUsersIsNotCopied() throws IOException {
        Path usage = Files.writeString(folder.resolve("paid.csv"), "17850.0,a\n17850.0,b\nbob,a\n");
        Path model = folder.resolve("paid.model");
        Path rest = folder.resolve("unpaid.model");
        Run.of("train", "--usage", usage, "--model", model, "--support-threshold", 1);

        Run none = Run.of("forget", "--model", model, "--user", "17850", "--user", "who", "--output", rest);

        assertThat(none)
                .isEqualTo(new Run(
                        1,
                        "",
                        "note: the model holds no user 17850; it has 17850.0\nnote: the model holds no user who\n"
                                + "error: nothing is to be removed from \"" + model + "\", so \"" + rest
                                + "\" was not written\n"));
        assertThat(rest).doesNotExist();
        Run some = Run.of("forget", "--model", model, "--user", "17850", "--user", "bob", "--output", rest);
        assertThat(some.status()).isZero();
        assertThat(some.err()).isEqualTo("note: the model holds no user 17850; it has 17850.0\n");
        assertThat(some.out()).contains(" without 1 user ");
    }

    /** A query that the model refuses leaves nothing behind, not even the head of a table. */
    @Test
    void aRuleThatTheModelCannotKeepIsAWrongOption() throws IOException {
        Path usage = Files.writeString(folder.resolve("plain.csv"), "ann,a\nann,b\nbob,a\n");
        Path model = folder.resolve("plain.model");
        Run.of("train", "--usage", usage, "--model", model, "--support-threshold", 1);

        for (List<String> who : List.of(List.of("--user", "ann"), List.of("--all-users"))) {
            List<Object> words = new ArrayList<>(List.of("recommend", "--model", model, "--format", "csv"));
            words.addAll(who);
            words.addAll(List.of("--max-per-category", 1));
            Run run = Run.of(words.toArray());
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("error: --max-per-category has no effect");
        }
    }

    @Test
    void showsNamesInATable() {
        Run run = ask("--user", "c00007", "--count", 2, "--explain");

        String first = recommend(Query.user("c00007").count(1)).get(0).item();
        String name = shop.shop().products().stream()
                .filter(product -> product.id().equals(first))
                .findFirst()
                .orElseThrow()
                .name()
                .orElseThrow();
        assertThat(run.out()).hasLineCount(2);
        assertThat(run.out().lines().findFirst().orElseThrow())
                .matches(" *1 +" + first + " +[0-9.]+ +model +" + name + " +because of .+");
    }

    @Test
    void answersForEveryUserOfAFile() throws IOException {
        Path users = Files.writeString(folder.resolve("users.txt"), "c00003\n\n  c00001 \nnobody\n");

        Run csv = ask("--users-file", users, "--count", 2, "--no-backfill", "--format", "csv");
        Run json = ask("--users-file", users, "--count", 2, "--no-backfill", "--format", "json");

        List<List<String>> rows =
                new ArrayList<>(expected("c00003", Query.user("c00003").count(2)));
        rows.addAll(expected("c00001", Query.user("c00001").count(2)));
        assertThat(csv(csv.out())).containsExactlyElementsOf(rows);
        assertThat(csv.err()).isEqualTo("note: the model has no history of 1 of the users: nobody\n");
        List<List<String>> lines = new ArrayList<>();
        for (String line : json.out().lines().toList()) {
            lines.addAll(rows(new ObjectMapper().readTree(line)));
        }
        assertThat(json.out()).hasLineCount(3);
        assertThat(lines).containsExactlyElementsOf(rows);
    }

    @Test
    void answersForAllUsersOfTheModel() throws IOException {
        Run run = ask("--all-users", "--count", 3, "--format", "csv");

        assertThat(csv(run.out()).stream().collect(groupingBy(row -> row.get(0))))
                .hasSize(200)
                .allSatisfy((user, rows) -> assertThat(rows).hasSize(3));
    }

    @Test
    void quotesIdsThatNeedIt() throws IOException {
        Path usage = Files.writeString(folder.resolve("odd.csv"), "ann,\"a, \"\"b\"\"\"\nann,c\nbob,c\n");
        Path model = folder.resolve("odd.model");
        Run.of("train", "--usage", usage, "--model", model, "--support-threshold", 1);

        Run run = Run.of("recommend", "--model", model, "--user", "bob", "--format", "csv");

        assertThat(csv(run.out()).get(0).get(2)).isEqualTo("a, \"b\"");
    }

    @Test
    void takesTheRulesOfAQuery() throws IOException {
        Path some = Files.writeString(folder.resolve("some.txt"), "p0000\np0001\np0002\np0003\n");
        Path one = Files.writeString(folder.resolve("one.txt"), "p0001\n");

        assertThat(items("--user", "c00007", "--include-seen", "--only", some, "--exclude", one))
                .containsExactlyInAnyOrder("p0000", "p0002", "p0003");
        assertThat(items("--items", "p0000", "--boost", one + "=1000000", "--count", 1))
                .containsExactly("p0001");
        assertThat(items("--user", "c00007", "--max-per-category", 1, "--count", 60))
                .hasSize(12);
        assertThat(items("--user", "c00007", "--min-score", "1e9", "--no-backfill"))
                .isEmpty();
    }

    @Test
    void addsLiveEventsFromAFile() throws IOException {
        Path events = Files.writeString(folder.resolve("live.csv"), "p0000,2026-11-01T00:00:00Z,Purchase\np0012\n");

        assertThat(items("--events", events, "--count", 5))
                .doesNotContain("p0000", "p0012")
                .hasSize(5);
        assertThat(items("--user", "c00007", "--events", events)).isNotEqualTo(items("--user", "c00007"));
    }

    @Test
    void remarksUnknownIdsWithoutFailing() {
        Run run = ask("--user", "nobody", "--count", 3);
        Run items = ask("--items", "p0000,what", "--count", 3);

        assertThat(run.status()).isZero();
        assertThat(run.out()).hasLineCount(3).contains("popularity");
        assertThat(run.err()).isEqualTo("note: the model has no history of user nobody\n");
        assertThat(items.status()).isZero();
        assertThat(items.err()).isEqualTo("note: the model does not know what\n");
    }

    @Test
    void namesTheUserWhomTheModelKnowsByTheSameNumber() throws IOException {
        Path usage = Files.writeString(folder.resolve("decimal.csv"), "7.0,a\n7.0,b\n8.0,a\n");
        Path model = folder.resolve("decimal.model");
        Run.of("train", "--usage", usage, "--support-threshold", 1, "--model", model);
        Path users = Files.writeString(folder.resolve("numbers.txt"), "9\n8\n");

        assertThat(Run.of("recommend", "--model", model, "--user", "7").err())
                .isEqualTo("note: the model has no history of user 7; it has one of 7.0\n");
        assertThat(Run.of("recommend", "--model", model, "--users-file", users).err())
                .isEqualTo("note: the model has no history of 2 of the users: 9, 8; it has one of 8.0\n");
    }

    @Test
    void saysThatAModelHoldsNoHistories() throws IOException {
        Path model = folder.resolve("items.model");
        Path users = Files.writeString(folder.resolve("two.txt"), "c00001\nc00002\n");
        Run.of("train", "--usage", shop.usage(), "--model", model, "--histories", "none");

        Run one = Run.of("recommend", "--model", model, "--user", "c00001", "--count", 3);
        Run many = Run.of("recommend", "--model", model, "--users-file", users, "--count", 3);

        assertThat(one.out()).hasLineCount(3);
        assertThat(one.err())
                .startsWith("note: the model holds no histories")
                .endsWith("; train it with --histories all\n")
                .hasLineCount(1);
        assertThat(many.err()).isEqualTo(one.err());
    }

    @Test
    void writesAFileCompletelyOrNotAtAll() throws IOException {
        Path output = Files.writeString(folder.resolve("out.csv"), "old");

        Run failed = ask("--users-file", folder.resolve("absent.txt"), "--format", "csv", "--output", output);
        String afterFailure = Files.readString(output);
        Run written = ask("--user", "c00007", "--format", "csv", "--output", output);

        assertThat(failed.status()).isEqualTo(1);
        assertThat(afterFailure).isEqualTo("old");
        assertThat(written).isEqualTo(new Run(0, "wrote " + output + "\n", ""));
        assertThat(csv(Files.readString(output))).hasSize(10);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    private static Run ask(Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("recommend", "--model", shop.model()));
        words.addAll(List.of(arguments));
        return Run.of(words.toArray());
    }

    private static List<String> items(Object... arguments) throws IOException {
        List<Object> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--format", "csv"));
        return csv(ask(words.toArray()).out()).stream().map(row -> row.get(2)).toList();
    }

    private static List<List<String>> csv(String text) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text)) {
            return reader.stream().map(NamedCsvRecord::getFields).toList();
        }
    }

    private static List<List<String>> rows(JsonNode answer) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode object : answer.get("items")) {
            rows.add(List.of(
                    answer.get("user").asText(),
                    Integer.toString(rows.size() + 1),
                    object.get("item").asText(),
                    Double.toString(object.get("score").asDouble()),
                    object.get("source").asText()));
        }
        return rows;
    }

    private static List<List<String>> expected(String user, Query query) {
        List<List<String>> rows = new ArrayList<>();
        for (Recommendation next : recommend(query)) {
            rows.add(List.of(
                    user,
                    Integer.toString(rows.size() + 1),
                    next.item(),
                    Double.toString(next.score()),
                    next.source().name().toLowerCase(Locale.ROOT)));
        }
        return rows;
    }

    private static Recommendations recommend(Query query) {
        try (TrainedModel model = Models.open(shop.model())) {
            return model.recommender().recommend(query);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
