package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ColumnDoubt;
import dev.recommender.FileLayout;
import dev.recommender.ParsingException;
import dev.recommender.RefusedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A catalog's header gives its columns by their names, in any order. */
class CatalogHeadersTest {
    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "id,category,name!7,Tools,Nail!id = id, name = name, category = category",
                "item_id,stock,name,category!7,12,Nail,Tools!"
                        + "id = item_id, name = name, category = category, unused = stock",
                "item_id,price,name,category!7,1.5,Nail,Tools!"
                        + "id = item_id, name = name, category = category, unused = price",
                "product_id,sku,title,category!7,x9,Nail,Tools!"
                        + "id = product_id, name = title, category = category, unused = sku",
                "id,name,price,category!7,Nail,1.5,Tools!"
                        + "id = id, name = name, category = category, unused = price",
                "product_code,name,category!7,Nail,Tools!id = product_code, name = name, category = category",
                "product,product_id,category!Nail,7,Tools!id = product_id, name = product, category = category",
                "id,name,category,price,stock!7,Nail,Tools,0.99,0!"
                        + "id = id, name = name, category = category, unused = price, unused = stock",
                "id,name,category,text,link,f!7,Nail,Tools,Text,http://a/b?c=d,size=5!"
                        + "id = id, name = name, category = category, unused = text, unused = link, feature = f",
            })
    void columnsAreFoundByTheirNames(String header, String row, String columns) throws IOException {
        Catalog catalog = load(header + "\n" + row + "\n");
        CatalogItem item = CatalogItem.of("7").name("Nail").category("Tools");
        assertThat(catalog.items()).containsExactly(row.contains("size") ? item.feature("size", "5") : item);
        assertThat(problems).isEmpty();
        assertThat(catalog.report().files())
                .singleElement()
                .hasToString("catalog.csv: UTF-8, comma, header; " + columns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"price,id,name\n1.5,7,Nail\n", "id,name,price\n7,Nail,1.5\n", "id,name,shelf\n7,Nail,A\n"})
    void noOtherColumnIsTakenForTheCategory(String text) throws IOException {
        assertThat(load(text).items()).containsExactly(CatalogItem.of("7").name("Nail"));
        assertThat(problems).isEmpty();
    }

    @Test
    void wordsAboveNumbersAreAHeaderIfOneNamesTheIds() throws IOException {
        assertThat(load("shelf,item_id,weight_kg\n3,a,0.5\n4,b,0.7\n").items())
                .containsExactly(CatalogItem.of("a"), CatalogItem.of("b"));
        assertThat(load("shelf,item_id,weight_kg\nx,a,y\nz,b,z\n").items()).hasSize(3);
        assertThat(load("shelf,sku_9,weight_kg\n3,a,0.5\n4,b,0.7\n").items()).hasSize(3);
    }

    @Test
    void cellsBeyondTheHeaderAndUnderSparseColumnsMayBeFeatures() throws IOException {
        String text = "id,name,category,text,f,price\n" + row(1200, ",,2") + "x,X,c,t,a=b,3,d=e\ny,Y,c,t,9,3\n";
        assertThat(load(text).item("x"))
                .contains(CatalogItem.of("x")
                        .name("X")
                        .category("c")
                        .feature("a", "b")
                        .feature("d", "e"));
        assertThat(problems).extracting(Problem::detail).containsExactly("feature 5 is \"9\"");
    }

    @Test
    void aStatedHeaderOfUnknownNamesKeepsThePositions() throws IOException {
        assertThat(stated("nummer,titel,gruppe\n7,Nail,Tools\n").items())
                .containsExactly(CatalogItem.of("7").name("Nail").category("Tools"));
        assertThat(stated("nummer,titel,price,category\n7,Nail,1.5,Tools\n").items())
                .containsExactly(CatalogItem.of("7").name("Nail").category("Tools"));
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(() -> stated("name,nummer\nNail,7\n"))
                .withMessageContaining("has no column named \"id\"; the header has \"[name, nummer]\"");
    }

    @Test
    void aNameThatIsUsedTwiceIsRefused() {
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> load("id,name,name\n7,Nail,Nagel\n"))
                .withMessageContaining("has several columns named \"name\"");
    }

    @Test
    void serviceRulesKeepThePositions() throws IOException {
        Path file = Files.writeString(folder.resolve("catalog.csv"), "id,category,name\n7,Tools,Nail\n");
        assertThat(CatalogCsv.read(file).serviceRules().load().items())
                .containsExactly(
                        CatalogItem.of("id").name("category").category("name"),
                        CatalogItem.of("7").name("Tools").category("Nail"));
    }

    /** Invoices have no names of items but descriptions, of which some are blank, and one line for each sale. */
    @Test
    void descriptionsThatTellItemsApartAreNamesWhereThereAreNoOthers() throws IOException {
        Catalog catalog =
                load("InvoiceNo,StockCode,Description,Quantity\n1,a,Nail,2\n1,b,,3\n2,a,Nails,4\n2,c,Hammer,1\n");

        assertThat(catalog.items())
                .containsExactly(
                        CatalogItem.of("a").name("Nail"),
                        CatalogItem.of("b"),
                        CatalogItem.of("c").name("Hammer"));
        assertThat(catalog.report().errorCount()).isZero();
        FileLayout layout = catalog.report().files().get(0);
        assertThat(layout)
                .hasToString("catalog.csv: UTF-8, comma, header; id = StockCode, name = Description (by what it holds),"
                        + " unused = InvoiceNo, unused = Quantity");
        assertThat(layout.doubts())
                .containsExactly(
                        "Description of catalog.csv was taken for the names of items, as no column is called so;"
                                + " if that is not meant, say what the catalog's columns hold, as in id=StockCode");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "item_id,price,original_title,description!7,1,Nail,Long!original_title",
                "item_id,price,Artikelname,displayName!7,1,Nagel,Nail!displayName",
                "item_id,price,label!7,1,Nail!label",
            })
    void ofSeveralColumnsThatMayHaveTheNamesTheClearestHasThem(String header, String row, String column)
            throws IOException {
        Catalog catalog = load(header + "\n" + row + "\n");
        assertThat(catalog.item("7").orElseThrow().name()).contains("Nail");
        assertThat(catalog.report().files().get(0).columns())
                .contains(new FileLayout.Column("name", column, "", Set.of(ColumnDoubt.GUESSED_NAMES)));
    }

    /** Long texts, brands that items share, numbers, and cells that are blank as a rule are no names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "item_id,price,description\na,1,LONG x\nb,2,LONG y\n",
                "item_id,price,brand_name\na,1,Acme\nb,2,Acme\nc,3,Acme\n",
                "item_id,price,label\na,1,17\nb,2,18\n",
                "item_id,price,description\na,1,\nb,2,\nc,3,Nail\n",
                "item_id,price,unnamed\na,1,Nail\nb,2,Hammer\n",
            })
    void whatMayBeSomethingElseIsNotTakenForNames(String text) throws IOException {
        Catalog catalog = load(text.replace("LONG", "long ".repeat(20)));
        assertThat(catalog.items()).allSatisfy(item -> assertThat(item.name()).isEmpty());
        assertThat(catalog.report().files().get(0).doubts())
                .singleElement()
                .asString()
                .startsWith("catalog.csv gives no item a name, and price, ")
                .contains(" are not used; say what the catalog's columns hold, as in id=item_id,name=COLUMN");
    }

    @Test
    void addressesOfPicturesThatAreNotUsedAreNoted() throws IOException {
        String rows = "1,Nail,iron,https://shop.example/1.png\n2,Screw,iron,https://shop.example/2.png\n3,Bolt,iron,\n";
        for (String name : List.of("picture", "image", "thumbnail")) {
            assertThat(load("id,name,category," + name + "\n" + rows)
                            .report()
                            .files()
                            .get(0)
                            .doubts())
                    .containsExactly(name + " of catalog.csv has addresses of pictures and is not used; say what the"
                            + " catalog's columns hold, as in id=id,name=name,category=category,feature=" + name);
        }
        assertThat(load("id,name,category,link\n" + rows)
                        .report()
                        .files()
                        .get(0)
                        .doubts())
                .as("the page shows no column of this name")
                .isEmpty();
        assertThat(load("id,name,category,picture\n1,Nail,iron,yes\n2,Screw,iron,no\n")
                        .report()
                        .files()
                        .get(0)
                        .doubts())
                .as("no addresses")
                .isEmpty();
    }

    @Test
    void columnsWhoseWordsRepeatAreNotedAsPossibleFeatures() throws IOException {
        String rows = "1,Nail,Acme,9,x\n2,Screw,Acme,9,y\n3,Bolt,\"Bolts, Inc\",8,z\n4,Nut,\"Bolts, Inc\",8,w\n";
        assertThat(load("id,name,\"made by\",price,code\n" + rows)
                        .report()
                        .files()
                        .get(0)
                        .doubts())
                .containsExactly(
                        "made by of catalog.csv is not used, though it could be a feature; say what the catalog's"
                                + " columns hold, as in id=id,name=name,feature=made by");
        assertThat(load("id,name,category,price,code\n" + rows)
                        .report()
                        .files()
                        .get(0)
                        .doubts())
                .isEmpty();
        assertThat(load("sku,title,country\n1,Nail,UK\n2,Screw,UK\n1,Nail,FR\n2,Screw,FR\n")
                        .report()
                        .files()
                        .get(0)
                        .doubts())
                .as("invoices")
                .isEmpty();
        assertThat(load("product_id,kind,price\n1,x,Acme\n2,y,Acme\n")
                        .report()
                        .files()
                        .get(0)
                        .doubts())
                .containsExactly(
                        "catalog.csv gives no item a name, and price is not used; say what the catalog's columns"
                                + " hold, as in id=product_id,category=kind,name=COLUMN,feature=price");
    }

    /** A category is one group; cells with several are groups of their own until somebody says what separates them. */
    @Test
    void categoriesWithSeveralValuesAreNotedWithTheRemedy() throws IOException {
        String text = "movieId,title,genres\n1,Toy Story,Adventure|Animation\n2,Heat,Crime|Thriller\n3,Solo,Drama\n";
        String note =
                "most cells of genres in catalog.csv hold several values with | between them; say what the catalog's"
                        + " columns hold, as in id=movieId,name=title,feature=genres, and what separates values, as in \"|\"";
        Catalog guessed = load(text);
        assertThat(guessed.item("2").orElseThrow().category()).contains("Crime|Thriller");
        assertThat(guessed.report().files().get(0).doubts()).containsExactly(note);
        assertThat(guessed.report().files().get(0).toString()).endsWith("category = genres (several, separated by |)");

        CatalogCsv named =
                CatalogCsv.read(folder.resolve("catalog.csv")).columns("id=movieId,name=title,feature=genres");
        assertThat(named.load().report().files().get(0).doubts()).containsExactly(note);
        Catalog separated = named.valueSeparator("|").load();
        assertThat(separated.report().files().get(0).doubts()).isEmpty();
        assertThat(separated.item("2").orElseThrow().has("genres", "Crime")).isTrue();
        assertThat(load("movieId,title,genres\n1,A,x|y\n2,B,z\n3,C,\n4,D,|w\n")
                        .report()
                        .files()
                        .get(0)
                        .doubts())
                .isEmpty();
    }

    /** Whoever takes the remedy keeps the columns that are right. */
    @Test
    void theRemedyForSeveralValuesKeepsAllOtherColumns() throws IOException {
        Files.writeString(
                folder.resolve("catalog.csv"),
                "sku,t,kind,tags,brand,mood\n1,A,k,a|b,x,sad|odd\n2,B,k,c|d,y,odd|glad\n3,C,l,e,z,sad|glad\n");
        assertThat(CatalogCsv.read(folder.resolve("catalog.csv"))
                        .columns("id=sku,name=t,category=kind,feature=tags,feature=brand,feature=mood")
                        .load()
                        .report()
                        .files()
                        .get(0)
                        .doubts())
                .containsExactly("most cells of tags, mood in catalog.csv hold several values with | between them; say"
                        + " what the catalog's columns hold, as in"
                        + " id=sku,name=t,category=kind,feature=brand,feature=tags,feature=mood, and what separates"
                        + " values, as in \"|\"");
    }

    private static String row(int count, String rest) {
        StringBuilder rows = new StringBuilder();
        for (int at = 0; at < count; at++) {
            rows.append(at).append(",N,c,").append(rest).append('\n');
        }
        return rows.toString();
    }

    private Catalog stated(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("catalog.csv"), text);
        return CatalogCsv.read(file).header(Header.YES).load();
    }

    private Catalog load(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("catalog.csv"), text);
        return CatalogCsv.read(file).onProblem(problems::add).load();
    }
}
