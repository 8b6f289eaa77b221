package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.testing.service.TrainingFiles;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What is wrong with a request is told in parts, which are those of the request: never what a sentence was cut into. */
class ProblemsTest extends ServerFixture {
    private static final String NONE = "-";

    /**
     * A request that is refused: method, address and body; then the field, the value and how the remedy starts of its only
     * error.
     */
    private static final String REQUESTS = """
            POST /api/v1/models {"usage": "GOOD"                                          | - | - | correct the JSON at line 1, column 24
            POST /api/v1/models {"usage": "GOOD"}}                                        | - | - | correct the JSON at line 1, column
            POST /api/v1/models [1]                                                       | - | - | send an object of JSON
            POST /api/v1/models {}                                                        | usage | - | name a file or a folder of the store
            POST /api/v1/models {"usage": 7}                                              | usage | 7 | must be a text
            POST /api/v1/models {"usage": "no: where"}                                    | usage | no: where | name a file or a folder
            POST /api/v1/models {"usage": "../up"}                                        | usage | ../up | must not have the segments
            POST /api/v1/models {"usage": "GOOD", "catalog": "none: at all"}              | catalog | none: at all | name a file of the store
            POST /api/v1/models {"usage": "GOOD", "usgae": 1}                             | usgae | - | use usage, or another of [usage, catalog,
            POST /api/v1/models {"usage": "GOOD", "catalogue": "x"}                       | catalogue | - | use catalog, or another of [usage,
            POST /api/v1/models {"usage": "GOOD", "algorithm": "foo: bar"}                | algorithm | foo: bar | must be one of [als, ridge, sar]
            POST /api/v1/models {"usage": "GOOD", "description": 5}                       | description | 5 | must be a text
            POST /api/v1/models {"usage": "GOOD", "keepUnknownItems": true}               | keepUnknownItems | - | add one, or leave keepUnknownItems out
            POST /api/v1/models {"usage": "GOOD", "answers": {"backfil": true}}           | answers.backfil | - | use backfill, or another of [includeSeen,
            POST /api/v1/models {"usage": "GOOD", "parameters": {"supportThreshold": -3}} | parameters.supportThreshold | -3 | must be at least 1
            POST /api/v1/models {"usage": "GOOD", "parameters": {"halfLife": "soon: 5"}}  | parameters.halfLife | soon: 5 | must be
            POST /api/v1/models {"usage": "GOOD", "parameters": {"similarty": "lift"}}    | parameters.similarty | lift | use similarity, or another of [
            POST /api/v1/models {"usage": "GOOD", "parameters": {"maxDistance": 3}}       | parameters.maxDistance | 3 | set that, or leave maxDistance out
            POST /api/v1/models {"usage": "GOOD", "parameters": {"coldItems": 3}}         | parameters.coldItems | 3 | add one, or leave coldItems out
            POST /api/v1/models {"usage": "GOOD", "parameters": {"a": []}}                | parameters.a | [] | must be a text, a number
            POST /api/v1/models {"usage": "GOOD", "algorithm": "als", "parameters": {"factors": 9}} | parameters.factors | 9 | must be a multiple of 8
            POST /api/v1/models {"usage": "GOOD", "files": {"header": "maybe"}}           | files.header | maybe | must be one of [auto
            POST /api/v1/models {"usage": "GOOD", "files": {"columns": "user,colour"}}    | files.columns | user,colour | say what the columns hold
            POST /api/v1/models {"usage": "GOOD", "files": {"charset": "klingon"}}        | files.charset | klingon | name a charset, such as UTF-8
            POST /api/v1/models {"usage": "GOOD", "partOf": {"usage": "GOOD", "share": 0.5, "files": {"charset": "klingon"}}} | partOf.files.charset | klingon | name a charset, such as
            POST /api/v1/models {"usage": "GOOD", "partOf": {"usage": "GOOD", "share": 0.5, "files": {"catalogColumns": "id=a"}}} | partOf.files.catalogColumns | id=a | leave it out
            POST /api/v1/models {"usage": "GOOD", "files": {"timeFormat": "qq"}}          | files.timeFormat | qq | describe the times, as in
            POST /api/v1/models {"usage": "a/.c"}                                         | usage | a/.c | rename the file
            POST /api/v1/recommend {"seeds": [7]}                                         | seeds[0] | 7 | give an object
            POST /api/v1/recommend {"seeds": [{"type": "Click"}]}                         | seeds[0].item | - | add it
            POST /api/v1/recommend {"where": [{}]}                                        | where[0] | {} | give it one of category
            POST /api/v1/models {"usage": "GOOD", "files": {"maxErrors": "5"}}            | files.maxErrors | 5 | must be a whole number
            POST /api/v1/models {"usage": "GOOD", "files": {"colums": "user,item"}}       | files.colums | - | use columns, or another of [
            POST /api/v1/models {"usage": "GOOD", "files": {"catalogDelimiter": ";"}}     | files.catalogDelimiter | ; | add one, or leave it out
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "5"}}              | tuning.budget | 5 | must be a span of time with its unit
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": 5}}                | tuning.budget | 5 | must be a span of time with its unit
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "2d"}}             | tuning.budget | 2d | must be more than 0 and at most 1d
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "0s"}}             | tuning.budget | 0s | must be more than 0 and at most 1d
            POST /api/v1/models {"usage": "GOOD", "tuning": {}}                           | tuning.budget | - | must be a span of time with its unit
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "maxTrials": 0}} | tuning.maxTrials | 0 | must be a whole number from 1 on
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "algorithms": ["foo"]}} | tuning.algorithms[0] | foo | must be one of [als, ridge, sar]
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "algorithms": ["sar", 7]}} | tuning.algorithms[1] | 7 | must be the name
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "split": 1}} | tuning.split | 1 | must be a text
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "split": "later"}} | tuning.split | later | must be one of
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "splits": 1}} | tuning.splits | - | use split, or another of [budget,
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m"}, "algorithm": "sar"} | algorithm | sar | leave it out, or say in
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m"}, "parameters": {"colour": 1}} | parameters.colour | - | leave it out, or try
            POST /api/v1/recommend {"count": 0}                                           | count | 0 | must be at least 1
            POST /api/v1/recommend {"count": 1001}                                        | count | 1001 | must be from 1 to 1000
            POST /api/v1/recommend {"cuont": 3}                                           | cuont | - | use count, or another of [user, seeds,
            POST /api/v1/recommend {"seeds": ["i1", {"item": "i2", "weight": "much"}]}    | seeds[1].weight | much | must be a number
            POST /api/v1/recommend {"at": "noon: 12"}                                     | at | noon: 12 | must be a moment such as
            POST /api/v1/recommend {"user": "u1"                                          | - | - | correct the JSON at line 1, column
            GET /api/v1/similar                                                           | item | - | must be given: the id of an item
            GET /api/v1/similar?item=i1&explain=yes:no                                    | explain | yes:no | must be true or false
            GET /api/v1/similar?item=i1&cuont=3                                           | cuont | - | use count, or another of [count, explain, item, user]
            GET /api/v1/similar?item=%20                                                  | item | | must not be blank
            GET /api/v1/neighborhood                                                      | item | - | must be given: the id of an item
            GET /api/v1/items                                                             | item | - | must be given 1 to 200 times
            GET /api/v1/popular?count=five:5                                              | count | five:5 | must be a whole number from 1 to 1000
            GET /api/v1/popular?explain=true                                              | explain | - | use some of [count, user]
            GET /api/v1/models?limit=0                                                    | limit | 0 | must be a whole number from 1 to 1000
            GET /api/v1/models?limit=1&limit=2                                            | limit | 1, 2 | must be given once
            GET /api/v1/models?after=first                                                | after | first | give it as 8-4-4-4-12
            GET /api/v1/models/none                                                       | model | none | give it as 8-4-4-4-12
            PUT /api/v1/aliases/No!way {"shares": [{"model": "MODEL"}]}                   | alias | No!way | use 1 to 64 lower-case letters
            PUT /api/v1/aliases/shop {"shares": []}                                       | shares | [] | must be a list of at least one object
            PUT /api/v1/aliases/shop {"shares": [{"model": "MODEL"}, {"model": "it"}]}    | shares[1].model | it | give it as 8-4-4-4-12
            PUT /api/v1/aliases/shop {"shares": [{"model": "MODEL", "weight": "2: 1"}]}   | shares[0].weight | 2: 1 | must be a whole number
            PUT /api/v1/aliases/shop {"shares": [{"model": "MODEL", "weight": 0}]}        | shares[0].weight | 0 | must be from 1 to
            PUT /api/v1/aliases/shop {"shares": [{"model": "MODEL", "wieght": 2}]}        | shares[0].wieght | - | use weight, or another of [model, weight]
            POST /api/v1/aliases/default/roll-back {"revision": "last"}                   | revision | last | must be a whole number
            POST /api/v1/uploads {"file": 7}                                              | file | 7 | must be a text
            POST /api/v1/uploads {}                                                       | file | - | must be a text
            POST /api/v1/uploads [1]                                                      | - | [1] | send an object of JSON
            POST /api/v1/uploads {"file": "a"                                             | - | - | correct the JSON at line 1, column
            POST /api/v1/inspect {"files": {}}                                            | - | - | give one of usage and catalog
            POST /api/v1/inspect {"usage": "no: where"}                                   | usage | no: where | name a file or a folder
            POST /api/v1/split {"usage": "GOOD", "training": "a", "evaluation": "b", "share": 2} | share | 2 | must be more than 0 and less than 1
            POST /api/v1/split {"usage": "GOOD", "training": "a", "evaluation": "b", "share": "half"} | share | half | must be a number
            POST /api/v1/split {"usage": "GOOD", "training": "a", "evaluation": "a"}      | evaluation | a | must be two files other than the usage
            """;

