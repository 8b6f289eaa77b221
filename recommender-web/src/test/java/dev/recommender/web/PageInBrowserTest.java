package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page as people use it, in Chromium: from a file to answers, and with names that try to be markup. */
@Tag("servers")
@Tag("slow")
class PageInBrowserTest extends ServerFixture {
    private static final String EVIL =
            "<img src=x onerror=\"document.title='broken into'\"><script>document.title='broken into'</script>";

    private Browser browser;
    private ModelWorker worker;

    @BeforeEach
    void openBrowser() throws Exception {
        browser = Browser.open(folder);
        worker = service.worker()
                .folder(folder.resolve("work"))
                .pollInterval(Duration.ofMillis(20))
                .start();
        browser.go(server.uri());
    }

    @AfterEach
    void closeBrowser() throws IOException {
        // Neither is there where the test was skipped.
        if (worker != null) {
            worker.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aPersonGoesFromAFileToAnswersAndBack() throws Exception {
        browser.see("From a CSV to recommendations");
        browser.click("Begin with a file");
        browser.send(
                file("events.csv", "u1,violin,yesterday\n" + events() + ",bow,2026-11-12T12:00:00Z\n"),
                file("catalog.csv", catalog()));
        browser.see("data/catalog.csv");
        browser.click("data/events.csv");
        browser.see("2 lines rejected");
        browser.see("bad timestamp format");
        browser.see("missing fields");
        assertThat(browser.seen()).contains("yesterday");

        train("First", "sar");
        train("Second", "als");
        browser.click("Models");
        browser.see("Answering by default");

        browser.click("Try");
        browser.type("User", "u1");
        browser.pick("u1");
        browser.see("For u1");
        browser.see("because of The ");
        browser.see("by First");
        browser.type("Items just taken", "harp");
        browser.pick("The harp");
        browser.see("For u1, just now");

        browser.click("Models");
        browser.click("Second");
        browser.click("Make default");
        browser.see("Second answers by default now");
        assertThat(shares()).hasSize(1);
        browser.click("Models");
        browser.click("Split users");
        browser.type("Weight of First", "3");
        browser.click("Split");
        browser.see("The users are split");
        browser.see("75 %");
        assertThat(shares()).hasSize(2);
        browser.click("Roll back");
        browser.see("“default” is what it was before");
        assertThat(shares()).hasSize(1);

        browser.click("Compare");
        browser.see("in common");
        browser.see("What was measured");
        browser.click("Models");
        browser.click("First");
        browser.click("Delete");
        browser.see("It cannot be brought back.");
        browser.click("Delete");
        browser.see("The model is deleted");
        browser.seeNo("First");
        assertThat(service.registry().list(10)).hasSize(1);
        // What was refused on purpose, and nothing else.
        assertThat(browser.console()).allMatch(line -> line.contains("/api/v1/models") && line.contains("400"));
    }

    @Test
    void theBestIsFoundWatchedAndAsked() throws Exception {
        browser.see("From a CSV to recommendations");
        browser.click("Begin with a file");
        browser.send(file("events.csv", events()), file("catalog.csv", catalog()));
        browser.see("data/catalog.csv");
        browser.click("Train");
        browser.click("Find the best for me");
        assertThat(browser.seen()).doesNotContain("Options");
        browser.type("Minutes to try", "0");
        submit();
        assertThat(service.registry().list(10)).isEmpty();
        browser.type("Minutes to try", "0.2");
        browser.type("Description", "Best");
        submit();
        browser.see("How it was found");
        browser.see("What was chosen");
        browser.see("completed");
        browser.click("All that was tried");
        browser.see("sar: defaults");
        assertThat(browser.seen()).contains("chosen", "On events that no trial saw");
        browser.click("Models");
        browser.see("Answering by default");
        browser.click("Try");
        browser.type("User", "u1");
        browser.pick("u1");
        browser.see("by Best");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void partsOfAnEarlierDivisionAreNotReplacedUnasked() throws Exception {
        MusicShop.put(store);
        store.put("shop/usage-later.csv", BlobContent.of("mine"));
        browser.go(uri("/#/train?usage=shop/usage.csv"));
        browser.choose("Evaluate with", "the latest fifth of the events, held back");
        submit();
        browser.see("Replace the parts?");
        browser.click("Keep");
        browser.see("Nothing was requested, as the files stay");
        assertThat(text("shop/usage-later.csv")).isEqualTo("mine");
        submit();
        browser.click("Replace");
        browser.see("What was requested");
        assertThat(text("shop/usage-later.csv")).contains("user,item,time");
    }

    private void train(String description, String algorithm) throws IOException {
        browser.click("Train");
        browser.choose("Usage events", "data/events.csv");
        browser.click(algorithm);
        browser.type("Description", description);
        browser.click("Options");
        browser.type("Support threshold", "0");
        submit();
        browser.see("Some options are not allowed");
        browser.type("Support threshold", "2");
        submit();
        browser.see("Evaluation");
        browser.see("NDCG");
        browser.see("completed");
    }

    /** The button has the name of a link above. */
    private void submit() throws IOException {
        browser.run("document.querySelector('form button.primary').click();");
    }

    @Test
    void namesAndDescriptionsAreTextsWhateverTheyHold() throws Exception {
        store.put(
                "shop/catalog.csv",
                BlobContent.of(catalog().replace("The violin", "\"" + EVIL.replace("\"", "\"\"") + "\"")));
        store.put("shop/usage.csv", BlobContent.of(events().replace("u1,", "\"" + EVIL.replace("\"", "\"\"") + "\",")));
        ModelId model = service.requestTraining(TrainingRequest.of("shop/usage.csv")
                .catalog("shop/catalog.csv")
                .with("supportThreshold", 1)
                .description(EVIL));
        service.await(model, LONG);

        for (String view : List.of(
                "#/",
                "#/models/" + model,
                "#/try?item=bow",
                "#/try?user=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
                "#/items/" + model + "/violin",
                "#/data/shop/usage.csv",
                "#/data/shop/catalog.csv",
                "#/models/%3Cscript%3Ealert(1)%3C%2Fscript%3E")) {
            browser.go(uri("/" + view));
            browser.until("return document.getElementById('view').getAttribute('aria-busy') === 'false' || null;");
            browser.until("return document.querySelector('.fading') ? null : true;");
            assertThat(browser.run("return document.title;").asText()).endsWith("Recommender");
            assertThat(browser.run("return document.querySelectorAll('main script, img[onerror], img[src=x]').length;")
                            .asInt())
                    .isZero();
        }
        browser.go(uri("/#/try?item=bow"));
        browser.see("onerror=\"document.title='broken into'\"");
        assertThat(browser.console()).allMatch(line -> line.contains("400") || line.contains("404"));
    }

    @Test
    void nothingIsWiderThanANarrowScreenAndAllCanBeReachedByKeys() throws Exception {
        MusicShop.put(store);
        ModelId one = service.requestTraining(MusicShop.request());
        ModelId other =
                service.requestTraining(MusicShop.request().algorithm("als").with("supportThreshold", 1));
        service.await(one, LONG);
        service.await(other, LONG);
        browser.size(390, 844);
        for (String view : List.of(
                "#/",
                "#/data",
                "#/data/shop/usage.csv",
                "#/train",
                "#/models/" + one,
                "#/try?user=u1",
                "#/compare",
                "#/items/" + one + "/bow")) {
            browser.go(uri("/" + view));
            browser.until(
                    "return document.getElementById('view').getAttribute('aria-busy') === 'false' && !document.querySelector('.fading') || null;");
            assertThat(browser.run(
                                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth;")
                            .asInt())
                    .as(view)
                    .isZero();
            JsonNode unnamed = browser.run(
                    "return [...document.querySelectorAll('input:not([hidden]), select, button')].filter((each) =>"
                            + " !(each.getAttribute('aria-label') || each.labels?.[0]?.textContent || each.textContent)).map((each) => each.outerHTML);");
            assertThat(unnamed).as(view).isEmpty();
        }
        browser.go(uri("/#/try"));
        browser.type("User", "u1");
        browser.until("return document.querySelector('[role=option]');");
        browser.press("\uE015\uE007");
        browser.see("For u1");
    }

    private List<Alias.Share> shares() throws IOException {
        return service.registry().alias(Alias.DEFAULT).orElseThrow().shares();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private String catalog() throws IOException {
        MusicShop.put(store);
        return text("shop/catalog.csv");
    }

    private String events() throws IOException {
        MusicShop.put(store);
        return text("shop/usage.csv");
    }

    private String text(String key) throws IOException {
        try (InputStream content = store.get(key)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
