package dev.recommender.internal.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.internal.registry.RecordChanges;
import dev.recommender.internal.registry.RecordChanges.Step;
import dev.recommender.internal.util.Json;
import dev.recommender.registry.ModelId;
import dev.recommender.storage.Backoff;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Which worker trains which model, until when, and how often it was tried. There is one record for each model whose
 * training was begun and is not settled. A worker takes the claim before it trains, and renews it while it trains. So a
 * message that is delivered twice does no harm, and attempts are counted however the messages came.
 *
 * <p>Claims only save work. The registry ensures that a model is completed once. A worker that continues after its
 * claim was taken over can still complete the model. Then the other worker finds it completed.
 */
public final class Claims {
    private static final String KEYS = "claims/";
    private static final int MAX_DOUBLINGS = 10;

    private final VersionedRecords records;
    private final RecordChanges changes;
    private final InstantSource clock;

    public Claims(VersionedRecords records, InstantSource clock) {
        this.records = records;
        this.changes = new RecordChanges(records);
        this.clock = clock;
    }

    /** Whether a claim could be taken. */
    public enum Outcome {
        /** The claim is the taker's. */
        TAKEN,
        /** Another worker has it. */
        HELD,
        /** The model was tried as often as it may be. */
        EXHAUSTED
    }

    /**
     * The result of taking a claim.
     *
     * @param attempts which attempt it is, or how many there were
     * @param left how much longer another worker has the claim at least, if one has
     * @param error why the last attempt failed; empty if that is not known
     */
    public record ClaimResult(Outcome outcome, int attempts, Duration left, String error) {}

    /** Takes a claim for a time, unless another worker's claim is in force or there were too many attempts. */
    public ClaimResult take(ModelId model, String token, Duration lasting, int maxAttempts) throws IOException {
        return changes.change(KEYS + model, content -> {
            Claim claim = content.map(Claim::read).orElse(Claim.NONE);
            Instant now = clock.instant();
            if (claim.held && claim.token.equals(token)) {
                return Step.nothing(new ClaimResult(Outcome.TAKEN, claim.attempts, Duration.ZERO, claim.error));
            }
            if (claim.held && claim.until.isAfter(now)) {
                Duration left = Duration.between(now, claim.until);
                return Step.nothing(new ClaimResult(Outcome.HELD, claim.attempts, left, claim.error));
            }
            if (claim.attempts >= maxAttempts) {
                return Step.nothing(new ClaimResult(Outcome.EXHAUSTED, claim.attempts, Duration.ZERO, claim.error));
            }
            Claim taken = new Claim(token, true, now.plus(lasting), claim.attempts + 1, claim.error, 0);
            return Step.write(
                    taken.write(), new ClaimResult(Outcome.TAKEN, taken.attempts, Duration.ZERO, claim.error));
        });
    }

    /** Lets a claim last longer; returns whether it is still the caller's. */
    public boolean renew(ModelId model, String token, Duration lasting) throws IOException {
        return changeOwn(
                model,
                token,
                claim -> new Claim(
                        token, true, clock.instant().plus(lasting), claim.attempts, claim.error, claim.requeued));
    }

    /** Ends a claim because the attempt has failed; returns whether it was still the caller's. */
    boolean fail(ModelId model, String token, String error) throws IOException {
        return changeOwn(
                model, token, claim -> new Claim(token, false, clock.instant(), claim.attempts, error, claim.requeued));
    }

    /** Ends a claim as if the attempt had not been made. */
    void giveBack(ModelId model, String token) throws IOException {
        changeOwn(
                model,
                token,
                claim -> new Claim(
                        token, false, clock.instant(), Math.max(0, claim.attempts - 1), claim.error, claim.requeued));
    }

    /**
     * Whether a message for the model should be sent again, because nobody has claimed it for the given time. The time
     * counts from the end of the last claim, or from the request, and doubles after each message sent again. A worker
     * that trains the model nonetheless has then lost the claim, and the attempt counts.
     */
    boolean requeue(ModelId model, Instant requested, Duration after) throws IOException {
        Backoff waits = Backoff.of(after, Backoff.MAX_PAUSE).withDoublings(MAX_DOUBLINGS);
        String token = UUID.randomUUID().toString();
        return changes.change(KEYS + model, content -> {
            Claim claim = content.map(Claim::read).orElse(new Claim("", false, requested, 0, "", 0));
            Instant now = clock.instant();
            if (claim.token.equals(token)) {
                return Step.nothing(true);
            }
            if (now.isBefore(claim.until.plus(waits.pauseAfter(claim.requeued + 1)))) {
                return Step.nothing(false);
            }
            return Step.write(
                    new Claim(token, false, now, claim.attempts, claim.error, claim.requeued + 1).write(), true);
        });
    }

    /** Whether there is a claim on the model that is not in force. */
    boolean isReleased(ModelId model) throws IOException {
        Instant now = clock.instant();
        return records.get(KEYS + model)
                .map(record -> Claim.read(record.content()))
                .filter(claim -> !claim.held || !claim.until.isAfter(now))
                .isPresent();
    }

    /** Whether there is a claim on the model, in force or not. */
    public boolean exists(ModelId model) throws IOException {
        return records.get(KEYS + model).isPresent();
    }

    /** Removes a model's claim. A worker that trains the model loses it. */
    void remove(ModelId model) throws IOException {
        changes.change(KEYS + model, content -> Step.delete(true));
    }

    private boolean changeOwn(ModelId model, String token, UnaryOperator<Claim> change) throws IOException {
        return changes.change(KEYS + model, content -> {
            Claim claim = content.map(Claim::read).orElse(Claim.NONE);
            if (!claim.token.equals(token)) {
                return Step.nothing(false);
            }
            return claim.held ? Step.write(change.apply(claim).write(), true) : Step.nothing(true);
        });
    }

    /**
     * A record's content.
     *
     * @param token a random text of this taking, by which the taker also recognises what it has written
     * @param held whether the taker still trains
     * @param until when the claim ends, or has ended
     * @param attempts how many attempts were begun and not given back
     * @param error why the last one failed
     * @param requeued how often a message was sent again since the last attempt
     */
    private record Claim(String token, boolean held, Instant until, int attempts, String error, int requeued) {
        static final Claim NONE = new Claim("", false, Instant.EPOCH, 0, "", 0);

        String write() {
            return Json.write(Json.object()
                    .put("token", token)
                    .put("held", held)
                    .put("until", until.toString())
                    .put("attempts", attempts)
                    .put("error", error)
                    .put("requeued", requeued));
        }

        /** The claim; one that cannot be read is as good as none. */
        static Claim read(String content) {
            try {
                JsonNode root = Json.read(content);
                return new Claim(
                        root.path("token").asText(),
                        root.path("held").asBoolean(),
                        Instant.parse(root.path("until").asText()),
                        root.path("attempts").asInt(),
                        root.path("error").asText(),
                        root.path("requeued").asInt());
            } catch (IllegalArgumentException | DateTimeException e) {
                return NONE;
            }
        }
    }
}