    /** The server refuses them before any address is looked at. */
    @Test
    void anAddressThatIsNoneSaysWhatToDo() throws Exception {
        for (String path : List.of("a%2fb", "a%0d%0ab", "%ff")) {
            JsonNode problem = problem(get("/api/v1/models/" + path), 400, "bad-request");
            assertThat(problem.path("detail").asText()).as(path).contains("encode it as UTF-8");
        }
        JsonNode problem = problem(get("/api/v1/models/" + "a".repeat(20_000)), 414, "uri-too-long");
        assertThat(problem.path("detail").asText()).startsWith("the address is too long");
    }

    @Test
    void eachRefusalHasFieldValueAndRemedyOfItsRequest() throws Exception {
        ModelId model = trained();
        SoftAssertions all = new SoftAssertions();
        for (String line : REQUESTS.lines().toList()) {
            List<String> cells =
                    Arrays.stream(line.split(" \\|", -1)).map(String::strip).toList();
            String[] request = cells.get(0).split(" ", 3);
            String body = request.length < 3
                    ? ""
                    : request[2].replace("GOOD", TrainingFiles.GOOD).replace("MODEL", model.toString());
            Result result = call(request[0], request[1], body);

            all.assertThat(result.status())
                    .as("%s: %s", cells.get(0), result.body())
                    .isEqualTo(400);
            JsonNode errors = result.json().path("errors");
            all.assertThat(errors.size()).as("%s: %s", cells.get(0), errors).isEqualTo(1);
            JsonNode error = errors.path(0);
            all.assertThat(error.path("field").asText(NONE))
                    .as("field of %s", line)
                    .isEqualTo(cells.get(1));
            JsonNode value = error.path("value");
            all.assertThat((value.isContainerNode() ? value.toString() : value.asText(NONE)).strip())
                    .as("value of %s", line)
                    .isEqualTo(cells.get(2));
            all.assertThat(error.path("remedy").asText(NONE))
                    .as("remedy of %s", line)
                    .startsWith(cells.get(3));
            all.assertThat(error.path("detail").asText())
                    .as("detail of %s", line)
                    .isNotBlank()
                    .doesNotContain("Source:");
        }
        all.assertAll();
    }

