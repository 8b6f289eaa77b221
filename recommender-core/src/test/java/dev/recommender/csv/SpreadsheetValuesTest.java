package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.RefusedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and dates as spreadsheets of other countries write them are read where they are clear, and never mixed. */
class SpreadsheetValuesTest {
    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void weightsMayHaveDecimalCommasWhereFieldsAreSeparatedOtherwise() throws IOException {
        CollectedEvents read = read("user;item;rating\nu;a;0,5\nu;b;12,25\nu;c;3\nu;d;-1,5\n");
        assertThat(read.events).extracting(CollectedEvents.Event::weight).containsExactly(0.5, 12.25, 3.0, -1.5);
        assertThat(read.report.files().get(0).toString())
                .contains("weight = rating (decimal commas, some negative, -1.5 to 12.25)");
        CollectedEvents unnamed = read("u;a;0,5\nu;b;2,5\n");
        assertThat(unnamed.events).extracting(CollectedEvents.Event::weight).containsExactly(0.5, 2.5);
        CollectedEvents stated = CollectedEvents.of(
                usage("k;a;m\nu;a;0,5\nu;b;2,5\n").delimiter(";").header(Header.YES));
        assertThat(stated.events).extracting(CollectedEvents.Event::weight).containsExactly(0.5, 2.5);
        assertThat(problems).isEmpty();
    }

    @Test
    void commasThatMaySeparateThousandsAreRejected() throws IOException {
        assertThat(read("user;item;rating\nu;a;1,000\nu;b;2\n").items).containsExactly("b");
        assertThat(problems.get(0).detail())
                .isEqualTo("weight is \"1,000\", whose comma may be a decimal one or separate thousands");
        problems.clear();
        assertThat(read("user;item;rating\nu;a;1,5\nu;b;2.5\n").items).containsExactly("b");
        assertThat(problems.get(0).detail()).contains("whose comma may be");
        problems.clear();
        String many = "u;a;1,5\n".repeat(1000);
        assertThat(read("user;item;rating\n" + many + "u;b;1.000\nu;c;1.000,5\n").items)
                .containsExactly("a");
        assertThat(problems)
                .hasSize(2)
                .allSatisfy(problem ->
                        assertThat(problem.detail()).endsWith("in a file whose weights have decimal commas"));
    }

    @ParameterizedTest
    @CsvSource({"199, 1, 0, false", "50, 50, 0, false", "50, 51, 0, true", "0, 1, 1, false", "0, 2, 1, true"})
    void mostNumbersWithCommasDecideWhetherTheyAreDecimal(int open, int decimal, int millions, boolean taken)
            throws IOException {
        String text = "user;item;rating\n"
                + "u;a;1,500\n".repeat(open)
                + "u;b;12,50\n".repeat(decimal)
                + "u;c;1,000,000\n".repeat(millions)
                + "u;d;7\n".repeat(1000);
        CollectedEvents read = CollectedEvents.of(usage(text).delimiter(";").errorBudget(1000));
        assertThat(read.events)
                .filteredOn(event -> !event.item().equals("d"))
                .extracting(CollectedEvents.Event::weight)
                .hasSize(taken ? open + decimal : 0)
                .allMatch(weight -> weight == 1.5 || weight == 12.5);
        assertThat(problems).hasSize(taken ? millions : open + decimal + millions);
        assertThat(read.report.files().get(0).toString().contains("decimal commas"))
                .isEqualTo(taken);
    }

    @Test
    void aDecimalCommaInQuotesBetweenCommasIsRejected() throws IOException {
        assertThat(CollectedEvents.of(usage("user,item,rating\nu,a,\"4,5\"\nu,b,4\n")).items)
                .containsExactly("b");
        assertThat(problems.get(0).detail()).contains("whose comma may be");
    }

    @ParameterizedTest
    @CsvSource({
        "24.12.2025 18:30, d.M.yyyy H:mm, 2025-12-24T18:30:00Z",
        "24.12.2025, d.M.yyyy, 2025-12-24T00:00:00Z",
        "4.1.2025 8:30:05, d.M.yyyy H:mm:ss, 2025-01-04T08:30:05Z",
        "24.12.25, d.M.yy, 2025-12-24T00:00:00Z"
    })
    void datesWithPointsAreRejectedWithTheFormatToName(String date, String pattern, Instant meant) throws IOException {
        String text = "user,item,date\nu,a," + date + "\nu,b,2026-01-01\n";
        assertThat(CollectedEvents.of(usage(text)).items).containsExactly("b");
        assertThat(problems.get(0).detail()).isEqualTo("time is \"" + date + "\"; name a pattern such as " + pattern);
        CollectedEvents read =
                CollectedEvents.of(usage("user,item,date\nu,a," + date + "\n").times(TimeFormat.parse(pattern)));
        assertThat(Instant.ofEpochMilli(read.events.get(0).time())).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"45005", "45005.75", "03.2024", "99999999"})
    void numbersTooSmallForTimesAreRefusedUnderAHeader(String number) throws IOException {
        String text = "user,item,date\n" + ("u,a," + number + "\n").repeat(3) + "u,b,2026-01-01\n";
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage(text)))
                .withMessageContaining("usage.csv has numbers such as " + number + " as times in \"date\"")
                .withMessageContaining("day numbers of Excel")
                .withMessageContaining("export dates as text, or name the format of the times");
        assertThat(CollectedEvents.of(usage(text).times(TimeFormat.EPOCH_SECONDS)).events)
                .hasSize(3);
        assertThat(CollectedEvents.of(usage("user,item,date\nu,a,100000000\n")).events)
                .hasSize(1);
    }

    @Test
    void dayNumbersAreRefusedWhereTheCallerNamesTheTimesToo() throws IOException {
        UsageCsv named = usage("k,a,Datum\nu,a,45005\nu,b,45006\n").columns("user=k,item=a,time=Datum");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(named))
                .withMessageContaining("numbers such as 45005 as times in \"Datum\"");
        assertThat(CollectedEvents.of(named.times(TimeFormat.EPOCH_SECONDS)).events)
                .hasSize(2);
    }

    @Test
    void datesThatContradictEachOtherRefuseTheFile() throws IOException {
        String dates = "u,a,13/2/2026\nu,b,2/13/2026\n".repeat(10) + "u,c,2/3/2026\n".repeat(500);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage(dates)))
                .withMessageContaining("usage.csv has dates with the day first, such as 13/2/2026")
                .withMessageContaining("with the month first, such as 2/13/2026")
                .withMessageContaining("name the format of the times");
        UsageCsv named = usage(dates).times(TimeFormat.parse("d/M/yyyy")).errorBudget(10);
        assertThat(CollectedEvents.of(named).items).containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void theFewDatesWithTheDayFirstAreRejectedWithAReason() throws IOException {
        String dates = "u,a,2/13/2026\n".repeat(20) + "u,b,13/2/2026\n" + "u,c,2/3/2026\n";
        assertThat(CollectedEvents.of(usage(dates)).items).containsExactlyInAnyOrder("a", "c");
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail())
                        .isEqualTo("time is \"13/2/2026\", and dates of this file are read with the month first;"
                                + " name a pattern such as d/M/yyyy"));
    }

    private CollectedEvents read(String text) throws IOException {
        return CollectedEvents.of(usage(text).delimiter(";"));
    }

    private UsageCsv usage(String text) throws IOException {
        return UsageCsv.read(Files.writeString(folder.resolve("usage.csv"), text))
                .onProblem(problems::add);
    }
}
