package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingException;
import dev.recommender.RefusedFileException;
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
                .withMessageContaining("no column is named \"id\"; the header has \"[name, nummer]\"");
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
