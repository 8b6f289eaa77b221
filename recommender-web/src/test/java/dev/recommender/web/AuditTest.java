package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.testing.service.TrainingFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
        AtomicReference<String> made = new AtomicReference<>("");
        List<String> lines = logged(() -> {
                    made.set(post("/api/v1/models", request, Gate.KEY, admin).header("Location"));
                    post("/api/v1/models", request, Gate.KEY, shop);
                    post("/api/v1/models", request, Gate.KEY, "wrong\"");
                    delete("/api/models/" + NOWHERE + "?why=%0Aforged", Gate.KEY, admin);
                    raw("DELETE /api/models/" + NOWHERE
                            + "?a\"status=201 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                    get("/api/v1/models", Gate.KEY, admin);
                    post("/api/v1/recommend", "{}", Gate.KEY, shop);
                })
                .stream()
                .filter(line -> line.contains("dev.recommender.audit"))
                .map(line -> line.substring(line.indexOf("who=")).replaceAll(" request=[0-9a-f]{32}$", ""))
                .toList();
        String location = made.get();
        assertThat(lines)
                .containsExactly(
                        "who=\"key Ann 'the boss' (" + id(admin)
                                + ")\" from=127.0.0.1 what=\"POST /api/v1/models\" status=201 location=" + location
                                + " touched=\"model " + location.substring(location.lastIndexOf('/') + 1) + "\"",
                        "who=\"key shop (" + id(shop)
                                + ")\" from=127.0.0.1 what=\"POST /api/v1/models\" status=403 location=- touched=\"\"",
                        "who=\"?\" from=127.0.0.1 what=\"POST /api/v1/models\" status=401 location=- touched=\"\"",
                        "who=\"key Ann 'the boss' (" + id(admin) + ")\" from=127.0.0.1 what=\"DELETE /api/models/"
                                + NOWHERE + "?why=%0Aforged\" status=404 location=- touched=\"\"",
                        "who=\"?\" from=127.0.0.1 what=\"DELETE /api/models/" + NOWHERE
                                + "?a%22status=201\" status=401 location=- touched=\"\"");
    }

    /** A change that its address does not name in full: the files of a division, the file of an upload, the models of an alias. */
    @Test
    void auditNamesTheFilesAndModelsThatAreTouched() throws Exception {
        String model = trained().toString();
        List<String> lines = logged(() -> {
            String upload = post("/api/v1/uploads", "{\"file\": \"new.csv\"}", Gate.KEY, admin)
                    .header("Location");
            put(upload + "/parts/1", "u1,i1\n", Gate.KEY, admin);
            post(upload + "/complete", "{\"parts\": 1}", Gate.KEY, admin);
            put("/api/v1/aliases/shop", "{\"shares\": [{\"model\": \"" + model + "\"}]}", Gate.KEY, admin);
            post(
                    "/api/v1/split",
                    "{\"usage\": \"" + TrainingFiles.GOOD + "\", \"training\": \"a.csv\", \"evaluation\": \"b.csv\"}",
                    Gate.KEY,
                    admin);
        });

        assertThat(lines.stream()
                        .filter(line -> line.contains("dev.recommender.audit"))
                        .map(line -> line.replaceAll(".* touched=\"(.*)\" request=.*", "$1")))
                .containsExactly(
                        "file new.csv", "file new.csv", "file new.csv", "model " + model, "file a.csv, file b.csv");
        assertThat(lines)
                .as("who has changed an alias, and to what")
                .anyMatch(line -> line.contains("alias shop is changed by key Ann ")
                        && line.contains("revision 1: model " + model + " (weight 1)"));
    }

    @Test
    void historiesNameTheKey() throws Exception {
        String request = "{\"usage\": \"" + TrainingFiles.GOOD + "\", \"tuning\": {\"budget\": \"1h\"}}";
        String ann = "key Ann \"the boss\" (" + id(admin) + ")";
        String model = post("/api/v1/models", request, Gate.KEY, admin).header("Location");
        List<String> lines = logged(() -> {
            post(model + "/finish", "", Gate.KEY, admin);
            post(model + "/finish", "", Gate.KEY, admin);
        });
        post(model + "/cancel", "", Gate.KEY, admin);
        assertThat(get(model, Gate.KEY, admin).json().path("changes"))
                .extracting(change ->
                        change.path("by").asText() + ": " + change.path("what").asText())
                .containsExactly(ann + ": created", ann + ": asked to finish", ann + ": failed");
        assertThat(lines.stream().filter(line -> line.contains(" is asked to finish by ")))
                .singleElement()
                .asString()
                .endsWith("the tuning of model " + model.substring(model.lastIndexOf('/') + 1)
                        + " is asked to finish by " + ann);

        String trained = trained().toString();
        List<String> forced = logged(() -> delete("/api/v1/models/" + trained + "?force=true", Gate.KEY, admin));
        assertThat(forced)
                .anyMatch(line -> line.endsWith("alias default is changed by " + ann + ", revision 2: no model"));
        assertThat(get("/api/v1/aliases/default", Gate.KEY, admin)
                        .json()
                        .at("/revisions/1/by")
                        .asText())
                .isEqualTo(ann);
    }

    /** Nobody forgets users in logs. */
    @Test
    void theLogOfAFailedTrainingIsOneLineThatQuotesNoFile() throws Exception {
        store.put("inputs/wrong.csv", BlobContent.of("u1,i1,born 1950\n".repeat(200)));
        store.put("inputs/few.csv", BlobContent.of("u1,i1,born 1950\n".repeat(3)));
        List<String> lines = logged(() -> {
            service.requestTraining(TrainingRequest.of("inputs/wrong.csv"));
            service.requestTraining(TrainingRequest.of("inputs/few.csv"));
            work();
        });

        assertThat(service.registry().list(2))
                .as("what the messages say")
                .allSatisfy(model -> assertThat(model.message()).contains("\n").contains("born 1950"));
        assertThat(lines).noneMatch(line -> line.contains("born 1950"));
        assertThat(lines.stream()
                        .filter(line -> line.contains("TrainingAttempt") || !line.startsWith("["))
                        .map(line -> line.replaceAll(".*, attempt 1, ", "")))
                .containsExactly(
                        "failed: the usage events cannot be read; its message says why",
                        "failed: no model can be trained; its message says why");
    }

    private interface Action {
        void run() throws Exception;
    }

    private static List<String> logged(Action action) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(logged, true, StandardCharsets.UTF_8)) {
            System.setErr(captured);
            action.run();
        } finally {
            System.setErr(before);
        }
        return logged.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String id(String key) {
        return key.substring(0, key.indexOf('.'));
    }
}
