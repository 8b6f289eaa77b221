package dev.recommender.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that tools of this field have misread are read right, or refused with what to do, by the commands. */
class MisreadFilesTest {
    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void nameModel() {
        model = folder.resolve("model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "gzip", "windows-1252"})
    void listsAreTextWhateverTheirMark(String form) throws IOException {
        train("u1,a\nu1,b\nu2,a\nu2,b\nu2,c\nu3,d\n", "--half-life", "none");
        Path list = list("exclude.txt", "c\r\n", form);
        Path users = list("users.txt", "u1\r\nu2\r\n", form);
        String[] charset = form.equals("windows-1252") ? new String[] {"--charset", form} : new String[0];
        assertThat(items(ask(charset, "--user", "u1", "--exclude", list)))
                .doesNotContain("c")
                .contains("d");
        assertThat(items(ask(charset, "--user", "u1", "--only", list))).containsExactly("c");
        assertThat(items(ask(charset, "--user", "u1", "--boost", list + "=0.001", "--no-backfill")))
                .containsExactly("c");
        Run many = ask(charset, "--users-file", users, "--count", 1);
        assertThat(many.out())
                .isEqualTo("user,rank,item,score,source\n"
                        + many.out().lines().skip(1).collect(Collectors.joining("\n", "", "\n")));
        assertThat(many.out()).contains("\nu1,1,c,").contains("\nu2,1,d,");
        assertThat(many.err()).isEmpty();
    }

    @Test
    void listsWithMalformedCharactersAreRefusedWithLineAndByte() throws IOException {
        train("u1,café\nu1,b\nu2,café\nu2,b\nu3,d\n");
        Path latin = Files.write(folder.resolve("latin.txt"), "b\ncafé\n".getBytes(ISO_8859_1));
        for (Object[] options : List.of(
                new Object[] {"--user", "u3", "--exclude", latin},
                new Object[] {"--user", "u3", "--only", latin},
                new Object[] {"--user", "u3", "--boost", latin + "=2"},
                new Object[] {"--users-file", latin},
                new Object[] {"--events", latin})) {
            Run run = ask(new String[0], options);
            assertThat(run.status()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains("latin.txt:2", "byte 4 is 0xE9", "charset");
            assertThat(ask(new String[] {"--charset", "ISO-8859-1"}, options).status())
                    .isZero();
        }
        assertThat(items(ask(new String[] {"--charset", "latin1"}, "--user", "u3", "--exclude", latin)))
                .isEmpty();
    }

    @Test
    void aCharsetWithoutAFileOrOfNoNameIsRefused() throws IOException {
        train("u1,a\nu2,a\n");
        Run run = ask(new String[] {"--charset", "latin1"}, "--user", "u1");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--charset has no effect without a file to read");
        Run unknown =
                Run.of("train", "--usage", folder.resolve("usage.csv"), "--model", model, "--charset", "latin-nix");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("--charset must be", "windows-1252", "\"latin-nix\"");
    }

    @Test
    void queriesAreTextToo() throws IOException {
        train("u1,a\nu1,b\nu2,a\nu2,b\nu2,c\n");
        String query = "\ufeff{\"user\":\"u1\",\"count\":1}";
        for (byte[] bytes : List.of(query.getBytes(UTF_8), query.getBytes(UTF_16LE))) {
            Path file = Files.write(folder.resolve("query.json"), bytes);
            assertThat(items(ask(new String[0], "--query", file))).containsExactly("c");
        }
        Path latin = Files.write(folder.resolve("query.json"), "{\"user\":\"é\"}".getBytes(ISO_8859_1));
        assertThat(ask(new String[0], "--query", latin).err()).contains("query.json:1", "byte 10");
    }

    @Test
    void latinIdsAreRejectedOrReadWithTheirCharset() throws IOException {
        byte[] latin = "user,item\njosí,cafí\njosè,cafè\nx,cafí\nx,tea\n".getBytes(ISO_8859_1);
        Path usage = Files.write(folder.resolve("latin1.csv"), latin);
        Run rejected = Run.of("train", "--usage", usage, "--support-threshold", 1, "--model", model);
        assertThat(rejected.out()).contains("\n1 user, 1 item, 1 event");
        assertThat(rejected.err())
                .contains("MALFORMED_CHARACTERS in 3 lines, first at latin1.csv:2: byte 4 is 0xED", "windows-1252");
        Run read = Run.of("train", "--usage", usage, "--charset", "windows-1252", "--model", model);
        assertThat(read.out())
                .contains("\n3 users, 3 items, 4 events")
                .contains("read latin1.csv: windows-1252, comma");
        assertThat(items(Run.of("recommend", "--model", model, "--user", "josè", "--format", "csv")))
                .contains("tea");
        assertThat(read.err()).doesNotContain("usage:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "093000", "0930", "093000123"})
    void compactDatesAreDates(String time) throws IOException {
        String text = "u1,a,20230101\nu1,a,20230102\nu1,b,20240601\nu2,a,20240601\nu2,c,20240601\nu3,a,20240601\n"
                + "u3,c,20240601\nu4,b,20240601\nu4,d,20240601\nu5,b,20240601\nu5,d,20240601\n";
        Run run = train(text.replace("\n", time + "\n"));
        assertThat(run.out()).contains("time = column 3 (compact dates such as 20240131, 2023-01-01T");
        assertThat(inspect()).contains("reference time 2024-06-01T");
        assertThat(items(ask(new String[0], "--user", "u1"))).startsWith("d", "c");
    }

    @Test
    void ratingsWithoutAHeaderAreWeights() throws IOException {
        String text = "u1,a,1\nu1,b,5\nu2,a,5\nu2,c,5\nu3,a,4\nu3,c,5\nu4,b,4\nu4,d,5\nu5,b,5\nu5,d,5\n";
        Run run = train(text);
        assertThat(run.out()).contains("user = column 1, item = column 2, weight = column 3 (1 to 5)");
        assertThat(inspect()).contains("reference time none");
        assertThat(items(ask(new String[0], "--user", "u1"))).startsWith("d", "c");
        Run movies = train(text.replace("\n", ",978300760\n").replace(",", "::"), "--delimiter", "::");
        assertThat(movies.out()).contains("weight = column 3 (1 to 5)", "time = column 4 (epoch seconds, 2000-12-31T");
        Run told = train(text, "--columns", "user,item,time");
        assertThat(told.out()).contains("time = column 3 (seconds of 1970 to 1973, 1970-01-01T00:00:01Z to");
    }

    @Test
    void rowsLongerThanTheHeaderAreRejected() throws IOException {
        Run run = train("user_id,product_name,item_id\nu1,Nut, large,a\nu2,Bolt,b\nu2,Nut,a\n");
        assertThat(run.out()).contains("\n1 user, 2 items, 2 events");
        assertThat(run.err()).contains("TOO_MANY_FIELDS in 1 line, first at usage.csv:2: field 4 of 4 is \"a\"");
    }

    @Test
    void headersAreNoEvents() throws IOException {
        Run again = train("user,item\nu1,a\nu1,b\nuser,item\nu2,a\nu2,b\n");
        assertThat(again.out()).contains("\n2 users, 2 items, 4 events");
        assertThat(again.err()).contains("REPEATED_HEADER in 1 line, first at usage.csv:4");
        Run comment = train("# export of May\nuser_id,item_id\nu1,a\nu1,b\n");
        assertThat(comment.out())
                .contains("\n1 user, 2 items, 2 events")
                .contains("header, 1 line at the start skipped; user = user_id");
        assertThat(train("sep=;\nuser_id;item_id\nu1;a\n").out()).contains("semicolon, header, 1 line");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01 00:00:05 UTC, ISO",
        "2026-01-01 00:00:05 +0000, ISO",
        "2026-01-01 01:00:05 +01:00, ISO",
        "1767225605, epoch seconds",
        "1767225605000, epoch milliseconds",
        "1767225605000000, epoch microseconds",
        "1767225605000000000, epoch nanoseconds"
    })
    void timesInWideUseAreRead(String time, String format) throws IOException {
        Run run = train("event_time,event_type,product_id,user_id\n" + time + ",view,a,u1\n" + time + ",view,b,u1\n");
        assertThat(run.err()).doesNotContain("usage:");
        assertThat(run.out()).contains("time = event_time (" + format + ", 2026-01-01T00:00:05Z)");
        assertThat(inspect()).contains("reference time 2026-01-01T00:00:05Z");
    }

    @Test
    void aFormatOfTimesIsNamedByAnOption() throws IOException {
        assertThat(train("u1,a,1767225605000000\n", "--time-format", "epoch-micros")
                        .status())
                .isZero();
        assertThat(inspect()).contains("reference time 2026-01-01T00:00:05Z");
        assertThat(train("u1,a,1767225605000000000\n", "--time-format", "epoch-nanos")
                        .status())
                .isZero();
        assertThat(train("u1,a,20260101\n", "--time-format", "compact").status())
                .isZero();
        assertThat(inspect()).contains("reference time 2026-01-01T00:00:00Z");
        assertThat(train("u1,a,1\n", "--time-format", "epoch").err())
                .contains("--time-format must be", "epoch-nanos", "\"epoch\"");
    }

    @Test
    void aBlankTimeCountsAsNow() throws IOException {
        Run blank = train("u1,a,2026-01-01,Click\nu1,b,,Purchase\nu2,a,,Click\nu2,b,2026-01-01,Click\n");
        assertThat(blank.out()).contains("\n2 users, 2 items, 4 events").contains("2 blank");
        assertThat(train("u1,a,\nu1,b,\nu2,a,\nu2,b,\n").out()).contains("\n2 users, 2 items, 4 events");
    }

    @Test
    void liveEventsMayHaveATypeWithoutATimeAndSayWhatTheyWereTakenFor() throws IOException {
        train("u1,a\nu1,b\nu2,a\nu2,b\nu2,c\n");
        Path live = Files.writeString(folder.resolve("live.csv"), "a,,Purchase\n");
        Run run = ask(new String[0], "--user", "u1", "--events", live);
        assertThat(items(run)).containsExactly("c");
        assertThat(run.err()).startsWith("read live.csv: UTF-8, comma, no header; item = column 1, ");
        Path rated = Files.writeString(folder.resolve("rated.csv"), "a,5\nb,1\n");
        assertThat(ask(new String[0], "--events", rated).err()).contains("weight = column 2 (1 to 5)");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "a,yesterday\n");
        assertThat(ask(new String[0], "--events", wrong).err())
                .contains("wrong.csv:1", "time is \"yesterday\"")
                .doesNotContain("error budget");
    }

    @Test
    void whatIsNoTextIsRefusedByEveryCommand() throws IOException {
        train("u1,a\nu1,b\nu2,a\nu2,b\n");
        Path parquet = Files.write(folder.resolve("u.parquet"), new byte[] {'P', 'A', 'R', '1', 21, 4, 21, 0});
        for (Run run : List.of(
                Run.of("train", "--usage", parquet, "--model", model),
                Run.of("plan", "--usage", parquet),
                Run.of("evaluate", "--usage", parquet),
                Run.of("evaluate", "--model", model, "--test", parquet),
                Run.of("train", "--usage", folder.resolve("usage.csv"), "--catalog", parquet, "--model", model),
                ask(new String[0], "--users-file", parquet),
                ask(new String[0], "--user", "u1", "--exclude", parquet),
                ask(new String[0], "--query", parquet),
                ask(new String[0], "--events", parquet))) {
            assertThat(run.status()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains(parquet + " is a Parquet file, which is no text; convert it to CSV");
        }
    }

    @Test
    void catalogsOfOtherDelimitersAreReadByAnOption() throws IOException {
        Path catalog = Files.write(folder.resolve("movies.dat"), "a::Amélie::x\nb::Brazil::y\n".getBytes(ISO_8859_1));
        Path usage = Files.writeString(folder.resolve("usage.csv"), "u1,a\nu1,b\n");
        String[] common = {"train", "--usage", usage.toString(), "--model", model.toString()};
        assertThat(run(common, "--catalog", catalog.toString()).err()).contains("movies.dat", "delimiter");
        Run run = run(common, "--catalog", catalog.toString(), "--catalog-delimiter", "::", "--charset", "latin1");
        assertThat(run.out()).contains("read movies.dat: ISO-8859-1, delimiter \"::\", no header; id = column 1");
        assertThat(run(common, "--catalog-delimiter", ";").err()).contains("--catalog-delimiter has no effect");
    }

    @Test
    void jsonLinesAndZipAreRead() throws IOException {
        Path lines = Files.writeString(folder.resolve("u.jsonl"), "{\"user_id\":\"u1\",\"item_id\":\"a\"}\n");
        assertThat(Run.of("train", "--usage", lines, "--model", model).out())
                .contains("\n1 user, 1 item, 1 event")
                .contains("read u.jsonl: UTF-8, JSON lines; user = user_id, item = item_id");
        assertThat(Run.of("train", "--usage", lines, "--columns", "user=item_id,item=user_id", "--model", model)
                        .out())
                .contains("user = item_id, item = user_id");
    }

    @Test
    @Tag("slow")
    void theStandardInputIsText() throws IOException {
        Path store = folder.resolve("store");
        Files.createDirectories(store);
        Files.writeString(store.resolve("usage.csv"), "u1,a\nu1,b\nu2,a\nu2,b\nu2,c\nü,a\nü,b\n");
        Run.of("request-training", "--store", store, "--usage", "usage.csv", "--support-threshold", 1);
        Run.of("worker", "--store", store, "--until-idle", "--folder", folder.resolve("work"));
        assertThat(serve(store, "\ufeffu1\r\n\r\n".getBytes(UTF_8)).out())
                .startsWith("u1,1,c,")
                .hasLineCount(1);
        assertThat(serve(store, "\ufeffu1\r\n".getBytes(UTF_16LE)).out()).startsWith("u1,1,c,");
        Run malformed = serve(store, "ü\nu1\n".getBytes(ISO_8859_1));
        assertThat(malformed.out()).startsWith("u1,1,c,");
        assertThat(malformed.err()).contains("standard input:1 cannot be read: byte 1 is 0xFC");
        assertThat(serve(store, "ü\n".getBytes(ISO_8859_1), "--charset", "latin1")
                        .out())
                .startsWith("ü,1,c,");
    }

    @Test
    void aHeaderThatIsHalfKnownIsRefusedAlsoWhereOneIsExpected() throws IOException {
        Run run = train("timestamp,user_id,article_no\n1704067200,u1,101\n1704067201,u2,102\n", "--header", "yes");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("usage.csv", "user_id", "no name that is known for the item");
    }

    @Test
    void aJsonLineOutOfBoundsCostsItselfAlone() throws IOException {
        String good = "{\"user\":\"u1\",\"item\":\"a\"}\n{\"user\":\"u2\",\"item\":\"a\"}\n";
        Path lines = Files.writeString(
                folder.resolve("lines.jsonl"),
                good + "{\"user\":\"u3\",\"x\":" + "[".repeat(1001) + "]".repeat(1001) + "}\n" + good);

        Run run = Run.of("train", "--usage", lines, "--support-threshold", 1, "--model", model);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("4 accepted, 1 rejected", "MALFORMED_JSON in 1 line, first at lines.jsonl:3");
    }

    @Test
    void aJsonKeyThatComesLateIsNotPassedOver() throws IOException {
        Path lines = Files.writeString(
                folder.resolve("late.jsonl"),
                "{\"user\":\"u1\",\"item\":\"a\"}\n".repeat(1000)
                        + "{\"user\":\"u1\",\"item\":\"a\",\"timestamp\":\"2026-01-01\"}\n".repeat(200));

        Run run = Run.of("train", "--usage", lines, "--support-threshold", 1, "--model", model);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("late.jsonl:1001", "\"timestamp\" is a known name, but no key of the first");
        assertThat(Run.of("train", "--usage", lines, "--columns", "user,item", "--model", model)
                        .err())
                .contains("late.jsonl", "name the keys, as in user=uid,item=sku");
    }

    @Test
    void wordsForNothingAreNoCategories() throws IOException {
        train("u1,a\nu1,b\nu2,a\nu2,b\n");
        Path catalog = Files.writeString(folder.resolve("catalog.csv"), "a,A,\\N\nb,B,NULL\n");
        Path usage = folder.resolve("usage.csv");
        Run.of("train", "--usage", usage, "--catalog", catalog, "--support-threshold", 1, "--model", model);

        Run run = Run.of("recommend", "--model", model, "--user", "u3", "--max-per-category", 1);

        assertThat(run.err()).contains("no item of this model has a category");
    }

    @Test
    void aZipFileWithAWrongByteIsRefused() throws IOException {
        Path zip = folder.resolve("usage.zip");
        byte[] text = "u1,apple\nu1,pear\nu2,apple\nu2,pear\n".getBytes(UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(text);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            ZipEntry entry = new ZipEntry("usage.csv");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(text.length);
            entry.setCrc(checksum.getValue());
            out.putNextEntry(entry);
            out.write(text);
            out.closeEntry();
        }
        assertThat(Run.of("train", "--usage", zip, "--model", model).status()).isZero();
        byte[] bytes = Files.readAllBytes(zip);
        int place = new String(bytes, ISO_8859_1).indexOf("apple");
        bytes[place] = 'A';
        Files.write(zip, bytes);

        Run run = Run.of("train", "--usage", zip, "--model", model);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("usage.zip is not a whole zip file");
    }

    private static Run serve(Path store, byte[] input, String... options) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            Run run = run(
                    new String[] {"serve-from-store", "--store", store.toString(), "--format", "csv", "--count", "1"},
                    options);
            return new Run(run.status(), run.out().replace("question,rank,item,score,source\n", ""), run.err());
        } finally {
            System.setIn(before);
        }
    }

    private Run train(String text, Object... options) throws IOException {
        Path usage = Files.writeString(folder.resolve("usage.csv"), text);
        Object[] all = new Object[options.length + 7];
        System.arraycopy(
                new Object[] {"train", "--usage", usage, "--support-threshold", 1, "--model", model}, 0, all, 0, 7);
        System.arraycopy(options, 0, all, 7, options.length);
        return Run.of(all);
    }

    private Run ask(String[] more, Object... options) {
        Object[] all = new Object[options.length + more.length + 5];
        System.arraycopy(new Object[] {"recommend", "--model", model, "--format", "csv"}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        System.arraycopy(more, 0, all, 5 + options.length, more.length);
        return Run.of(all);
    }

    private static Run run(String[] common, String... options) {
        Object[] all = new Object[common.length + options.length];
        System.arraycopy(common, 0, all, 0, common.length);
        System.arraycopy(options, 0, all, common.length, options.length);
        return Run.of(all);
    }

    private String inspect() {
        return Run.of("inspect", "--model", model).out();
    }

    private static List<String> items(Run run) {
        return run.out().lines().skip(1).map(line -> line.split(",")[2]).toList();
    }

    private Path list(String name, String text, String form) throws IOException {
        Path file = folder.resolve(name);
        if (form.equals("gzip")) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(text.getBytes(UTF_8));
            }
            return file;
        }
        String marked = form.equals("windows-1252") ? text : "\ufeff" + text;
        return Files.write(file, marked.getBytes(Charset.forName(form)));
    }

    /** Whatever a command reads, it says what was perhaps not meant so, and by which option that is mended. */
    @Test
    void guessesThatMayBeWrongAreNotedWithTheOption() throws IOException {
        String text = "user,item,shipped,score\n7.0,a,2024-01-31,3\n8.0,a,2024-01-31,-1\n7.0,b,2024-02-01,2\n";
        Path usage = Files.writeString(folder.resolve("usage.csv"), text);
        String[] notes = {
            "note: ids of users end in .0, as whole numbers do",
            "note: score of usage.csv was taken for weights, of which negative ones speak against an item; if that is not meant,"
                    + " name other columns by --columns\n",
            "note: shipped of usage.csv seems to hold times and is not used, so events count as now; name the column of times"
                    + " by --columns, as in user=user,item=item,time=shipped\n"
        };

        assertThat(train(text).err()).contains(notes);
        assertThat(Run.of("plan", "--usage", usage).err()).contains(notes);
        assertThat(Run.of("plan", "--usage", usage, "--columns", "user=user,item=item,time=shipped,weight=score")
                        .err())
                .contains(notes[0])
                .doesNotContain("name other columns", "seems to hold");
    }

    /** What of a catalog was guessed, or is lost, is noted with the option that mends it. */
    @Test
    void catalogsWithoutNamesAndWithSeveralCategoriesAreNotedWithTheOptions() throws IOException {
        Path usage = Files.writeString(folder.resolve("usage.csv"), "u1,1\nu1,2\nu2,1\n");
        Path movies = Files.writeString(
                folder.resolve("movies.csv"), "movieId,title,genres\n1,Heat,Crime|Thriller\n2,Solo,Adventure|Drama\n");
        Path nameless = Files.writeString(folder.resolve("shelves.csv"), "item_id,shelf,price\n1,3,2.5\n2,4,1.5\n");
        String genres = "note: most cells of genres in movies.csv hold several values with | between them; say what the"
                + " catalog's columns hold by --catalog-columns, as in id=movieId,name=title,feature=genres, and what"
                + " separates values by --catalog-value-separator, as in \"|\"\n";
        Path saved = folder.resolve("noted.model");

        assertThat(Run.of("train", "--usage", usage, "--catalog", movies, "--model", saved)
                        .err())
                .contains(genres);
        assertThat(Run.of("train", "--usage", usage, "--catalog", nameless, "--model", saved)
                        .err())
                .contains(
                        "note: shelves.csv gives no item a name, and shelf, price are not used; say what the catalog's"
                                + " columns hold by --catalog-columns, as in id=item_id,name=COLUMN\n");
        assertThat(Run.of(
                                "train",
                                "--usage",
                                usage,
                                "--catalog",
                                movies,
                                "--catalog-columns",
                                "id=movieId,name=title,feature=genres",
                                "--catalog-value-separator",
                                "|",
                                "--model",
                                saved)
                        .err())
                .doesNotContain("genres");
    }

    /** Quantities are no weights unasked, and the times of invoices are known. */
    @Test
    void invoicesAreReadByTheirUsualNames() throws IOException {
        Run run = train("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
                + "536365,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
                + "C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom\n");

        assertThat(run.out())
                .contains(
                        "user = CustomerID (ids end in .0), item = StockCode, time = InvoiceDate (ISO, 2010-12-01T08:26:00Z to ")
                .contains("unused = Quantity, ")
                .doesNotContain("weight = ");
        assertThat(run.err()).contains("note: ids of users end in .0").doesNotContain("seems to hold");
    }

    /** Files of invoices have them in numbers: the option that leaves them out has to be found. */
    @Test
    void linesWithoutUserAreRefusedWithTheOptionThatLeavesThemOut() throws IOException {
        Path usage = Files.writeString(folder.resolve("anonymous.csv"), "user,item\nu,a\n,a\nv,a\nNULL,b\nw,b\n");

        Run refused =
                Run.of("train", "--usage", usage, "--max-errors", 0, "--model", folder.resolve("anonymous.model"));
        Run noted = Run.of("plan", "--usage", usage, "--max-errors", 2);

        assertThat(refused.status()).isOne();
        assertThat(refused.err()).contains("or leave out lines without a user by --skip-rows-without-user");
        assertThat(noted.err()).contains("or leave out lines without a user by --skip-rows-without-user");
        assertThat(Run.of("plan", "--usage", usage, "--skip-rows-without-user").err())
                .doesNotContain("--skip-rows-without-user");
    }
}
