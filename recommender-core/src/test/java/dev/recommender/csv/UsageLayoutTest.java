package dev.recommender.csv;

import static dev.recommender.UsageEvents.NO_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.ColumnDoubt;
import dev.recommender.EventType;
import dev.recommender.FileLayout;
import dev.recommender.ParsingReason;
import dev.recommender.RefusedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What columns hold is decided file by file, said in the report, and refused where it contradicts itself. */
class UsageLayoutTest {
    private static final String NONE = "usage.csv: UTF-8, comma, no header; user = column 1, item = column 2";

    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void smallNumbersInTheThirdColumnAreWeights() throws IOException {
        CollectedEvents read = read("u1,a,1\nu1,b,5\nu2,c,4.5\n");
        assertThat(read.events).extracting(CollectedEvents.Event::weight).containsExactly(1.0, 5.0, 4.5);
        assertThat(read.events).extracting(CollectedEvents.Event::time).containsOnly(NO_TIME);
        layoutIs(read, NONE + ", weight = column 3 (1 to 5)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InvoiceDate",
                "invoice date",
                "OrderDate",
                "order_datetime",
                "order_purchase_timestamp",
                "purchased_at",
                "Sale Date",
                "transaction_timestamp"
            })
    void timesOfInvoicesAndOrdersAreKnownByTheirNames(String name) throws IOException {
        CollectedEvents read =
                read("customer_id,sku,quantity," + name + "\n7,a,6,2024-01-31 09:30:00\n8,b,-1,2024-02-01\n");

        assertThat(read.report.files().get(0).toString())
                .endsWith("time = " + name + " (ISO, 2024-01-31T09:30:00Z to 2024-02-01T00:00:00Z), unused = quantity");
        assertThat(read.report.files().get(0).doubts()).isEmpty();
    }

    @Test
    void timesThatNobodyUsesAreMarkedWithTheRemedy() throws IOException {
        String lines = "u1,a,2024-01-31 09:30:00\nu2,b,2024-02-01 10:00:00\n";
        CollectedEvents read = read("user,item,shipped\n" + lines);
        assertThat(read.report.files().get(0).toString())
                .endsWith("user = user, item = item, unused = shipped (seems to hold times)");
        assertThat(read.report.files().get(0).doubts())
                .containsExactly(
                        "shipped of usage.csv seems to hold times and is not used, so events count as now; name the"
                                + " column of times, as in user=user,item=item,time=shipped");
        // Numbers are times only if the name says so.
        String numbers = "u1,a,1704067200,1704067200\nu2,b,1704067201,1704067201\n";
        assertThat(read("user,item,ean,paid_time\n" + numbers)
                        .report
                        .files()
                        .get(0)
                        .doubts())
                .singleElement()
                .asString()
                .startsWith("paid_time of usage.csv seems to hold times");
        for (String other : List.of(
                "user,item,timestamp,shipped\nu1,a,1704067200,2024-01-31\n",
                "user,item,day\nu1,a,Monday\n",
                "user,item,update_count\nu1,a,3\n",
                "user,item,candidate_id\nu1,a,1704067200\n",
                "user,item,updateId\nu1,a,1704067200\n",
                "user,item,validated by\nu1,a,1704067200\n",
                "user,item,sometimes\nu1,a,1704067200\n",
                "user,item,lifetimeValue\nu1,a,1704067200\n",
                "user,item,rating\nu1,a,3\n")) {
            assertThat(read(other).report.files().get(0).doubts()).as(other).isEmpty();
        }
        for (String word :
                List.of("paidTime", "PAID_TIME", "Paid Time", "paid-date", "EANTimestamp", "UserDateTime:float")) {
            assertThat(read("user,item,price,x" + word.charAt(0) + "," + word + "\nu1,a,2.5,,1704067200\n")
                            .report
                            .files()
                            .get(0)
                            .doubts())
                    .as(word)
                    .hasSize(1);
        }
        assertThat(CollectedEvents.of(usage("user,item,shipped\n" + lines).columns("user=user,item=item"))
                        .report
                        .files()
                        .get(0)
                        .doubts())
                .isEmpty();
    }

