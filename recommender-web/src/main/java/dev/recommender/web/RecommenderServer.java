package dev.recommender.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server for a {@link RecommenderHandler}: where it listens, TLS, how many clients, and a stop that loses no request. Requests run
 * on virtual threads where the JVM has them. Shared between threads.
 */
public final class RecommenderServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecommenderServer.class);

    private final Server server;
    private final RecommenderHandler handler;
    private final Duration drain;
    private final URI uri;

    private RecommenderServer(Server server, RecommenderHandler handler, Duration drain, URI uri) {
        this.server = server;
        this.handler = handler;
        this.drain = drain;
        this.uri = uri;
    }

    /** A builder of servers for this handler, of which a server needs one of its own. */
    public static Builder builder(RecommenderHandler handler) {
        return new Builder(handler);
    }

    /** Where the server answers, such as {@code http://127.0.0.1:8080/}. */
    public URI uri() {
        return uri;
    }

    /**
     * Stops without losing a request. First it says that it is not ready, and answers on for the time of {@link Builder#drain}; then
     * it takes no more requests, and waits for those that it has, up to 30 seconds. A request that sends and reads nothing for 20
     * seconds, such as one of a client that does not read its answer, ends then. Connections that clients keep open for later do not
     * hold the stop up.
     *
     * @throws IOException if requests are still under way after 30 seconds, and are cut off
     */
    @Override
    public void close() throws IOException {
        handler.drain();
        try {
            Thread.sleep(drain.toMillis());
        } catch (InterruptedException e) {
            // Who interrupts is in a hurry.
            Thread.currentThread().interrupt();
        }
        stop(server);
    }

    private static void stop(Server server) throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the server did not stop as it should: " + e.getMessage(), e);
        }
    }

    /** Collects how a server listens; each option is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private static final int LARGEST_PORT = 65_535;
        private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);
        private static final int IDLE_MILLIS = 30_000;
        private static final int STOP_MILLIS = 30_000;
        private static final int IDLE_MILLIS_OF_STOP = 20_000;
        private static final int SPARE_THREADS = 16;

        private final RecommenderHandler handler;
        private String host = "127.0.0.1";
        private int port = 8080;
        private int maxConnections = 10_000;
        private Duration drain = Duration.ZERO;
        private int idleMillis = IDLE_MILLIS;
        private int idleMillisOfStop = IDLE_MILLIS_OF_STOP;
        private SslContextFactory.@Nullable Server tls;

        private Builder(RecommenderHandler handler) {
            this.handler = handler;
        }

        /** The name or address to listen at; default: 127.0.0.1. {@code 0.0.0.0} stands for all addresses. */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /**
         * The port; 0 stands for any that is free. Default: 8080.
         *
         * @throws IllegalArgumentException if it is not from 0 to 65,535
         */
        public Builder port(int port) {
            if (port < 0 || port > LARGEST_PORT) {
                throw new IllegalArgumentException("port must be from 0 to " + LARGEST_PORT + ": " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * How many connections there may be; further ones wait. Default: 10,000.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxConnections(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("maxConnections must be at least 1: " + count);
            }
            this.maxConnections = count;
            return this;
        }

        /**
         * How long to answer on, as not ready, before stopping: as long as a balancer takes to notice. Default: not at all.
         *
         * @throws IllegalArgumentException if it is negative, or more than ten minutes
         */
        public Builder drain(Duration time) {
            if (time.isNegative() || time.compareTo(LONGEST_DRAIN) > 0) {
                throw new IllegalArgumentException("drain must be from 0 to " + LONGEST_DRAIN + ": " + time);
            }
            this.drain = time;
            return this;
        }

        /** How long a connection may be silent, in general and while the server stops, in milliseconds. For tests. */
        Builder idleMillis(int idle, int ofStop) {
            this.idleMillis = idle;
            this.idleMillisOfStop = ofStop;
            return this;
        }

        /**
         * Answers by TLS alone.
         *
         * @param keystore a file of PKCS #12 or JKS with the certificate and its key
         * @param password of the file and the key
         * @throws IllegalArgumentException if the file is not such, has another password, or has no key with a certificate
         * @throws IOException if it is not there, or cannot be read
         */
        public Builder tls(Path keystore, String password) throws IOException {
            this.tls = Keystore.tls(keystore, password);
            return this;
        }

        /**
         * A server with the options as they are now, which answers.
         *
         * @throws IllegalStateException if it would answer other machines, and the handler has no keys
         * @throws IOException if it cannot listen there
         */
        public RecommenderServer start() throws IOException {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isLoopbackAddress() && !handler.hasKeys()) {
                throw new IllegalStateException(
                        "host " + host + " can be reached by other machines, so the handler must have keys; make"
                                + " keys, or use 127.0.0.1");
            }
            Server server = new Server(pool());
            ServerConnector connector = connector(server);
            connector.setHost(host);
            connector.setPort(port);
            connector.setIdleTimeout(idleMillis);
            // By default a request that waits for a store would end after a second of the stop. Without an end, a
            // client that
            // reads no answer would make the stop fail.
            connector.setShutdownIdleTimeout(idleMillisOfStop);
            server.addConnector(connector);
            server.addBean(new NetworkConnectionLimit(maxConnections, connector));
            server.setHandler(new GracefulHandler(new Handler.Sequence(handler)));
            server.setDefaultHandler(new Rest());
            server.setErrorHandler(RecommenderServer::error);
            server.setStopTimeout(STOP_MILLIS);
            try {
                server.start();
            } catch (Exception e) {
                stop(server);
                throw new IOException("cannot listen at " + host + ":" + port + ": " + reason(e), e);
            }
            URI uri = URI.create(
                    (tls == null ? "http" : "https") + "://" + name(address) + ":" + connector.getLocalPort() + "/");
            return new RecommenderServer(server, handler, drain, uri);
        }

        private static String reason(Exception failure) {
            Throwable cause = failure.getCause();
            return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
        }

        private String name(InetAddress address) {
            return address.getHostAddress().contains(":") ? "[" + address.getHostAddress() + "]" : host;
        }

        private QueuedThreadPool pool() {
            QueuedThreadPool pool = new QueuedThreadPool(handler.threads() + SPARE_THREADS);
            pool.setName("recommender-web");
            if (VirtualThreads.areSupported()) {
                // With a name, by which lines of the log tell requests apart.
                pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor(pool.getName() + "-"));
            }
            return pool;
        }

        private ServerConnector connector(Server server) {
            HttpConfiguration configuration = new HttpConfiguration();
            configuration.setSendServerVersion(false);
            if (tls == null) {
                return new Connections(server, new HttpConnectionFactory(configuration));
            }
            configuration.addCustomizer(new SecureRequestCustomizer(false));
            return new Connections(
                    server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(configuration));
        }
    }

    /**
     * Lets a stop wait for requests, which {@link GracefulHandler} counts, and not for connections. Jetty's own waits until each
     * connection is closed or times out, though clients keep them open as long as they may.
     */
    private static final class Connections extends ServerConnector {
        Connections(Server server, ConnectionFactory... protocols) {
            super(server, protocols);
        }

        @Override
        public CompletableFuture<Void> shutdown() {
            CompletableFuture<Void> unused = super.shutdown();
            return CompletableFuture.allOf();
        }
    }

    /** Says of all other addresses that there is nothing. */
    private static final class Rest extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            return true;
        }
    }

    /** What is wrong with a request that Jetty refuses before any of our own looks at it. */
    private static String detail(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 ->
                "this is no HTTP that can be read, or its address cannot be decoded or taken in one way; encode it"
                        + " as UTF-8, without %2F and control characters";
            case HttpStatus.URI_TOO_LONG_414 -> "the address is too long; send what it says in a body";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "the fields of the header are too long";
            default -> HttpStatus.getMessage(status);
        };
    }

    /** What the server itself refuses, such as a malformed request, without a word on what the server is. */
    private static boolean error(Request request, Response response, Callback callback) {
        String reason = HttpStatus.getMessage(response.getStatus());
        Reply reply = Problem.reply(Failure.of(
                response.getStatus(), reason.toLowerCase(Locale.ROOT).replace(' ', '-'), detail(response.getStatus())));
        SafetyHeaders.put(response.getHeaders(), request.isSecure());
        if (!response.getHeaders().contains(RequestIds.HEADER)) {
            Optional<String> given = Optional.ofNullable(request.getHeaders().get(RequestIds.HEADER));
            String id = RequestIds.choose(given, Optional.empty());
            response.getHeaders().put(RequestIds.HEADER, id);
            LOG.debug("{} {}, request {}", response.getStatus(), reason, id);
        }
        reply.headers().forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
        return true;
    }
}
