package dev.recommender.cli;

import java.util.Map;

/**
 * How much the commands that run for long log: what happens once, too. The others print what they do, and log what went wrong
 * alone.
 */
final class LogLevels {
    private static final String OURS = "dev.recommender";
    private static final String LEVEL_OF = "org.slf4j.simpleLogger.log.";

    /** The worker prints how its trainings begin and end by itself. */
    private static final Map<String, Map<String, String>> LEVELS = Map.of(
            "serve", Map.of(OURS, "info"),
            "worker", Map.of(OURS, "info", OURS + ".internal.worker.TrainingAttempt", "warn"));

    private LogLevels() {}

    /** Sets the levels for a command, unless whoever started the JVM has; must be called before anything is logged. */
    static void setFor(String[] arguments) {
        if (arguments.length > 0 && System.getProperty(LEVEL_OF + OURS) == null) {
            of(arguments[0]).forEach((logger, level) -> System.setProperty(LEVEL_OF + logger, level));
        }
    }

    /** The levels of a command by the names of loggers. */
    static Map<String, String> of(String command) {
        return LEVELS.getOrDefault(command, Map.of());
    }
}
