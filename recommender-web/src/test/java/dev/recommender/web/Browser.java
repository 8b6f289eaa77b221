package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.testing.servers.ServerProcess;
import dev.recommender.testing.servers.TestServers;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chromium without a window, driven by ChromeDriver in the protocol of <a href="https://www.w3.org/TR/webdriver2/">WebDriver</a>,
 * as far as tests of the page need it. What is looked for is waited for.
 */
final class Browser implements AutoCloseable {
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final Duration WAITING = Duration.ofMinutes(3);
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final Pattern DRAWING = Pattern.compile("stale element|intercepted|not interactable");
    private static final String FIELDS = "input, select, textarea";
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> DRIVERS = List.of("/usr/bin/chromedriver", "/usr/local/bin/chromedriver");
    private static final List<String> OPTIONS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerProcess driver;
    private final URI session;

    private Browser(ServerProcess driver, URI root, String binary, Path profile) throws IOException {
        this.driver = driver;
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        ObjectNode chrome = capabilities
                .putObject("capabilities")
                .putObject("alwaysMatch")
                .put("browserName", "chrome")
                .putObject("goog:chromeOptions")
                .put("binary", binary);
        ArrayNode options = chrome.putArray("args");
        OPTIONS.forEach(options::add);
        options.add("--user-data-dir=" + profile);
        ((ObjectNode) capabilities.at("/capabilities/alwaysMatch"))
                .putObject("goog:loggingPrefs")
                .put("browser", "ALL");
        this.session = root.resolve("session/"
                + call("POST", root.resolve("session"), capabilities)
                        .path("sessionId")
                        .asText()
                + "/");
    }

    /** Opens a browser, or skips the calling test where there is none. */
    static Browser open(Path folder) throws InterruptedException {
        try {
            String binary = first(BROWSERS, "Chromium").toString();
            Path program = first(DRIVERS, "ChromeDriver");
            int port = TestServers.freePort();
            ProcessBuilder command = new ProcessBuilder(program.toString(), "--port=" + port);
            ServerProcess driver = ServerProcess.start(command, folder.resolve("driver.log"), port, STARTING);
            try {
                URI root = URI.create("http://127.0.0.1:" + port + "/");
                return new Browser(driver, root, binary, folder.resolve("profile"));
            } catch (IOException | RuntimeException e) {
                driver.close();
                throw e;
            }
        } catch (IOException e) {
            throw TestServers.missing("Chromium", e);
        }
    }