    @Test
    void negativeWeightsOfAColumnThatNobodyNamedAreMarked() throws IOException {
        String doubt =
                " of usage.csv was taken for weights, of which negative ones speak against an item; if that is not meant,"
                        + " name other columns";
        CollectedEvents scores = read("user,item,score\nu1,a,2\nu2,b,-1\n");
        assertThat(scores.report.files().get(0).toString()).endsWith("weight = score (some negative, -1 to 2)");
        assertThat(scores.report.files().get(0).doubts()).containsExactly("score" + doubt);
        assertThat(scores.events).extracting(CollectedEvents.Event::weight).containsExactly(2.0, -1.0);
        assertThat(read("u1,a,2\nu2,b,-1\n").report.files().get(0).doubts()).containsExactly("column 3" + doubt);
        assertThat(read("user,item,score\nu1,a,2\nu2,b,0\n")
                        .report
                        .files()
                        .get(0)
                        .doubts())
                .isEmpty();
        UsageCsv named = usage("user,item,score\nu1,a,2\nu2,b,-1\n").columns("user=user,item=item,weight=score");
        assertThat(CollectedEvents.of(named).report.files().get(0).doubts()).isEmpty();
    }

    /** What the first lines of one file say may be true of those of another, too. */
    @Test
    void filesThatDifferInDoubtsAloneAreOneLayoutWithAllDoubts() throws IOException {
        String header = "user,item,score,shipped\n";
        Files.writeString(folder.resolve("1.csv"), header + "u1,a,2,\nu2,b,1,\n");
        Files.writeString(folder.resolve("2.csv"), header + "7.0,a,2,\n8.0,b,-1,\n");
        Files.writeString(folder.resolve("3.csv"), header + "u1,a,2,2024-01-31\n");
        Files.writeString(folder.resolve("4.csv"), "user,item,score,other\nu1,a,2,\n");

        List<FileLayout> layouts =
                CollectedEvents.of(UsageCsv.read(folder)).report.files();

        assertThat(layouts).extracting(FileLayout::files).containsExactly(3L, 1L);
        assertThat(layouts.get(0).columns())
                .containsExactly(
                        column("user", ColumnDoubt.DECIMAL_IDS),
                        column("item"),
                        new FileLayout.Column("weight", "score", "", Set.of(ColumnDoubt.NEGATIVE_WEIGHTS)),
                        new FileLayout.Column("unused", "shipped", "", Set.of(ColumnDoubt.UNUSED_TIMES)));
        assertThat(layouts.get(0).doubts()).hasSize(3);
        assertThat(layouts.get(1).doubts()).isEmpty();
    }

    private static FileLayout.Column column(String role, ColumnDoubt... doubts) {
        return new FileLayout.Column(role, role, "", Set.of(doubts));
    }

    /** Whole numbers in a column with gaps are often exported as decimal ones. Ids stay as they are. */
    @Test
    void idsThatEndInPointZeroAreMarkedAndKept() throws IOException {
        CollectedEvents read = read("CustomerID,StockCode\n17850.0,85123A\n13047.0,71053\n");
        assertThat(read.events).extracting(CollectedEvents.Event::user).containsExactly("17850.0", "13047.0");
        assertThat(read.report.files().get(0).toString())
                .contains("user = CustomerID (ids end in .0), item = StockCode");
        assertThat(read.report.files().get(0).doubts())
                .containsExactly(
                        "ids of users end in .0, as whole numbers do that were written as decimal ones; ask for them so,"
                                + " as in 17850.0");
        assertThat(read("u1,1.0\nu2,2.0\n").report.files().get(0).doubts())
                .singleElement()
                .asString()
                .startsWith("ids of items end in .0");
        assertThat(read("1.0,a\n2.5,b\n").report.files().get(0).doubts()).isEmpty();
        assertThat(read("1.0,a\nx,b\n").report.files().get(0).doubts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "\t", ";"})
    void timesInTheFourthColumnFollowRatings(String delimiter) throws IOException {
        String movies = "1,1193,5,978300760\n1,661,3,978302109\n2,661,4,978298413\n".replace(",", delimiter);
        CollectedEvents read = CollectedEvents.of(usage(movies).delimiter(delimiter));
        assertThat(read.events.get(0))
                .isEqualTo(new CollectedEvents.Event("1", "1193", 978_300_760_000L, EventType.CUSTOM, 5));
        assertThat(read.report.files().get(0).toString())
                .contains("weight = column 3 (3 to 5)", "time = column 4 (epoch seconds, 2000-12-31T21:");
    }

