package dev.recommender.models;

import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.Verification;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.TrainingResources;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Algorithms that are only to be found. */
public final class StrangeAlgorithms {
    private StrangeAlgorithms() {}

    /** An algorithm that does nothing. */
    public static class Idle implements Algorithm {
        private final String name;
        private final String kind;

        Idle(String name, String kind) {
            this.name = name;
            this.kind = kind;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String summary() {
            return "Does nothing.";
        }

        @Override
        public ParameterSpec parameters() {
            return ParameterSpec.of();
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public ModelTrainer<?> trainer(Parameters parameters, TrainingResources resources) {
            throw new AssertionError("nothing is trained");
        }

        @Override
        public TrainedModel open(Path file, Verification verification) {
            throw new AssertionError("nothing is opened");
        }
    }

    /** Counts how many of it there have been. */
    public static final class Counted extends Idle {
        static final AtomicInteger MADE = new AtomicInteger();

        public Counted() {
            super("counted", "IDLE");
            MADE.incrementAndGet();
        }
    }

    /** Cannot be made. */
    public static final class Broken extends Idle {
        public Broken() {
            super("broken", "IDLE");
            throw new UnsupportedOperationException("no such processor");
        }
    }

    /** Needs a class that is not there. */
    public static final class Unlinked extends Idle {
        public Unlinked() {
            super("unlinked", "IDLE");
        }

        @Override
        public String name() {
            throw new NoClassDefFoundError("com/example/Matrix");
        }
    }

    /** Has a name that is no name. */
    public static final class WrongName extends Idle {
        public WrongName() {
            super("My Algorithm", "IDLE");
        }
    }

    /** Has a kind that is no kind. */
    public static final class WrongKind extends Idle {
        public WrongKind() {
            super("wrong-kind", "idle");
        }
    }

    /** Has the name of another. */
    public static final class Twin extends Idle {
        public Twin() {
            super("sar", "TWIN");
        }
    }
}
