package dev.recommender.web;

import dev.recommender.service.ModelWorker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server whose page is open in a browser, and a worker that trains what is requested there. */
abstract class BrowserFixture extends ServerFixture {
    Browser browser;
    ModelWorker worker;

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

    /** Keeps requests to an address from being sent until {@link #release}. */
    void hold(String address) throws IOException {
        browser.run("""
                const [end] = arguments;
                const real = window.fetch;
                const gate = new Promise((open) => { window.release = open; });
                window.fetch = async (address, options) => {
                  await (String(address).endsWith(end) ? gate : undefined);
                  return real(address, options);
                };""", address);
    }

    void release() throws IOException {
        browser.run("window.release();");
    }

    /** The button has the name of a link above. */
    void submit() throws IOException {
        browser.run("document.querySelector('form button.primary').click();");
    }

    Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    String catalog() throws IOException {
        MusicShop.put(store);
        return text("shop/catalog.csv");
    }

    String events() throws IOException {
        MusicShop.put(store);
        return text("shop/usage.csv");
    }

    String text(String key) throws IOException {
        try (InputStream content = store.get(key)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
