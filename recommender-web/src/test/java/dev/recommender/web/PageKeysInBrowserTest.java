package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page asks for a key where the service wants one, and again where the key does not do. */
@Tag("servers")
@Tag("slow")
class PageKeysInBrowserTest extends BrowserFixture {
    private String admin;
    private String recommend;

    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) throws IOException {
        ApiKeys keys = ApiKeys.in(store);
        admin = keys.create("Ann", Access.ADMINISTRATION);
        recommend = keys.create("shop front", Access.RECOMMENDATIONS);
        return handler.keys(keys);
    }

    @Test
    void aKeyThatDoesNotDoIsAskedForAgainAndAForgottenOneShowsNothing() throws Exception {
        MusicShop.put(store);
        ModelId model = trained(MusicShop.request().description("Shop"));

        use("none");
        browser.see("This key is wrong, or was revoked.");
        use(recommend);
        browser.see("This key is for recommendations alone; send one of administration.");
        use(admin);
        browser.click("Shop");
        browser.until("return location.hash === arguments[0] || null;", "#/models/" + model);
        browser.see("History");

        browser.click("Forget key");
        browser.see("This server answers those who have a key.");
        assertThat(browser.seen()).doesNotContain("Shop").doesNotContain("History");
        assertThat(browser.run("return JSON.stringify(sessionStorage);").asText())
                .doesNotContain(admin);
    }

    private void use(String key) throws IOException {
        browser.type("Key", key);
        browser.click("Use the key");
    }
}