    /** A request that is wrong in several ways: method, address and body; then the fields of its errors, in any order. */
    private static final String SEVERAL = """
            POST /api/v1/models {"usage": "none.csv", "algorithm": "rigde", "parameters": {"halfLife": "30", "foo": 1}, "catalgo": "x"} | usage algorithm parameters.halfLife parameters.foo catalgo
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "10", "algorithms": ["sra", "als"], "split": "latest", "maxTrials": 0}, "algorithm": "sar", "parameters": {"halfLife": "1"}} | tuning.budget tuning.algorithms[0] tuning.split tuning.maxTrials algorithm parameters.halfLife
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "algorithms": [7, "sra"], "split": 1}, "foo": 1}   | tuning.algorithms[0] tuning.algorithms[1] tuning.split foo
            POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "algorithms": ["sar"]}, "algorithm": "als", "parameters": {"halfLife": "1", "foo": 1}, "description": 5} | algorithm parameters.foo parameters.halfLife description
            POST /api/v1/models {"tuning": {"budget": "1m", "split": "latest"}, "parameters": {"halfLife": "1"}}             | usage tuning.split parameters.halfLife
            POST /api/v1/models {"usage": "GOOD", "parameters": {"a": [], "halfLife": "1"}, "keepUnknownItems": true}        | parameters.a parameters.halfLife keepUnknownItems
            POST /api/v1/models {"usage": "GOOD", "algorithm": 7, "parameters": {"factors": "x", "halfLife": "1"}}             | algorithm parameters.factors parameters.halfLife
            POST /api/v1/models {"usage": "GOOD", "algorthm": "als", "parameters": {"factors": 8}}                           | algorthm
            POST /api/v1/models {"usage": "GOOD", "catalgo": "x", "keepUnknownItems": true, "parameters": {"coldItems": 3}, "files": {"catalogDelimiter": ";"}} | catalgo
            POST /api/v1/models {"usage": "GOOD", "foo": 1, "files": {"charset": "klingon", "colums": "a"}, "evaluation": "none.csv", "partOf": {"usage": "", "share": 2}} | foo files.charset files.colums evaluation partOf.usage partOf.share
            POST /api/v1/recommend {"count": 2000, "foo": 1}                                                                | count foo
            POST /api/v1/recommend {"count": 2000, "at": "2026-11-29T12:00:00Z"}                                            | count at
            POST /api/v1/recommend?count=3&foo=1 {}                                                                         | count foo
            GET /api/v1/similar?itm=i1&count=-1                                                                             | itm item count
            GET /api/v1/similar?foo=1&bar=2&explain=yes&item=%20                                                            | foo bar explain item
            GET /api/v1/models?limit=0&after=first&foo=1                                                                    | limit after foo
            GET /api/v1/items?count=1&user=a&user=b                                                                         | count item user
            POST /api/v1/split {"usage": "nothing.csv", "training": "../x", "share": 7, "foo": 1}                           | usage training share evaluation foo
            POST /api/v1/split {"usage": "../up", "training": 1, "evaluation": "b", "replace": 1, "files": {"header": 1}}   | usage training replace files.header
            POST /api/v1/inspect {"usage": "nothing.csv", "foo": 1, "files": {"charset": "klingon"}}                        | usage foo files.charset
            POST /api/v1/inspect {"catalog": "nothing.csv", "foo": 1}                                                       | catalog foo
            PUT /api/v1/aliases/shop {"shares": [{"model": "abc", "weight": 0}, {"model": "it", "wieght": 1}, 7], "foo": 1}  | shares[0].model shares[0].weight shares[1].model shares[1].wieght shares[2] foo
            PUT /api/v1/aliases/No!way {"shares": [{"weight": "2"}]}                                                        | alias shares[0].model shares[0].weight
            POST /api/v1/uploads {"name": "a", "file": 7}                                                                   | name file
            """;

