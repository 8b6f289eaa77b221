package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.registry.FileFormat;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request says how its files are read: checked when it is made, and followed by the worker. */
class RequestedFormatsTest extends ServiceFixture {
    private static final FileFormat GERMAN = FileFormat.STANDARD
            .columns("time=Datum,user=\"Kunde, Nr\",item=Artikel")
            .header("yes")
            .delimiter(";")
            .timeFormat("dd.MM.yyyy HH:mm:ss");

    @Test
    void filesAreReadAsTheRequestSays() throws IOException {
        put("german/usage.csv", german(TrainingFiles.GOOD + "/2026-01.csv"));
        put("plain/usage.csv", text(TrainingFiles.GOOD + "/2026-01.csv"));
        put("german-test.csv", german(TrainingFiles.EVALUATION));
        put(
                "items.tsv",
                text(TrainingFiles.CATALOG)
                        .replace("color=red", "red|warm")
                        .replace("color=blue", "blue")
                        .replaceAll("(?m)^(i[0-9]+),(.*),(things),,(.*)$", "$2\t$1\t$4"));

        ModelRecord german = train(service.requestTraining(TrainingRequest.of("german")
                .evaluation("german-test.csv")
                .catalog("items.tsv")
                .files(GERMAN.catalogColumns("name,id,color")
                        .catalogDelimiter("tab")
                        .catalogValueSeparator("|"))));
        ModelRecord plain = train(service.requestTraining(
                TrainingRequest.of("plain").evaluation(TrainingFiles.EVALUATION).catalog(TrainingFiles.CATALOG)));

        assertThat(german.status()).as(german.message()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(TrainingRequest.parse(german.request()).files().timeFormat()).contains("dd.MM.yyyy HH:mm:ss");
        ModelStatistics read = statistics(german);
        assertThat(read.usage().orElseThrow().report().successes()).isEqualTo(500);
        assertThat(read.catalog().orElseThrow().report().successes()).isEqualTo(25);
        assertThat(read.evaluation().orElseThrow().scores())
                .isNotEmpty()
                .isEqualTo(statistics(plain).evaluation().orElseThrow().scores());
    }

    @Test
    @Tag("slow")
    void wrongLinesAreToleratedAsTheRequestSays() throws IOException {
        FileFormat files = FileFormat.STANDARD;
        assertThat(train(service.requestTraining(
                                TrainingRequest.of(TrainingFiles.BAD).files(files.maxErrors(101))))
                        .status())
                .isEqualTo(ModelStatus.COMPLETED);
        put("strict.csv", "u1,i1\nu2,i1\nu1,i2\nonly\n");
        ModelRecord failed =
                train(service.requestTraining(TrainingRequest.of("strict.csv").files(files.maxErrors(0))));
        assertThat(failed.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(failed.message()).contains("a line is wrong, and none may be");
        put("anonymous.csv", text(TrainingFiles.GOOD + "/2026-01.csv") + ",i1\n".repeat(200));
        assertThat(train(service.requestTraining(TrainingRequest.of("anonymous.csv")))
                        .status())
                .isEqualTo(ModelStatus.FAILED);
        assertThat(train(service.requestTraining(
                                TrainingRequest.of("anonymous.csv").files(files.skipRowsWithoutUser())))
                        .status())
                .isEqualTo(ModelStatus.COMPLETED);
    }

    @Test
    void filesAreInTheCharsetThatTheRequestNames() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        String events = "josé,café\nrené,café\nrené,thé\n".repeat(2);
        store.put("french.csv", BlobContent.of(events.getBytes(windows)));
        TrainingRequest request = TrainingRequest.of("french.csv").with("supportThreshold", 1);

        ModelRecord refused = train(service.requestTraining(request.files(FileFormat.STANDARD.maxErrors(0))));
        assertThat(refused.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(refused.message()).contains("french.csv:1", "charset");

        ModelRecord read = train(service.requestTraining(request.files(FileFormat.STANDARD.charset("windows-1252"))));
        assertThat(read.status()).as(read.message()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(service.recommend(read.id(), Query.user("josé")).items())
                .extracting(Recommendation::item)
                .containsExactly("thé");
    }

    @Test
    void theCatalogMayHaveACharsetAndWrongLinesOfItsOwn() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        put("usage.csv", "u1,i1\nu2,i1\nu1,i2\nu2,i2\nu3,ü\n");
        store.put("catalog.csv", BlobContent.of("i1,Café\ni2,Thé\nü,Über\n".getBytes(windows)));
        TrainingRequest request =
                TrainingRequest.of("usage.csv").catalog("catalog.csv").with("supportThreshold", 1);

        ModelRecord own = train(service.requestTraining(
                request.files(FileFormat.STANDARD.catalogCharset("windows-1252").catalogMaxErrors(0))));
        assertThat(own.status()).as(own.message()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(statistics(own).catalog().orElseThrow().report().successes()).isEqualTo(3);
        assertThat(statistics(own).usage().orElseThrow().report().successes()).isEqualTo(5);

        ModelRecord none = train(service.requestTraining(request.files(FileFormat.STANDARD.catalogMaxErrors(0))));
        assertThat(none.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(none.message()).contains("catalog.csv:1");
    }

    @Test
    @Tag("slow")
    void aFileMostlyWrongFailsUnlessTheRequestToleratesIt() throws IOException {
        put("mixed.csv", "u1,i1\nu2,i1\nu1,i2\nu2,i2\n".repeat(10) + "only\n".repeat(60));
        TrainingRequest request = TrainingRequest.of("mixed.csv");

        ModelRecord failed = train(service.requestTraining(request));
        assertThat(failed.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(failed.message()).contains("60 of 100 lines of mixed.csv are wrong");
        put("mixed-test.csv", "u1,i1\n" + "only\n".repeat(60));
        put("good.csv", "u1,i1\nu2,i1\nu1,i2\nu2,i2\n");
        ModelRecord evaluated = train(service.requestTraining(
                TrainingRequest.of("good.csv").with("supportThreshold", 1).evaluation("mixed-test.csv")));
        assertThat(evaluated.status()).as(evaluated.message()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(statistics(evaluated).evaluation().orElseThrow().scores()).isEmpty();
        assertThat(statistics(evaluated).notes())
                .anyMatch(note -> note.startsWith("the model is not evaluated: ") && note.contains("mixed-test.csv"));
        assertThat(statistics(evaluated)
                        .evaluation()
                        .orElseThrow()
                        .events()
                        .report()
                        .errorCount())
                .isEqualTo(60);

        assertThat(train(service.requestTraining(request.files(FileFormat.STANDARD.maxErrors(60))))
                        .status())
                .isEqualTo(ModelStatus.COMPLETED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            columns               | user,itm      | itm
            charset               | klingon       | klingon
            header                | maybe         | must be one of [auto, yes, no]
            delimiter             | aaaaaaaaaaaaa | delimiter
            timeFormat            | quickly       | quickly
            maxErrors             | -1            | errorBudget
            catalogColumns        | name          | id
            catalogCharset        | klingon       | klingon
            catalogMaxErrors      | -1            | errorBudget
            catalogDelimiter      | ""            | delimiter
            catalogValueSeparator | ""            | valueSeparator
            """)
    void whatIsWrongIsNamedWhenTheRequestIsMade(String option, String value, String text) {
        String json = "{\"usage\": \"" + TrainingFiles.GOOD + "\", \"catalog\": \"" + TrainingFiles.CATALOG
                + "\", \"files\": {\"" + option + "\": "
                + (option.endsWith("axErrors") || value.equals("\"\"") ? value : "\"" + value + "\"") + "}}";
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(TrainingRequest.parse(json)))
                .satisfies(e -> assertThat(e.violations())
                        .singleElement()
                        .asString()
                        .startsWith("files." + option + " \"" + value.replace("\"\"", "") + "\": ")
                        .contains(text));
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        TrainingRequest request = TrainingRequest.of("none")
                .files(FileFormat.STANDARD
                        .timeFormat("quickly")
                        .header("no")
                        .columns("user=a,item=b")
                        .catalogDelimiter(";"));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(request))
                .satisfies(e -> assertThat(e.violations())
                        .hasSize(4)
                        .anyMatch(violation -> violation.startsWith("usage: "))
                        .anyMatch(violation -> violation.startsWith("files.timeFormat \"quickly\": "))
                        .anyMatch(violation -> violation.startsWith("files.columns \"user=a,item=b\": header must not"))
                        .anyMatch(violation -> violation.startsWith("files.catalogDelimiter has no effect without a")));
    }

    private void put(String key, String content) throws IOException {
        store.put(key, BlobContent.of(content));
    }

    private String text(String key) throws IOException {
        return new String(store.get(key).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The same events as a German spreadsheet has them. */
    private String german(String key) throws IOException {
        StringBuilder lines = new StringBuilder("Datum;\"Kunde, Nr\";Artikel\n");
        for (String line : text(key).lines().toList()) {
            List<String> fields = List.of(line.split("[,T-]"));
            lines.append(fields.get(4))
                    .append('.')
                    .append(fields.get(3))
                    .append('.')
                    .append(fields.get(2))
                    .append(' ');
            lines.append(fields.get(5))
                    .append(';')
                    .append(fields.get(0))
                    .append(';')
                    .append(fields.get(1))
                    .append('\n');
        }
        return lines.toString();
    }
}
