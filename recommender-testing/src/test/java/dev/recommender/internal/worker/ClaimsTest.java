package dev.recommender.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.worker.Claims.ClaimResult;
import dev.recommender.internal.worker.Claims.Outcome;
import dev.recommender.registry.ModelId;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.MemoryBlobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final ModelId MODEL = ModelId.parse("0190a0b0-0000-7000-8000-000000000001");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Claims claims = new Claims(BlobRecords.in(new MemoryBlobStore(), "records"), () -> now);

    @Test
    void oneWorkerHoldsAClaimUntilItRunsOut() throws IOException {
        assertThat(take("a")).isEqualTo(new ClaimResult(Outcome.TAKEN, 1, Duration.ZERO, ""));
        assertThat(take("a").outcome()).as("taken again after a lost reply").isEqualTo(Outcome.TAKEN);
        pass(20);
        assertThat(take("b")).isEqualTo(new ClaimResult(Outcome.HELD, 1, Duration.ofSeconds(40), ""));
        pass(40);
        assertThat(take("b")).isEqualTo(new ClaimResult(Outcome.TAKEN, 2, Duration.ZERO, ""));
        assertThat(claims.renew(MODEL, "a", MINUTE)).isFalse();
        assertThat(claims.fail(MODEL, "a", "late")).isFalse();
        pass(50);
        assertThat(claims.renew(MODEL, "b", MINUTE)).isTrue();
        pass(50);
        assertThat(take("c").outcome()).isEqualTo(Outcome.HELD);
    }

    @Test
    void aClaimThatHasRunOutIsRenewedUnlessAnotherHasIt() throws IOException {
        take("a");
        pass(3600);
        assertThat(claims.renew(MODEL, "a", MINUTE)).isTrue();
        assertThat(take("b").outcome()).isEqualTo(Outcome.HELD);
    }

    @Test
    void attemptsAreCountedUntilTheyAreUsedUp() throws IOException {
        take("a");
        assertThat(claims.fail(MODEL, "a", "disk full")).isTrue();
        assertThat(claims.fail(MODEL, "a", "disk full")).as("repeated").isTrue();
        assertThat(take("b")).isEqualTo(new ClaimResult(Outcome.TAKEN, 2, Duration.ZERO, "disk full"));
        pass(60);
        assertThat(take("c")).isEqualTo(new ClaimResult(Outcome.EXHAUSTED, 2, Duration.ZERO, "disk full"));
    }

    @Test
    void aClaimGivenBackWasNoAttempt() throws IOException {
        take("a");
        claims.giveBack(MODEL, "a");
        claims.giveBack(MODEL, "a");
        assertThat(take("b").attempts()).isEqualTo(1);
    }

    @Test
    void whoeverTrainsAForgottenModelHasLostTheClaim() throws IOException {
        take("a");
        assertThat(claims.exists(MODEL)).isTrue();
        claims.remove(MODEL);
        assertThat(claims.exists(MODEL)).isFalse();
        assertThat(claims.renew(MODEL, "a", MINUTE)).isFalse();
        claims.remove(MODEL);
    }

    @Test
    void messagesAreSentAgainAfterLongerAndLongerTimes() throws IOException {
        Instant requested = now;
        assertThat(claims.requeue(MODEL, requested, MINUTE)).isFalse();
        pass(60);
        assertThat(claims.requeue(MODEL, requested, MINUTE)).isTrue();
        pass(60);
        assertThat(claims.requeue(MODEL, requested, MINUTE)).isFalse();
        pass(60);
        assertThat(claims.requeue(MODEL, requested, MINUTE)).isTrue();
        take("a");
        pass(119);
        assertThat(claims.requeue(MODEL, requested, MINUTE))
                .as("a minute has not passed since the claim ended")
                .isFalse();
        pass(1);
        assertThat(claims.requeue(MODEL, requested, MINUTE)).isTrue();
        assertThat(take("b").attempts()).as("sending is no attempt").isEqualTo(2);
    }

    private ClaimResult take(String token) throws IOException {
        return claims.take(MODEL, token, MINUTE, 2);
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }
}
