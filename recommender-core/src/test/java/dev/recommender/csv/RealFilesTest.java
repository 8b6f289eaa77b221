package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Catalog;
import dev.recommender.Goldens;
import dev.recommender.SharedData;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real data sets are read straight from their files. */
class RealFilesTest {
    @Test
    void theDemoShopNeedsNoOptions() throws IOException {
        CollectedEvents read = CollectedEvents.of(UsageCsv.read(Goldens.path("demo/usage.csv")));
        assertThat(read.events).hasSize(11_838);
        assertThat(read.users).hasSize(2_343);
        assertThat(read.items).hasSize(101);
        assertThat(read.events.get(0).time())
                .isEqualTo(Instant.parse("2015-06-09T19:39:37Z").toEpochMilli());
        Catalog catalog = CatalogCsv.read(Goldens.path("demo/catalog.csv")).load();
        assertThat(catalog.size()).isEqualTo(101);
        assertThat(catalog.item("DAF-00281").orElseThrow().name())
                .contains("GREENE + GRAY 13\" Laptop Sleeve - Violet Polka Dot #GG625-VLET");
    }

    @Test
    void movieLensNeedsNoOptions() throws IOException {
        CollectedEvents read =
                CollectedEvents.of(UsageCsv.read(SharedData.require("data/ml-latest-small/ratings.csv")));
        assertThat(read.events).hasSize(100_004);
        assertThat(read.users).hasSize(671);
        assertThat(read.events.get(0))
                .isEqualTo(new CollectedEvents.Event(
                        "1", "31", 1_260_759_144_000L, dev.recommender.EventType.CUSTOM, 2.5));
        Catalog movies = CatalogCsv.read(SharedData.require("data/ml-latest-small/movies.csv"))
                .columns("id=movieId,name=title,feature=genres")
                .valueSeparator("|")
                .load();
        assertThat(movies.size()).isEqualTo(9_125);
        assertThat(movies.item("1").orElseThrow().features())
                .containsEntry("genres", List.of("Adventure", "Animation", "Children", "Comedy", "Fantasy"));
    }

    @Test
    @Tag("slow")
    void onlineRetailIsReadByHeaderNamesFromGzip() throws IOException {
        CollectedEvents read =
                CollectedEvents.of(UsageCsv.read(SharedData.require("data/online-retail/online_retail.csv.gz"))
                        .columns("user=CustomerID,item=StockCode,time=InvoiceDate,weight=Quantity")
                        .skipRowsWithoutUser());
        assertThat(read.report.lines()).isEqualTo(541_909);
        assertThat(read.report.errorCount()).isZero();
        assertThat(read.events.size() + read.report.warningCount()).isEqualTo(541_909);
        assertThat(read.users).hasSize(4_372);
        assertThat(read.events).anyMatch(event -> event.weight() < 0);
    }

    @Test
    @Tag("slow")
    void completeJourneyIsReadByHeaderNames() throws IOException {
        CollectedEvents read =
                CollectedEvents.of(UsageCsv.read(SharedData.require("data/completejourney/transactions_sample.csv"))
                        .columns("user=household_id,item=product_id,time=transaction_timestamp"));
        assertThat(read.events).hasSize(75_000);
        assertThat(read.events.get(0).time()).isEqualTo(1_485_630_413_000L);
        Catalog products = CatalogCsv.read(SharedData.require("data/completejourney/products.csv"))
                .columns("id=product_id,name=product_type,category=department,feature=brand,feature=product_category,"
                        + "feature=product_type,feature=package_size")
                .load();
        assertThat(products.size()).isEqualTo(92_331);
        assertThat(products.item("26081").orElseThrow().features()).containsOnlyKeys("brand");
    }
}
