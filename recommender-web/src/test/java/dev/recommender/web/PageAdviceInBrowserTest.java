package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.TuningPlan;
import dev.recommender.registry.UsagePart;
import dev.recommender.storage.BlobContent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page says, in Chromium, of models of a part of the events, of tunings and of files, so that people choose well. */
@Tag("servers")
@Tag("slow")
class PageAdviceInBrowserTest extends BrowserFixture {
    private static final Instant BEFORE = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void theFiguresOfAPartSpeakForTheSameTrainingOnAllEvents() throws Exception {
        divideShop();
        ModelId part = completed(part().description("Part"));
        completed(part().with("supportThreshold", 2).description("Other part"));
        completed(part().algorithm("als").description("Part by als"));
        ModelId whole = completed(whole().description("Whole"));
        ModelId alone = completed(whole().with("supportThreshold", 4).description("Alone"));
        ModelId bare = completed(
                TrainingRequest.of("shop/usage.csv").with("supportThreshold", 3).description("Bare"));

        for (ModelId other : List.of(alone, bare)) {
            browser.go(uri("/#/models/" + other));
            browser.see("What was requested");
            assertThat(browser.seen()).doesNotContain("speak for it");
        }
        browser.go(uri("/#/compare?left=" + whole + "&right=" + alone));
        browser.see("Alone: no evaluation was requested");
        assertThat(browser.seen()).doesNotContain("Whole: ");
        browser.go(uri("/#/models/" + whole));
        browser.see("The figures of Part speak for it: the same training on the earlier 80 % of shop/usage.csv");
        assertThat(browser.seen()).contains("By nDCG@5, ");
        browser.click("Part");
        browser.see("What was requested");
        assertThat(browser.address()).endsWith(part.toString());
        assertThat(browser.seen()).doesNotContain("speak for it");
    }

    @Test
    void whatAPartMeasuredStandsInAComparisonUnderItsName() throws Exception {
        divideShop();
        ModelId part = completed(part().description("Part"));
        ModelId als = completed(part().algorithm("als").description("Als"));
        ModelId whole = completed(whole().description("Whole"));

        browser.go(uri("/#/compare?left=" + als + "&right=" + whole));
        browser.see("Whole: figures of Part, trained on the earlier 80 %");
        assertThat(browser.seen())
                .contains("Whole was trained on all events, so none were left to measure it with. The figures of Part,")
                .doesNotContain("no evaluation was requested");
        assertThat(curves()).as("two models and popularity").isEqualTo(3);
        browser.go(uri("/#/compare?left=" + part + "&right=" + whole));
        browser.see("What was measured");
        assertThat(browser.seen()).doesNotContain("Whole: figures of Part");
        assertThat(curves()).as("the figures of both, and popularity").isEqualTo(2);
    }

    @Test
    void everyChoiceOfModelsSaysWhichLacksEvents() throws Exception {
        divideShop();
        ModelId part = completed(part().description("Part"));
        ModelId als = completed(part().algorithm("als").description("Als"));
        ModelId whole = completed(whole().description("Whole"));
        // The worker does it, too, some time after the model is completed.
        service.registry().setAlias(Alias.DEFAULT, whole);

        browser.go(uri("/#/compare?left=" + part + "&right=" + whole));
        browser.see("They were trained on different events, which may be why they differ:"
                + " Part on the earlier 80 % of shop/usage.csv, Whole on all of shop/usage.csv.");
        assertThat(options("One")).contains("Part (on 80 % of the events)", "Whole");
        assertThat(browser.seen()).containsOnlyOnce("Trained on 80 % of the events.");
        browser.go(uri("/#/compare?left=" + part + "&right=" + als));
        browser.see("What was measured");
        browser.see("in common");
        assertThat(browser.seen()).doesNotContain("different events");
        browser.go(uri("/#/try"));
        browser.see("by Whole");
        assertThat(browser.seen()).doesNotContain("Trained on");
        assertThat(options("Ask")).contains("Part (on 80 % of the events)", "Whole");
        browser.choose("Ask", "Part (on 80 % of the events)");
        browser.see("Trained on 80 % of the events.");
        browser.go(uri("/"));
        browser.click("Split users");
        browser.see("Part (on 80 % of the events)");
        browser.type("Weight of Part (on 80 % of the events)", "1");
    }

