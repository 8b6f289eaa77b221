package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.EventType;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.RefusedFileException;
import dev.recommender.UsageEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines are events, which rule decides where several are broken, and what files may look like. */
class UsageRulesTest {
    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'\"u\"x,,bad'!MALFORMED_LINE",
                "',,bad,,bad'!MISSING_FIELDS",
                "'u,,bad,,bad'!MISSING_FIELDS",
                "',LONG,bad,,bad'!MISSING_FIELDS",
                "'u,LONG,bad'!BAD_TIMESTAMP_FORMAT",
                "'u u,LONG,1500000000'!ITEM_ID_TOO_LONG",
                "'u LONG,i,1500000000'!USER_ID_TOO_LONG",
                "'u u,i,1500000000'!ILLEGAL_CHARACTERS_IN_USER_ID",
                "'u,i,1500000000,,bad'!BAD_WEIGHT_FORMAT"
            })
    void theFirstRuleThatALineBreaksDecides(String line, ParsingReason reason) throws IOException {
        read(usage("a,b\n" + line.replace("LONG", "x".repeat(451)) + "\nc,d\n").serviceRules());
        assertThat(problems).extracting(Problem::reason).containsExactly(reason);
        assertThat(problems).extracting(Problem::line).containsExactly(2L);
    }

    @Test
    void serviceRulesFoldIdsAndRestrictUsers() throws IOException {
        String text = "User-1_\u00c4,Item A,1500000000\n\ud835\udc9c,\u0130,1500000000\na.b,i,1500000000\n";
        CollectedEvents read = read(usage(text).serviceRules());
        assertThat(read.events)
                .extracting(event -> event.user() + "→" + event.item())
                .containsExactly("user-1_\u00e4→item a", "\ud835\udc9c→i\u0307");
        assertThat(problems).extracting(Problem::reason).containsExactly(ParsingReason.ILLEGAL_CHARACTERS_IN_USER_ID);
        assertThat(CollectedEvents.of(usage(text)).users).containsExactlyInAnyOrder("User-1_Ä", "\ud835\udc9c", "a.b");
    }

    @Test
    void noBreakSpacesAreTrimmedToo() throws IOException {
        assertThat(read(usage("\u00a0u\u00a0,\u2003i\u202f\n")).events)
                .containsExactly(
                        new CollectedEvents.Event("u", "i", UsageEvents.NO_TIME, EventType.CUSTOM, Double.NaN));
        read(usage("u,\u00a0\n"));
        assertThat(problems).extracting(Problem::reason).containsExactly(ParsingReason.MISSING_FIELDS);
    }

    @Test
    void typesMayBeManyAndAreRecognisedByName() throws IOException {
        StringBuilder text = new StringBuilder("u,i,1500000000,add-shop-cart\nu,i,1500000000, \nu,i,1500000000,-_\n");
        for (int type = 0; type < 3000; type++) {
            text.append("u,i,1500000000,type ").append(type).append('\n');
        }
        List<CollectedEvents.Event> events = read(usage(text.toString())).events;
        assertThat(events.get(0).type()).isSameAs(EventType.ADD_SHOP_CART);
        assertThat(events.get(1).type()).isSameAs(EventType.CUSTOM);
        assertThat(events.get(2).type()).isSameAs(EventType.CUSTOM);
        assertThat(events.get(3002).type()).isEqualTo(EventType.of("type 2999"));
    }

    @Test
    void detailsShowTheStartOfTheValueWithoutControlCharacters() throws IOException {
        read(usage("u,i,\u001b[31m" + "\ud83d\ude00".repeat(90) + "\nu\n,i\n"));
        assertThat(problems)
                .extracting(Problem::detail)
                .containsExactly(
                        "time is \"\\u001b[31m" + "\ud83d\ude00".repeat(75) + "…\"", "item is absent", "user is blank");
    }

    @Test
    void namedColumnsNeedAHeader() throws IOException {
        UsageCsv usage = usage("a,b\nu,i\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> usage.columns("user=a,item=b").header(Header.NO))
                .withMessageContaining("header");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> usage.header(Header.NO).columns("user=a,item=b"));
    }

    @Test
    void aHeaderThatLacksAColumnRefusesTheFileWhateverTheBudget() throws IOException {
        UsageCsv usage = usage("a,b\nu,i\n").columns("user=a,item=x").errorBudget(Integer.MAX_VALUE);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> read(usage))
                .satisfies(e -> assertThat(e.file()).isEqualTo("usage.csv:1"))
                .satisfies(e -> assertThat(e.report()).isEqualTo(ParsingReport.clean(0)));
    }

    @Test
    void aSoleUserNeedsNoColumnAndKeepsThoseGiven() throws IOException {
        assertThat(read(usage("i,1500000000,,2\n").asUser("me")).events)
                .containsExactly(new CollectedEvents.Event("me", "i", 1_500_000_000_000L, EventType.CUSTOM, 2));
        UsageCsv named = usage("a,b\nu,i\n");
        assertThat(read(named.columns("user=a,item=b").asUser("me")).events)
                .containsExactlyElementsOf(read(named.asUser("me").columns("item=b")).events)
                .extracting(CollectedEvents.Event::item)
                .containsExactly("i");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkSaysHowTheTextIsWritten(String charset) throws IOException {
        byte[] bytes = "\ufeffü,i\nv,j\n".getBytes(Charset.forName(charset));
        Path file = Files.write(folder.resolve("usage.csv"), bytes);
        assertThat(read(UsageCsv.read(file)).users).containsExactlyInAnyOrder("ü", "v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ufeff", "a", "\n"})
    void tinyFilesAreRead(String text) throws IOException {
        CollectedEvents read = read(usage(text));
        assertThat(read.events).isEmpty();
        assertThat(read.report.lines()).isEqualTo(text.equals("a") ? 1 : 0);
    }

    @Test
    void aLineWithMalformedUtf8IsRejected() throws IOException {
        Path file =
                Files.write(folder.resolve("usage.csv"), new byte[] {'v', ',', 'i', '\n', 'u', (byte) 0xC3, ',', 'i'});
        assertThat(read(UsageCsv.read(file)).users).containsExactly("v");
        assertThat(problems)
                .containsExactly(new Problem(
                        ParsingReason.MALFORMED_CHARACTERS,
                        "usage.csv",
                        2,
                        "byte 2 is 0xC3, which is no UTF-8, of \"u\ufffd,i\""));
    }

    @Test
    void gzipIsToldByTheNameInAnyCaseAndDamageNamesTheFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (int id : new Random(4).ints(20_000).toArray()) {
                out.write(("u," + id + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        Path file = Files.write(folder.resolve("usage.CSV.GZ"), bytes.toByteArray());
        assertThat(read(UsageCsv.read(file)).events).hasSize(20_000);
        byte[] flipped = bytes.toByteArray();
        flipped[flipped.length / 2] ^= 1;
        for (byte[] damaged :
                List.of(flipped, Arrays.copyOf(flipped, 9), Arrays.copyOf(flipped, 30_000), new byte[0])) {
            Files.write(file, damaged);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> read(UsageCsv.read(file).errorBudget(Integer.MAX_VALUE)))
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void aPartMayBeReadAgainWithoutUsingUpTheBudget() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "bad\n".repeat(60));
        Files.writeString(folder.resolve("b.csv"), "bad\n".repeat(40) + "u,i\n");
        List<UsageEvents> parts = UsageCsv.read(folder).errorBudget(100).parts();
        for (int reading = 0; reading < 3; reading++) {
            assertThat(CollectedEvents.of(parts.get(0)).report.errorCount()).isEqualTo(60);
            assertThat(CollectedEvents.of(parts.get(1)).events).hasSize(1);
        }
    }

    @Test
    void partsAreReadByThreadsAtOnceAndShareTheBudget() throws Exception {
        for (int file = 0; file < 8; file++) {
            Files.writeString(folder.resolve(file + ".csv"), ("u,i" + file + "\nbad\n").repeat(500));
        }
        List<ParsingReport> reports = readAtOnce(
                UsageCsv.read(folder).errorBudget(4000).onProblem(problems::add).parts());
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.successes()).isEqualTo(500);
            assertThat(report.errorCount()).isEqualTo(500);
        });
        assertThat(problems).hasSize(4000);
        List<UsageEvents> tooMany = UsageCsv.read(folder).errorBudget(3999).parts();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> readAtOnce(tooMany))
                .havingCause()
                .isInstanceOfSatisfying(
                        ParsingException.class,
                        e -> assertThat(e.report().errorCount()).isEqualTo(4000));
    }

    private static List<ParsingReport> readAtOnce(List<UsageEvents> parts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ParsingReport>> readings = new ArrayList<>();
            parts.forEach(part -> readings.add(() -> part.forEach((user, item, time, type, weight) -> true)));
            List<ParsingReport> reports = new ArrayList<>();
            for (Future<ParsingReport> reading : threads.invokeAll(readings)) {
                reports.add(reading.get());
            }
            return reports;
        } finally {
            threads.shutdownNow();
        }
    }

    private CollectedEvents read(UsageCsv usage) throws IOException {
        return CollectedEvents.of(usage.onProblem(problems::add));
    }

    private UsageCsv usage(String text) throws IOException {
        return UsageCsv.read(Files.writeString(folder.resolve("usage.csv"), text));
    }
}
