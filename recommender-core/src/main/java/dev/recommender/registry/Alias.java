package dev.recommender.registry;

import dev.recommender.internal.util.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A name under which an application asks for recommendations. The operator decides which model answers under it, or
 * which models share the users among them.
 *
 * <p>The choice is sticky: it depends on the alias's name, the user's id and the shares alone, and is the same in every
 * process. A user's point lies from 0 to 1. It is the first 8 bytes of the SHA-256 of {@code name/user} in UTF-8, as an
 * unsigned number of 64 bits, divided by 2<sup>64</sup>. The shares, in their order, divide that range by their
 * weights. So a model that takes the place of another takes its users. Moving weight between two neighbours moves only
 * the users between them.
 *
 * @param name 1 to 64 lower-case letters, digits, {@code -} and {@code _}; the first character is a letter or a digit
 * @param revisions the past revisions, oldest first, then the current one; at least one, at most the newest
 *     {@value #MAX_REVISIONS}
 */
public record Alias(String name, List<Revision> revisions) {
    /**
     * The alias that answers where no alias is named. Where there is none, the first model to complete makes it; otherwise it is
     * an alias like any other. If its models are deleted, it has none until it is set or taken back.
     */
    public static final String DEFAULT = "default";

    /** How many models can share an alias. */
    public static final int MAX_SHARES = 20;

    /** How many revisions are kept. */
    public static final int MAX_REVISIONS = 50;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    public Alias {
        requireName(name);
        revisions = List.copyOf(revisions);
        if (revisions.isEmpty()) {
            throw new IllegalArgumentException("alias " + name + " must have a revision");
        }
    }

    /**
     * The name itself.
     *
     * @throws InvalidAliasException if no alias can have this name
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw InvalidAliasException.name(name);
        }
        return name;
    }

    /** What the alias is now. */
    public Revision current() {
        return revisions.get(revisions.size() - 1);
    }

    /** Which models share the alias now; none if all of them were deleted. */
    public List<Share> shares() {
        return current().shares();
    }

    /** The model that answers for a user; empty if there are no shares. */
    public Optional<ModelId> modelFor(String user) {
        List<Share> shares = shares();
        if (shares.size() <= 1) {
            return firstModel();
        }
        long total = shares.stream().mapToLong(Share::weight).sum();
        long point = multiplyHighUnsigned(hash(name + "/" + user), total);
        for (Share share : shares) {
            point -= share.weight();
            if (point < 0) {
                return Optional.of(share.model());
            }
        }
        throw new IllegalStateException("the weights do not add up to " + total);
    }

    /** The model of the first share, which answers where no user is known; empty if there are no shares. */
    public Optional<ModelId> firstModel() {
        return shares().stream().findFirst().map(Share::model);
    }

    private static long hash(String text) {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }

    /** The upper 64 bits of an unsigned number times one that is not negative. */
    private static long multiplyHighUnsigned(long unsigned, long positive) {
        return Math.multiplyHigh(unsigned, positive) + (unsigned < 0 ? positive : 0);
    }

    /**
     * A model's part of the users.
     *
     * @param model the model
     * @param weight its part relative to the other weights, from 1 to {@value #MAX_WEIGHT}
     */
    public record Share(ModelId model, int weight) {
        /** The largest weight. */
        public static final int MAX_WEIGHT = 1_000_000;

        public Share {
            if (weight < 1 || weight > MAX_WEIGHT) {
                throw InvalidAliasException.weight(weight);
            }
        }
    }

    /**
     * What an alias was from one change to the next.
     *
     * @param number 1 for the first, one more with each change
     * @param shares which models shared the alias
     * @param when when it was made so, by the clock of who did it
     * @param by who did it
     * @param restored the revision that was gone back to, if it came so
     */
    public record Revision(int number, List<Share> shares, Instant when, String by, OptionalInt restored) {
        public Revision {
            shares = List.copyOf(shares);
            if (shares.size() > MAX_SHARES) {
                throw InvalidAliasException.shares("more than " + MAX_SHARES + " models: " + shares.size());
            }
            Set<ModelId> models = new HashSet<>();
            for (Share share : shares) {
                if (!models.add(share.model())) {
                    throw InvalidAliasException.shares("model " + share.model() + " twice");
                }
            }
        }
    }
}
