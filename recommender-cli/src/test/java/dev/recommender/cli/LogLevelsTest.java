package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LogLevelsTest {
    @Test
    void whatRunsForLongLogsWhatHappensOnce() {
        assertThat(LogLevels.of("serve"))
                .containsEntry("dev.recommender", "info")
                .hasSize(1);
        assertThat(LogLevels.of("worker"))
                .as("it prints its trainings by itself")
                .containsEntry("dev.recommender", "info")
                .containsEntry("dev.recommender.internal.worker.TrainingAttempt", "warn");
        assertThat(LogLevels.of("train")).isEmpty();
    }

    @Test
    void linesOfTheLogHaveTheTime() throws IOException {
        Properties properties = new Properties();
        try (InputStream read = LogLevelsTest.class.getResourceAsStream("/simplelogger.properties")) {
            properties.load(read);
        }

        assertThat(properties).containsEntry("org.slf4j.simpleLogger.showDateTime", "true");
        DateTimeFormatter format = DateTimeFormatter.ofPattern(
                properties.getProperty("org.slf4j.simpleLogger.dateTimeFormat"), Locale.ROOT);
        assertThat(format.format(ZonedDateTime.of(2026, 11, 30, 22, 5, 7, 9_000_000, ZoneId.of("Z"))))
                .isEqualTo("2026-11-30T22:05:07.009Z");
    }
}
