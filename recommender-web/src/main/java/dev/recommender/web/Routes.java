package dev.recommender.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All routes there are. Immutable. */
final class Routes {
    private final List<Route> routes;

    Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** A route, and the values of the names in its pattern. */
    record Match(Route route, Map<String, String> path) {}

    List<Route> all() {
        return routes;
    }

    /**
     * The first route of a method and a path. GET routes answer HEAD, too, but those of events.
     *
     * @param path the segments, decoded
     * @throws WebFailure if there is none
     */
    Match find(String method, List<String> path) {
        TreeSet<String> methods = new TreeSet<>();
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route route : routes) {
            Optional<Map<String, String>> values = route.match(path);
            if (values.isPresent()) {
                boolean endless = route.has(Route.Trait.LISTENS) && !method.equals(wanted);
                if (route.method().equals(wanted) && !endless) {
                    return new Match(route, values.get());
                }
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw new WebFailure(
                    404,
                    "unknown-route",
                    "there is nothing at this address; the description at" + " /api/v1/openapi.json has all addresses");
        }
        String allowed = String.join(", ", methods);
        throw new WebFailure(
                Failure.of(405, "wrong-method", "this address takes " + allowed).header("Allow", allowed));
    }
}
