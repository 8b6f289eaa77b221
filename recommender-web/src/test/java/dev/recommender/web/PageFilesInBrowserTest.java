package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How files get into the store by the page. */
@Tag("servers")
@Tag("slow")
class PageFilesInBrowserTest extends BrowserFixture {
    private static final String ZONE = ".drop";

    @Test
    void aFolderThatIsDroppedIsSentWithWhatIsDirectlyInIt() throws Exception {
        Path months = Files.createDirectory(folder.resolve("months"));
        Files.writeString(months.resolve("2026-01.csv"), "u1,violin\n");
        Files.writeString(months.resolve("2026-02.csv"), "u2,bow\n");
        Files.writeString(months.resolve(".hidden"), "no input\n");
        Files.writeString(months.resolve("_SUCCESS"), "");
        Files.writeString(Files.createDirectory(months.resolve("below")).resolve("2025.csv"), "u3,harp\n");
        browser.go(server.uri().resolve("#/data"));
        browser.type("into the folder", "my shop");
        browser.see("as my-shop");

        browser.drop(months, ZONE);

        browser.see("2 files have arrived");
        browser.see("my-shop/months/2026-02.csv");
        assertThat(store.list("my-shop/", "", 10))
                .extracting("key")
                .containsExactly("my-shop/months/2026-01.csv", "my-shop/months/2026-02.csv");
        assertThat(text("my-shop/months/2026-01.csv")).isEqualTo("u1,violin\n");

        browser.drop(Files.createDirectory(folder.resolve("empty")), ZONE);
        browser.see("There are no files in what was dropped");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void aFileThatIsDroppedIsSentAndOneThatTheServiceRefusesIsNotToBeDroppedAgain() throws Exception {
        Path events = file("events.csv", "u1,violin\nu2,bow\n");
        browser.go(server.uri().resolve("#/data"));
        browser.type("into the folder", "models");
        browser.drop(events, ZONE);
        browser.see("models/events.csv");
        browser.until("return document.querySelector('.drop + ul [role=alert], .drop + ul .fault') && true || null;");
        assertThat(browser.seen()).doesNotContain("Drop it again");

        browser.type("into the folder", "shop");
        browser.drop(events, ZONE);
        browser.until("return location.hash === '#/data/shop/events.csv' || null;");
        assertThat(text("shop/events.csv")).isEqualTo("u1,violin\nu2,bow\n");
    }
}