    private static Path first(List<String> places, String name) throws FileNotFoundException {
        return places.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new FileNotFoundException(name + " is none of " + places + "; install it"));
    }

    /** Loads an address anew, even if the page that is shown differs from it after {@code #} alone. */
    void go(URI address) throws IOException {
        command("POST", "url", object().put("url", "about:blank"));
        command("POST", "url", object().put("url", address.toString()));
    }

    /** The address that is shown. */
    String address() throws IOException {
        return command("GET", "url", object()).asText();
    }

    /** Clicks on the first button, link, choice or suggestion of this name, once it is there. */
    void click(String name) throws IOException {
        act("button, a, summary, label.choice, [role=link], [role=option]", name, List.of("click"), "");
    }

    /** Takes the first suggestion of this name, once it is there. */
    void pick(String name) throws IOException {
        act("[role=option]", name, List.of("click"), "");
    }

    /** Types into the field of this name, in the place of what it has. */
    void type(String name, String text) throws IOException {
        act(FIELDS, name, List.of("clear", "value"), text);
    }

    /** Does things with an element; once more if the page was drawing meanwhile. */
    private void act(String selector, String name, List<String> commands, String text) throws IOException {
        long end = System.nanoTime() + WAITING.toNanos();
        while (true) {
            String element = find(selector, name);
            try {
                for (String command : commands) {
                    command(
                            "POST",
                            "element/" + element + "/" + command,
                            command.equals("value") ? object().put("text", text) : object());
                }
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end
                        || !DRAWING.matcher(String.valueOf(e.getMessage())).find()) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Presses keys, wherever the focus is. */
    void press(String keys) throws IOException {
        String element =
                command("GET", "element/active", object()).path(ELEMENT).asText();
        command("POST", "element/" + element + "/value", object().put("text", keys));
    }

    /** Gives files to the page's chooser of files. */
    void send(Path... files) throws IOException {
        JsonNode element = await("a chooser of files", () -> run("return document.querySelector('input[type=file]');"));
        String names = String.join("\n", Stream.of(files).map(Path::toString).toList());
        command("POST", "element/" + element.path(ELEMENT).asText() + "/value", object().put("text", names));
    }

    /** Drops a file or a folder of this machine in the middle of what a selector finds, as a mouse does. */
    void drop(Path path, String selector) throws IOException {
        JsonNode place = until("""
                const found = document.querySelector(arguments[0]);
                if (!found) { return null; }
                found.scrollIntoView({block: 'center'});
                const {x, y, width, height} = found.getBoundingClientRect();
                return [x + width / 2, y + height / 2];""", selector);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            ObjectNode body = object().put("cmd", "Input.dispatchDragEvent");
            ObjectNode drag = body.putObject("params")
                    .put("type", type)
                    .put("x", place.get(0).asDouble())
                    .put("y", place.get(1).asDouble());
            ObjectNode data = drag.putObject("data").put("dragOperationsMask", 1);
            data.putArray("items");
            data.putArray("files").add(path.toString());
            command("POST", "goog/cdp/execute", body);
        }
    }

    /** Chooses what the field of this name offers. */
    void choose(String name, String option) throws IOException {
        await("the choice " + option + " of " + name, () -> run("""
                const [fields, name, text] = arguments;
                const field = [...document.querySelectorAll(fields)].find((each) => each.labels?.[0]?.textContent === name);
                const found = [...field?.options ?? []].find((each) => each.textContent === text);
                if (!found) { return null; }
                field.value = found.value;
                field.dispatchEvent(new Event('change', {bubbles: true}));
                return true;""", FIELDS, name, option));
    }

    /** Waits until the page shows a text. */
    void see(String text) throws IOException {
        await("the text: " + text, () -> run("return document.body.innerText.includes(arguments[0]) || null;", text));
    }

    /** Waits until the page no longer shows a text. */
    void seeNo(String text) throws IOException {
        await(
                "an end of: " + text,
                () -> run("return document.body.innerText.includes(arguments[0]) ? null : true;", text));
    }

    /** Waits until a script returns something other than null. */
    JsonNode until(String script, String... arguments) throws IOException {
        return await("what the script looks for: " + script, () -> run(script, arguments));
    }

    /** All text that the page shows. */
    String seen() throws IOException {
        return run("return document.body.innerText;").asText();
    }

    /** What a script returns. */
    JsonNode run(String script, String... arguments) throws IOException {
        ObjectNode body = object().put("script", script);
        ArrayNode list = body.putArray("args");
        Stream.of(arguments).forEach(list::add);
        return command("POST", "execute/sync", body);
    }

    /** What the page has written to its console since this was last asked for: refusals of the policy and errors are there. */
    List<String> console() throws IOException {
        return command("POST", "se/log", object().put("type", "browser")).findValuesAsText("message");
    }

    /** Gives the page a window of this size, in pixels. */
    void size(int width, int height) throws IOException {
        ObjectNode body = object().put("cmd", "Emulation.setDeviceMetricsOverride");
        body.putObject("params")
                .put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", 1)
                .put("mobile", false);
        command("POST", "goog/cdp/execute", body);
    }

    /** Writes a picture of what is shown. */
    void screenshot(Path file) throws IOException {
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(command("GET", "screenshot", object()).asText()));
    }

    @Override
    public void close() throws IOException {
        try {
            call("DELETE", URI.create(session.toString().replaceAll("/$", "")), object());
        } finally {
            driver.close();
        }
    }

    /** Looks for something; null if it is not there yet. */
    @FunctionalInterface
    private interface Search {
        JsonNode find() throws IOException;
    }

    private JsonNode await(String what, Search search) throws IOException {
        long end = System.nanoTime() + WAITING.toNanos();
        while (true) {
            JsonNode found = search.find();
            if (!found.isNull()) {
                return found;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("there is not " + what + "\nat " + address() + ", where it says:\n" + seen()
                        + "\n" + console());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first element of this name that is shown and can be used, in an open dialog if there is one. */
    private String find(String selector, String name) throws IOException {
        return await("an element " + name, () -> run("""
                const [selector, name] = arguments;
                const called = (each) => each.getAttribute('aria-label') ?? each.labels?.[0]?.textContent ?? each.textContent.trim();
                const root = document.querySelector('dialog[open]') ?? document;
                return [...root.querySelectorAll(selector)].find((each) => each.checkVisibility() && !each.disabled
                    && (called(each) === name || each.matches('.choice') && called(each).startsWith(name) || each.matches('[role=option]') && called(each).includes(name))) ?? null;""", selector, name))
                .path(ELEMENT)
                .asText();
    }

    private JsonNode command(String method, String path, ObjectNode body) throws IOException {
        return call(method, session.resolve(path), body);
    }

    private JsonNode call(String method, URI address, ObjectNode body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .method(
                        method,
                        BodyPublishers.ofString(body.isEmpty() && !method.equals("POST") ? "" : body.toString()))
                .header("Content-Type", "application/json; charset=utf-8")
                .timeout(WAITING)
                .build();
        try {
            JsonNode value = Bodies.read(
                            client.send(request, BodyHandlers.ofString()).body())
                    .path("value");
            if (value.has("error")) {
                throw new IOException(method + " " + address.getPath() + ": "
                        + value.path("error").asText() + ", "
                        + value.path("message").asText());
            }
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
