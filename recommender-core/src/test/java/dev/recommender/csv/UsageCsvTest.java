package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.EventType;
import dev.recommender.FileLayout;
import dev.recommender.ParsingException;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.RefusedFileException;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageCsvTest {
    @TempDir
    private Path folder;

    @Test
    void columnsWhoseNamesHoldCommasAndQuotesAreNamedInQuotes() throws IOException {
        String file = "\"Customer, ID\",\"the \"\"item\"\"\",Weight\nu,i,2\n";
        CollectedEvents read = CollectedEvents.of(
                usage(file).columns("user=\"Customer, ID\" , item = \"the \"\"item\"\"\",weight=Weight"));
        assertThat(read.events)
                .containsExactly(new CollectedEvents.Event("u", "i", UsageEvents.NO_TIME, EventType.CUSTOM, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> usage(file).columns("user=\"Customer, ID,item=x"))
                .withMessageContaining("quote is not closed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> usage(file).columns("user=,item=x"))
                .withMessageContaining("name is blank");
    }

    @Test
    void columnsWithoutHeaderAreUserItemTimeTypeWeight() throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("u,i,2020-01-01T00:00:01Z,Purchase,2.5\nv,j\n"));
        assertThat(read.events)
                .containsExactly(
                        new CollectedEvents.Event("u", "i", 1_577_836_801_000L, EventType.PURCHASE, 2.5),
                        new CollectedEvents.Event(
                                "v", "j", UsageEvents.NO_TIME, EventType.CUSTOM, UsageEvents.NO_WEIGHT));
    }

    @Test
    void columnsMayStandInAnyOrderAndBeSkipped() throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("3,x,i,u\n").columns("weight,-,item,user"));
        assertThat(read.events)
                .containsExactly(new CollectedEvents.Event("u", "i", UsageEvents.NO_TIME, EventType.CUSTOM, 3));
    }

    @Test
    void columnsMayBeNamed() throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("a,b,c\n1,i,u\n").columns("user=c,item=b,weight=a"));
        assertThat(read.events).extracting(CollectedEvents.Event::user).containsExactly("u");
    }

    @Test
    void aNamedColumnThatTheHeaderLacksIsNamedInTheError() throws IOException {
        UsageCsv usage = usage("a,b\n1,2\n").columns("user=a,item=x");
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageContaining("usage.csv")
                .withMessageContaining("\"x\"")
                .withMessageContaining("[a, b]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user,colour", "user", "user,item,user", "user=a,item", ""})
    void columnsThatMakeNoSenseAreRefused(String columns) throws IOException {
        UsageCsv usage = usage("");
        assertThatIllegalArgumentException().isThrownBy(() -> usage.columns(columns));
    }

    @Test
    void whatARefusedFileWasTakenForIsInItsReport() throws IOException {
        String header = "userId,itemId,timestamp,shop\n";
        String good = "u,i,2026-01-05T00:00:00Z,s\nv,i,2026-01-02T00:00:00Z,s\n";
        for (String text : List.of(
                header + good + ",i,2026-01-03T00:00:00Z,s\n".repeat(101),
                header + good + ",i,,s\n".repeat(6),
                header + good + "itemId,userId,timestamp,shop\n")) {
            UsageCsv usage = usage(text);
            assertThatExceptionOfType(ParsingException.class)
                    .isThrownBy(() -> CollectedEvents.of(usage))
                    .satisfies(e -> assertThat(e.report().files())
                            .singleElement()
                            .satisfies(layout -> {
                                assertThat(layout.columns())
                                        .extracting(FileLayout.Column::role)
                                        .containsExactly("user", "item", "time", "unused");
                                assertThat(layout.times())
                                        .contains(new FileLayout.Span<>(
                                                Instant.parse("2026-01-02T00:00:00Z"),
                                                Instant.parse("2026-01-05T00:00:00Z")));
                            }));
        }
    }

    @Test
    void wellKnownHeadersAreRecognisedAndDataIsNot() throws IOException {
        assertThat(CollectedEvents.of(usage("Item_ID;User-Id;Rating\ni;u;4\n").delimiter(";")).events)
                .containsExactly(new CollectedEvents.Event("u", "i", UsageEvents.NO_TIME, EventType.CUSTOM, 4));
        assertThat(CollectedEvents.of(usage("userx,itemx\nu,i\n")).events).hasSize(2);
        assertThat(CollectedEvents.of(usage("u,i\nv,j\n").header(Header.YES)).events)
                .hasSize(1);
        assertThat(CollectedEvents.of(usage("user,item\nv,j\n").header(Header.NO)).events)
                .hasSize(2);
    }

    @Test
    void fieldsAreTrimmedAndQuotesRemoved() throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("\uFEFF u ,\" a \"\"b\"\", c \" \r\n\r\n  \r\nv,x\"y\r\n"));
        assertThat(read.events).extracting(CollectedEvents.Event::item).containsExactly("a \"b\", c", "x\"y");
        assertThat(read.report.lines()).isEqualTo(2);
    }

    @Test
    void aRecordMaySpanLinesAndIsReportedAtItsLast() throws IOException {
        List<Problem> problems = new ArrayList<>();
        CollectedEvents read =
                CollectedEvents.of(usage("u,\"a\nb\"\nu,\"c\n\nd\",bad\nw,z\n").onProblem(problems::add));
        assertThat(read.events).extracting(CollectedEvents.Event::item).containsExactly("a\nb", "z");
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(5);
            assertThat(problem.reason()).isEqualTo(ParsingReason.BAD_TIMESTAMP_FORMAT);
        });
    }

    @Test
    void aQuoteThatIsNeverClosedCostsItsOwnLineOnly() throws IOException {
        List<Problem> problems = new ArrayList<>();
        CollectedEvents read = CollectedEvents.of(usage("u,a\nu,\"b\nu,c\nu,d").onProblem(problems::add));
        assertThat(read.events).extracting(CollectedEvents.Event::item).containsExactly("a", "c", "d");
        assertThat(problems)
                .containsExactly(new Problem(
                        ParsingReason.MALFORMED_LINE, "usage.csv", 2, "a quote is not closed in \"u,\"b\""));
    }

    @Test
    void textAfterAClosingQuoteMakesTheRecordMalformed() throws IOException {
        List<Problem> problems = new ArrayList<>();
        CollectedEvents read = CollectedEvents.of(usage("u,a\nu,\"b\"x\nu,c\n").onProblem(problems::add));
        assertThat(read.events).extracting(CollectedEvents.Event::item).containsExactly("a", "c");
        assertThat(problems).extracting(Problem::line).containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "::", "|", ";"})
    void otherDelimitersSeparateFields(String delimiter) throws IOException {
        String text = "u,\"i%sj\",5\nv,k:l,6\n".replace(",", delimiter).formatted(delimiter);
        CollectedEvents read =
                CollectedEvents.of(usage(text).delimiter(delimiter).columns("user,item,weight"));
        assertThat(read.events).extracting(CollectedEvents.Event::item).containsExactly("i" + delimiter + "j", "k:l");
        assertThat(read.events).extracting(CollectedEvents.Event::weight).containsExactly(5.0, 6.0);
    }

    @ParameterizedTest
    @CsvSource({
        "1485630413, 2017-01-28T19:06:53Z",
        "1485630413.5, 2017-01-28T19:06:53.500Z",
        "1485630413000, 2017-01-28T19:06:53Z",
        "-1485630413, 1922-12-04T04:53:07Z",
        "2015/06/09T19:39:37, 2015-06-09T19:39:37Z",
        "2015-06-09 19:39:37.25+02:00, 2015-06-09T17:39:37.250Z",
        "2015-06-09T19:39Z, 2015-06-09T19:39:00Z",
        "2015-06-09, 2015-06-09T00:00:00Z",
        "3/30/2017 1:34:12 PM, 2017-03-30T13:34:12Z",
        "3/30/2017 12:34:12 AM, 2017-03-30T00:34:12Z",
        "3/30/2017, 2017-03-30T00:00:00Z",
        "4/27/20, 2020-04-27T00:00:00Z",
        "4/27/31, 1931-04-27T00:00:00Z",
        "2016-02-29, 2016-02-29T00:00:00Z"
    })
    void timesAreRecognised(String written, String meant) throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("u,i," + written + "\n"));
        assertThat(Instant.ofEpochMilli(read.events.get(0).time())).isEqualTo(Instant.parse(meant));
    }

    @Test
    void aNumberTooSmallForATimeIsOneWhereTheColumnIsSaidToHoldTimes() throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("u,i,-86400\n").columns("user,item,time"));
        assertThat(Instant.ofEpochMilli(read.events.get(0).time())).isEqualTo(Instant.parse("1969-12-31T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2015-02-29", "2015-13-01", "2015-06-09T25:00", "1e9", "--5", "2015-06-09T"})
    void otherTimesAreRejected(String written) throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("u,i," + written + "\n"));
        assertThat(read.report.errors())
                .extracting(ParsingProblem::reason)
                .containsExactly(ParsingReason.BAD_TIMESTAMP_FORMAT);
    }

    @Test
    void aGivenPatternIsTheOnlyFormatRead() throws IOException {
        CollectedEvents read = CollectedEvents.of(
                usage("u,i,09.Jun.2015 19:39\nu,i,2015-06-09\n").times(TimeFormat.parse("dd.MMM.yyyy HH:mm")));
        assertThat(read.events)
                .extracting(event -> Instant.ofEpochMilli(event.time()))
                .containsExactly(Instant.parse("2015-06-09T19:39:00Z"));
        assertThat(read.report.errorCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "-1.5, -1.5", "+0.25, 0.25", ".5, 0.5", "1e3, 1000", "123456789012345678, 123456789012345678"})
    void weightsAreDecimalNumbers(String written, double meant) throws IOException {
        assertThat(CollectedEvents.of(usage("u,i,1500000000,," + written + "\n"))
                        .events
                        .get(0)
                        .weight())
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e39", "-4E38", "two", "Infinity", "1.2.3", "0x10p1", "1d", "-", "1e999"})
    void otherWeightsAreRejected(String written) throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("u,i,1500000000,," + written + "\n"));
        assertThat(read.report.errors())
                .extracting(ParsingProblem::reason)
                .containsExactly(ParsingReason.BAD_WEIGHT_FORMAT);
    }

    @Test
    void rowsWithoutUserAreErrorsOrLeftOut() throws IOException {
        assertThat(CollectedEvents.of(usage(",i\nu,j\n")).report.errorCount()).isEqualTo(1);
        CollectedEvents skipped = CollectedEvents.of(usage(",i\nu,j\n").skipRowsWithoutUser());
        assertThat(skipped.report.errorCount()).isZero();
        assertThat(skipped.report.warnings())
                .extracting(ParsingProblem::reason)
                .containsExactly(ParsingReason.SKIPPED_WITHOUT_USER);
    }

    @Test
    void idsThatAreTooLongAreRejected() throws IOException {
        CollectedEvents read = CollectedEvents.of(
                usage("u," + "i".repeat(451) + "\n" + "u".repeat(256) + ",i\nu," + "i".repeat(450) + "\n"));
        assertThat(read.report.errors())
                .extracting(ParsingProblem::reason)
                .containsExactly(ParsingReason.ITEM_ID_TOO_LONG, ParsingReason.USER_ID_TOO_LONG);
        assertThat(read.events).hasSize(1);
    }

    @Test
    void theErrorBudgetIsSharedByAllFilesAndTheReportTellsOfAll() throws IOException {
        write("a.csv", "bad\n".repeat(60));
        write("b.csv", "u,i\n" + "bad\n".repeat(41));
        UsageCsv usage = UsageCsv.read(folder).errorBudget(100);
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .satisfies(e -> {
                    assertThat(e.report().errorCount()).isEqualTo(101);
                    assertThat(e.report().successes()).isEqualTo(1);
                })
                .withMessageContaining("a.csv:1");
        assertThat(CollectedEvents.of(usage.errorBudget(101)).events).hasSize(1);
    }

    @Test
    void aFolderIsReadByNameAndGzipByExtension() throws IOException {
        write("b.csv", "u,second\n");
        write(".hidden", "u,hidden\n");
        write("_SUCCESS", "");
        write("_committed_17", "u,hidden\n");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.csv.gz")))) {
            out.write("u,first\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(CollectedEvents.of(UsageCsv.read(folder)).events)
                .extracting(CollectedEvents.Event::item)
                .containsExactly("first", "second");
        assertThat(UsageCsv.read(folder).parts()).hasSize(2);
        Files.createSymbolicLink(folder.resolve("link.csv.gz"), folder.resolve("a.csv.gz"));
        assertThat(UsageCsv.read(folder, folder.resolve("a.csv.gz")).parts())
                .as("a file that is there by a link, too, and named once more")
                .hasSize(2);
    }

    @Test
    void whatIsNotThereOrDamagedIsNamed() throws IOException {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> CollectedEvents.of(UsageCsv.read(folder.resolve("none"))))
                .withMessageContaining("none");
        Files.createDirectories(folder.resolve("empty/deeper"));
        Files.writeString(folder.resolve("empty/deeper/usage.csv"), "u,i\n");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> UsageCsv.read(folder.resolve("empty")).parts())
                .withMessageContaining("empty")
                .withMessageContaining("folders in it are not read");
        write("broken.csv.gz", "this is not gzip");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CollectedEvents.of(UsageCsv.read(folder.resolve("broken.csv.gz"))))
                .withMessageContaining("broken.csv.gz");
    }

    @Test
    @Tag("slow")
    void randomRecordsComeBackAsTheyWereWritten() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            String delimiter = List.of(",", "\t", "::").get(random.nextInt(3));
            String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            List<String> expected = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int record = 0; record < 2000; record++) {
                String user = field(random, delimiter);
                String item = field(random, delimiter);
                expected.add(user + "→" + item);
                text.append(written(user, random, delimiter))
                        .append(delimiter)
                        .append(written(item, random, delimiter))
                        .append(end);
            }
            CollectedEvents read = CollectedEvents.of(
                    usage(text.toString()).delimiter(delimiter).header(Header.NO));
            assertThat(read.events)
                    .extracting(event -> event.user() + "→" + event.item())
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    @Tag("slow")
    void garbageIsRejectedAndNothingElse() throws IOException {
        Random random = new Random(12);
        byte[] alphabet = ",,,\"\n\r\t :-_x1é".getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(3000)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        random.nextInt(20) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }
            Files.write(folder.resolve("usage.csv"), bytes);
            try {
                CollectedEvents read = CollectedEvents.of(
                        UsageCsv.read(folder.resolve("usage.csv")).errorBudget(Integer.MAX_VALUE));
                assertThat(read.report.successes() + read.report.errorCount()).isEqualTo(read.report.lines());
            } catch (RefusedFileException e) {
                assertThat(e.file()).contains("usage.csv");
                refused++;
            }
        }
        assertThat(refused).as("files with a NUL at their start").isBetween(50, 270);
    }

    private static String field(Random random, String delimiter) {
        StringBuilder field = new StringBuilder("x");
        for (int length = random.nextInt(12); length > 0; length--) {
            field.append(
                    List.of("a", "é", "\"", delimiter, "\n", " ", ":", "😀").get(random.nextInt(8)));
        }
        return field.append('y').toString();
    }

    private static String written(String field, Random random, String delimiter) {
        boolean plain = !field.contains(delimiter) && !field.contains("\n");
        return plain && random.nextBoolean() ? field : " \"" + field.replace("\"", "\"\"") + "\" ";
    }

    private UsageCsv usage(String text) throws IOException {
        return UsageCsv.read(write("usage.csv", text));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
