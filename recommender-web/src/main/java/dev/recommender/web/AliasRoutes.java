package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.registry.Alias;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.service.ModelService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Aliases, among them the default: which models answer under them, with which weights, and what was before. */
final class AliasRoutes {
    private static final String SHARES = "shares";
    private static final String MODEL = "model";
    private static final String WEIGHT = "weight";
    private static final String REVISION = "revision";

    /** Stands for a model while the weight alone is looked at. */
    private static final ModelId UNREAD = new ModelId(new UUID(0, 0));

    private final ModelService service;

    AliasRoutes(ModelService service) {
        this.service = service;
    }

    List<Route> routes() {
        Access access = Access.ADMINISTRATION;
        return List.of(
                Route.of("GET", "/api/v1/aliases", access, this::list),
                Route.of("GET", "/api/v1/aliases/{alias}", access, this::show),
                Route.of("PUT", "/api/v1/aliases/{alias}", access, this::set).with(Route.Trait.CHANGES),
                Route.of("DELETE", "/api/v1/aliases/{alias}", access, this::delete)
                        .with(Route.Trait.CHANGES),
                Route.of("POST", "/api/v1/aliases/{alias}/roll-back", access, this::rollBack)
                        .with(Route.Trait.CHANGES, Route.Trait.ONCE));
    }

    private Reply list(Exchange exchange) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode aliases = root.putArray("aliases");
        List<Alias> all = service.registry().aliases();
        Map<String, Alias.Revision> earlier = service.registry().earlier(all);
        for (Alias alias : all) {
            ObjectNode node = aliases.addObject().put("name", alias.name());
            putShares(node, alias.shares());
            putEarlier(node, Optional.ofNullable(earlier.get(alias.name())));
        }
        return Reply.json(200, root);
    }

    private Reply show(Exchange exchange) throws IOException {
        String name = Alias.requireName(exchange.path("alias"));
        Alias alias = service.registry().alias(name).orElseThrow(() -> new UnknownAliasException(name));
        return Etags.tagged(Reply.json(200, json(alias)));
    }

    private Reply set(Exchange exchange) throws IOException {
        Faults faults = new Faults();
        String name = faults.reading(Alias.DEFAULT, () -> Alias.requireName(exchange.path("alias")));
        ObjectNode body = Bodies.object(exchange.text(), Set.of(SHARES), faults);
        JsonNode given = body.path(SHARES);
        if (!given.isArray() || given.isEmpty()) {
            faults.add(Bodies.refused(
                    SHARES, "must be a list of at least one object of " + MODEL + " and " + WEIGHT, given));
        }
        List<Alias.Share> shares = new ArrayList<>();
        for (int at = 0; given.isArray() && at < given.size(); at++) {
            share(given.get(at), SHARES + "[" + at + "]", faults).ifPresent(shares::add);
        }
        faults.require();
        Alias set = registry(exchange).setAlias(name, shares);
        return Reply.json(200, json(set)).touching(models(set));
    }

    private static Optional<Alias.Share> share(JsonNode share, String path, Faults faults) {
        if (!share.isObject()) {
            faults.add(Bodies.refused(path, "must be an object of " + MODEL + " and " + WEIGHT, share));
            return Optional.empty();
        }
        Faults inner = new Faults();
        inner.checking(() -> Bodies.refuseOthers(share, Set.of(MODEL, WEIGHT)));
        Optional<ModelId> model =
                inner.reading(Optional.empty(), () -> Optional.of(ModelId.parse(Bodies.text(share, MODEL))));
        int weight = inner.reading(
                1, () -> share.has(WEIGHT) ? new Alias.Share(UNREAD, Bodies.whole(share, WEIGHT)).weight() : 1);
        faults.addWithin(path, inner);
        return model.map(id -> new Alias.Share(id, weight));
    }

    private static List<String> models(Alias alias) {
        return alias.shares().stream().map(share -> "model " + share.model()).toList();
    }

    private Reply delete(Exchange exchange) throws IOException {
        String name = Alias.requireName(exchange.path("alias"));
        if (!registry(exchange).deleteAlias(name)) {
            throw new UnknownAliasException(name);
        }
        return Reply.empty(204);
    }

    private Reply rollBack(Exchange exchange) throws IOException {
        String name = Alias.requireName(exchange.path("alias"));
        ObjectNode body = Bodies.object(exchange.text(), Set.of(REVISION));
        ModelRegistry registry = registry(exchange);
        try {
            Alias back = body.has(REVISION)
                    ? registry.rollBack(name, Bodies.whole(body, REVISION))
                    : registry.rollBack(name);
            return Reply.json(200, json(back)).touching(models(back));
        } catch (InvalidAliasException e) {
            throw new WebFailure(409, "no-revision", String.valueOf(e.getMessage()));
        }
    }

    /** The registry, whose history will say who it was. */
    private ModelRegistry registry(Exchange exchange) {
        return service.registry().as(exchange.caller().name());
    }

    private ObjectNode json(Alias alias) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", alias.name());
        putShares(node, alias.shares());
        putEarlier(node, service.registry().earlier(alias));
        ArrayNode revisions = node.putArray("revisions");
        for (Alias.Revision revision : alias.revisions()) {
            put(revisions.addObject(), revision);
        }
        return node;
    }

    /** Says what the alias can be taken back to. */
    private static void putEarlier(ObjectNode node, Optional<Alias.Revision> earlier) {
        earlier.ifPresent(revision -> put(node.putObject("earlier"), revision));
    }

    private static void put(ObjectNode node, Alias.Revision revision) {
        node.put("number", revision.number())
                .put("when", revision.when().toString())
                .put("by", revision.by());
        revision.restored().ifPresent(number -> node.put("restored", number));
        putShares(node, revision.shares());
    }

    private static void putShares(ObjectNode node, List<Alias.Share> shares) {
        ArrayNode list = node.putArray(SHARES);
        shares.forEach(
                share -> list.addObject().put(MODEL, share.model().toString()).put(WEIGHT, share.weight()));
    }
}