    @Test
    void allThatIsWrongIsToldAtOnce() throws Exception {
        trained();
        SoftAssertions all = new SoftAssertions();
        for (String line : SEVERAL.lines().toList()) {
            String[] cells = line.split(" \\| ");
            String[] request = cells[0].strip().split(" ", 3);
            String body = request.length < 3 ? "" : request[2].replace("GOOD", TrainingFiles.GOOD);
            Result result = call(request[0], request[1], body);

            all.assertThat(result.status()).as(line).isEqualTo(400);
            all.assertThat(result.json().path("errors").findValuesAsText("field"))
                    .as("%s: %s", line, result.body())
                    .containsExactlyInAnyOrder(cells[1].strip().split(" "));
        }
        all.assertAll();
    }

    /** A value has the form in which it was sent; what is sent in an address is a text. */
    @Test
    void aValueHasTheFormInWhichItWasSent() throws Exception {
        trained();
        String requests = """
                POST /api/v1/recommend {"count": 0}                                                  | 0
                POST /api/v1/recommend {"count": "0"}                                                | "0"
                POST /api/v1/recommend {"explain": [1, 2]}                                           | [1,2]
                POST /api/v1/recommend {"user": {"id": 1}}                                           | {"id":1}
                POST /api/v1/recommend {"seeds": [{"item": "i2", "weight": true}]}                   | true
                GET /api/v1/popular?count=0                                                          | "0"
                POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "maxTrials": 0}}    | 0
                POST /api/v1/models {"usage": "GOOD", "tuning": {"budget": "1m", "algorithms": ["sar", 7]}} | 7
                POST /api/v1/models {"usage": "GOOD", "parameters": {"supportThreshold": -3}}        | -3
                POST /api/v1/models {"usage": "GOOD", "partOf": {"usage": "GOOD", "share": 2}}       | 2
                POST /api/v1/split {"usage": "GOOD", "training": "a", "evaluation": "b", "share": 2} | 2
                POST /api/v1/uploads [1]                                                             | [1]
                PUT /api/v1/aliases/No!way {"shares": []}                                            | "No!way"
                """;
        SoftAssertions all = new SoftAssertions();
        for (String line : requests.lines().toList()) {
            String[] cells = line.split(" \\| ");
            String[] request = cells[0].strip().split(" ", 3);
            String body = request.length < 3 ? "" : request[2].replace("GOOD", TrainingFiles.GOOD);
            JsonNode errors = call(request[0], request[1], body).json().path("errors");

            all.assertThat(errors.path(0).path("value").toString())
                    .as("%s: %s", line, errors)
                    .isEqualTo(cells[1].strip());
        }
        all.assertAll();
    }

