package dev.recommender.cli;

import dev.recommender.web.Access;
import dev.recommender.web.ApiKey;
import dev.recommender.web.ApiKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        description = "Makes, lists and revokes the keys by which clients of serve say who they are.",
        mixinStandardHelpOptions = true)
final class KeysCommand implements Runnable {
    @Spec
    CommandSpec spec = CommandSpec.create();

    /** What is done with the keys of a store. */
    @FunctionalInterface
    private interface Body {
        void run(ApiKeys keys) throws IOException;
    }

    @Override
    public void run() {
        throw new UsageException(
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(
            name = "make",
            description = "Makes a key and prints it. It cannot be found out later.",
            mixinStandardHelpOptions = true)
    int make(
            @Mixin StoreOptions store,
            @Option(
                            names = "--access",
                            required = true,
                            paramLabel = "recommendations|metrics|administration",
                            description = "What it opens: asking models, reading metrics, or everything.")
                    Access access,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "Whose it is, for people.")
                    String name)
            throws IOException {
        on(store, keys -> {
            try {
                out().println(keys.create(name, access));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--" + e.getMessage());
            }
        });
        return 0;
    }

    @Command(name = "list", description = "Lists the keys, without their secrets.", mixinStandardHelpOptions = true)
    int list(@Mixin StoreOptions store) throws IOException {
        on(store, keys -> {
            List<ApiKey> all = keys.list();
            for (ApiKey key : all) {
                out().printf(
                                Locale.ROOT,
                                "%s  %s  %-15s  %s%n",
                                key.id(),
                                key.created(),
                                key.access().name().toLowerCase(Locale.ROOT),
                                key.name());
            }
        });
        return 0;
    }

    @Command(
            name = "revoke",
            description = "Revokes a key for good. Servers notice within ten seconds.",
            mixinStandardHelpOptions = true)
    int revoke(
            @Mixin StoreOptions store,
            @Parameters(paramLabel = "ID", description = "What the key has before its dot.") String id)
            throws IOException {
        on(store, keys -> {
            if (!keys.revoke(id)) {
                throw new UsageException("there is no key \"" + id + "\"; see keys list");
            }
            out().println("revoked");
        });
        return 0;
    }

    private static void on(StoreOptions store, Body body) throws IOException {
        store.runOnStore(builder -> builder, (opened, service) -> body.run(ApiKeys.in(opened)));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
