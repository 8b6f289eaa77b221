package dev.recommender.web;

import dev.recommender.RecommenderException;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Answers the requests of the service in any server of Jetty: the addresses below {@code /api}, {@code /health} and {@code /swagger}.
 * If its telemetry has metrics for Prometheus, {@code /metrics} is its own, too. So are {@code /}, where the page is, and what is
 * below {@code /page}, unless it has no page. Other addresses are left to the handlers after it.
 *
 * <p>Without {@link Builder#keys} it answers this machine alone. Shared between threads; the model service stays the caller's to
 * close.
 */
public final class RecommenderHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(RecommenderHandler.class);
    private static final String ETAG = "ETag";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    private final Routes routes;
    private final Telemetry telemetry;
    private final Gate gate;
    private final Optional<RateLimit> rate;
    private final Limits limits;
    private final Once once;
    private final Draining draining;
    private final Semaphore requests;
    private final Semaphore listeners;
    private final boolean page;
    private final Optional<Supplier<String>> scraper;

    private RecommenderHandler(Builder builder) {
        this.limits = builder.limits;
        this.draining = new Draining();
        this.telemetry = builder.telemetry;
        this.gate = new Gate(Optional.ofNullable(builder.keys), builder.origins);
        this.rate = Optional.ofNullable(builder.rate);
        this.once = new Once(WebFolder.records(builder.store));
        this.requests = new Semaphore(limits.requests());
        this.listeners = new Semaphore(limits.listeners());
        this.page = builder.page;
        this.scraper = builder.telemetry.scraper();
        List<Route> all = new ArrayList<>();
        all.addAll(new HealthRoutes(builder.service, draining).routes());
        all.addAll(new AnswerRoutes(builder.service, telemetry).routes());
        all.addAll(new CatalogRoutes(builder.service).routes());
        all.addAll(new ModelRoutes(builder.service, draining, telemetry).routes());
        all.addAll(new AliasRoutes(builder.service).routes());
        all.addAll(new FileRoutes(builder.files).routes());
        all.addAll(new UploadRoutes(builder.files, InstantSource.system()).routes());
        all.addAll(new InspectionRoutes(builder.service).routes());
        all.addAll(AlgorithmRoutes.routes());
        all.addAll(new RetiredRoutes(builder.service, builder.files, telemetry).routes());
        all.addAll(DescriptionRoutes.routes());
        if (builder.page) {
            all.addAll(new PageRoutes(builder.pictures).routes());
        }
        scraper.ifPresent(metrics -> all.addAll(new MetricsRoutes(metrics).routes()));
        this.routes = new Routes(all);
    }

    /**
     * A builder of handlers.
     *
     * @param service what answers and takes requests
     * @param store where keys, idempotency keys, uploads and files are kept; as a rule that of the service
     */
    public static Builder builder(ModelService service, BlobStore store) {
        return new Builder(service, store);
    }

    /**
     * Says from now on that this server is not ready, and ends the answers that report progress. All else is answered as before:
     * a balancer has time to notice before the server stops.
     */
    public void drain() {
        draining.begin();
    }

    /** Whether callers need a key. */
    boolean hasKeys() {
        return gate.hasKeys();
    }

    /** How many requests may be under way at the same time. */
    int threads() {
        return limits.requests() + limits.listeners();
    }

    /** All routes, for comparing them with their description. */
    Routes routes() {
        return routes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Address address = Address.of(request);
        if (address.broken.isEmpty() && !isOurs(address.path)) {
            return false;
        }
        Telemetry.Watch watch = telemetry.request(incoming(request));
        // A filter around this handler may have put a value of its own.
        String former = MDC.get(RequestIds.LOGGED);
        try {
            String id = RequestIds.choose(
                    Optional.ofNullable(request.getHeaders().get(RequestIds.HEADER)), watch.traceId());
            response.getHeaders().put(RequestIds.HEADER, id);
            MDC.put(RequestIds.LOGGED, id);
            answer(request, response, callback, new Watched(address, id, watch));
        } finally {
            if (former == null) {
                MDC.remove(RequestIds.LOGGED);
            } else {
                MDC.put(RequestIds.LOGGED, former);
            }
            watch.end(response.getStatus() == 0 ? HttpStatus.INTERNAL_SERVER_ERROR_500 : response.getStatus());
        }
        return true;
    }

    private boolean isOurs(List<String> path) {
        if (!page && Paths.isOfPage(path) || scraper.isEmpty() && Paths.isOfMetrics(path)) {
            return false;
        }
        return Paths.isOurs(path);
    }

    /** The decoded path of a request, or why it has none. */
    private record Address(List<String> path, Optional<WebFailure> broken) {
        static Address of(Request request) {
            try {
                return new Address(Paths.segments(Request.getPathInContext(request)), Optional.empty());
            } catch (WebFailure e) {
                return new Address(List.of(""), Optional.of(e));
            }
        }
    }

    /** What is told of a request, without what a client could invent: another method has the same name as all others. */
    private static Telemetry.Incoming incoming(Request request) {
        return new Telemetry.Incoming(
                METHODS.contains(request.getMethod()) ? request.getMethod() : Telemetry.Incoming.OTHER,
                request.isSecure() ? "https" : "http",
                name -> Optional.ofNullable(request.getHeaders().get(name)));
    }

    /** A request as it is watched. */
    private record Watched(Address address, String id, Telemetry.Watch watch) {}

    private void answer(Request request, Response response, Callback callback, Watched watched) throws IOException {
        List<String> path = watched.address.path;
        boolean retired = Paths.isRetired(path);
        @Nullable Route route = null;
        Optional<Caller> caller = Optional.empty();
        @Nullable Semaphore taken = null;
        try {
            Reply reply;
            try {
                if (watched.address.broken.isPresent()) {
                    throw watched.address.broken.get();
                }
                if (isPreflight(request)) {
                    send(request, response, callback, Reply.empty(HttpStatus.NO_CONTENT_204));
                    return;
                }
                Routes.Match match = routes.find(request.getMethod(), path);
                route = match.route();
                watched.watch.route(route.pattern());
                if (route.access().isPresent()) {
                    caller = Optional.of(gate.caller(request));
                    Gate.require(caller.get(), route.access().get());
                }
                if (rate.isPresent() && caller.isPresent()) {
                    rate.get().count(caller.get());
                }
                // Who asks whether the process lives must hear so from one that is busy, too.
                taken = route.access().isPresent() ? take(route) : null;
                reply = reply(request, match, caller.orElse(NOBODY));
            } catch (Exception e) {
                Failure failure = Failure.of(e);
                if (failure.status() >= HttpStatus.INTERNAL_SERVER_ERROR_500 && !(e instanceof WebFailure)) {
                    LOG.warn(
                            "{} {} failed, request {}",
                            request.getMethod(),
                            request.getHttpURI().getPath(),
                            watched.id,
                            e);
                }
                reply = retired ? RetiredFailures.reply(failure, e, caller) : Problem.reply(failure);
            }
            if (route != null && route.has(Route.Trait.CHANGES)) {
                Audit.record(request, watched.id, caller, reply);
            }
            send(request, response, callback, reply);
        } finally {
            if (taken != null) {
                taken.release();
            }
        }
    }

    private static final Caller NOBODY = new Caller("", Access.RECOMMENDATIONS);

    private Semaphore take(Route route) {
        Semaphore permits = route.has(Route.Trait.LISTENS) ? listeners : requests;
        if (!permits.tryAcquire()) {
            throw new WebFailure(Failure.of(503, "overloaded", "the server is busy; try again in a second")
                    .header("Retry-After", "1"));
        }
        return permits;
    }

    private Reply reply(Request request, Routes.Match match, Caller caller) throws IOException {
        Exchange exchange = new Exchange(request, caller, match.path(), limits);
        Route route = match.route();
        if (!route.has(Route.Trait.RETIRED)) {
            requireKnown(exchange, route);
        }
        Reply reply;
        try {
            reply = once.reply(exchange, route);
        } catch (RecommenderException e) {
            Failure failure = Failure.of(e);
            throw route.has(Route.Trait.RETIRED) || failure.violations().isEmpty()
                    ? e
                    : new WebFailure(failure.sent(exchange.sent()));
        }
        Optional<String> known = exchange.header(HttpHeader.IF_NONE_MATCH.asString());
        String tag = reply.headers().get(ETAG);
        if (tag != null && known.isPresent() && Etags.matches(known.get(), tag)) {
            return reply.unchanged();
        }
        return reply;
    }

    /** Refuses fields of the address and of the header that are wrong, or without effect. */
    private static void requireKnown(Exchange exchange, Route route) {
        Faults faults = new Faults();
        exchange.checkQuery(route.query(), faults);
        if (exchange.header(HttpHeader.IF_MATCH.asString()).isPresent()) {
            faults.add(Exchange.headerWithoutEffect(HttpHeader.IF_MATCH.asString()));
        }
        boolean isRead = route.method().equals("GET");
        if (exchange.header(FileRoutes.CONDITION).isPresent() && !isRead && !route.has(Route.Trait.MAKES)) {
            faults.add(Exchange.headerWithoutEffect(FileRoutes.CONDITION));
        }
        if (exchange.header(Once.HEADER).isPresent() && !route.has(Route.Trait.ONCE)) {
            faults.add(Exchange.headerWithoutEffect(Once.HEADER));
        }
        faults.require();
    }

    private boolean isPreflight(Request request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD)
                && gate.allowedOrigin(request).isPresent();
    }

    private void send(Request request, Response response, Callback callback, Reply reply) throws IOException {
        response.setStatus(reply.status());
        SafetyHeaders.put(response.getHeaders(), request.isSecure());
        gate.allowedOrigin(request).ifPresent(origin -> SafetyHeaders.allow(response.getHeaders(), origin));
        reply.headers().forEach(response.getHeaders()::put);
        // Jetty ends a connection whose body is unread, and a client that is not told loses its next request.
        if (draining.hasBegun() || !request.consumeAvailable()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (reply.stream().isEmpty()) {
            response.write(true, ByteBuffer.wrap(reply.body()), callback);
            return;
        }
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            reply.stream().get().writeTo(out);
        } catch (IOException | RuntimeException e) {
            LOG.debug("the answer to {} ended early", request.getHttpURI().getPath(), e);
            callback.failed(e);
            return;
        }
        callback.succeeded();
    }

    /** Collects how requests are answered; each option is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private final ModelService service;
        private final BlobStore store;
        private final Set<String> origins = new HashSet<>();
        private final Set<String> pictures = new HashSet<>();
        private BlobStore files;
        private @Nullable ApiKeys keys;
        private @Nullable RateLimit rate;
        private Telemetry telemetry = Telemetry.none();
        private Limits limits = Limits.STANDARD;
        private boolean page = true;

        private Builder(ModelService service, BlobStore store) {
            this.service = service;
            this.store = store;
            this.files = store;
        }

        /** Who may do what; default: who is on this machine may do everything, and nobody else anything. */
        public Builder keys(ApiKeys keys) {
            this.keys = keys;
            return this;
        }

        /** Where the files to train on are, if the service has them in another store. */
        public Builder files(BlobStore store) {
            this.files = store;
            return this;
        }

        /**
         * Who is told what the server does; default: nobody, and {@code /metrics} is left to other handlers. What it throws is
         * logged.
         */
        public Builder telemetry(Telemetry telemetry) {
            this.telemetry = Telemetry.all(List.of(telemetry));
            return this;
        }

        /**
         * How many requests a second each key may send; default: any number.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder requestsPerSecond(int count) {
            this.rate = new RateLimit((int) atLeastOne("requestsPerSecond", count), System::nanoTime);
            return this;
        }

        /**
         * How many requests are worked on at the same time; further ones get the status 503. Default: 128.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxRequests(int count) {
            atLeastOne("maxRequests", count);
            this.limits = new Limits(limits.body(), limits.part(), limits.file(), count, limits.listeners());
            return this;
        }

        /**
         * How many clients may listen to the progress of trainings at the same time; default: 64.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxListeners(int count) {
            atLeastOne("maxListeners", count);
            this.limits = new Limits(limits.body(), limits.part(), limits.file(), limits.requests(), count);
            return this;
        }

        /**
         * The longest body of JSON in bytes; default: 4 MiB.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxBodyBytes(int bytes) {
            atLeastOne("maxBodyBytes", bytes);
            this.limits = new Limits(bytes, limits.part(), limits.file(), limits.requests(), limits.listeners());
            return this;
        }

        /**
         * The longest part of an upload in bytes; default: 64 MiB.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxPartBytes(long bytes) {
            atLeastOne("maxPartBytes", bytes);
            this.limits = new Limits(limits.body(), bytes, limits.file(), limits.requests(), limits.listeners());
            return this;
        }

        /**
         * The longest file that is sent in one piece, in bytes; default: 16 GiB.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxFileBytes(long bytes) {
            atLeastOne("maxFileBytes", bytes);
            this.limits = new Limits(limits.body(), limits.part(), bytes, limits.requests(), limits.listeners());
            return this;
        }

        /**
         * Lets pages of a site use the service, such as {@code https://shop.example}; default: no site's. Capital letters and the
         * port that the scheme has anyway make no difference.
         *
         * @throws IllegalArgumentException if it is no scheme and host
         */
        public Builder allowOrigin(String origin) {
            origins.add(Gate.site(origin));
            return this;
        }

        /**
         * Lets the page show pictures of items from a site, such as {@code https://pictures.example}; default: from no site. The
         * address of an item's picture is its catalog's feature {@code picture}, {@code image} or {@code thumbnail}.
         *
         * @throws IllegalArgumentException if it is no scheme and host
         */
        public Builder allowPictures(String origin) {
            pictures.add(Gate.site(origin));
            return this;
        }

        /** Has no page for people: {@code /} and what is below {@code /page} are left to other handlers. */
        public Builder withoutPage() {
            this.page = false;
            return this;
        }

        /**
         * A handler with the options as they are now.
         *
         * @throws IllegalStateException if pictures are allowed and there is no page to show them
         */
        public RecommenderHandler build() {
            if (!page && !pictures.isEmpty()) {
                throw new IllegalStateException(
                        "allowPictures has no effect without the page; leave one of the two out");
            }
            return new RecommenderHandler(this);
        }

        private static long atLeastOne(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1: " + value);
            }
            return value;
        }
    }
}
