package dev.recommender.web.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.WorkerListener;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Parts of a telemetry that fail, beside one that does not. */
@ResourceLock(Resources.SYSTEM_ERR)
class CombinedTelemetryTest {
    private static final Telemetry.Incoming INCOMING = new Telemetry.Incoming("GET", "http", name -> Optional.empty());

    private static final ModelId MODEL = ModelId.parse("0190a0b0-0000-7000-8000-000000000001");
    private final List<String> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(-5);

    private final Telemetry recording = new Telemetry() {
        @Override
        public Watch request(Incoming request) {
            return new Watch() {
                @Override
                public void end(int status) {
                    told.add("status " + status);
                }
            };
        }

        @Override
        public void trainingRequested(ModelId model) {
            told.add("training");
        }

        @Override
        public WorkerListener working() {
            return new WorkerListener() {
                @Override
                public void storeFailed(IOException failure) {
                    told.add(failure.getMessage());
                }
            };
        }
    };

    /** Throws this wherever it can. */
    private static Telemetry throwing(Throwable failure) {
        return new Telemetry() {
            @Override
            public void trainingRequested(ModelId model) {
                thrown(failure);
            }

            @Override
            public WorkerListener working() {
                return new WorkerListener() {
                    @Override
                    public void storeFailed(IOException ignored) {
                        thrown(failure);
                    }
                };
            }
        };
    }

    @SuppressWarnings("unchecked") // no type is looked at where it is thrown
    private static <T extends Throwable> void thrown(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    @SuppressWarnings("NullAway") // what an application may do all the same
    void aPartThatReturnsNullIsLeftOut() {
        Telemetry none = new Telemetry() {
            @Override
            public Watch request(Incoming request) {
                return null;
            }

            @Override
            public Runnable scoring(ModelId model) {
                return null;
            }
        };
        Telemetry all = new CombinedTelemetry(List.of(none, recording), nanos::get);

        all.request(INCOMING).end(200);
        all.scoring(MODEL).run();

        assertThat(told).containsExactly("status 200");
    }

    @Test
    void whatFailsEachTimeIsLoggedOnceAMinute() {
        Telemetry all = new CombinedTelemetry(
                List.of(throwing(new IllegalStateException("broken on purpose")), recording), nanos::get);
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream before = System.err;
        try (PrintStream captured = new PrintStream(logged, true, StandardCharsets.UTF_8)) {
            System.setErr(captured);
            for (int at = 0; at < 100; at++) {
                all.trainingRequested(MODEL);
            }
            nanos.addAndGet(60_000_000_000L);
            all.trainingRequested(MODEL);
        } finally {
            System.setErr(before);
        }

        assertThat(told).hasSize(101);
        assertThat(logged.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(" failures since")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("; 0 failures since"),
                        second -> assertThat(second).contains("; 99 failures since"));
    }

    @Test
    void errorsOfTheVirtualMachineAreThrownOn() {
        Telemetry all = new CombinedTelemetry(List.of(throwing(new OutOfMemoryError("on purpose"))), nanos::get);

        assertThatThrownBy(() -> all.trainingRequested(MODEL)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void listenersAreToldInTheirOrderWhateverOneThrows() {
        Telemetry all =
                Telemetry.all(List.of(recording, throwing(new IllegalStateException("broken on purpose")), recording));

        all.working().storeFailed(new IOException("gone"));

        assertThat(told).containsExactly("gone", "gone");
    }

    /** An application may set up OpenTelemetry afterwards. */
    @Test
    void detectionSetsUpNothing() {
        assertThat(Telemetry.detect().scraper()).isPresent();
        assertThat(GlobalOpenTelemetry.isSet()).isFalse();
    }
}
