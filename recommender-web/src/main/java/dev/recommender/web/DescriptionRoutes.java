package dev.recommender.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The description of all addresses in OpenAPI 3.1, as programs read it. */
final class DescriptionRoutes {
    private static final String FILE = "openapi.json";

    private DescriptionRoutes() {}

    static List<Route> routes() {
        Reply reply = Etags.tagged(Reply.of(200, Reply.JSON, read()));
        return List.of(
                Route.open("GET", "/api/v1/openapi.json", exchange -> reply),
                Route.open("GET", "/swagger/docs/v1", exchange -> reply).with(Route.Trait.RETIRED));
    }

    private static byte[] read() {
        try (InputStream file = DescriptionRoutes.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the library lacks its file " + FILE);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
