package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server without keys answers this machine alone, and no page of another site changes anything. */
class GateTest extends ServerFixture {
    private static final String SHOP = "https://shop.example";

    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) {
        return handler.allowOrigin("https://Shop.example:443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "10.1.2.3", "localhost.evil.example:80"})
    void aNameThatResolvesToThisMachineIsNotThisMachine(String host) throws Exception {
        assertThat(raw("GET /api/v1/models HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8080"})
    void theNamesOfThisMachineAreAnswered(String host) throws Exception {
        assertThat(raw("GET /api/v1/models HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-host", "X-Real-IP", "Via"})
    void whomAProxyAsksForIsNotThisMachine(String field) throws Exception {
        problem(get("/api/v1/models", field, "203.0.113.7"), 403, "forbidden");
        assertThat(get("/health/live", field, "203.0.113.7").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "https://Shop.Example:443, https://shop.example",
        "HTTP://SHOP.example:80, http://shop.example",
        "https://shop.example:80, https://shop.example:80",
        "http://[::1]:8080, http://[::1]:8080"
    })
    void aSiteIsMeantAsBrowsersWriteIt(String given, String sent) {
        assertThat(Gate.site(given)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "shop.example", "https://", "https://shop.example/", "https://a:b", "https://-x", "ftp://x"
            })
    void whatIsNoSiteIsRefused(String origin) {
        assertThatThrownBy(() -> Gate.site(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("origin must be a scheme and a host, such as https://shop.example: " + origin);
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() throws Exception {
        String request = "{\"usage\": \"" + TrainingFiles.GOOD + "\"}";
        for (String origin : new String[] {"https://evil.example", "null", "http://127.0.0.1:1", SHOP + ".evil"}) {
            problem(post("/api/v1/models", request, "Origin", origin), 403, "foreign-origin");
            assertThat(get("/api/v1/models", "Origin", origin).header("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        assertThat(service.registry().list(10)).isEmpty();

        String own = server.uri().toString().replaceAll("/$", "");
        assertThat(post("/api/v1/models", request, "Origin", own).status()).isEqualTo(201);
        Result allowed = post("/api/v1/models", request, "Origin", SHOP);
        assertThat(allowed.status()).isEqualTo(201);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
    }

    @Test
    void onlyAllowedSitesMayAskWhatTheyMaySend() throws Exception {
        Result allowed = call("OPTIONS", "/api/v1/models", "", "Origin", SHOP, "Access-Control-Request-Method", "POST");
        Result refused = call(
                "OPTIONS",
                "/api/v1/models",
                "",
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "POST");

        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.header("Access-Control-Allow-Headers"))
                .contains("x-api-key", "Authorization", "Content-Type");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void everyAnswerKeepsBrowsersFromGuessing() throws Exception {
        for (Result result :
                new Result[] {get("/api/v1/models"), get("/api/v1/none"), get("/none"), get("/api/models")}) {
            assertThat(result.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(result.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(result.header("Content-Security-Policy")).startsWith("default-src 'none'");
            assertThat(result.header("Server")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/models HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n",
                "GET /api/v1/models HTTP/1.1\r\n\r\n",
                "NOT HTTP\r\n\r\n",
                "GET /api/v1/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST /api/v1/models HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /api/v1/models HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void aMalformedRequestIsRefusedWithoutAWordOnTheServer(String request) throws Exception {
        String answer = raw(request);

        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|505) .*").contains("urn:dev.recommender:problem:");
        assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("jetty", "exception", "at org.");
    }

    @Test
    void brokenHttpIsAnsweredWithAnIdOfItsOwn() throws Exception {
        String answer = raw("GET /api/v1/models HTTP/1.1\r\nX-Request-Id: mine-1\r\n"
                + "Host: localhost\r\nHost: evil\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").containsPattern("(?i)X-Request-Id: [0-9a-f]{32}");
    }

    @Test
    void aHeaderThatNeverEndsIsRefused() throws Exception {
        assertThat(raw("GET /api/v1/models HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void whatCannotBeDecodedHasARequestIdToo() throws IOException {
        for (String address : List.of("/api/v1/models/%zz", "/api/v1/models/%ff%fe", "/api/v1/models/%")) {
            String answer = raw("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .as(address)
                    .startsWith("HTTP/1.1 400")
                    .containsPattern("(?i)x-request-id: [0-9a-f]{32}\r\n");
        }
    }
}