    /** A value is what was sent, up to its hundredth character; only the sentence shows less. */
    @Test
    void aLongValueIsToldAsItWasSent() throws Exception {
        String sent = "9".repeat(90);

        JsonNode error = get("/api/v1/similar?item=i1&count=" + sent)
                .json()
                .path("errors")
                .path(0);

        assertThat(error.path("value").asText()).isEqualTo(sent);
        assertThat(error.path("detail").asText()).endsWith(": " + "9".repeat(60) + "…");
        String id = "no " + "model ".repeat(15);
        assertThat(get("/api/v1/models?after=" + id.replace(' ', '+'))
                        .json()
                        .at("/errors/0/value")
                        .asText())
                .isEqualTo(id);
        String alias = "No-" + "alias-".repeat(15);
        assertThat(get("/api/v1/aliases/" + alias).json().at("/errors/0/value").asText())
                .isEqualTo(alias);
    }

    /** A character outside the basic plane is shown whole or not at all. */
    @Test
    void aSentenceNeverCutsACharacterInTwo() throws Exception {
        String sent = "9".repeat(59) + "🎻" + "9";

        assertThat(get("/api/v1/similar?item=i1&count=" + "9".repeat(59) + "%F0%9F%8E%BB" + "9")
                        .json()
                        .at("/errors/0/detail")
                        .asText())
                .endsWith(": " + "9".repeat(59) + "…");
        assertThat(Exchange.shown(sent)).isEqualTo("9".repeat(59) + "…");
    }

