package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recommender.storage.Attempts.Earlier;
import dev.recommender.storage.Attempts.Failure;
import dev.recommender.storage.Attempts.Outcome;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptsTest {
    private static final int COUNT = 4;
    private static final CallOptions OPTIONS = new CallOptions(Duration.ofSeconds(7), COUNT, Duration.ofMillis(1));

    private final Attempts attempts = new Attempts(OPTIONS, AttemptsTest::translate);

    /** What a client throws. */
    private static final class ClientException extends RuntimeException {
        private final Kind kind;
        private final Outcome outcome;

        ClientException(Kind kind, Outcome outcome) {
            super(kind + " " + outcome);
            this.kind = kind;
            this.outcome = outcome;
        }
    }

    private static Failure translate(String what, RuntimeException thrown) {
        if (!(thrown instanceof ClientException e)) {
            throw thrown;
        }
        return new Failure(StorageException.failed(e.kind, what, e.getMessage(), "", e), e.outcome);
    }

    /** A service that fails as it is planned, and then succeeds; it writes down what it is asked. */
    private static final class Service {
        private final Deque<RuntimeException> plan = new ArrayDeque<>();
        private final List<Integer> failures = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();

        Service(ClientException... failures) {
            plan.addAll(List.of(failures));
        }

        String request() {
            return request(null);
        }

        String request(Earlier earlier) {
            failures.add(earlier == null ? -1 : earlier.failures());
            outcomes.add(earlier == null ? null : earlier.outcome());
            if (!plan.isEmpty()) {
                throw plan.remove();
            }
            return "done";
        }

        int requests() {
            return failures.size();
        }
    }

    private static ClientException certainlyNot() {
        return new ClientException(Kind.UNAVAILABLE, Outcome.CERTAINLY_NOT);
    }

    private static ClientException maybe() {
        return new ClientException(Kind.UNAVAILABLE, Outcome.MAYBE);
    }

    @Test
    void aRequestIsRepeatedUntilItSucceeds() throws IOException {
        Service service = new Service(certainlyNot(), maybe(), certainlyNot());
        assertThat(attempts.atLeastOnce("ask", () -> service.request())).isEqualTo("done");
        assertThat(service.requests()).isEqualTo(4);
        assertThat(attempts.count()).isEqualTo(COUNT);
        assertThat(attempts.timeout()).isEqualTo(OPTIONS.timeout());
    }

    @Test
    void aRequestThatFailsTimeAndAgainFailsWithItsLastFailure() {
        ClientException last = maybe();
        Service service = new Service(maybe(), maybe(), maybe(), last, maybe());
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> attempts.atLeastOnce("ask", () -> service.request()))
                .withMessageStartingWith("cannot ask: UNAVAILABLE MAYBE; ")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .satisfies(e -> assertThat(e.getCause()).isSameAs(last));
        assertThat(service.requests()).isEqualTo(COUNT);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "UNAVAILABLE", mode = EnumSource.Mode.EXCLUDE)
    void otherFailuresAreFinal(Kind kind) {
        for (Outcome outcome : Outcome.values()) {
            Service service = new Service(certainlyNot(), new ClientException(kind, outcome));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> attempts.atLeastOnce("ask", () -> service.request()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
            assertThat(service.requests()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatMustNotHappenTwiceIsRepeatedOnlyIfItCertainlyHasNot() throws IOException {
        Service refusing = new Service(certainlyNot(), certainlyNot());
        assertThat(attempts.atMostOnce("send", () -> refusing.request())).isEqualTo("done");
        assertThat(refusing.requests()).isEqualTo(3);
        ClientException lost = maybe();
        Service losing = new Service(certainlyNot(), lost);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> attempts.atMostOnce("send", () -> losing.request()))
                .satisfies(e -> assertThat(e.getCause()).isSameAs(lost));
        assertThat(losing.requests()).isEqualTo(2);
    }

    @Test
    void aRequestKnowsWhatMayHaveHappenedBefore() throws IOException {
        Service service = new Service(certainlyNot(), maybe(), certainlyNot());
        attempts.atLeastOnce("ask", earlier -> service.request(earlier));
        assertThat(service.failures).containsExactly(0, 1, 2, 3);
        assertThat(service.outcomes)
                .containsExactly(Outcome.CERTAINLY_NOT, Outcome.CERTAINLY_NOT, Outcome.MAYBE, Outcome.MAYBE);
    }

    @Test
    void aFailureOfARequestItselfCountsAsAnAttemptThatMayHaveHappened() throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        attempts.atLeastOnce("read", earlier -> {
            outcomes.add(earlier.outcome());
            if (outcomes.size() == 1) {
                throw new StorageException(Kind.UNAVAILABLE, "the answer ended early");
            }
            return true;
        });
        assertThat(outcomes).containsExactly(Outcome.CERTAINLY_NOT, Outcome.MAYBE);
    }

    @Test
    void aRequestCanEndWithTheFailureThatLeftItInDoubt() {
        ClientException first = maybe();
        Service service = new Service(certainlyNot(), first);
        AtomicInteger calls = new AtomicInteger();
        ThrowingCallable call = () -> attempts.atLeastOnce("extend", earlier -> {
            calls.incrementAndGet();
            earlier.requireNoEffect();
            return service.request(earlier);
        });
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.getCause()).isSameAs(first));
        assertThat(service.requests()).isEqualTo(2);
        assertThat(calls).as("the failure is final").hasValue(3);
    }

    @Test
    void theFirstFailureThatLeftARequestInDoubtIsTheOneThatCounts() {
        ClientException first = maybe();
        Service service = new Service(first, maybe(), certainlyNot());
        ThrowingCallable call = () -> attempts.atLeastOnce("extend", earlier -> {
            if (earlier.failures() == 3) {
                earlier.requireNoEffect();
            }
            return service.request(earlier);
        });
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.getCause()).isSameAs(first));
        assertThat(service.requests()).isEqualTo(3);
    }

    @Test
    void aRequestThatIsMadeOnceIsNotRepeated() {
        Service service = new Service(certainlyNot());
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> attempts.once("ask", () -> service.request()));
        assertThat(service.requests()).isOne();
    }

    @Test
    void defectsAreThrownAsTheyAre() {
        IllegalStateException defect = new IllegalStateException("defect");
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> attempts.atLeastOnce("ask", () -> fail(defect)),
                () -> attempts.atMostOnce("ask", () -> fail(defect)),
                () -> attempts.once("ask", () -> fail(defect)))) {
            assertThatThrownBy(call).isSameAs(defect);
        }
    }

    private static boolean fail(RuntimeException failure) {
        throw failure;
    }

    @Test
    void aThreadThatIsInterruptedDoesNotTryAgain() {
        Service service = new Service(certainlyNot());
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() -> attempts.atLeastOnce("ask", () -> service.request()));
            assertThat(service.requests()).isOne();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** Random sequences of failures, compared with what the rules say of the whole sequence. */
    @Test
    @Tag("slow")
    void requestsAreMadeAsOftenAsTheRulesSay() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            ClientException[] plan = new ClientException[random.nextInt(COUNT + 2)];
            for (int at = 0; at < plan.length; at++) {
                Kind kind = random.nextInt(5) == 0 ? Kind.values()[random.nextInt(5)] : Kind.UNAVAILABLE;
                plan[at] = new ClientException(kind, Outcome.values()[random.nextInt(2)]);
            }
            boolean atMostOnce = random.nextBoolean();
            int expected = plan.length + 1;
            for (int at = plan.length - 1; at >= 0; at--) {
                boolean isFinal = plan[at].kind != Kind.UNAVAILABLE
                        || at + 1 == COUNT
                        || atMostOnce && plan[at].outcome == Outcome.MAYBE;
                expected = isFinal ? at + 1 : expected;
            }
            Service service = new Service(plan);
            Throwable thrown = catchThrowable(() -> {
                if (atMostOnce) {
                    attempts.atMostOnce("ask", () -> service.request());
                } else {
                    attempts.atLeastOnce("ask", () -> service.request());
                }
            });
            assertThat(service.requests()).isEqualTo(expected);
            if (expected == plan.length + 1) {
                assertThat(thrown).isNull();
            } else {
                assertThat(thrown.getCause()).isSameAs(plan[expected - 1]);
            }
        }
    }

    @Test
    void aBlobThatIsReplacedIsReadAgain() throws IOException {
        Deque<StorageException> plan = new ArrayDeque<>(List.of(replaced(), replaced(), replaced()));
        assertThat(attempts.untilUnchanged(() -> read(plan), () -> true)).isEqualTo("content");
        assertThat(plan).isEmpty();
    }

    @Test
    void aBlobThatIsReplacedTimeAndAgainIsAConflict() {
        Deque<StorageException> plan = new ArrayDeque<>();
        for (int time = 0; time <= COUNT; time++) {
            plan.add(replaced());
        }
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> attempts.untilUnchanged(() -> read(plan), () -> true))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        assertThat(plan).hasSize(1);
    }

    @Test
    void aBlobThatIsDeletedMeanwhileIsAConflictIfSomeOfItWasRead() {
        StorageException conflict = replaced();
        StorageException missing = new BlobNotFoundException("k");
        for (boolean begun : new boolean[] {true, false}) {
            Deque<StorageException> plan = new ArrayDeque<>(List.of(conflict, missing));
            assertThatThrownBy(() -> attempts.untilUnchanged(() -> read(plan), () -> begun))
                    .isSameAs(begun ? conflict : missing);
        }
    }

    @Test
    void aBlobThatIsMissingOrCannotBeReadIsNotReadAgain() {
        for (StorageException failure :
                List.of(new BlobNotFoundException("k"), new StorageException(Kind.UNAVAILABLE, "slow"))) {
            Deque<StorageException> plan = new ArrayDeque<>(List.of(failure));
            assertThatThrownBy(() -> attempts.untilUnchanged(() -> read(plan), () -> true))
                    .isSameAs(failure);
        }
    }

    private static StorageException replaced() {
        return StorageException.replaced("blob", new IOException("another tag"));
    }

    private static String read(Deque<StorageException> plan) throws IOException {
        if (!plan.isEmpty()) {
            throw plan.remove();
        }
        return "content";
    }
}
