package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files are sent so that a browser keeps them, and runs nothing but them. */
class PageTest extends ServerFixture {
    private static final Path FILES = Path.of("src/main/resources/dev/recommender/web/page");
    private static final Pattern ADDRESS = Pattern.compile("(?:from '\\./|(?:href|src)=\"page/)([a-z.-]+)['\"]");
    private static final Pattern FOREIGN = Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)[^\\s'\"]*");

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) {
        return handler.allowPictures("https://pictures.example");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFileIsSentAsWhatItIs(String name) throws Exception {
        Result result = get("/page/" + name);

        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body()).isEqualTo(Files.readString(FILES.resolve(name)));
        assertThat(result.header("Content-Type"))
                .isEqualTo(
                        switch (name.substring(name.indexOf('.'))) {
                            case ".html" -> "text/html; charset=utf-8";
                            case ".css" -> "text/css; charset=utf-8";
                            case ".js" -> "text/javascript; charset=utf-8";
                            case ".svg" -> "image/svg+xml";
                            default -> "unknown";
                        });
        assertThat(result.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(result.header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'self'; img-src 'self' https://pictures.example; object-src 'none'; base-uri 'none';"
                                + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'");
        Result again = get("/page/" + name, "If-None-Match", result.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("Content-Security-Policy")).isEqualTo(result.header("Content-Security-Policy"));
    }

    @Test
    void itOpensAtTheRoot() throws Exception {
        assertThat(get("/").body()).isEqualTo(get("/page/index.html").body()).contains("<title>Recommender</title>");
        assertThat(call("HEAD", "/", "").status()).isEqualTo(200);
        assertThat(post("/", "{}").status()).isEqualTo(405);
        assertThat(get("/page/settings.json").body()).isEqualTo("{\"pictures\":[\"https://pictures.example\"]}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/nothing.js",
                "/page/..%2fopenapi.json",
                "/page/openapi.json",
                "/page/%2e%2e/page/main.js",
                "/page/main.js/",
                "/page/MAIN.js",
                "/page/main",
                "/page/package-info.class"
            })
    void nothingElseIsSent(String address) throws Exception {
        assertThat(get(address).status()).isIn(400, 404);
    }

    @Test
    void everyFileIsUsedAndNoneIsMissing() throws Exception {
        TreeSet<String> used = new TreeSet<>(List.of("index.html"));
        TreeSet<String> there = new TreeSet<>();
        for (String name : names().toList()) {
            there.add(name);
            Matcher address = ADDRESS.matcher(text(name));
            while (address.find()) {
                used.add(address.group(1));
            }
        }

        assertThat(used).isEqualTo(there);
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingComesFromElsewhereAndNoTextBecomesMarkup(String name) throws Exception {
        assertThat(FOREIGN.matcher(text(name)).find()).isFalse();
        assertThat(text(name))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
                .doesNotContain(" style=\"", "<style", " onclick=\"", "javascript:");
    }

    private static String text(String name) throws IOException {
        try (InputStream file = PageTest.class.getResourceAsStream("page/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