    @Test
    void aModelThatLacksEventsBecomesTheDefaultOnceThatIsConfirmed() throws Exception {
        divideShop();
        ModelId whole = completed(whole().description("Whole"));
        ModelId part = completed(part().description("Part"));
        ModelId als = completed(part().algorithm("als").description("Als"));
        service.registry().setAlias(Alias.DEFAULT, whole);

        browser.go(uri("/#/models/" + part));
        browser.click("Make default");
        browser.see("It was trained on the earlier 80 % of shop/usage.csv and lacks the newest events.");
        assertThat(browser.seen()).contains("Make Part the default?", "Whole, which answers by default now");
        browser.click("Leave it");
        browser.until("return document.querySelector('dialog') ? null : true;");
        assertThat(byDefault()).isEqualTo(MusicShop.only(whole));
        browser.click("Make default");
        browser.see("Make Part the default?");
        browser.click("Make default");
        browser.see("Part answers by default now");
        assertThat(byDefault()).isEqualTo(MusicShop.only(part));

        browser.go(uri("/#/models/" + als));
        browser.click("Make default");
        browser.see("Als answers by default now");
        browser.go(uri("/#/models/" + whole));
        browser.click("Make default");
        browser.see("Whole answers by default now");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void thatATuningIsAskedToFinishIsSaidWithWhatComesNext() throws Exception {
        MusicShop.put(store);
        worker.close();
        worker = null;
        ModelId model = service.requestTraining(
                TrainingRequest.of("shop/usage.csv").tuning(TuningPlan.of(Duration.ofHours(1))));
        browser.run("""
                const real = window.fetch;
                window.fetch = async (address, options) => (String(address).endsWith('/events')
                  ? new Response(new ReadableStream({start: (out) => { window.out = out; }})) : real(address, options));
                location.hash = `#/models/${arguments[0]}`;""", model.toString());
        browser.see("waiting for a worker");
        assertThat(browser.seen()).doesNotContain("Asked to finish");
        browser.click("Finish now");
        browser.see("Asked to finish: once a worker has begun, the first trial is taken.");
        assertThat(browser.seen()).contains("checked on events that no trial saw, and then trained on all events");
        hear(model, "\"trial\": 1");
        browser.see("Asked to finish: the first trial is still to end");
        hear(model, "\"trial\": 4, \"best\": 0.093");
        browser.see("no other trial begins, and the best so far, with 0.093, is taken.");
        assertThat(browser.seen()).doesNotContain("under way");
    }

    @Test
    void aFileThatNamesItsItemsIsOfferedAsItsOwnCatalog() throws Exception {
        store.put("shop/sales.csv", BlobContent.of(sales()));
        browser.go(uri("/#/data/shop/sales.csv"));
        browser.see("The file can be its own catalog, with Description as the items’ names.");
        assertThat(browser.seen()).contains("Not used: Invoice, Description, Quantity");
        browser.click("Train with it as its own catalog");
        browser.see("The events are their own catalog");
        browser.choose("Evaluate with", "nothing");
        submit();
        browser.see("completed");
        ModelId model = service.registry().list(1).get(0).id();
        JsonNode request = get("/api/v1/models/" + model).json().path("request");
        assertThat(request.path("usage").asText()).isEqualTo("shop/sales.csv");
        assertThat(request.path("catalog").asText()).isEqualTo("shop/sales.csv");
        browser.go(uri("/#/try?model=" + model + "&user=u1"));
        browser.see("The ");

        browser.go(uri("/#/data/shop/usage.csv"));
        browser.see("What it was taken for");
        assertThat(browser.seen()).doesNotContain("its own catalog");
        browser.go(uri("/#/train?usage=shop/usage.csv"));
        browser.see("Who took what, and when.");
        assertThat(browser.seen()).doesNotContain("their own catalog");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void notesAreSentencesWhoseNamesStayAsTheyAre() throws Exception {
        store.put(
                "shop/films.csv",
                BlobContent.of("movieId,title,genres\n1,Heat,Crime|Thriller\n2,Solo,War|Drama\n3,Up,War|Fun\n"));
        browser.go(uri("/#/data/shop/films.csv?as=catalog"));
        browser.see("Most cells of genres in films.csv hold several values");
        assertThat(browser.seen())
                .contains("by “Separator of values”, which is the | of “Crime|Thriller”.")
                .doesNotContain("\"|\"");
        JsonNode notes = browser.run("""
                return import(new URL('page/parts.js', location)).then(({noteText}) => {
                  const layouts = [{file: 'a.csv', columns: [{name: 'mood'}, {name: 'kind'}, {name: ''}]}];
                  return ['mood of a.csv was taken for weights.', 'mood, kind of a.csv are not used, though they could be', 'a.csv gives no item a name',
                    'moods of users end'].map((note) => noteText(note, layouts));
                });""");
        assertThat(notes)
                .hasToString("[\"The column mood of a.csv was taken for weights.\","
                        + "\"The columns mood, kind of a.csv are not used, though they could be.\","
                        + "\"The file a.csv gives no item a name.\",\"Moods of users end.\"]");
    }

    /** Divides the shop's events by time. */
    private void divideShop() throws IOException {
        MusicShop.put(store);
        assertThat(post(
                                "/api/v1/split",
                                "{\"usage\": \"shop/usage.csv\", \"training\": \"shop/part.csv\", \"evaluation\": \"shop/rest.csv\"}")
                        .status())
                .isEqualTo(201);
    }

    private static TrainingRequest whole() {
        return TrainingRequest.of("shop/usage.csv").catalog("shop/catalog.csv");
    }

    private static TrainingRequest part() {
        return TrainingRequest.of("shop/part.csv")
                .catalog("shop/catalog.csv")
                .evaluation("shop/rest.csv")
                .partOf(UsagePart.of("shop/usage.csv", 0.8).before(BEFORE));
    }

    private ModelId completed(TrainingRequest request) throws Exception {
        ModelId model = service.requestTraining(request);
        assertThat(service.await(model, LONG).message()).isEqualTo("completed");
        return model;
    }

    private List<Alias.Share> byDefault() throws IOException {
        return service.registry().alias(Alias.DEFAULT).orElseThrow().shares();
    }

    /** Lets the page hear that a tuning goes on. */
    private void hear(ModelId model, String fields) throws IOException {
        browser.until("return window.out ? true : null;");
        browser.run(
                "window.out.enqueue(new TextEncoder().encode(`event: model\\ndata: ${arguments[0]}\\n\\n`));",
                "{\"id\": \"" + model + "\", \"status\": \"in-progress\", \"phase\": \"tuning: sar\", " + fields + "}");
    }

    /** How many curves the chart of nDCG has. */
    private int curves() throws IOException {
        return browser.run("return document.querySelector('main .chart').querySelectorAll('.curve').length;")
                .asInt();
    }

    /** What the field of this name offers. */
    private List<String> options(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        browser.run("""
                        return [...[...document.querySelectorAll('select')].find((each) => each.labels[0].textContent === arguments[0]).options]
                          .map((each) => each.textContent);""", name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The shop's events as invoices. */
    private String sales() throws IOException {
        StringBuilder sales = new StringBuilder("Invoice,CustomerID,StockCode,Description,Quantity,InvoiceDate\n");
        for (String line : events().lines().toList()) {
            String[] fields = line.split(",");
            sales.append("53,").append(fields[0]).append(',').append(fields[1]).append(",The ");
            sales.append(fields[1]).append(" of ").append(fields[1].length()).append(",1,");
            sales.append(fields[2]).append('\n');
        }
        return sales.toString();
    }
}
