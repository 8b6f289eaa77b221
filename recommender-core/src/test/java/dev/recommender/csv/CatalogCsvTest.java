package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReason;
import dev.recommender.RefusedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogCsvTest {
    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void columnsWhoseNamesHoldCommasAreNamedInQuotes() throws IOException {
        Path file = write("id,\"Title, short\",\"Genre, main\"\ni1,One,g\n");
        CatalogItem expected = CatalogItem.of("i1").name("One").feature("Genre, main", "g");
        assertThat(CatalogCsv.read(file)
                        .columns("id=id,name=\"Title, short\",feature=\"Genre, main\"")
                        .load()
                        .items())
                .containsExactly(expected);
        assertThat(CatalogCsv.read(file)
                        .header(Header.YES)
                        .columns("id,name,\"Genre, main\"")
                        .load()
                        .items())
                .containsExactly(expected);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CatalogCsv.read(file).columns("id=id,name=\"Title"))
                .withMessageContaining("quote is not closed");
    }

    @Test
    void theServicesColumnsAreIdNameCategoryDescriptionAndFeatures() throws IOException {
        Catalog catalog = load(
                "Bow, A Bow ,Strings,\"long, \"\"true\"\"\", Colour = Dark Red ,, size=4,COLOUR=blue,empty=\nrosin,R\n");
        assertThat(catalog.items())
                .containsExactly(
                        CatalogItem.of("Bow")
                                .name("A Bow")
                                .category("Strings")
                                .feature("colour", "dark red", "blue")
                                .feature("size", "4")
                                .feature("empty", ""),
                        CatalogItem.of("rosin").name("R"));
        assertThat(catalog.report().lines()).isEqualTo(2);
        assertThat(catalog.report().errorCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "only!MISSING_FIELDS",
                "' ,name'!MISSING_FIELDS",
                "'id, ,c'!MISSING_FIELDS",
                "'id,n,c,d,red'!MALFORMED_CATALOG_ITEM_FEATURE",
                "'id,n,c,d,a=b=c'!MALFORMED_CATALOG_ITEM_FEATURE",
                "'id,n,c,d, =b'!MALFORMED_CATALOG_ITEM_FEATURE",
                "'id,\"n\" x'!MALFORMED_LINE",
                "'id,\"n'!MALFORMED_LINE"
            })
    void aBadRowIsRejectedAndItsNeighboursAreNot(String row, ParsingReason reason) throws IOException {
        Catalog catalog = load("first,1\n" + row + "\nlast,2\n");
        assertThat(problems).extracting(Problem::reason).containsExactly(reason);
        assertThat(problems).extracting(Problem::line).containsExactly(2L);
        assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("first", "last");
        assertThat(catalog.report().successes()).isEqualTo(2);
    }

    @Test
    void theFirstRuleThatARowBreaksDecides() throws IOException {
        String tooLong = "i".repeat(451);
        load("a,1\na,2,c,d,broken\n" + tooLong + ",3,c,d,broken\n" + tooLong + ",\n");
        assertThat(problems)
                .extracting(Problem::reason)
                .containsExactly(
                        ParsingReason.DUPLICATE_ITEM_ID, ParsingReason.ITEM_ID_TOO_LONG, ParsingReason.MISSING_FIELDS);
    }

    @Test
    void theFirstAcceptedRowOfAnIdCountsAndOthersAreWarnings() throws IOException {
        Catalog catalog = load("a,one,c,d,broken\na,two,c,d,f=1\na,three,c,d,f=2\n");
        assertThat(catalog.items())
                .containsExactly(CatalogItem.of("a").name("two").category("c").feature("f", "1"));
        assertThat(catalog.report().errorCount()).isEqualTo(1);
        assertThat(catalog.report().warningCount()).isEqualTo(1);
    }

    @Test
    void serviceRulesFoldIds() throws IOException {
        Path file = write("Bow,1\nBOW,2\n");
        assertThat(CatalogCsv.read(file).serviceRules().load().items())
                .containsExactly(CatalogItem.of("bow").name("1"));
        assertThat(CatalogCsv.read(file).load().items()).hasSize(2);
    }

    @Test
    void theErrorBudgetIsAHundredUnlessSaid() throws IOException {
        Path file = write("bad\n".repeat(101) + "a,1\n");
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(() -> CatalogCsv.read(file).load())
                .satisfies(e -> assertThat(e.report().errorCount()).isEqualTo(101))
                .satisfies(e -> assertThat(e.report().files()).hasSize(1));
        assertThat(CatalogCsv.read(file).errorBudget(101).load().size()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CatalogCsv.read(file).errorBudget(-1));
    }

    @Test
    void columnsMayBeNamed() throws IOException {
        Path file = write("x;Genres;movieId;title\n9;Action | Drama||Action;m1;Title\n9;;m2;\n9\n");
        Catalog catalog = CatalogCsv.read(file)
                .delimiter(";")
                .columns("id=movieId,name=title,feature=Genres")
                .valueSeparator("|")
                .onProblem(problems::add)
                .load();
        assertThat(catalog.items())
                .containsExactly(
                        CatalogItem.of("m1").name("Title").feature("Genres", "Action", "Drama"), CatalogItem.of("m2"));
        assertThat(problems)
                .containsExactly(new Problem(ParsingReason.MISSING_FIELDS, "catalog.csv", 4, "id is absent"));
    }

    @Test
    void columnsMayBeGivenByPosition() throws IOException {
        Path file = write("1::Toy Story (1995)::9::Animation|Comedy\n2::Heat::9::Crime\n");
        Catalog catalog = CatalogCsv.read(file)
                .delimiter("::")
                .columns("id,name,-,genres")
                .valueSeparator("|")
                .load();
        assertThat(catalog.items())
                .containsExactly(
                        CatalogItem.of("1").name("Toy Story (1995)").feature("genres", "Animation", "Comedy"),
                        CatalogItem.of("2").name("Heat").feature("genres", "Crime"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name,genres",
                "id,id",
                "id,,name",
                "id,genres,genres",
                "name=title",
                "id=a,id=b",
                "id=a,colour=b",
                "id=a,name",
                "id=",
                "id=a,feature=f,feature=f"
            })
    void columnsThatMakeNoSenseAreRefused(String columns) throws IOException {
        CatalogCsv catalog = CatalogCsv.read(write(""));
        assertThatIllegalArgumentException().isThrownBy(() -> catalog.columns(columns));
    }

    @Test
    void aWellKnownHeaderIsNoItemAndAnOrdinaryRowIsNoHeader() throws IOException {
        assertThat(load("Item_ID,Name,Category\na,1,c\n").items()).hasSize(1);
        assertThat(load("item_0,item_0,category\na,1,c\n").items()).hasSize(2);
        assertThat(load("id,violin\na,1\n").items()).hasSize(2);
        Path file = write("id,name\na,1\n");
        assertThat(CatalogCsv.read(file).header(Header.NO).load().items()).hasSize(2);
        Path positional = write("sku,genre\na,1\n");
        assertThat(CatalogCsv.read(positional).columns("id,genre").load().items())
                .hasSize(1);
        Path unknown = write("one,two\na,1\n");
        assertThat(CatalogCsv.read(unknown).header(Header.YES).load().items()).hasSize(1);
        assertThat(problems).isEmpty();
    }

    @Test
    void namedColumnsNeedAHeader() throws IOException {
        CatalogCsv catalog = CatalogCsv.read(write("id,name\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.columns("id=id").header(Header.NO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.header(Header.NO).columns("id=id"));
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(() -> catalog.columns("id=sku").load())
                .withMessageContaining("catalog.csv")
                .withMessageContaining("\"sku\"")
                .withMessageContaining("[id, name]");
    }

    @Test
    void aFolderOrNothingIsNoCatalog() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> CatalogCsv.read(folder).load())
                .withMessageContaining("is a folder");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> CatalogCsv.read(folder.resolve("none")).load())
                .withMessageContaining("none");
    }

    @Test
    void anEmptyFileIsAnEmptyCatalog() throws IOException {
        assertThat(load("").items()).isEmpty();
        assertThat(CatalogCsv.read(write("\n \n")).columns("id=x").load().items())
                .isEmpty();
    }

    @Test
    void gzipIsReadAndNamedWhereDamaged() throws IOException {
        Path file = folder.resolve("catalog.csv.gz");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            new Random(3).ints(5000).forEach(id -> {
                try {
                    out.write((id + ",name\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        Files.write(file, bytes.toByteArray());
        assertThat(CatalogCsv.read(file).load().size()).isEqualTo(5000);
        Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CatalogCsv.read(file).load())
                .withMessageContaining(file.toString());
    }

    @Test
    @Tag("slow")
    void garbageIsRejectedAndNothingElse() throws IOException {
        Random random = new Random(13);
        byte[] alphabet = ",\"\n\r =|ab".getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        random.nextInt(20) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }
            Path file = Files.write(folder.resolve("catalog.csv"), bytes);
            for (CatalogCsv csv : List.of(
                    CatalogCsv.read(file),
                    CatalogCsv.read(file).columns("-,id,a,b").valueSeparator("|"))) {
                try {
                    Catalog catalog = csv.errorBudget(Integer.MAX_VALUE).load();
                    assertThat(catalog.report().successes()).isEqualTo(catalog.size());
                    assertThat(catalog.size()
                                    + catalog.report().errorCount()
                                    + catalog.report().warningCount())
                            .isEqualTo(catalog.report().lines());
                } catch (RefusedFileException e) {
                    assertThat(e.file()).contains("catalog.csv");
                    refused++;
                }
            }
        }
        assertThat(refused).as("files with a NUL at their start").isBetween(100, 540);
    }

    @Test
    void aHeaderInTheMidstIsLeftOut() throws IOException {
        Catalog catalog = load("\ufeff# of May\nitem_id,name\na,1\nitem_id,name\n\ufeffb,2\nsku,title\n");
        assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("a", "b");
        assertThat(problems).extracting(Problem::reason).containsOnly(ParsingReason.REPEATED_HEADER);
        assertThat(problems).extracting(Problem::line).containsExactly(4L, 6L);
        assertThat(catalog.report().files())
                .singleElement()
                .hasToString(
                        "catalog.csv: UTF-8, comma, header, 1 line at the start skipped; id = item_id, name = name");
    }

    @Test
    void rowsLongerThanTheHeaderAreRejectedUnlessTheyHaveFeatures() throws IOException {
        assertThat(load("item_id,name,category\na,Nail, long,c\nb,2,c,,\n").items())
                .extracting(CatalogItem::id)
                .containsExactly("b");
        assertThat(load("item_id,name,category,text\na,Nail,c,d,size=5\nb,Nail, long,c,d\n")
                        .items())
                .containsExactly(CatalogItem.of("a").name("Nail").category("c").feature("size", "5"));
        Path named = write("k,t\na,Nail, long\nb,2\n");
        assertThat(CatalogCsv.read(named)
                        .columns("id=k,name=t")
                        .onProblem(problems::add)
                        .load()
                        .size())
                .isEqualTo(1);
        assertThat(problems)
                .extracting(Problem::reason)
                .containsExactly(
                        ParsingReason.TOO_MANY_FIELDS,
                        ParsingReason.MALFORMED_CATALOG_ITEM_FEATURE,
                        ParsingReason.TOO_MANY_FIELDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;Name\nb;Other\n", "a\tName\n", "a::Name::x\nb::Other::y\n"})
    void anotherDelimiterIsRefusedAtOnce(String text) throws IOException {
        CatalogCsv catalog = CatalogCsv.read(write(text));
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(catalog::load)
                .withMessageContaining("catalog.csv seems to have its fields separated by")
                .withMessageContaining("set the delimiter");
    }

    @Test
    void columnsThatAreNotUsedAreReported() throws IOException {
        Path file = write("sku,name,price,colour,stock\na,1,9,red,5\n");
        assertThat(CatalogCsv.read(file)
                        .columns("id=sku,name=name,feature=colour")
                        .load()
                        .report()
                        .files())
                .singleElement()
                .hasToString("catalog.csv: UTF-8, comma, header; id = sku, name = name, feature = colour,"
                        + " unused = price, unused = stock");
        assertThat(load("item_id,name,category,text,f\na,1,c,long,size=5\n")
                        .report()
                        .files())
                .singleElement()
                .hasToString("catalog.csv: UTF-8, comma, header; id = item_id, name = name, category = category,"
                        + " unused = text, feature = f");
        Path unnamed = write("a,1,x,y\nb,2,x\n");
        assertThat(CatalogCsv.read(unnamed).columns("id,-,kind").load().report().files())
                .singleElement()
                .hasToString("catalog.csv: UTF-8, comma, no header; id = column 1, feature = column 3,"
                        + " unused = column 2, unused = column 4");
    }

    @Test
    void wordsForNothingAreNoIds() throws IOException {
        assertThat(load("NULL,1\na,NULL\n\\N,3\n").items())
                .containsExactly(CatalogItem.of("a").name("NULL"));
        assertThat(problems).extracting(Problem::detail).containsExactly("id is \"NULL\"", "id is \"\\N\"");
    }

    @Test
    void emptyFeatureCellsAreNoFeatures() throws IOException {
        Path file = write("product_id,brand,size\n1,National,\n2,,22 LB\n");
        Catalog catalog = CatalogCsv.read(file)
                .columns("id=product_id,feature=brand,feature=size")
                .load();
        assertThat(catalog.items())
                .extracting(CatalogItem::features)
                .containsExactly(
                        new TreeMap<>(Map.of("brand", List.of("National"))),
                        new TreeMap<>(Map.of("size", List.of("22 LB"))));
    }

    private Catalog load(String text) throws IOException {
        return CatalogCsv.read(write(text)).onProblem(problems::add).load();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("catalog.csv"), text);
    }
}
