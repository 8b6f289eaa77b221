package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelsTest {
    private static final String LEVEL_OF = "org.slf4j.simpleLogger.log.";
    private static final String TRAININGS = "dev.recommender.internal.worker.TrainingAttempt";

    /** What each command sets where one property is set already. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            serve            | -                                      | dev.recommender=info
            --verbose worker | -                                      | dev.recommender=info TRAININGS=warn
            train            | -                                      | -
            --version        | -                                      | -
            serve            | log.dev.recommender=debug              | -
            worker           | log.dev.recommender=error              | -
            worker           | log.dev=off                            | -
            worker           | log.TRAININGS=info                     | dev.recommender=info
            worker           | log.TRAININGS=off                      | dev.recommender=info
            worker           | log.dev.recommender.internal=error     | dev.recommender=info
            worker           | log.dev.recommender.web=error          | dev.recommender=info TRAININGS=warn
            worker           | log.dev.recommender.internal.work=info | dev.recommender=info TRAININGS=warn
            worker           | log.com.azure=debug                    | dev.recommender=info TRAININGS=warn
            worker           | defaultLogLevel=debug                  | -
            serve            | showDateTime=false                     | dev.recommender=info
            """)
    void whatRunsForLongLogsWhatHappensOnceUnlessTheLevelsAreSet(
            String command, @Nullable String given, @Nullable String expected) {
        Properties properties = new Properties();
        if (given != null) {
            String[] words = given.replace("TRAININGS", TRAININGS).split("=");
            properties.setProperty("org.slf4j.simpleLogger." + words[0], words[1]);
        }
        Properties all = new Properties();
        all.putAll(properties);
        if (expected != null) {
            for (String each : expected.replace("TRAININGS", TRAININGS).split(" ")) {
                String[] words = each.split("=");
                all.setProperty(LEVEL_OF + words[0], words[1]);
            }
        }

        LogLevels.setFor((command + " --store s").split(" "), properties);

        assertThat(properties).isEqualTo(all);
    }

    /** Loggers are named by classes, so the name must be that of one; a level for another has no effect. */
    @Test
    void theLoggersWhoseLevelsAreSetAreThere() throws ClassNotFoundException {
        assertThat(Class.forName(TRAININGS)).isNotNull();
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
