package dev.recommender.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainingRequestTest {
    @Test
    void aPlanOfATuningIsSaidInWords() {
        TuningPlan plan = TuningPlan.of(Duration.ofMinutes(90));

        assertThat(plan.inWords()).isEqualTo("within 1h30m");
        assertThat(plan.maxTrials(20).algorithms("als", "sar").inWords())
                .isEqualTo("within 1h30m, of at most 20 trials, of als, sar");
        assertThat(plan.split("latest-users").inWords()).isEqualTo("within 1h30m, split by latest-users");
    }

    @Test
    void pathsAreTidied() {
        TrainingRequest request = TrainingRequest.of("\\shop\\usage/")
                .catalog("/shop/catalog.csv")
                .evaluation("shop//");

        assertThat(request.usage()).isEqualTo("shop/usage");
        assertThat(request.catalog()).contains("shop/catalog.csv");
        assertThat(request.evaluation()).contains("shop");
    }

    @Test
    void everyViolationIsNamedWithItsFieldAndValue() {
        String json = """
                {"usage": "../secrets", "catalog": 7, "evaluation": "/", "algorithm": " ", "parameters": {"a": []},
                 "answers": {"includeSeen": 1, "backfil": true}, "description": false, "serviceRules": "yes",
                 "files": {"columns": 1, "maxErrors": "5", "skipRowsWithoutUser": 0, "colums": "user"},
                 "keepUnknownItems": 1, "color": "red"}""";

        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> TrainingRequest.parse(json))
                .satisfies(e -> assertThat(e.violations())
                        .hasSize(15)
                        .anyMatch(violation -> violation.equals("files.columns must be a text: 1"))
                        .anyMatch(violation -> violation.equals("files.maxErrors must be a whole number: \"5\""))
                        .anyMatch(violation -> violation.equals("files.skipRowsWithoutUser must be true or false: 0"))
                        .anyMatch(violation -> violation.startsWith("files.colums is not a field of a request; use"))
                        .anyMatch(violation -> violation.equals("keepUnknownItems must be true or false: 1"))
                        .anyMatch(violation -> violation.startsWith("usage ") && violation.contains("../secrets"))
                        .anyMatch(violation -> violation.equals("catalog must be a text: 7"))
                        .anyMatch(violation -> violation.startsWith("evaluation must name a file or a folder"))
                        .anyMatch(violation -> violation.startsWith("algorithm must name an installed algorithm"))
                        .anyMatch(violation -> violation.startsWith("a must be a text, a number, true"))
                        .anyMatch(violation -> violation.equals("answers.includeSeen must be true or false: 1"))
                        .anyMatch(violation -> violation.startsWith("answers.backfil is not a field of a request"))
                        .anyMatch(violation -> violation.equals("description must be a text: false"))
                        .anyMatch(violation -> violation.equals("serviceRules must be true or false: \"yes\""))
                        .anyMatch(violation -> violation.startsWith("color is not a field of a request; use")));
    }

    @Test
    void aRequestNeedsUsage() {
        for (String json : List.of("{}", "{\"usage\": null}", "{\"usage\": \"\"}", "{\"usage\": \" \"}")) {
            assertThatExceptionOfType(InvalidParametersException.class)
                    .isThrownBy(() -> TrainingRequest.parse(json))
                    .satisfies(e -> assertThat(e.violations())
                            .singleElement()
                            .asString()
                            .startsWith("usage "));
        }
        for (String json : List.of("", "[]", "{", "null", "3")) {
            assertThatExceptionOfType(InvalidParametersException.class)
                    .isThrownBy(() -> TrainingRequest.parse(json))
                    .withMessageContaining("the request is not");
        }
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> TrainingRequest.of("usage").description("x".repeat(257)))
                .withMessageContaining("at most 256 characters");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            TrainingRequest request = random(random);
            assertThat(TrainingRequest.parse(request.toJson()))
                    .isEqualTo(request)
                    .hasSameHashCodeAs(request);
        }
        assertThat(TrainingRequest.parse("{\"usage\": \"usage\"}")).isEqualTo(TrainingRequest.of("usage"));
        assertThat(TrainingRequest.parse("{\"usage\": \"u\", \"catalog\": null, \"parameters\": null,"
                        + " \"answers\": null, \"algorithm\": null, \"description\": null, \"serviceRules\": null,"
                        + " \"keepUnknownItems\": null}"))
                .isEqualTo(TrainingRequest.of("u"));
        assertThat(TrainingRequest.of("usage").toJson())
                .isEqualTo("{\"usage\":\"usage\",\"algorithm\":\"sar\",\"parameters\":{},"
                        + "\"answers\":{\"includeSeen\":false,\"backfill\":true}}");
    }

    private static TrainingRequest random(Random random) {
        TrainingRequest request = TrainingRequest.of("usage" + random.nextInt(9));
        request = random.nextBoolean() ? request.catalog("catalog.csv") : request;
        request = random.nextBoolean() ? request.evaluation("evaluation") : request;
        request = random.nextBoolean() ? request.algorithm("als") : request.tuning(plan(random));
        request = random.nextBoolean() ? request.with("threshold", random.nextLong()) : request;
        request = random.nextBoolean() ? request.with("rate", random.nextGaussian()) : request;
        request = random.nextBoolean() ? request.with("flag", random.nextBoolean()) : request;
        request = random.nextBoolean() ? request.with("kind", "a \"kind\" \u4F60") : request;
        request = random.nextBoolean() ? request.with("weights", Map.of("Click", random.nextDouble())) : request;
        request = random.nextBoolean() ? request.withNone("limit") : request;
        request = random.nextBoolean() ? request.includeSeen() : request;
        request = random.nextBoolean() ? request.keepUnknownItems() : request;
        request = random.nextBoolean() ? request.withoutBackfill() : request;
        request = random.nextBoolean() ? request.byServiceRules() : request;
        request = random.nextBoolean() ? request.files(files(random)) : request;
        request = random.nextBoolean() ? request.partOf(part(random)) : request;
        return random.nextBoolean() ? request.description("A shop, " + random.nextInt()) : request;
    }

    private static UsagePart part(Random random) {
        UsagePart part = UsagePart.of("all", Math.max(0.001, random.nextDouble()));
        part = random.nextBoolean() ? part.before(Instant.ofEpochMilli(random.nextInt())) : part;
        return random.nextBoolean() ? part.files(files(random)) : part;
    }

    @Test
    void aPartIsOfSomethingThatMayBe() {
        assertThat(UsagePart.of("\\shop\\usage.csv", 0.8).usage()).isEqualTo("shop/usage.csv");
        for (double share : new double[] {0, 1, -0.5, Double.NaN}) {
            assertThatExceptionOfType(InvalidParametersException.class)
                    .isThrownBy(() -> UsagePart.of("usage.csv", share))
                    .withMessageContaining("partOf.share must be more than 0 and less than 1: " + share);
        }
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> UsagePart.of("../usage.csv", 0.8))
                .withMessageContaining("partOf.usage must not have the segments . and ..");
        String json = "{\"usage\": \"u\", \"partOf\": ";
        assertThat(refusals(json + "{\"share\": \"all\", \"before\": \"now\", \"files\": 3, \"of\": 1}}"))
                .hasSize(5)
                .anyMatch(
                        each -> each.startsWith("partOf.before must be a moment such as") && each.endsWith(": \"now\""))
                .anyMatch(each -> each.equals("partOf.usage must be a text: it is missing"))
                .anyMatch(each -> each.equals("partOf.share must be a number: \"all\""))
                .anyMatch(each -> each.equals("partOf.files must be an object: 3"))
                .anyMatch(each -> each.startsWith("partOf.of is not a field of a request; use"));
        assertThat(refusals(json + "{\"usage\": \"all\", \"share\": 0.8, \"files\": {\"columns\": 1}}}"))
                .containsExactly("partOf.files.columns must be a text: 1");
        assertThat(refusals(json + "{\"usage\": \"all\", \"share\": 2}}"))
                .containsExactly("partOf.share must be more than 0 and less than 1: 2.0");
        assertThat(refusals(json + "{\"usage\": \"a/../b\", \"share\": 2, \"before\": \"now\"}}"))
                .hasSize(3)
                .anyMatch(each -> each.startsWith("partOf.usage must not have the segments . and .."))
                .anyMatch(each -> each.equals("partOf.share must be more than 0 and less than 1: 2.0"))
                .anyMatch(each -> each.startsWith("partOf.before must be a moment such as"));
        assertThat(refusals(json + "{\"usage\": \" \", \"share\": \"all\"}}"))
                .containsExactly(
                        "partOf.usage must name a file or a folder of the store: \" \"",
                        "partOf.share must be a number: \"all\"");
    }

    private static List<String> refusals(String json) {
        try {
            return List.of(TrainingRequest.parse(json).toString());
        } catch (InvalidParametersException e) {
            return e.violations();
        }
    }

    private static TuningPlan plan(Random random) {
        TuningPlan plan = TuningPlan.of(Duration.ofMillis(1 + random.nextInt(86_400_000)));
        plan = random.nextBoolean() ? plan.maxTrials(1 + random.nextInt(9)) : plan;
        plan = random.nextBoolean() ? plan.split("latest-users") : plan;
        return random.nextBoolean() ? plan.algorithms("als", "sar") : plan;
    }

    @Test
    void aPlanOfATuningIsCheckedWhenItIsMade() {
        for (Duration budget :
                List.of(Duration.ZERO, Duration.ofNanos(5), Duration.ofDays(2), Duration.ofSeconds(-1))) {
            assertThatExceptionOfType(InvalidParametersException.class)
                    .isThrownBy(() -> TuningPlan.of(budget))
                    .withMessageContaining("tuning.budget must be more than 0 and at most 1d");
        }
        TuningPlan plan = TuningPlan.of(Duration.ofMinutes(90));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> plan.maxTrials(0))
                .withMessageContaining("tuning.maxTrials must be at least 1: 0");
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> plan.algorithms("als", "als"))
                .withMessageContaining("each once");
        assertThat(TrainingRequest.of("u").tuning(plan.maxTrials(3)).toJson())
                .isEqualTo("{\"usage\":\"u\",\"tuning\":{\"budget\":\"1h30m\",\"maxTrials\":3},\"parameters\":{},"
                        + "\"answers\":{\"includeSeen\":false,\"backfill\":true}}");
    }

    private static FileFormat files(Random random) {
        FileFormat files = FileFormat.STANDARD;
        files = random.nextBoolean() ? files.columns("user=\"Kunde, Nr\",item=SKU") : files;
        files = random.nextBoolean() ? files.header("no") : files;
        files = random.nextBoolean() ? files.catalogCharset("UTF-16LE") : files;
        files = random.nextBoolean() ? files.catalogMaxErrors(random.nextInt(9)) : files;
        files = random.nextBoolean() ? files.delimiter("\t") : files;
        files = random.nextBoolean() ? files.timeFormat("dd.MM.yyyy") : files;
        files = random.nextBoolean() ? files.maxErrors(random.nextInt()) : files;
        files = random.nextBoolean() ? files.skipRowsWithoutUser() : files;
        files = random.nextBoolean() ? files.catalogColumns("id,name") : files;
        files = random.nextBoolean() ? files.catalogDelimiter(";") : files;
        return random.nextBoolean() ? files.catalogValueSeparator("|") : files;
    }

    @Test
    void theFormatOfFilesIsWhatWasSet() {
        FileFormat files = TrainingRequest.parse("{\"usage\": \"u\", \"files\": {\"columns\": \"item,user\","
                        + " \"header\": \"yes\", \"delimiter\": \"tab\", \"timeFormat\": \"iso\", \"maxErrors\": 7,"
                        + " \"skipRowsWithoutUser\": true, \"catalogColumns\": \"id\", \"catalogDelimiter\": \";\","
                        + " \"catalogValueSeparator\": \"|\"}}")
                .files();
        assertThat(files)
                .isEqualTo(FileFormat.STANDARD
                        .columns("item,user")
                        .header("yes")
                        .delimiter("tab")
                        .timeFormat("iso")
                        .maxErrors(7)
                        .skipRowsWithoutUser()
                        .catalogColumns("id")
                        .catalogDelimiter(";")
                        .catalogValueSeparator("|"));
        assertThat(files.maxErrors()).hasValue(7);
        assertThat(files.isSkippingRowsWithoutUser()).isTrue();
        assertThat(files.options()).hasSize(9).containsEntry("catalogDelimiter", ";");
        assertThat(TrainingRequest.parse("{\"usage\": \"u\", \"files\": {\"columns\": null, \"maxErrors\": null,"
                        + " \"skipRowsWithoutUser\": false}}"))
                .isEqualTo(TrainingRequest.of("u"));
    }

    @Test
    void requestsThatDifferAreNotEqual() {
        TrainingRequest request = TrainingRequest.of("usage");
        assertThat(List.of(
                        request,
                        request.usage("other"),
                        request.catalog("c"),
                        request.evaluation("e"),
                        request.algorithm("als"),
                        request.tuning(TuningPlan.of(Duration.ofMinutes(1))),
                        request.tuning(TuningPlan.of(Duration.ofMinutes(2))),
                        request.algorithm("sar").tuning(TuningPlan.of(Duration.ofMinutes(2))),
                        request.with("a", 1),
                        request.with("a", 1.5),
                        request.includeSeen(),
                        request.withoutBackfill(),
                        request.description("d"),
                        request.files(FileFormat.STANDARD.maxErrors(3)),
                        request.files(FileFormat.STANDARD.maxErrors(4)),
                        request.byServiceRules()))
                .doesNotHaveDuplicates();
        assertThat(request.parameters(Parameters.empty().with("a", 1))).isEqualTo(request.with("a", 1));
        assertThat(request.algorithm(TrainingRequest.DEFAULT_ALGORITHM)).isEqualTo(request);
    }

    @Test
    void theAnswerDefaultsOfAModelAreReadWhateverElseItsRequestHas() {
        AnswerDefaults both = new AnswerDefaults(true, false);
        assertThat(AnswerDefaults.of(record(
                        TrainingRequest.of("u").includeSeen().withoutBackfill().toJson())))
                .isEqualTo(both);
        assertThat(AnswerDefaults.of(record("{\"new\": [1], \"answers\": {\"includeSeen\": true, \"x\": 1}}")))
                .isEqualTo(new AnswerDefaults(true, true));
        assertThat(AnswerDefaults.of(record("{}"))).isEqualTo(AnswerDefaults.STANDARD);
        assertThat(AnswerDefaults.of(record("{\"made\": \"by hand\"}"))).isEqualTo(AnswerDefaults.STANDARD);
        Query query = Query.items("a");
        assertThat(both.apply(query)).isEqualTo(query.includeSeen().withoutBackfill());
        assertThat(AnswerDefaults.STANDARD.apply(query)).isEqualTo(query);
        assertThat(AnswerDefaults.STANDARD.apply(query.includeSeen()).includesSeen())
                .isTrue();
        assertThat(AnswerDefaults.STANDARD.apply(query.withoutBackfill()).backfills())
                .isFalse();
    }

    private static ModelRecord record(String request) {
        return new ModelRecord(
                ModelId.parse("0190a0b0-0000-7000-8000-000000000001"),
                "",
                Instant.EPOCH,
                ModelStatus.CREATED,
                "",
                request,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
