package dev.recommender.csv;

import static dev.recommender.UsageEvents.NO_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.EventType;
import dev.recommender.RefusedFileException;
import dev.recommender.csv.CollectedEvents.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A header that the caller speaks of is found behind comments, and says no more of the columns than its names do. */
class StatedHeadersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#user_id,item_id\n",
                "# user_id,item_id\n",
                "# of May\n#\"user_id\",\"item_id\"\n",
                "sep=,\n#user_id,item_id\n",
                "#user_id,item_id\n# of May\n",
                "# of May\nuser_id,item_id\n",
                "# Orders, May\nuser_id,item_id\n",
                "sep=,\n\nuser_id,item_id\n"
            })
    void aHeaderInOrBehindCommentsIsFoundAlsoWhereOneIsSaidToBeThere(String start) throws IOException {
        UsageCsv usage = usage(start + "u1,a\nu1,b\n#u2,a\n");
        for (UsageCsv each : List.of(usage, usage.header(Header.YES), usage.columns("user=user_id,item=item_id"))) {
            CollectedEvents read = CollectedEvents.of(each);
            assertThat(read.events)
                    .extracting(event -> event.user() + event.item())
                    .containsExactly("u1a", "u1b", "#u2a");
            assertThat(read.report.files().get(0).toString()).contains("header", "user = user_id, item = item_id");
            List<String> inParts = new ArrayList<>();
            for (var part : each.parts(8)) {
                CollectedEvents.of(part).events.forEach(event -> inParts.add(event.user() + event.item()));
            }
            assertThat(inParts).containsExactly("u1a", "u1b", "#u2a");
        }
    }

    @Test
    void namesOfTheCallersMayStandInAComment() throws IOException {
        UsageCsv usage = usage("# export\n# when, who, what\n5,u,i\n").columns("user=who,item=what");
        assertThat(CollectedEvents.of(usage).events)
                .containsExactly(new Event("u", "i", NO_TIME, EventType.CUSTOM, Double.NaN));
        assertThat(CollectedEvents.of(usage.header(Header.YES)).users).containsExactly("u");
    }

    @Test
    void aCommentWithUnknownNamesIsTheHeaderThatIsSaidToBeThereIfTheFirstLineHasNumbers() throws IOException {
        UsageCsv usage = usage("# kunde,artikel,note\nu,a,5\nu,b,4\n").header(Header.YES);
        assertThat(CollectedEvents.of(usage).items).containsExactlyInAnyOrder("a", "b");
        UsageCsv headed = usage("# by me,of May,final\nkunde,artikel,note\nu,a,5\nu,b,4\n")
                .header(Header.YES);
        CollectedEvents read = CollectedEvents.of(headed);
        assertThat(read.items).containsExactlyInAnyOrder("a", "b");
        assertThat(read.report.files().get(0).toString()).contains("user = kunde");
    }

    @Test
    void smallNumbersUnderUnknownNamesAreWeights() throws IOException {
        CollectedEvents read =
                CollectedEvents.of(usage("a,b,c\nu1,x,1\nu1,y,5\n").header(Header.YES));
        assertThat(read.events)
                .containsExactly(
                        new Event("u1", "x", NO_TIME, EventType.CUSTOM, 1),
                        new Event("u1", "y", NO_TIME, EventType.CUSTOM, 5));
        assertThat(read.report.files())
                .singleElement()
                .hasToString("usage.csv: UTF-8, comma, header; user = a, item = b, weight = c (1 to 5)");
    }

    @Test
    void timesBehindSmallNumbersUnderUnknownNamesAreTheTime() throws IOException {
        CollectedEvents read = CollectedEvents.of(
                usage("a,b,c,d\nu1,x,1,1600000000\nu1,y,5,1600000000\n").header(Header.YES));
        assertThat(read.events)
                .containsExactly(
                        new Event("u1", "x", 1_600_000_000_000L, EventType.CUSTOM, 1),
                        new Event("u1", "y", 1_600_000_000_000L, EventType.CUSTOM, 5));
    }

    @Test
    void aColumnThatTheHeaderCallsATimeIsOne() throws IOException {
        UsageCsv usage = usage("kunde,artikel,timestamp\nu1,x,1\nu1,y,5\n").header(Header.YES);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageContaining("numbers such as 1 as times in \"timestamp\"");
        assertThat(CollectedEvents.of(usage.times(TimeFormat.EPOCH_SECONDS)).events)
                .extracting(Event::time)
                .containsExactly(1000L, 5000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'a,b,c,d\nu,i,5,click\nu,j,4,view'!numbers such as 5 in \"c\", which are no times",
                "'a,b,c,d\nu,i,x,click\nu,j,4,view\nu,k,4,view'!numbers such as 4 in \"c\"",
                "'a,b,c,d\nu,i,2026-01-01,5\nu,j,2026-01-01,4'!numbers such as 5 in \"d\"",
            })
    void whatMayMeanTwoThingsUnderUnknownNamesIsRefused(String text, String fault) throws IOException {
        UsageCsv usage = usage(text + "\n").header(Header.YES);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageContaining(fault)
                .withMessageContaining("say what the columns hold");
    }

    @Test
    void aWordIsNoExampleOfANumber() throws IOException {
        UsageCsv usage = usage("Kunde,Artikel,Menge,Art\nu,i,5,click\nu,j,4,view\n");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageContaining("has numbers such as 5 in column 3");
    }

    @Test
    void aCatalogsHeaderMayBeACommentToo() throws IOException {
        Path file = Files.writeString(folder.resolve("catalog.csv"), "# of May\n#sku,kind,title\na,c,A\n");
        CatalogCsv catalog = CatalogCsv.read(file).columns("id=sku,name=title");
        for (CatalogCsv each : List.of(catalog, catalog.header(Header.YES))) {
            assertThat(each.load().item("a").orElseThrow().name()).contains("A");
            assertThat(each.load().report().files())
                    .singleElement()
                    .hasToString("catalog.csv: UTF-8, comma, header, 2 lines at the start skipped;"
                            + " id = sku, name = title, unused = kind");
        }
        Path known = Files.writeString(folder.resolve("known.csv"), "#item_id,name\na,A\nb,B\n");
        assertThat(CatalogCsv.read(known).load().size()).isEqualTo(2);
        assertThat(CatalogCsv.read(known).header(Header.YES).load().size()).isEqualTo(2);
    }

    @Test
    void noCommentIsAHeaderWhereThereIsSaidToBeNone() throws IOException {
        UsageCsv usage = usage("#item,user\nu1,a\nu2,b,,,2\n");
        assertThat(CollectedEvents.of(usage).users).containsExactly("a");
        CollectedEvents read = CollectedEvents.of(usage.header(Header.NO));
        assertThat(read.users).containsExactlyInAnyOrder("u1", "u2");
        assertThat(read.items).containsExactlyInAnyOrder("a", "b");
        assertThat(read.report.files().get(0).toString())
                .startsWith(
                        "usage.csv: UTF-8, comma, no header, 1 line at the start skipped; user = column 1, item = column 2");
        Path file = Files.writeString(folder.resolve("catalog.csv"), "#item_id,name\na,A,c\nb,B\n");
        assertThat(CatalogCsv.read(file).load().size()).isEqualTo(1);
        CatalogCsv catalog = CatalogCsv.read(file).header(Header.NO);
        assertThat(catalog.load().item("a").orElseThrow().category()).contains("c");
        assertThat(catalog.load().report().files().get(0).toString())
                .startsWith(
                        "catalog.csv: UTF-8, comma, no header, 1 line at the start skipped; id = column 1, name = column 2");
    }

    private UsageCsv usage(String text) throws IOException {
        return UsageCsv.read(Files.writeString(folder.resolve("usage.csv"), text));
    }
}