    /** What is nested too deeply has no place, by which the parser tells it. */
    @Test
    void jsonThatIsTooDeepIsRefusedOnEveryRoute() throws Exception {
        String deep = "[".repeat(1_100);
        for (String path : List.of("/models", "/aliases/shop/recommend", "/uploads", "/inspect", "/split")) {
            Result result = post("/api/v1" + path, deep);

            assertThat(result.status()).as(path).isEqualTo(400);
            assertThat(result.json().at("/errors/0/remedy").asText()).as(path).isEqualTo("correct the JSON");
        }
        assertThat(call("PUT", "/api/v1/aliases/shop", deep).status()).isEqualTo(400);
    }

    @Test
    void aDivisionNamesAllFieldsThatItLacks() throws Exception {
        JsonNode errors = post("/api/v1/split", "{}").json().path("errors");

        assertThat(errors.findValuesAsText("field")).containsExactly("usage", "training", "evaluation");
    }

    /** Options that nothing is done by, on whatever route: the address, the body and the header. */
    @Test
    void whatHasNoEffectIsRefusedOnEveryRoute() throws Exception {
        ModelId model = trained();
        String bodies = """
                {"recency": "reciprocal"}                                   | recency
                {"user": "u1", "recency": "reciprocal"}                     | recency
                {"user": "u1", "seeds": [], "recency": "linear"}            | recency
                {"seeds": ["i1"], "recency": "10m"}                         | recency
                {"at": "2026-11-29T12:00:00Z"}                              | at
                {"includeSeen": true}                                       | includeSeen
                {"explain": true}                                           | explain
                {"user": "u1", "maxPerCategory": 1}                         | maxPerCategory
                """;
        // A catalog without categories; that of the other files has some.
        store.put("inputs/plain.csv", BlobContent.of("i1,Item 1,,\ni2,Item 2,,\n"));
        ModelId plain = trained(TrainingRequest.of(TrainingFiles.GOOD)
                .catalog("inputs/plain.csv")
                .keepUnknownItems()
                .with("supportThreshold", 1));
        service.registry().setAlias("plain", plain);
        SoftAssertions all = new SoftAssertions();
        for (String route : List.of("/api/v1/models/" + plain, "/api/v1/aliases/plain")) {
            for (String line : bodies.lines().toList()) {
                String[] cells = line.split(" \\| ");
                Result result = post(route + "/recommend", cells[0].strip());
                all.assertThat(result.status())
                        .as("%s: %s", line, result.body())
                        .isEqualTo(400);
                all.assertThat(result.json().path("errors").findValuesAsText("field"))
                        .as("%s: %s", line, result.body())
                        .containsExactly(cells[1].strip());
            }
        }
        for (String prefix : List.of("/api/v1", "/api/v1/aliases/default", "/api/v1/models/" + model)) {
            for (String query : List.of(
                    "/similar?item=i1&recency=linear",
                    "/similar?item=i1&includeSeen=true",
                    "/neighborhood?item=i1&explain=true",
                    "/popular?recency=linear",
                    "/popular?explain=true",
                    "/items?item=i1&count=3")) {
                all.assertThat(get(prefix + query).status()).as(prefix + query).isEqualTo(400);
            }
            all.assertThat(post(prefix + "/recommend?count=3", "{}").status())
                    .as(prefix)
                    .isEqualTo(400);
            all.assertThat(post(prefix + "/recommend", "{}", "If-Match", "\"a\"")
                            .status())
                    .as(prefix)
                    .isEqualTo(400);
            all.assertThat(post(prefix + "/recommend", "{}", "Idempotency-Key", "k")
                            .status())
                    .as(prefix)
                    .isEqualTo(400);
        }
        for (String fine : List.of(
                "{}",
                "{\"user\": \"u1\", \"explain\": true, \"includeSeen\": true}",
                "{\"seeds\": [\"i1\"], \"recency\": \"reciprocal\"}",
                "{\"seeds\": [{\"item\": \"i1\", \"time\": \"2026-01-02T12:00:00Z\"}], \"recency\": \"10m\"}")) {
            all.assertThat(post("/api/v1/recommend", fine).status()).as(fine).isEqualTo(200);
        }
        all.assertAll();
        assertThat(model).isNotEqualTo(plain);
    }
}
