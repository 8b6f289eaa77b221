package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recommender.UsageEvents;
import dev.recommender.internal.page.FigureText;
import dev.recommender.internal.page.Html;
import dev.recommender.ridge.RidgeTrainer;
import dev.recommender.sar.SarTrainer;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class EvaluationReportsTest {
    private static final Evaluation FULL = Evaluator.split(Split.stratified(0.7, 3))
            .cutoffs(1, 3, 10)
            .measureAuc()
            .evaluate(new TableTrainer(1), UsageEvents.of(TestEvents.random(80, 60, 2000, 11)));

    private static final Evaluation SMALL = new Evaluation(
            Map.of("split", "by <script>alert('x')</script> & \"more\""),
            new Evaluation.Provenance(Optional.of("sar</h1><img>"), Map.of("name </dd><img src=x>", "v")),
            List.of("careful <b>now</b>"),
            new Evaluation.Counts(
                    2,
                    12,
                    1,
                    3,
                    7,
                    13,
                    6,
                    8,
                    9,
                    Optional.of(new Evaluation.Training(6000, 10, 11, 4, 5)),
                    Optional.empty()),
            new Evaluation.Outcome(
                    "model",
                    List.of(
                            new Evaluation.Score(
                                    Metric.RECALL,
                                    OptionalInt.of(5),
                                    0.25,
                                    Optional.of(new Evaluation.Interval(0.125, 0.5))),
                            new Evaluation.Score(Metric.RMSE, OptionalInt.empty(), 1.5, Optional.empty())),
                    1,
                    2,
                    30,
                    4,
                    List.of(new Evaluation.PopularityBucket(0, 90, 0.75)),
                    List.of(),
                    List.of()),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    @Test
    void jsonHoldsEveryNumberInAFixedOrder() throws Exception {
        assertThat(new JsonMapper().readTree(SMALL.toJson())).isEqualTo(new JsonMapper().readTree("""
                                        {"parameters": {"split": "by <script>alert('x')</script> & \\"more\\""},
                                         "algorithm": "sar</h1><img>", "modelParameters": {"name </dd><img src=x>": "v"},
                                         "notes": ["careful <b>now</b>"],
                                         "counts": {"users": 2, "usersNotDrawn": 12, "usersWithoutRelevantItem": 1, "relevantPairs": 3,
                                          "seenPairs": 4, "newItemPairs": 5, "trainEvents": 6000, "testEvents": 7,
                                          "givenEvents": 13, "earlierTestEvents": 6, "droppedEvents": 8, "rejectedRecords": 9, "trainUsers": 10, "trainItems": 11},
                                         "model": {"unknownUsers": 1, "usersWithoutRecommendations": 2,
                                          "recommendations": 30, "distinctItems": 4,
                                          "scores": [
                                           {"metric": "recall", "cutoff": 5, "value": 0.25, "low": 0.125, "high": 0.5},
                                           {"metric": "rmse", "value": 1.5}],
                                          "popularity": [{"from": 0.0, "to": 90.0, "share": 0.75}]}}
                                        """));
        List<String> names = new ArrayList<>();
        JsonNode full = new JsonMapper().readTree(FULL.toJson());
        full.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "parameters",
                        "algorithm",
                        "modelParameters",
                        "notes",
                        "counts",
                        "model",
                        "popularity",
                        "gains");
        assertThat(full.get("model").get("scores"))
                .hasSize(FULL.model().scores().size());
        assertThat(full.get("gains")).hasSize(FULL.gains().size());
    }

    @Test
    void textIsATable() {
        assertThat(SMALL.toString().lines())
                .startsWith(
                        "Evaluation of sar</h1><img> by 2 of 14 test users",
                        "",
                        "Note: careful <b>now</b>",
                        "",
                        "        @5",
                        "Recall  0.2500 [0.1250, 0.5000]",
                        "RMSE    1.5000")
                .contains(
                        "Lists of                                     model",
                        "  unknown test users                         1",
                        "  of items in popularity percentile 0 to 90  75.0 %",
                        "  training events: 6,000",
                        "  split: by <script>alert('x')</script> & \"more\"",
                        "  name </dd><img src=x>: v");
        assertThat(FULL.toString()).contains("\n  popularity ");
    }

    /** It fits on a screen or two. */
    @Test
    void textHasWhatMostAskForAndWhatIsNotAsAlways() throws Exception {
        Evaluation compared = Evaluator.split(Split.stratified(0.7, 3))
                .gain(Gain.WEIGHT)
                .testSet(UsageEvents.of(TestEvents.random(80, 60, 2000, 11)))
                .compare(RidgeTrainer.builder().penalty(3).supportThreshold(2).build(), SarTrainer.create());
        String text = compared.toString();

        assertThat(text.lines()).hasSizeLessThan(80);
        assertThat(text)
                .contains("\nRecall ", "\nCapped recall ", "\nnDCG ", "\nCatalog coverage ")
                .doesNotContain("\nR-precision", "\nMAP  ", "\nNovelty")
                .containsPattern("\nLists of +model +popularity +against\n  unknown test users +0 +0 +0\n")
                .contains("  training events: ", "\nMeasured with\n  split: stratified ", "\n  nDCG gain: weight\n")
                .doesNotContain("left out by the split", "bootstrap:", "averaged over:")
                .contains("\nTrained by ridge with\n  penalty: 3.0\n  supportThreshold: 2\n\n")
                .contains("\nAgainst, trained by sar with defaults\n")
                .containsPattern("\n  supportThreshold +2 +6\n")
                .containsPattern("\n  parameters of its own +9 +3\n")
                .containsPattern("The page and the JSON have further metrics.*\n\nBy nDCG@10, .*$");
        JsonNode json = new JsonMapper().readTree(compared.toJson());
        assertThat(json.get("model").get("scores").findValuesAsText("metric"))
                .contains("r_precision", "novelty", "map");
        assertThat(json.get("againstParameters").get("similarity").asText()).isEqualTo("jaccard");
        assertThat(json.get("parameters").has("bootstrap")).isTrue();
    }

    @Test
    void thePageLoadsNothing() {
        assertThat(FULL.toHtml())
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n")
                .doesNotContain("http", "src=", "href=", "url(", "@import", "<script", "NaN", "Infinity");
    }

    @Test
    void textFromOutsideIsEscaped() {
        assertThat(SMALL.toHtml())
                .contains("by &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;")
                .contains("careful &lt;b&gt;now&lt;/b&gt;")
                .doesNotContain("<script", "<img", "<b>");
    }

    @Test
    void everyChartIsWellFormedAndInsideItsFrame() throws Exception {
        List<Document> charts = charts(FULL.toHtml());

        assertThat(charts).hasSize(6 + 1 + 6);
        for (Document chart : charts) {
            String[] box = chart.getDocumentElement().getAttribute("viewBox").split(" ");
            NodeList circles = chart.getElementsByTagName("circle");
            for (int at = 0; at < circles.getLength(); at++) {
                Element circle = (Element) circles.item(at);
                assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(0.0, Double.valueOf(box[2]));
                assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(0.0, Double.valueOf(box[3]));
            }
        }
    }

    @Test
    void chartsShowEveryMeasuredPointAndItsInterval() throws Exception {
        Document hitRate = charts(FULL.toHtml()).get(0);
        Evaluation.Score score = FULL.model().score(Metric.HIT_RATE, 3);

        assertThat(hitRate.getElementsByTagName("circle").getLength()).isEqualTo(6);
        assertThat(hitRate.getDocumentElement().getTextContent())
                .contains("model, Hit rate@3: " + ReportText.number(score.value()) + ", "
                        + ReportText.range(score.interval().orElseThrow()));
        assertThat(charts(SMALL.toHtml()).get(0).getElementsByTagName("circle").getLength())
                .isEqualTo(1);
    }

    @Test
    void reportsShowTheModelAgainst() throws Exception {
        Evaluation compared = Evaluator.split(Split.stratified(0.7, 3))
                .cutoffs(1, 3)
                .measureAuc()
                .testSet(UsageEvents.of(TestEvents.random(80, 60, 2000, 11)))
                .compare(new TableTrainer(1), new TableTrainer(2));
        Evaluation.Comparison comparison = compared.comparison().orElseThrow();
        Evaluation.Difference difference = ReportText.difference(
                        comparison.differences(), Metric.NDCG, OptionalInt.of(3))
                .orElseThrow();
        String pValue = FigureText.pValue(difference.pValue().orElseThrow());

        assertThat(compared.toString())
                .startsWith("Evaluation of table (seed 1) against table (seed 2) by 80 test users\n")
                .contains("\nWhat differs between both trainings\n        model  against\n  seed  1      2\n")
                .contains("\n  against ", "\n  difference ", "Trained by table with", "Against, trained by table with")
                .containsPattern("\nLists of +model +popularity +against\n")
                .contains(ReportText.number(difference.value()))
                .contains("] " + pValue);
        JsonNode json = new JsonMapper().readTree(compared.toJson());
        assertThat(json.get("differences")).hasSize(comparison.differences().size());
        assertThat(json.get("differences").get(0).fieldNames())
                .toIterable()
                .containsExactly("metric", "cutoff", "value", "low", "high", "pValue");
        assertThat(json.get("against").get("scores"))
                .hasSize(comparison.against().scores().size());
        assertThat(json.get("againstParameters").get("kind").asText()).isEqualTo("table");
        assertThat(json.get("algorithm").asText()).isEqualTo("table");
        assertThat(json.get("againstAlgorithm").asText()).isEqualTo("table");
        assertThat(json.get("contrasts").toString())
                .isEqualTo("[{\"name\":\"seed\",\"model\":\"1\",\"against\":\"2\"}]");
        String page = compared.toHtml();
        assertThat(page)
                .contains("<h2>Compared with table (seed 2)</h2>", Html.escape(pValue))
                .doesNotContain("NaN");
        Document hitRate = charts(page).get(0);
        assertThat(hitRate.getElementsByTagName("circle").getLength()).isEqualTo(6);
        assertThat(hitRate.getDocumentElement().getTextContent()).contains("against, Hit rate@3: ");
    }

    @Test
    void whatDiffersBetweenTwoTrainingsIsListed() {
        Evaluation.Provenance sar = new Evaluation.Provenance(
                Optional.of("sar"), ordered("similarity", "jaccard", "supportThreshold", "6", "halfLife", "P30D"));
        Evaluation.Provenance ridge = new Evaluation.Provenance(
                Optional.of("ridge"), ordered("penalty", "8.0", "supportThreshold", "1", "halfLife", "P30D"));
        Evaluation.Provenance unknown = new Evaluation.Provenance(Optional.empty(), Map.of());

        assertThat(compared(sar, ridge).contrasts().stream()
                        .map(each -> each.name() + " " + each.model().orElse("-") + " "
                                + each.against().orElse("-")))
                .containsExactly(
                        "algorithm sar ridge", "supportThreshold 6 1", "similarity jaccard -", "penalty - 8.0");
        assertThat(compared(sar, sar).contrasts()).isEmpty();
        assertThat(compared(sar, unknown).contrasts()).isEmpty();
        assertThat(ReportText.title(compared(sar, ridge))).isEqualTo("sar against ridge");
        assertThat(ReportText.title(compared(sar, unknown))).isEqualTo("sar against another model");
        assertThat(ReportText.title(compared(unknown, ridge))).isEqualTo("a model against ridge");
        assertThat(ReportText.title(SMALL)).isEqualTo("sar</h1><img>");
    }

    private static Evaluation compared(Evaluation.Provenance model, Evaluation.Provenance against) {
        return new Evaluation(
                SMALL.parameters(),
                model,
                List.of(),
                SMALL.counts(),
                SMALL.model(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(new Evaluation.Comparison(SMALL.model(), against, List.of())));
    }

    private static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            ordered.put(namesAndValues[at], namesAndValues[at + 1]);
        }
        return ordered;
    }

    /** Where two recommenders reach the same, each can still be seen. */
    @Test
    void pointsOfEqualFiguresStandSideBySide() throws Exception {
        Evaluation.Outcome model = SMALL.model();
        Evaluation.Outcome against = new Evaluation.Outcome(
                "against",
                model.scores(),
                model.unknownUsers(),
                model.usersWithoutRecommendations(),
                model.recommendations(),
                model.distinctItems(),
                model.popularity(),
                List.of(),
                List.of());
        Evaluation same = new Evaluation(
                SMALL.parameters(),
                SMALL.provenance(),
                List.of(),
                SMALL.counts(),
                model,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(new Evaluation.Comparison(against, SMALL.provenance(), List.of())));
        NodeList circles = charts(same.toHtml()).get(0).getElementsByTagName("circle");

        assertThat(circles.getLength()).isEqualTo(2);
        double left = Double.parseDouble(((Element) circles.item(1)).getAttribute("cx"));
        double right = Double.parseDouble(((Element) circles.item(0)).getAttribute("cx"));
        double diameter = 2 * Double.parseDouble(((Element) circles.item(0)).getAttribute("r"));
        assertThat(right - left).isGreaterThan(diameter);
    }

    @Test
    void pValuesAreAsExactAsTheyDeserve() {
        assertThat(ReportText.number(-0.00001)).isEqualTo("0.0000");
        assertThat(FigureText.pValue(0.0009)).isEqualTo("p < 0.001");
        assertThat(FigureText.pValue(0.0123)).isEqualTo("p = 0.012");
        assertThat(FigureText.pValue(1)).isEqualTo("p = 1.000");
    }

    @Test
    void aPageIsWrittenWithoutAnyHit() throws Exception {
        Evaluation nothing = Evaluator.create()
                .evaluate(
                        new TableRecommender(),
                        UsageEvents.of(TestEvents.random(5, 5, 10, 1)),
                        UsageEvents.of(TestEvents.random(9, 9, 90, 2)));

        assertThat(nothing.value(Metric.HIT_RATE, 10)).isZero();
        assertThat(charts(nothing.toHtml())).isNotEmpty();
        assertThat(nothing.toHtml()).doesNotContain("NaN");
    }

    private static List<Document> charts(String page) throws Exception {
        List<Document> charts = new ArrayList<>();
        Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
        while (svg.find()) {
            charts.add(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg.group()))));
        }
        return charts;
    }
}
