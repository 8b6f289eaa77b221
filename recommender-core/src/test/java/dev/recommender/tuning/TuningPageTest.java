package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.page.FigureText;
import dev.recommender.sar.SarTrainer;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TuningPageTest {
    private static final String HOSTILE = "\"></title><script>alert('x')</script><img src=x onerror=alert(1)>&";

    @Test
    @Tag("slow")
    void everyChartIsWellFormedAndInsideItsFrame() throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            Tuning tuning = SampleTuning.of(seed, 1 + seed, "a reason", seed % 3 != 0);
            String page = TuningPage.of(tuning).toHtml();
            for (Document chart : charts(page)) {
                String[] box =
                        chart.getDocumentElement().getAttribute("viewBox").split(" ");
                assertInside(chart, "circle", Map.of("cx", box[2], "cy", box[3]));
                assertInside(chart, "line", Map.of("x1", box[2], "y1", box[3], "x2", box[2], "y2", box[3]));
            }
            assertThat(page)
                    .startsWith("<!DOCTYPE html>")
                    .endsWith("</html>\n")
                    .doesNotContain("http", "src=", "href=", "url(", "@import", "<script", "NaN", "Infinity");
        }
    }

    private static void assertInside(Document chart, String shape, Map<String, String> most) {
        NodeList shapes = chart.getElementsByTagName(shape);
        for (int at = 0; at < shapes.getLength(); at++) {
            Element drawn = (Element) shapes.item(at);
            most.forEach((name, bound) -> assertThat(Double.parseDouble(drawn.getAttribute(name)))
                    .as(name)
                    .isBetween(0.0, Double.valueOf(bound)));
        }
    }

    @Test
    void theFrontIsRingedAndEveryTrialThatWasTrainedIsDrawn() throws Exception {
        Tuning tuning = SampleTuning.of(7, 16, "a reason", true);
        Document scatter = charts(TuningPage.of(tuning).toHtml()).get(1);
        long trained = tuning.trials().stream()
                .filter(trial -> trial.figures().isPresent())
                .count();

        assertThat(circles(scatter, "ring")).hasSize(tuning.front().size());
        assertThat(circles(scatter, "s\\d")).hasSize((int) trained);
        assertThat(circles(scatter, "s\\d hollow")).hasSize(2);
        assertThat(circles(scatter, "popular")).hasSize(1);
        for (Element ring : circles(scatter, "ring")) {
            assertThat(circles(scatter, "s\\d"))
                    .as("a ring is around a point that was measured")
                    .anyMatch(point -> point.getAttribute("cx").equals(ring.getAttribute("cx"))
                            && point.getAttribute("cy").equals(ring.getAttribute("cy"))
                            && !point.getAttribute("class").contains("hollow"));
        }
        assertThat(scatter.getDocumentElement().getTextContent())
                .contains("chosen", "today's default", "popularity", "catalog coverage, %", "nDCG@10");
        // What was stopped on a sample stands beside what the chosen one reaches there.
        String beside = FigureText.number(tuning.best().valueOn(500).orElseThrow());
        assertThat(scatter.getDocumentElement().getTextContent()).contains("chosen, on the sample of 500 users");
        assertThat(circles(scatter, "s\\d hollow"))
                .allSatisfy(point -> assertThat(point.getTextContent())
                        .endsWith("stopped early on 500 users, of whom the chosen one reaches " + beside));
    }

    @Test
    void aCheckOfOneLengthFillsItsChart() throws Exception {
        Tuning tuning = SampleTuning.atTen(3, 12);
        Document check = charts(TuningPage.of(tuning).toHtml()).get(0);

        List<Double> places = new ArrayList<>();
        for (String style : List.of("model", "against", "popular")) {
            assertThat(circles(check, style)).hasSize(1);
            places.add(Double.valueOf(circles(check, style).get(0).getAttribute("cx")));
        }
        assertThat(places.get(1) - places.get(0)).isGreaterThan(100);
        assertThat(places.get(2) - places.get(1)).isGreaterThan(100);
        List<Double> ends = new ArrayList<>();
        NodeList lines = check.getElementsByTagName("line");
        for (int at = 0; at < lines.getLength(); at++) {
            Element line = (Element) lines.item(at);
            if (line.getAttribute("x1").equals(line.getAttribute("x2"))) {
                ends.add(Double.valueOf(line.getAttribute("y1")));
                ends.add(Double.valueOf(line.getAttribute("y2")));
            }
        }
        assertThat(Collections.max(ends) - Collections.min(ends)).isGreaterThan(320 / 2.0);
        assertThat(check.getDocumentElement().getTextContent())
                .contains("the chosen one", "today's default", "popularity", "nDCG@10")
                .contains(FigureText.number(
                        tuning.check().orElseThrow().best().score(10).value()));
    }

    @Test
    void theTableHasEveryTrialWithItsStateAndReason() {
        Tuning tuning = SampleTuning.of(3, 12, "because of this", true);
        String page = TuningPage.of(tuning).toHtml();
        String table = page.substring(page.indexOf("<table class=\"trials\">"));

        assertThat(table.split("<tr><td>", -1)).hasSize(12 + 1);
        for (Trial trial : tuning.trials()) {
            assertThat(table).contains("<tr><td>" + trial.number() + "</td>").contains(">" + trial.state() + "</span>");
        }
        assertThat(table.split("<td>~0\\.", -1)).hasSize(1 + 2);
        assertThat(table).contains("<small>because of this</small>").containsOnlyOnce("<small>chosen</small>");
        assertThat(table.substring(table.indexOf("<b>") + 3))
                .startsWith(tuning.best().candidate().toString() + "</b><small>chosen</small>");
    }

    @Test
    void theCheckIsTheFirstFigureOrItsAbsenceIsSaid() {
        Tuning tuning = SampleTuning.of(3, 12, "a reason", true);
        String value =
                FigureText.number(tuning.check().orElseThrow().best().score(10).value());

        assertThat(TuningPage.of(tuning).toHtml())
                .contains("On events that no trial saw", "<div class=\"figure\">" + value + "</div>")
                .contains("0.0300 above today's default", "0.1100 above popularity", "p = 0.004")
                .contains("Catalog coverage on the test part</div><div class=\"figure\">40.0 %</div>");
        assertThat(TuningPage.of(SampleTuning.of(3, 12, "a reason", false)).toHtml())
                .contains("The tuning was ended before it")
                .doesNotContain("<h2>On events that no trial saw</h2>");
    }

    @Test
    void theFigureAndItsVerdictComeFirstThenWarningsAndFoldedRemarks() {
        String page = TuningPage.of(SampleTuning.of(3, 12, "a reason", true)).toHtml();

        assertThat(page)
                .containsSubsequence(
                        "<h1>Tuning for nDCG@10</h1>",
                        "<div class=\"card tile\"><div class=\"what\">nDCG@10 on events that no trial saw</div>",
                        "<p class=\"card verdict better\"><b>Better than today&#39;s default</b>On events that no trial saw,",
                        "<p class=\"lead\">12 trials in ",
                        "<div class=\"card cautions\"><h3>How far to trust these figures</h3>",
                        "<li>A note with &lt;b&gt;marks&lt;/b&gt;. <span>It has more to say, as of 1.5 s.</span></li>",
                        "<details class=\"remarks\"><summary>1 remark on the search</summary>",
                        "<li>A remark on the search.</li>",
                        "<h2>What was chosen</h2>");
        assertThat(page.split("than today&#39;s default, sar: defaults", -1)).hasSize(2);
        assertThat(TuningPage.of(SampleTuning.of(3, 1, "a reason", true)).toHtml())
                .contains(
                        "<p class=\"card verdict \"><b>Today&#39;s default was chosen</b>Nothing that could be chosen reached more ");
        assertThat(TuningPage.of(SampleTuning.of(3, 12, "a reason", false)).toHtml())
                .doesNotContain("class=\"card verdict");
    }

    /** An algorithm without neighbours has no place on that axis, but must not be missed in silence. */
    @Test
    void whatKeepsNoNeighborsIsALineAcrossWithItsReason() throws Exception {
        Tuning tuning = SampleTuning.of(7, 16, "a reason", true);
        String page = TuningPage.of(tuning).toHtml();
        Document chart = charts(page).get(2);
        Trial best = tuning.trials().stream()
                .filter(trial -> trial.candidate().algorithm().equals("als"))
                .max(Comparator.comparingDouble(trial -> trial.value().orElseThrow()))
                .orElseThrow();
        boolean chosen = best.number() == tuning.best().number();

        assertThat(chart.getDocumentElement().getAttribute("aria-label"))
                .isEqualTo("The tuned metric by neighbours per item");
        assertThat(chart.getDocumentElement().getTextContent()).contains(chosen ? "chosen: als" : "best of als");
        assertThat(levels(chart, "s2")).hasSize(1);
        assertThat(page)
                .contains("als keeps no neighbours, so its trials have no place on this axis."
                        + " A line across says what the best of them reaches.</p>");
        Tuning without = SampleTuning.of(7, 3, "a reason", true);
        assertThat(TuningPage.of(without).toHtml()).doesNotContain("no neighbours");
    }

    private static List<Element> levels(Document chart, String style) {
        List<Element> found = new ArrayList<>();
        NodeList lines = chart.getElementsByTagName("line");
        for (int at = 0; at < lines.getLength(); at++) {
            Element line = (Element) lines.item(at);
            if (line.getAttribute("class").equals("line level " + style)) {
                found.add(line);
            }
        }
        return found;
    }

    @Test
    void listsOfTwoModelsStandSideBySideWithReasons() {
        Catalog catalog = Catalog.of(
                List.of(CatalogItem.of("a").name("Apple"), CatalogItem.of("b").name("Bread"), CatalogItem.of("c")));
        List<UsageEvent> events = List.of(
                UsageEvent.of("u", "a"),
                UsageEvent.of("v", "a"),
                UsageEvent.of("v", "b"),
                UsageEvent.of("w", "a"),
                UsageEvent.of("w", "b"),
                UsageEvent.of("x", "c"));
        SarTrainer trainer = SarTrainer.builder().supportThreshold(1).build();
        try (TrainedModel chosen =
                        trainer.train(UsageEvents.of(events), catalog).model();
                TrainedModel standard =
                        trainer.train(UsageEvents.of(events.subList(0, 5))).model()) {
            String page = TuningPage.of(SampleTuning.of(1, 5, "a reason", true))
                    .lists(chosen, standard, List.of("u", "nobody"), 3)
                    .toHtml();
            String lists = page.substring(page.indexOf("<h2>Side by side</h2>"), page.indexOf("<h2>All trials</h2>"));

            assertThat(lists)
                    .contains("User u</h3>", "User nobody</h3>")
                    .contains("<li>Bread<small>because of Apple</small></li>", "<li>b<small>because of a</small></li>")
                    .contains("<li class=\"own\">c<small>popular</small></li>")
                    .contains("does not know the user");
        }
    }

    @Test
    void textFromOutsideIsEscaped() {
        List<UsageEvent> events = List.of(
                UsageEvent.of(HOSTILE, "a"),
                UsageEvent.of("v", "a"),
                UsageEvent.of("v", HOSTILE + 1),
                UsageEvent.of("w", HOSTILE + 2),
                UsageEvent.of("w", "a"));
        Catalog catalog = Catalog.of(List.of(
                CatalogItem.of("a").name(HOSTILE), CatalogItem.of(HOSTILE + 1).name(HOSTILE + 3)));
        try (TrainedModel model = SarTrainer.builder()
                .supportThreshold(1)
                .build()
                .train(TrainingInput.of(UsageEvents.of(events)).catalog(catalog).keepUnknownItems())
                .model()) {
            String page = TuningPage.of(SampleTuning.of(1, 9, HOSTILE, true))
                    .lists(model, model, List.of(HOSTILE, "v"), 3)
                    .toHtml();

            assertThat(page)
                    .contains("&quot;&gt;&lt;/title&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x")
                    .contains("A note with &lt;b&gt;marks&lt;/b&gt;.")
                    .doesNotContain("<script", "<img", "\"></title>");
        }
    }

    private static List<Element> circles(Document chart, String style) {
        List<Element> found = new ArrayList<>();
        NodeList circles = chart.getElementsByTagName("circle");
        for (int at = 0; at < circles.getLength(); at++) {
            Element circle = (Element) circles.item(at);
            if (Pattern.compile("\\b" + style + "(\\s|$)")
                    .matcher(circle.getAttribute("class"))
                    .find()) {
                found.add(circle);
            }
        }
        return found;
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
