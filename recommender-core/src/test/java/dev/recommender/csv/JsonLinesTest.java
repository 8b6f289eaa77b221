package dev.recommender.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.EventType;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReason;
import dev.recommender.RefusedFileException;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    private static final String LINES = """
            {"userId": "u,1", "itemId": 12345678901234567890, "timestamp": 1600000000, "rating": 4.5, "tags": ["x", {}]}
            {"itemId": "é\\ud83d\\ude00", "extra": null, "userId": 7, "timestamp": null}

            {"userId": true, "itemId": " i ", "timestamp": "2020-09-13T12:26:40Z", "rating": "2"}
            """;

    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"u.jsonl", "u.NDJSON", "u.json"})
    void eachLineIsAnEventWithWellKnownKeys(String name) throws IOException {
        CollectedEvents read = CollectedEvents.of(usage(name, LINES));
        long time = Instant.parse("2020-09-13T12:26:40Z").toEpochMilli();
        assertThat(read.events)
                .containsExactly(
                        new CollectedEvents.Event("u,1", "12345678901234567890", time, EventType.CUSTOM, 4.5),
                        new CollectedEvents.Event(
                                "7", "é\ud83d\ude00", UsageEvents.NO_TIME, EventType.CUSTOM, Double.NaN),
                        new CollectedEvents.Event("true", "i", time, EventType.CUSTOM, 2));
        assertThat(read.report.files())
                .singleElement()
                .hasToString(name
                        + ": UTF-8, JSON lines; user = userId, item = itemId, time = timestamp (epoch seconds,"
                        + " 2020-09-13T12:26:40Z, 1 blank), weight = rating (2 to 4.5), unused = tags, unused = extra");
    }

    @Test
    void keysMayBeNamedAndFilesBePacked() throws IOException {
        Path file = folder.resolve("u.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"a\":\"i\",\"b\":\"u\"}\n".getBytes(UTF_8));
        }
        assertThat(CollectedEvents.of(UsageCsv.read(file).columns("user=b,item=a")).users)
                .containsExactly("u");
        assertThat(CollectedEvents.of(UsageCsv.read(file).asUser("me").columns("item=a")).items)
                .containsExactly("i");
        assertThat(UsageCsv.read(file).parts(1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"user\":[1],\"item\":\"i\"}|MALFORMED_JSON|\"user\" is an object or array",
                "{\"user\":\"u\",\"item\":{\"id\":1}}|MALFORMED_JSON|\"item\" is an object or array",
                "{\"user\":\"u\",\"item\":\"i\"|MALFORMED_JSON|",
                "{\"user\":\"u\",\"user\":\"v\",\"item\":\"i\"}|MALFORMED_JSON|Duplicate",
                "{\"user\":\"u\",\"item\":\"i\"} x|MALFORMED_JSON|",
                "{\"user\":\"u\",\"item\":\"i\"}{}|MALFORMED_JSON|text follows",
                "[\"u\",\"i\"]|MALFORMED_JSON|no JSON object",
                "u,i|MALFORMED_JSON|",
                "{\"user\":\"u\"}|MISSING_FIELDS|item is blank",
                "{\"user\":null,\"item\":\"i\"}|MISSING_FIELDS|user is blank",
                "{\"user\":\"NULL\",\"item\":\"i\"}|MISSING_FIELDS|user is \"NULL\"",
                "{\"user\":\"u\",\"item\":\"\\ud800\"}|MALFORMED_CHARACTERS|\"item\" has half of a surrogate pair",
                "{\"user\":\"u\",\"item\":\"i\\u0000j\"}|MALFORMED_CHARACTERS|\"item\" has a NUL",
                "{\"user\":\"\\u0000\",\"item\":\"i\"}|MALFORMED_CHARACTERS|\"user\" has a NUL",
                "{\"user\":\"u\",\"item\":\"i\",\"time\":5}|BAD_TIMESTAMP_FORMAT|time is \"5\"",
                "{\"user\":\"u\",\"item\":\"i\",\"rating\":\"x\"}|BAD_WEIGHT_FORMAT|weight is \"x\""
            })
    void aWrongLineIsRejectedAndItsNeighboursAreNot(String line, ParsingReason reason, String detail)
            throws IOException {
        String good = "{\"user\":\"u\",\"item\":\"i\",\"time\":1600000000,\"rating\":1}\n";
        CollectedEvents read = CollectedEvents.of(usage("u.jsonl", good + line + "\n" + good));
        assertThat(read.events).hasSize(2);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo(reason);
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.detail()).contains(detail == null ? "" : detail);
        });
    }

    @Test
    void unknownKeysAreRefused() throws IOException {
        UsageCsv usage = usage("u.jsonl", "{\"who\":\"u\",\"item\":\"i\"}\n");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageContaining("u.jsonl has no key that is known for the users among \"[who, item]\"");
        assertThat(CollectedEvents.of(usage.asUser("me")).users).containsExactly("me");
    }

    @Test
    void remediesSpeakOfKeysAndOfNoDelimiter() throws IOException {
        UsageCsv usage = usage("u.jsonl", "{\"user\":\"u\",\"item\":\"i\",\"weight\":\"0,5\"}\n".repeat(20));
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageStartingWith("20 of 20 lines of u.jsonl are wrong, which is more than one in 10;"
                        + " check what the keys hold, correct them or raise the error budget");
        assertThat(problems)
                .hasSize(20)
                .allSatisfy(problem -> assertThat(problem.detail())
                        .isEqualTo("weight is \"0,5\", whose comma may be a decimal one or separate thousands"));
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(() -> CollectedEvents.of(usage.columns("user=who,item=item")))
                .withMessage("u.jsonl has no key named \"who\"; the first lines have"
                        + " \"[user, item, weight]\"; name the keys as the lines do");
    }

    @Test
    void jsonUnderAnotherNameIsRefused() throws IOException {
        UsageCsv usage = usage("u.csv", LINES);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageContaining("u.csv:1 starts as JSON does")
                .withMessageContaining(".jsonl");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CatalogCsv.read(folder.resolve("u.csv")).load())
                .withMessageContaining("starts as JSON does");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CatalogCsv.read(Files.writeString(folder.resolve("c.jsonl"), LINES))
                        .load())
                .withMessageContaining("c.jsonl is JSON by its name");
    }

    @Test
    void anEmptyFileHasNoEvents() throws IOException {
        assertThat(CollectedEvents.of(usage("u.jsonl", "\n \n")).report.lines()).isZero();
    }

    private UsageCsv usage(String name, String text) throws IOException {
        return UsageCsv.read(Files.writeString(folder.resolve(name), text)).onProblem(problems::add);
    }
}
