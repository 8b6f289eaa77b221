package dev.recommender.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Decides who a caller is, and what a page of another site may have a browser do. Without keys, callers are on this machine and
 * address it by a name of loopback: a page that has its own name resolve to this machine does not. Immutable.
 */
final class Gate {
    static final String KEY = "x-api-key";

    private static final String BEARER = "Bearer ";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    /** What proxies say of those for whom they ask, who may be anywhere. */
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private static final Pattern SITE =
            Pattern.compile("(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?");

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Optional<ApiKeys> keys;
    private final Set<String> origins;

    /**
     * Prepares.
     *
     * @param keys who may do what; without keys, everybody on this machine may do everything
     * @param origins sites whose pages may use the service, such as {@code https://shop.example}
     */
    Gate(Optional<ApiKeys> keys, Set<String> origins) {
        this.keys = keys;
        this.origins = Set.copyOf(origins);
    }

    boolean hasKeys() {
        return keys.isPresent();
    }

    /**
     * Who sends a request.
     *
     * @throws WebFailure with status 401 if it is nobody that is known; with 403 if it is not to be answered
     */
    Caller caller(Request request) throws IOException {
        requireOrigin(request);
        if (keys.isEmpty()) {
            requireLoopback(request);
            return new Caller("loopback", Access.ADMINISTRATION);
        }
        Optional<String> given = key(request);
        Optional<Caller> caller = given.isPresent() ? keys.get().caller(given.get()) : Optional.empty();
        if (caller.isEmpty()) {
            String what = given.isPresent() ? "the key is wrong, or was revoked" : "a key is needed";
            throw new WebFailure(Failure.of(401, "unknown-caller", what + "; send a valid one in the field " + KEY)
                    .header("WWW-Authenticate", "ApiKey"));
        }
        return caller.get();
    }

    /**
     * Requires that a caller may do something.
     *
     * @throws WebFailure with status 403 if not
     */
    static void require(Caller caller, Access needed) {
        if (!caller.access().includes(needed)) {
            throw new WebFailure(
                    403,
                    "forbidden",
                    "this key is for " + name(caller.access()) + " alone; send one of " + name(needed)
                            + (needed == Access.ADMINISTRATION ? "" : " or " + name(Access.ADMINISTRATION)));
        }
    }

    private static String name(Access access) {
        return access.name().toLowerCase(Locale.ROOT);
    }

    /** The key that a request comes with, in the field of keys or as Prometheus and others send theirs. */
    private static Optional<String> key(Request request) {
        Optional<String> key = Optional.ofNullable(request.getHeaders().get(KEY));
        return key.or(() -> Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .filter(field -> field.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(field -> field.substring(BEARER.length()).strip()));
    }

    /** The site of the page that sends a request, if its pages may use the service. */
    Optional<String> allowedOrigin(Request request) {
        return origin(request).filter(origins::contains);
    }

    /**
     * A site as browsers write it in the field {@code Origin}: in lower case, without the port that its scheme has anyway.
     *
     * @throws IllegalArgumentException if it is no scheme and host
     */
    static String site(String origin) {
        Matcher parts = SITE.matcher(origin.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "origin must be a scheme and a host, such as https://shop.example: " + origin);
        }
        String port = String.valueOf(parts.group(3));
        boolean isStandard = port.equals(parts.group(1).equals("https") ? ":443" : ":80");
        return isStandard || parts.group(3) == null ? parts.group(1) + "://" + parts.group(2) : parts.group();
    }

    private void requireOrigin(Request request) {
        Optional<String> foreign = origin(request).filter(origin -> !isOwn(origin, request));
        if (foreign.isPresent() && !origins.contains(foreign.get()) && !SAFE.contains(request.getMethod())) {
            throw new WebFailure(403, "foreign-origin", "pages of other sites cannot change anything here");
        }
    }

    private static Optional<String> origin(Request request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.ORIGIN));
    }

    private static boolean isOwn(String origin, Request request) {
        String host = String.valueOf(request.getHeaders().get(HttpHeader.HOST));
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }

    private static void requireLoopback(Request request) {
        Optional<String> forwarded =
                FORWARDED.stream().filter(request.getHeaders()::contains).findFirst();
        if (forwarded.isPresent()) {
            throw new WebFailure(
                    403,
                    "forbidden",
                    "this server has no keys, and the field " + forwarded.get()
                            + " says that a proxy asks for somebody else; start it with keys");
        }
        String host = String.valueOf(request.getHttpURI().getHost());
        if (!isLoopback(request.getConnectionMetaData().getRemoteSocketAddress())
                || !LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
            throw new WebFailure(
                    403,
                    "forbidden",
                    "this server has no keys, and answers this machine alone, as localhost or 127.0.0.1; start it with keys");
        }
    }

    private static boolean isLoopback(SocketAddress address) {
        InetAddress remote = address instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return remote != null && remote.isLoopbackAddress();
    }
}
