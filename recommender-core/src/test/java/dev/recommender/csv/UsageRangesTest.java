package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.ParsingException;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.RefusedFileException;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file read in ranges of lines gives the same events, problems and report as read as a whole. */
@Tag("slow")
class UsageRangesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void rangesOfAFileAreTheWholeFile(String end) throws IOException {
        Random random = new Random(7);
        int cut = 0;
        for (int round = 0; round < 150; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "\ufeff" : "");
            text.append(random.nextBoolean() ? "user,item,time" + end : "");
            for (int line = random.nextInt(200); line > 0; line--) {
                text.append(line(random, round % 3 == 0)).append(random.nextInt(30) == 0 ? "\n" : end);
            }
            cut += sameInRanges(text.toString().getBytes(StandardCharsets.UTF_8), 1 + random.nextInt(300));
        }
        assertThat(cut).as("cuts in all files").isGreaterThan(500);
    }

    @Test
    void aFileWithQuotesIsCutWhereNoneCanBeOpen() throws IOException {
        Random random = new Random(8);
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < 2; part++) {
            for (int line = 0; line < 2000; line++) {
                text.append(line(random, true)).append('\n');
            }
            text.append("u,\"never closed,1500000000\n");
            for (int line = 0; line < 250_000; line++) {
                text.append("user").append(line).append(",item,1500000000").append(line % 50_000 == 0 ? "x\n" : "\n");
            }
        }
        assertThat(sameInRanges(text.toString().getBytes(StandardCharsets.UTF_8), 300_000))
                .isBetween(2, 15);
    }

    @Test
    void theLongestRecordIsNotCut() throws IOException {
        String line = "€".repeat(1023) + "\n";
        String text = "a,b\n" + "u,\"" + line.repeat(1023) + "€\",2017-07-14\nv,i\n" + "w,j\n".repeat(10);
        assertThat(sameInRanges(text.getBytes(StandardCharsets.UTF_8), 300_000)).isZero();
        CollectedEvents read = CollectedEvents.of(UsageCsv.read(folder.resolve("usage.csv")));
        assertThat(read.events).hasSize(12);
        assertThat(read.report.errors())
                .extracting(ParsingProblem::reason)
                .containsExactly(ParsingReason.ITEM_ID_TOO_LONG);
    }

    @Test
    void gzippedFilesAndThoseInUtf16AreOnePart() throws IOException {
        String text = "\ufeff" + "u,i\n".repeat(1000);
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            assertThat(sameInRanges(text.getBytes(Charset.forName(charset)), 100))
                    .isZero();
        }
        Path gzip = folder.resolve("usage.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(UsageCsv.read(gzip).parts(100)).hasSize(1);
    }

    @Test
    void columnsAreThoseOfTheHeaderInAllRanges() throws IOException {
        Path file = Files.writeString(folder.resolve("usage.csv"), "\n\nt,i,u\n" + "5,item,user\n".repeat(100));
        UsageCsv usage = UsageCsv.read(file).columns("user=u,item=i,time=t");
        List<CollectedEvents.Event> events = new ArrayList<>();
        for (UsageEvents part : usage.parts(50)) {
            events.addAll(CollectedEvents.of(part).events);
        }
        assertThat(events)
                .hasSize(100)
                .containsOnly(CollectedEvents.of(usage).events.get(0));
        List<UsageEvents> lacking = usage.columns("user=u,item=x").parts(50);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(lacking.get(0)))
                .satisfies(e -> assertThat(e.file()).isEqualTo("usage.csv:3"))
                .satisfies(e -> assertThat(e.report().errorCount()).isZero());
    }

    @Test
    void aHeaderThatLacksANameIsRefusedWithTheNearestOne() throws IOException {
        Path file = Files.writeString(folder.resolve("usage.csv"), "userId,movieId\nu,i\n");
        UsageCsv usage = UsageCsv.read(file);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage.columns("user=userID,item=movieId")))
                .withMessage("usage.csv:1 has no column named \"userID\" (did you mean \"userId\"?); the header has"
                        + " \"[userId, movieId]\"; name the columns as the header does, or check the delimiter");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage.columns("user=who,item=movieId")))
                .withMessageStartingWith("usage.csv:1 has no column named \"who\"; the header has");
    }

    @Test
    void theErrorBudgetIsThatOfTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("usage.csv"), "u,i\nbad\n".repeat(500));
        List<UsageEvents> parts = UsageCsv.read(file).errorBudget(499).parts(100);
        assertThat(parts).hasSizeGreaterThan(20);
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(() -> {
                    for (UsageEvents part : parts) {
                        CollectedEvents.of(part);
                    }
                })
                .satisfies(e -> assertThat(e.report().errorCount()).isEqualTo(500))
                .withMessageContaining("usage.csv:2");
    }

    /** Reads a file as a whole, in ranges, and in ranges from the last to the first; returns how often it was cut. */
    private int sameInRanges(byte[] text, int bytes) throws IOException {
        List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
        UsageCsv usage = UsageCsv.read(Files.write(folder.resolve("usage.csv"), text))
                .errorBudget(Integer.MAX_VALUE)
                .onProblem(problems::add);
        CollectedEvents whole = CollectedEvents.of(usage);
        List<Problem> expected = List.copyOf(problems);
        for (boolean backwards : new boolean[] {false, true}) {
            problems.clear();
            List<UsageEvents> parts = usage.parts(bytes);
            CollectedEvents[] read = new CollectedEvents[parts.size()];
            for (int at = 0; at < read.length; at++) {
                int part = backwards ? read.length - 1 - at : at;
                read[part] = CollectedEvents.of(parts.get(part));
            }
            List<CollectedEvents.Event> events = new ArrayList<>();
            List<ParsingReport> reports = new ArrayList<>();
            for (CollectedEvents part : read) {
                events.addAll(part.events);
                reports.add(part.report);
            }
            assertThat(events).isEqualTo(whole.events);
            assertThat(ParsingReport.merge(reports)).isEqualTo(whole.report);
            problems.sort(Comparator.comparingLong(Problem::line));
            assertThat(problems).containsExactlyInAnyOrderElementsOf(expected);
        }
        return usage.parts(bytes).size() - 1;
    }

    private static String line(Random random, boolean quotes) {
        return switch (random.nextInt(quotes ? 12 : 8)) {
            case 0 -> "";
            case 1 -> " \u2003";
            case 2 -> "only";
            case 3 -> "ü" + random.nextInt(50) + ",日本,yesterday";
            case 4 -> "u,i,1500000000,click,3.5";
            case 5 -> "u,\u00a0";
            case 6, 7 -> "user" + random.nextInt(99) + ",item" + random.nextInt(99) + ",15000000" + random.nextInt(99);
            case 8 -> "u,\"a\nb\"";
            case 9 -> "\"u\n\n,\",\"x\"\"\r\ny\",1500000000";
            case 10 -> "u,\"open";
            default -> "\"u\"x,i";
        };
    }
}