    @Test
    void whatTheCallerOrAHeaderSaysIsNotGuessedOver() throws IOException {
        String text = "u1,a,1\nu1,b,5\n";
        UsageCsv named = UsageCsv.read(Files.writeString(folder.resolve("named.csv"), "user,item,time\n" + text));
        UsageCsv usage = usage(text);
        assertThatExceptionOfType(RefusedFileException.class).isThrownBy(() -> CollectedEvents.of(named));
        for (UsageCsv told : List.of(
                usage.columns("user,item,time"),
                usage.times(TimeFormat.EPOCH_SECONDS),
                named.times(TimeFormat.EPOCH_SECONDS))) {
            CollectedEvents read = CollectedEvents.of(told);
            assertThat(read.events).extracting(CollectedEvents.Event::time).containsExactly(1000L, 5000L);
            assertThat(read.report.files().get(0).toString()).contains("1970-01-01T00:00:01Z to 1970-01-01T00:00:05Z");
        }
    }

    @Test
    void valuesThatAreNotWhatTheColumnWasTakenForAreRejected() throws IOException {
        String ratings = "u,a,4\n".repeat(1500) + "u,b,1600000000\nu,c,2020-01-01\n";
        assertThat(read(ratings).items).containsExactly("a");
        assertThat(problems)
                .extracting(Problem::reason)
                .containsExactly(ParsingReason.BAD_WEIGHT_FORMAT, ParsingReason.BAD_WEIGHT_FORMAT);
        assertThat(problems.get(0).detail()).contains("was taken for weights");
        problems.clear();
        String times = "u,a,1600000000\n".repeat(1500)
                + "u,b,5\nu,c,1600000000000\nu,d,20200101\nu,e,20200101093000\nu,f,2020-01-01\n";
        CollectedEvents read = read(times);
        assertThat(read.items).containsExactlyInAnyOrder("a", "f");
        assertThat(problems).hasSize(4).allSatisfy(problem -> {
            assertThat(problem.reason()).isEqualTo(ParsingReason.BAD_TIMESTAMP_FORMAT);
            assertThat(problem.detail()).endsWith("the file's times were taken for epoch seconds");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "20230101, 2023-01-01T00:00:00Z, compact",
        "20230101093015, 2023-01-01T09:30:15Z, compact",
        "202301010930, 2023-01-01T09:30:00Z, compact",
        "1767225600, 2026-01-01T00:00:00Z, epoch seconds",
        "1767225600.25, 2026-01-01T00:00:00.250Z, epoch seconds",
        "1767225600000, 2026-01-01T00:00:00Z, epoch milliseconds",
        "1767225600000000, 2026-01-01T00:00:00Z, epoch microseconds",
        "1767225600000000000, 2026-01-01T00:00:00Z, epoch nanoseconds",
        "2026-01-01 00:00:00 UTC, 2026-01-01T00:00:00Z, ISO",
        "2026-01-01 02:00:00 +0200, 2026-01-01T00:00:00Z, ISO",
        "2026-01-01 00:00:00 +00:00, 2026-01-01T00:00:00Z, ISO",
        "1/13/2026 1:00 PM, 2026-01-13T13:00:00Z, American"
    })
    void theUnitOfTimesIsTold(String written, String meant, String format) throws IOException {
        CollectedEvents read = read("u,i," + written + "\nu,j," + written + "\n");
        assertThat(read.events)
                .extracting(event -> Instant.ofEpochMilli(event.time()).toString())
                .containsExactly(meant, meant);
        assertThat(read.report.files().get(0).toString()).contains("time = column 3 (" + format);
    }

    @ParameterizedTest
    @CsvSource({
        "epoch-micros, 1767225600000000, 2026-01-01T00:00:00Z",
        "epoch-nanos, 1767225600000000000, 2026-01-01T00:00:00Z",
        "compact, 20260101, 2026-01-01T00:00:00Z"
    })
    void aFormatMayBeNamedAndIsThenTheOnlyOne(String name, String written, String meant) throws IOException {
        CollectedEvents read = CollectedEvents.of(
                usage("u,i," + written + "\nu,j,2026-01-01\n").times(TimeFormat.parse(name)));
        assertThat(read.events)
                .extracting(event -> Instant.ofEpochMilli(event.time()).toString())
                .containsExactly(meant);
        assertThat(problems.get(0).detail()).endsWith("where times are " + name);
    }

    @Test
    void datesWithTheDayFirstAreNotReadAsAmericanOnes() throws IOException {
        assertThat(read("u,a,13/2/2026\nu,b,1/2/2026\nu,c,2/3/2026\n").events).isEmpty();
        assertThat(problems).hasSize(3);
        assertThat(problems.get(1).detail()).contains("day first").contains("d/M/yyyy");
        problems.clear();
        assertThat(read("u,a,1/13/2026\nu,b,1/2/2026\nu,c,13/3/2026\n").items).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void numbersThatNothingDecidesAreRejected() throws IOException {
        CollectedEvents read = read("u,a\n".repeat(1200) + "u,b,1600000000\nu,c,5\nu,d,2026-01-01\n");
        assertThat(read.items).containsExactlyInAnyOrder("a", "d");
        assertThat(problems).extracting(Problem::line).containsExactly(1201L, 1202L);
    }

    @Test
    void blankTimesCountAsNowAndAreCounted() throws IOException {
        CollectedEvents read = read("u1,a,2026-01-01,Click\nu1,b,,Purchase\nu2,a,NULL,Click\nu2,b\n");
        assertThat(read.events).hasSize(4);
        assertThat(read.events).extracting(CollectedEvents.Event::time).containsOnlyOnce(1_767_225_600_000L);
        assertThat(read.report.files().get(0).blankTimes()).isEqualTo(3);
        layoutIs(
                read,
                NONE
                        + ", time = column 3 (ISO, 2026-01-01T00:00:00Z, 3 blank), type = column 4 (Click 2, Custom 1, Purchase 1)");
        assertThat(read("u1,a,\nu1,b,\n").events).hasSize(2);
    }

    @Test
    void liveEventsMayHaveATypeWithoutATime() throws IOException {
        CollectedEvents read = CollectedEvents.of(usage("a,,Purchase\nb\n").asUser("me"));
        assertThat(read.events)
                .containsExactly(
                        new CollectedEvents.Event("me", "a", NO_TIME, EventType.PURCHASE, Double.NaN),
                        new CollectedEvents.Event("me", "b", NO_TIME, EventType.CUSTOM, Double.NaN));
        assertThat(CollectedEvents.of(usage("a,5\nb,4\n").asUser("me")).events)
                .extracting(CollectedEvents.Event::weight)
                .containsExactly(5.0, 4.0);
        assertThat(CollectedEvents.of(usage("user_id,item_id,rating\nu,a,5\n").asUser("me")).events)
                .containsExactly(new CollectedEvents.Event("me", "a", NO_TIME, EventType.CUSTOM, 5));
        assertThat(CollectedEvents.of(usage("#java\n#go\n").asUser("me")).items)
                .containsExactlyInAnyOrder("#java", "#go");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL", "null", "\\N", "NaN", "nan", "None", "N/A", "#N/A", "NA", "<NA>"})
    void wordsForNothingAreNoUsersItemsTimesTypesOrWeights(String word) throws IOException {
        String head = "user,item,time,type,weight\n";
        CollectedEvents read = read(head + word + ",i,1600000000,Click,1\nu," + word + ",1600000000,Click,1\nu,i,"
                + word + "," + word + "," + word + "\n");
        assertThat(read.events)
                .containsExactly(new CollectedEvents.Event("u", "i", NO_TIME, EventType.CUSTOM, Double.NaN));
        assertThat(problems)
                .extracting(Problem::detail)
                .containsExactly("user is \"" + word + "\"", "item is \"" + word + "\"");
        CollectedEvents skipped = CollectedEvents.of(usage(word + ",i\nu,i\n").skipRowsWithoutUser());
        assertThat(skipped.report.warningCount()).isEqualTo(1);
    }

    @Test
    void rowsLongerThanTheHeaderAreRejected() throws IOException {
        CollectedEvents read = read("user_id,product_name,item_id\nu1,Nut, large,a\nu2,Bolt,b\nu2,Nut,a,,\n");
        assertThat(read.items).containsExactlyInAnyOrder("a", "b");
        assertThat(problems)
                .containsExactly(new Problem(
                        ParsingReason.TOO_MANY_FIELDS,
                        "usage.csv",
                        2,
                        "field 4 of 4 is \"a\", and there are 3 columns"));
    }

    @Test
    void rowsLongerThanTheOthersAreRejectedWithoutAHeader() throws IOException {
        assertThat(CollectedEvents.of(usage("u,1600000000,a\nu,1600000000,3,5 large\nv,1600000000,b\n")
                                .columns("user,time,item"))
                        .items)
                .containsExactlyInAnyOrder("a", "b");
        assertThat(problems).extracting(Problem::reason).containsExactly(ParsingReason.TOO_MANY_FIELDS);
        problems.clear();
        assertThat(read("u,a,5\nu,3,5,5\nv,b,4\n").items).containsExactlyInAnyOrder("a", "b");
        assertThat(problems).extracting(Problem::line).containsExactly(2L);
        problems.clear();
        assertThat(read("u,a\nu,3,5\nv,b\n").items).containsExactlyInAnyOrder("a", "b");
        assertThat(problems.get(0).detail()).contains("too small for a time");
    }

    @Test
    void headersInTheMidstOfAFileAreLeftOut() throws IOException {
        CollectedEvents read = read("user,item\nu1,a\nu1,b\nuser,item\n\ufeffuser,item\n\ufeffu2,a\nUser_ID,Item-Id\n");
        assertThat(read.users).containsExactlyInAnyOrder("u1", "u2");
        assertThat(read.items).containsExactlyInAnyOrder("a", "b");
        assertThat(problems).extracting(Problem::reason).containsOnly(ParsingReason.REPEATED_HEADER);
        assertThat(problems).extracting(Problem::line).containsExactly(4L, 5L, 7L);
        assertThat(read.report.warningCount()).isEqualTo(3);
        assertThat(read.report.errorCount()).isZero();
        problems.clear();
        assertThat(read("u1,a\nu1,b\nuser,item\nu2,a\n").events).hasSize(3);
        assertThat(problems).extracting(Problem::line).containsExactly(3L);
        problems.clear();
        assertThat(read("u1,a\n\"user\",\"item\"\nü,é\n").events).hasSize(2);
        assertThat(problems).extracting(Problem::line).containsExactly(2L);
        problems.clear();
        CollectedEvents named = CollectedEvents.of(
                usage("who,what,x\nu,i,1\nwho,what,x\nv,what,1\n").columns("user=who,item=what"));
        assertThat(named.users).containsExactlyInAnyOrder("u", "v");
    }

    @Test
    void aHeaderInTheMidstWithOtherColumnsIsRefused() throws IOException {
        for (String text : List.of(
                "user,item\nu,i\nitem,user\ni,u\n", "u,i\nv,j\nitem,user\n", "u,i,5\nu,j,4\nuser,item,time\n")) {
            refused(usage(text), "usage.csv:3", "keep files with different columns");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# export of May\nuser_id,item_id\n",
                "# a\n#\n\n  # b, c\nuser_id,item_id\n",
                "sep=,\nuser_id,item_id\n",
                "\ufeff\"sep=,\"\nuser_id,item_id\n",
                "SEP=,\n# x\nuser_id,item_id\n",
                "# x\n#user_id,item_id\n",
                "#\"user_id\",\"item_id\"\n"
            })
    void linesBeforeAHeaderAreSkippedAndCounted(String start) throws IOException {
        CollectedEvents read = read(start + "u1,a\nu1,b\n");
        assertThat(read.events).extracting(CollectedEvents.Event::item).containsExactly("a", "b");
        assertThat(read.report.lines()).isEqualTo(2);
        assertThat(read.report.files().get(0).header()).isTrue();
        assertThat(read.report.files().get(0).linesSkipped()).isPositive();
        assertThat(read.report.files().get(0).toString()).contains("user = user_id, item = item_id");
    }

    @Test
    void aCommentMayBeTheHeader() throws IOException {
        assertThat(read("# item_id, user_id, rating\ni,u,5\n").events)
                .containsExactly(new CollectedEvents.Event("u", "i", NO_TIME, EventType.CUSTOM, 5));
    }

    @Test
    void idsMayStartAsCommentsDo() throws IOException {
        assertThat(read("#a,i\n#b,j\n").users).containsExactlyInAnyOrder("#a", "#b");
        assertThat(read("#a,i\nb,j\n#c,k\n").users).containsExactlyInAnyOrder("#a", "b", "#c");
        assertThat(read("u,i\n# v,j\n").users).containsExactlyInAnyOrder("u", "# v");
    }

    @Test
    void aSpreadsheetsLineSetsTheDelimiterUnlessOneIsGiven() throws IOException {
        CollectedEvents read = read("sep=;\nuser;item;rating\nu;a,b;3\n");
        assertThat(read.items).containsExactly("a,b");
        assertThat(read.report.files().get(0).delimiter()).isEqualTo(";");
        assertThat(CollectedEvents.of(usage("sep=;\nu,a;b\n").delimiter(",")).items)
                .containsExactly("a;b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {"u;i;5!;", "'u\ti\t5'!tabs", "u|i|5!|", "u::i::5!::", "'user;item;time'!;", "u;i;3,5!;"})
    void anotherDelimiterIsRefusedAtOnce(String line, String found) throws IOException {
        UsageCsv usage = usage((line + "\n").repeat(3));
        refused(usage, "usage.csv", "set the delimiter");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageContaining("separated by " + (found.equals("tabs") ? found : "\"" + found + "\""));
        if (line.contains(",")) {
            assertThat(CollectedEvents.of(usage.delimiter(",")).users).containsExactly("u;i;3");
        } else {
            refused(usage.delimiter("~"), "usage.csv", "set the delimiter");
        }
    }

    @Test
    void theDelimiterMayBeATabByName() throws IOException {
        assertThat(CollectedEvents.of(usage("u\ti\n").delimiter("tab")).users).containsExactly("u");
        assertThat(CollectedEvents.of(usage("u\ti\n").delimiter("\\t")).users).containsExactly("u");
        refused(usage("u,i\n").delimiter("tab"), "usage.csv", "set the delimiter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'u,i,5,click\nu,j,4,view'!numbers such as 5 in column 3",
                "'u,i,5,7\nu,j,4,9'!numbers such as 5 in column 3",
                "'u,i,5,,3\nu,j,4,,2'!numbers such as 5 in column 3",
                "'u,i,2026-01-01,5\nu,j,2026-01-01,4'!numbers such as 5 in column 4",
                "'u,i,1600000000,5\nu,j,1600000000,4'!numbers such as 5 in column 4",
                "'user,item,time,rating\nu,i,5,1600000000'!seem to be exchanged",
                "'user,item,rating,date\nu,i,2026-01-01,5'!seem to be exchanged",
                "'user_id,colour\nu,red'!no name that is known for the items",
                "'household,PRODUCT_ID,x\nu,i,1'!x"
            })
    void whatMayMeanTwoThingsIsRefused(String text, String fault) throws IOException {
        if (fault.equals("x")) {
            assertThat(read(text).events).hasSize(1);
            return;
        }
        UsageCsv usage = usage(text + "\n");
        refused(usage, "usage.csv", "say what the columns hold");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .withMessageContaining(fault);
    }

    @Test
    void numbersInTheFourthColumnAreTypesWhereWeightsFollow() throws IOException {
        assertThat(read("u,i,1600000000,1,2.5\nu,j,1600000000,2,3\n").events)
                .extracting(event -> event.type().name() + event.weight())
                .containsExactly("12.5", "23.0");
    }

    @Test
    void aColumnThatTheHeaderHasTwiceIsRefused() throws IOException {
        refused(usage("a,b,b\nu,i,j\n").columns("user=a,item=b"), "usage.csv:1", "rename one of them");
    }

    @Test
    void headersOfRecBoleAreKnown() throws IOException {
        CollectedEvents read = CollectedEvents.of(
                usage("user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t2\t3\t978300760\n")
                        .delimiter("\t"));
        assertThat(read.events)
                .containsExactly(new CollectedEvents.Event("1", "2", 978_300_760_000L, EventType.CUSTOM, 3));
    }

    @Test
    void partsOfAFileAreReadAlikeAndPartsOfAFolderAreReportedOnce() throws IOException {
        Files.createDirectories(folder.resolve("parts"));
        for (int part = 0; part < 50; part++) {
            Files.writeString(
                    folder.resolve("parts/part-" + part + ".csv"),
                    part == 7 ? "u,i,2026-01-01\n" : "u,i," + part + "\n".repeat(3));
        }
        CollectedEvents read = CollectedEvents.of(UsageCsv.read(folder.resolve("parts")));
        assertThat(read.report.files())
                .extracting(Object::toString)
                .containsExactly(
                        "part-0.csv and 48 more: UTF-8, comma, no header; user = column 1, item = column 2,"
                                + " weight = column 3 (0 to 49)",
                        "part-7.csv: UTF-8, comma, no header; user = column 1, item = column 2,"
                                + " time = column 3 (ISO, 2026-01-01T00:00:00Z)");
        assertThat(read.report.toString()).isEqualTo("50 lines: 50 accepted, 0 rejected");
    }

    private CollectedEvents read(String text) throws IOException {
        return CollectedEvents.of(usage(text));
    }

    private static void layoutIs(CollectedEvents read, String expected) {
        assertThat(read.report.files()).singleElement().hasToString(expected);
    }

    private static void refused(UsageCsv usage, String file, String remedy) {
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(usage))
                .satisfies(e -> assertThat(e.file()).startsWith(file))
                .satisfies(e -> assertThat(e.remedy()).contains(remedy));
        // In parts, too.
        assertThatExceptionOfType(RefusedFileException.class).isThrownBy(() -> {
            for (var part : usage.parts(8)) {
                CollectedEvents.of(part);
            }
        });
    }

    private UsageCsv usage(String text) throws IOException {
        return UsageCsv.read(Files.writeString(folder.resolve("usage.csv"), text))
                .onProblem(problems::add);
    }
}
