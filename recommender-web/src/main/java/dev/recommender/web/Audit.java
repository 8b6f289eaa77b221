package dev.recommender.web;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log {@code dev.recommender.audit} for every change, done or refused: who, from where, what, and how it ended. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("dev.recommender.audit");

    private Audit() {}

    /**
     * Writes the line.
     *
     * @param id the request's
     * @param caller empty if it is not known
     */
    static void record(Request request, String id, Optional<Caller> caller, Reply reply) {
        SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
        String from = remote instanceof InetSocketAddress socket ? socket.getHostString() : "local";
        LOG.info(
                "who=\"{}\" from={} what=\"{} {}\" status={} location={} touched=\"{}\" request={}",
                caller.map(Caller::name).orElse("?").replace('"', '\''),
                from,
                request.getMethod(),
                // Browsers encode a quotation mark; who does not wants to end the field.
                request.getHttpURI().getPathQuery().replace("\"", "%22"),
                reply.status(),
                reply.headers().getOrDefault("Location", "-"),
                String.join(", ", reply.touched()).replace('"', '\'').replaceAll("\\p{Cntrl}", "?"),
                id);
    }
}
