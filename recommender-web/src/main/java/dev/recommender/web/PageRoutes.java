package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The page for people: files of the library, sent as they are. They need no key, and hold nothing of the store. */
final class PageRoutes {
    private static final Pattern NAME = Pattern.compile("[a-z]+(?:-[a-z]+)*\\.[a-z]+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Set<String> pictures;
    private final String policy;

    /**
     * Prepares.
     *
     * @param pictures sites whose pictures of items the page may show, such as {@code https://pictures.example}
     */
    PageRoutes(Set<String> pictures) {
        this.pictures = new TreeSet<>(pictures);
        String images = this.pictures.isEmpty() ? "" : "; img-src 'self' " + String.join(" ", this.pictures);
        this.policy = "default-src 'self'" + images + "; object-src 'none'; base-uri 'none'; form-action 'none'"
                + "; frame-ancestors 'none'; require-trusted-types-for 'script'";
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/", exchange -> file("index.html")),
                Route.open("GET", "/page/settings.json", exchange -> settings()),
                Route.open("GET", "/page/{file}", exchange -> file(exchange.path("file"))));
    }

    /** What the page has to know before it asks for anything. */
    private Reply settings() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode origins = root.putArray("pictures");
        pictures.forEach(origins::add);
        return Etags.tagged(Reply.json(200, root));
    }

    private Reply file(String name) throws IOException {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            throw missing();
        }
        try (InputStream file = PageRoutes.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                throw missing();
            }
            return Etags.tagged(Reply.of(200, type, file.readAllBytes())).header("Content-Security-Policy", policy);
        }
    }

    private static WebFailure missing() {
        return new WebFailure(404, "unknown-route", "the page has no such file");
    }
}
