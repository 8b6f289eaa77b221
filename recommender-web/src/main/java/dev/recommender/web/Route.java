package dev.recommender.web;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A method and a pattern of paths, and what is done for them. A segment {@code {name}} of the pattern stands for any segment, and
 * a last segment {@code {name...}} for all that follow. Immutable.
 */
final class Route {
    /** What is special about a route. */
    enum Trait {
        /** Changes something, so that it is audited. */
        CHANGES,
        /** Takes an idempotency key. */
        ONCE,
        /** Makes a file, and with {@code If-None-Match: *} only if there is none. */
        MAKES,
        /** Takes as long as its client listens, and does not count among the requests that are worked on. */
        LISTENS,
        /** Refuses nothing in the query of the address: the retired service did not. */
        RETIRED
    }

    private static final String REST = "...}";

    private final String method;
    private final List<String> pattern;
    private final Optional<Access> access;
    private final Action action;
    private final List<QueryField> query;
    private final Set<Trait> traits;

    private Route(
            String method,
            List<String> pattern,
            Optional<Access> access,
            Action action,
            List<QueryField> query,
            Set<Trait> traits) {
        this.method = method;
        this.pattern = pattern;
        this.access = access;
        this.action = action;
        this.query = query;
        this.traits = traits;
    }

    /** What is done for a request. */
    @FunctionalInterface
    interface Action {
        Reply reply(Exchange exchange) throws IOException;
    }

    /** A route that needs a key with this access. */
    static Route of(String method, String pattern, Access access, Action action) {
        return new Route(method, segments(pattern), Optional.of(access), action, List.of(), Set.of());
    }

    /** A route that needs no key. */
    static Route open(String method, String pattern, Action action) {
        return new Route(method, segments(pattern), Optional.empty(), action, List.of(), Set.of());
    }

    /** The same with these fields in the query of the address; others are refused. */
    Route query(QueryField... fields) {
        return new Route(method, pattern, access, action, List.of(fields), traits);
    }

    Route with(Trait first, Trait... others) {
        return new Route(method, pattern, access, action, query, Set.copyOf(EnumSet.of(first, others)));
    }

    String method() {
        return method;
    }

    String pattern() {
        return "/" + String.join("/", pattern);
    }

    Optional<Access> access() {
        return access;
    }

    Action action() {
        return action;
    }

    List<QueryField> query() {
        return query;
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The values of the pattern's names in a path; empty if the path is another. */
    Optional<Map<String, String>> match(List<String> path) {
        boolean rest = pattern.get(pattern.size() - 1).endsWith(REST);
        if (rest ? path.size() < pattern.size() : path.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int at = 0; at < pattern.size(); at++) {
            String expected = pattern.get(at);
            if (expected.endsWith(REST)) {
                String name = expected.substring(1, expected.length() - REST.length());
                values.put(name, String.join("/", path.subList(at, path.size())));
            } else if (expected.startsWith("{")) {
                values.put(expected.substring(1, expected.length() - 1), path.get(at));
            } else if (!expected.equals(path.get(at))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
