package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.testing.service.TrainingFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Every change, done or refused, is a line of the audit. */
@ResourceLock(Resources.SYSTEM_ERR)
class AuditTest extends ServerFixture {
    private String admin;
    private String shop;

    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) throws IOException {
        ApiKeys keys = ApiKeys.in(store);
        admin = keys.create("Ann \"the boss\"", Access.ADMINISTRATION);
        shop = keys.create("shop", Access.RECOMMENDATIONS);
        return handler.keys(keys);
    }

    @Test
    void changesAreAuditedWithWhoAndHowItEnded() throws Exception {
        String request = "{\"usage\": \"" + TrainingFiles.GOOD + "\"}";
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        String location;
        try (PrintStream captured = new PrintStream(logged, true, StandardCharsets.UTF_8)) {
            System.setErr(captured);
            location = post("/api/v1/models", request, Gate.KEY, admin).header("Location");
            post("/api/v1/models", request, Gate.KEY, shop);
            post("/api/v1/models", request, Gate.KEY, "wrong\"");
            delete("/api/models/" + NOWHERE + "?why=%0Aforged", Gate.KEY, admin);
            raw("DELETE /api/models/" + NOWHERE
                    + "?a\"status=201 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            get("/api/v1/models", Gate.KEY, admin);
            post("/api/v1/recommend", "{}", Gate.KEY, shop);
        } finally {
            System.setErr(before);
        }

        List<String> lines = logged.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("dev.recommender.audit"))
                .map(line -> line.substring(line.indexOf("who=")).replaceAll(" request=[0-9a-f]{32}$", ""))
                .toList();
        assertThat(lines)
                .containsExactly(
                        "who=\"key Ann 'the boss' (" + id(admin)
                                + ")\" from=127.0.0.1 what=\"POST /api/v1/models\" status=201 location=" + location,
                        "who=\"key shop (" + id(shop)
                                + ")\" from=127.0.0.1 what=\"POST /api/v1/models\" status=403 location=-",
                        "who=\"?\" from=127.0.0.1 what=\"POST /api/v1/models\" status=401 location=-",
                        "who=\"key Ann 'the boss' (" + id(admin) + ")\" from=127.0.0.1 what=\"DELETE /api/models/"
                                + NOWHERE + "?why=%0Aforged\" status=404 location=-",
                        "who=\"?\" from=127.0.0.1 what=\"DELETE /api/models/" + NOWHERE
                                + "?a%22status=201\" status=401 location=-");
    }

    private static String id(String key) {
        return key.substring(0, key.indexOf('.'));
    }
}
