package dev.recommender.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.Properties;

/**
 * How much the commands that run for long log: what happens once, too. The others print what they do, and log what went wrong
 * alone.
 */
final class LogLevels {
    private static final String OURS = "dev.recommender";
    private static final String LEVEL_OF = "org.slf4j.simpleLogger.log.";
    private static final String LEVEL_OF_ALL = "org.slf4j.simpleLogger.defaultLogLevel";

    /** The worker prints how its trainings begin and end by itself. */
    private static final Map<String, Map<String, String>> LEVELS = Map.of(
            "serve", Map.of(OURS, "info"),
            "worker", Map.of(OURS, "info", OURS + ".internal.worker.TrainingAttempt", "warn"));

    private LogLevels() {}

    /**
     * Sets the levels of a command's loggers. What has been set before for a logger, or for a package or name above it, stays.
     *
     * @param properties the system's; what logs must not have begun to log, as it reads them once
     */
    static void setFor(String[] arguments, Properties properties) {
        Map<String, String> set = Arrays.stream(arguments)
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .map(command -> LEVELS.getOrDefault(command, Map.of()))
                .orElse(Map.of());
        Properties given = (Properties) properties.clone();
        set.forEach((logger, level) -> {
            if (!isSet(logger, given)) {
                properties.setProperty(LEVEL_OF + logger, level);
            }
        });
    }

    private static boolean isSet(String logger, Properties given) {
        for (String name = logger; !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('.')))) {
            if (given.containsKey(LEVEL_OF + name)) {
                return true;
            }
        }
        return given.containsKey(LEVEL_OF_ALL);
    }
}
