package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Goldens;
import dev.recommender.ParsingReason;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The retired service's own good and bad files give what its specification says, reason by reason and line by line. The
 * service never read types and weights of files. So they are left out here where exactly its lines are compared. With
 * them, two more lines are wrong.
 */
class ServiceFilesTest {
    private static final String AS_THE_SERVICE = "user,item,time";

    @Test
    void goodUsageIsAccepted() throws IOException {
        CollectedEvents read = CollectedEvents.of(
                UsageCsv.read(Goldens.path("service-tests/small/usage")).serviceRules());
        assertThat(read.report.toString()).startsWith("100 lines: 100 accepted, 0 rejected");
        assertThat(read.users).hasSize(62);
        assertThat(read.items).hasSize(10);
        assertThat(read.events.stream()
                        .mapToLong(CollectedEvents.Event::time)
                        .max()
                        .orElseThrow())
                .isEqualTo(Instant.parse("2017-04-28T00:54:16Z").toEpochMilli());
    }

    @Test
    void evaluationFilesWithTypesAndWeightsAreAccepted() throws IOException {
        CollectedEvents read = CollectedEvents.of(
                UsageCsv.read(Goldens.path("service-tests/small/evaluation")).serviceRules());
        assertThat(read.events).hasSize(100);
        assertThat(read.report.errorCount()).isZero();
    }

    @Test
    void badUsageIsRejectedLineByLine() throws IOException {
        List<Problem> problems = new ArrayList<>();
        CollectedEvents read = CollectedEvents.of(UsageCsv.read(Goldens.path("service-tests/bad/bad-usage"))
                .columns(AS_THE_SERVICE)
                .serviceRules()
                .onProblem(problems::add));
        assertThat(read.report.lines()).isEqualTo(106);
        assertThat(read.events).hasSize(92);
        assertThat(read.users).hasSize(59);
        assertThat(read.items).hasSize(11).contains("\"item_6");
        assertThat(linesByReason(problems))
                .isEqualTo(Map.of(
                        ParsingReason.MISSING_FIELDS,
                                List.of(3L, 19L, 39L, 40L, 41L, 42L, 43L, 44L, 49L, 57L, 98L, 102L),
                        ParsingReason.BAD_TIMESTAMP_FORMAT, List.of(27L),
                        ParsingReason.ILLEGAL_CHARACTERS_IN_USER_ID, List.of(56L)));
    }

    @Test
    void itemsThatTheCatalogLacksAreWarnings() throws IOException {
        Catalog catalog = CatalogCsv.read(Goldens.path("service-tests/bad/good-catalog.csv"))
                .serviceRules()
                .load();
        Set<String> known = catalog.items().stream().map(CatalogItem::id).collect(Collectors.toSet());
        List<Problem> problems = new ArrayList<>();
        CollectedEvents read = CollectedEvents.ofKnown(
                UsageCsv.read(Goldens.path("service-tests/bad/bad-usage"))
                        .columns(AS_THE_SERVICE)
                        .serviceRules()
                        .onProblem(problems::add),
                known);
        assertThat(read.events).hasSize(91);
        assertThat(read.users).hasSize(58);
        assertThat(read.report.errorCount()).isEqualTo(14);
        assertThat(linesByReason(problems)).containsEntry(ParsingReason.UNKNOWN_ITEM_ID, List.of(37L));
    }

    @Test
    void wrongWeightsAreRejectedToo() throws IOException {
        List<Problem> problems = new ArrayList<>();
        CollectedEvents read = CollectedEvents.of(UsageCsv.read(Goldens.path("service-tests/bad/bad-evaluation"))
                .serviceRules()
                .onProblem(problems::add));
        assertThat(read.report.lines()).isEqualTo(106);
        assertThat(read.report.errorCount()).isEqualTo(16);
        assertThat(linesByReason(problems)).containsEntry(ParsingReason.BAD_WEIGHT_FORMAT, List.of(8L, 9L));
    }

    @Test
    void badCatalogIsRejectedLineByLine() throws IOException {
        List<Problem> problems = new ArrayList<>();
        Catalog catalog = CatalogCsv.read(Goldens.path("service-tests/bad/bad-catalog.csv"))
                .serviceRules()
                .onProblem(problems::add)
                .load();
        assertThat(catalog.report().lines()).isEqualTo(18);
        assertThat(catalog.items().stream().map(CatalogItem::id))
                .containsExactly("item_0", "item_1", "item_3", "aaa", "item_4", "item_5", "item_8", "item_9");
        assertThat(linesByReason(problems))
                .isEqualTo(Map.of(
                        ParsingReason.MALFORMED_CATALOG_ITEM_FEATURE, List.of(3L, 17L),
                        ParsingReason.MISSING_FIELDS, List.of(4L, 5L, 6L, 7L, 8L, 10L),
                        ParsingReason.DUPLICATE_ITEM_ID, List.of(12L, 18L)));
        assertThat(catalog.featureNames()).containsExactly("feature_0", "feature_2", "feature_3", "feature_4");
    }

    private static Map<ParsingReason, List<Long>> linesByReason(List<Problem> problems) {
        return problems.stream()
                .collect(Collectors.groupingBy(
                        Problem::reason, TreeMap::new, Collectors.mapping(Problem::line, Collectors.toList())));
    }
}
