package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {
    private static final long YEAR_1 = -62_135_596_800L;
    private static final long YEAR_10000 = 253_402_300_800L;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uuuu-MM-dd'T'HH:mm:ss.SSS",
                "uuuu/MM/dd HH:mm:ss.SSSSSS",
                "uuuu-MM-dd HH:mm:ss.SSS'Z'",
                "M/d/uuuu h:mm:ss a",
                "MM/dd/uuuu H:mm:ss"
            })
    @Tag("slow")
    void everyDayIsWhatTheLibraryOfTheJdkSays(String pattern) {
        DateTimeFormatter writer = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        long unit = pattern.contains("SSS") ? 1 : 1000;
        Random random = new Random(31);
        for (int round = 0; round < 20_000; round++) {
            long second = YEAR_1 + (long) (random.nextDouble() * (YEAR_10000 - YEAR_1));
            long millis = (second * 1000 + random.nextInt(1000)) / unit * unit;
            String written = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC)
                    .format(writer);
            assertThat(TimeFormat.AUTO.millis(written)).as(written).hasValue(millis);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12/1/10 8:26, 2010-12-01T08:26:00Z",
        "12/1/2010 23:59, 2010-12-01T23:59:00Z",
        "4/27/20 12:00 pm, 2020-04-27T12:00:00Z",
        "4/27/29, 2029-04-27T00:00:00Z",
        "4/27/30, 1930-04-27T00:00:00Z",
        "2/29/2016 1:05 AM, 2016-02-29T01:05:00Z",
        "2015-06-09T19:39:37-0530, 2015-06-10T01:09:37Z",
        "2015-06-09T19:39:37.123456789+02, 2015-06-09T17:39:37.123Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "0, 1970-01-01T00:00:00Z",
        "-0.5, 1969-12-31T23:59:59.500Z",
        "1260759144000000, 2009-12-14T02:52:24Z",
        "1260759144000000000, 2009-12-14T02:52:24Z",
        "1260759144000.5, 2009-12-14T02:52:24Z",
        "20091214, 2009-12-14T00:00:00Z",
        "2009121402, 2009-12-14T02:00:00Z",
        "200912140252, 2009-12-14T02:52:00Z",
        "20091214025224, 2009-12-14T02:52:24Z",
        "20091214025224125, 2009-12-14T02:52:24.125Z",
        "20091214T025224Z, 2009-12-14T02:52:24Z",
        "2009-12-14 02:52:24 UTC, 2009-12-14T02:52:24Z",
        "2009-12-14 02:52:24.5 GMT, 2009-12-14T02:52:24.500Z",
        "2009-12-14T02:52:24utc, 2009-12-14T02:52:24Z",
        "2009-12-14 02:52:24 +0100, 2009-12-14T01:52:24Z",
        "2009-12-14 02:52:24 -01:00, 2009-12-14T03:52:24Z",
        "2009-12-14 02:52 Z, 2009-12-14T02:52:00Z",
        "2009/12/14 02:52:24 +00, 2009-12-14T02:52:24Z"
    })
    void variantsAreRead(String written, String meant) {
        assertThat(TimeFormat.AUTO.millis(written))
                .hasValue(Instant.parse(meant).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2/30/2017",
                "13/1/2017",
                "0/1/2017",
                "2/29/2015",
                "3/30/2017 13:00 PM",
                "3/30/2017 0:30 AM",
                "3/30/2017 24:00",
                "3/30/2017 1:3",
                "3/30/201",
                "3/30/20177",
                "3/30/2017x",
                "2009-12-14 02:52:24 ",
                "2009-12-14 02:52:24 CET",
                "2009-12-14 02:52:24 UTC+1",
                "2009-12-14 02:52:24 UT",
                "20091314T025224",
                "20091214T2",
                "3/30/2017 1:34 XM",
                "2015-06/09",
                "2015-06-09T19:39:37.",
                "2015-06-09T19:39:37.\u0663",
                "2015-06-09T19:39+02:",
                "2015-06-09T19:39+19",
                "-.",
                ".",
                "-",
                "+5",
                "1.2.3",
                "99999999999999999999"
            })
    void whatIsNoTimeIsRefused(String written) {
        assertThat(TimeFormat.AUTO.millis(written)).isEmpty();
    }

    @Test
    void numbersInTheWrongUnitAreRefused() {
        assertThat(TimeFormat.EPOCH_SECONDS.millis("1485630413")).hasValue(1_485_630_413_000L);
        assertThat(TimeFormat.EPOCH_SECONDS.millis("1485630413000")).isEmpty();
        assertThat(TimeFormat.EPOCH_MILLIS.millis("1485630413000")).hasValue(1_485_630_413_000L);
        assertThat(TimeFormat.EPOCH_MILLIS.millis("1485630413000000")).isEmpty();
    }

    @Test
    void aNamedFormatReadsNothingElse() {
        assertThat(TimeFormat.ISO.millis("1485630413")).isEmpty();
        assertThat(TimeFormat.ISO.millis("3/30/2017")).isEmpty();
        assertThat(TimeFormat.EPOCH_SECONDS.millis("2015-06-09")).isEmpty();
        assertThat(TimeFormat.EPOCH_MILLIS.millis("2015-06-09")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dd.MM.yyyy, 28.02.2015, 2015-02-28T00:00:00Z",
        "dd.MM.uuuu HH:mm, 28.02.2015 17:05, 2015-02-28T17:05:00Z",
        "yyyyMMdd, 20150228, 2015-02-28T00:00:00Z",
        "yyyy-MM-dd'T'HH:mmXXX, 2015-02-28T01:00+02:00, 2015-02-27T23:00:00Z",
        "EEE MMM dd HH:mm:ss zzz yyyy, Sat Feb 28 08:00:00 UTC 2015, 2015-02-28T08:00:00Z",
        "d/M/yy h:mm a, 28/2/15 5:05 PM, 2015-02-28T17:05:00Z"
    })
    void patternsAreRead(String pattern, String written, String meant) {
        assertThat(TimeFormat.parse(pattern).millis(written))
                .hasValue(Instant.parse(meant).toEpochMilli());
    }

    @Test
    void daysThatDoNotExistAreRefusedByPatternsToo() {
        assertThat(List.of("31.02.2015", "29.02.2015", "00.01.2015", "01.13.2015"))
                .allSatisfy(
                        written -> assertThat(TimeFormat.pattern("dd.MM.yyyy").millis(written))
                                .isEqualTo(OptionalLong.empty()));
    }

    @Test
    void whatIsNoPatternIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeFormat.parse("iso8601"))
                .withMessageContaining("\"iso8601\"")
                .withMessageContaining("epoch-seconds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "dd.MM.yyyy hh:mm!hh needs a, for AM or PM; use HH for 24 hours",
                "yyyy-MM-dd KK:mm:ss!KK needs a, for AM or PM; use HH for 24 hours",
                "dd.MM.yyyy HH:MM!M stands for a field twice; MM is the month, mm is minutes",
                "yyyy-mm-dd HH:mm!m stands for a field twice; MM is the month, mm is minutes",
                "yyyy-MM-dd HH:mm:ss yyyy!y stands for a field twice; give each field once",
                "dd.mm.yyyy!the month is missing; MM is the month, mm is minutes",
                "dd.MM.YYYY!YYYY is the year of a week; use yyyy for the year",
                "DD.MM.yyyy!DD is the day of the year; use dd for the day of the month",
                "dd.MM!the year is missing",
                "MM.yyyy!the day is missing",
                "HH:mm!the year is missing",
                "dd.MM.yyyy mm:ss!the hour is missing"
            })
    void patternsThatCannotBeMeantAreRefused(String pattern, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeFormat.parse(pattern))
                .withMessageContaining("\"" + pattern + "\" (" + why);
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-DDD, 2015-059, 2015-02-28T00:00:00Z",
        "YYYY-'W'ww-e, 2015-W09-7, 2015-02-28T00:00:00Z",
        "dd/LLL/uuuu:HH:mm:ss xx, 28/Feb/2015:17:05:06 +0000, 2015-02-28T17:05:06Z",
        "yyyy-MM-dd'Thh'HH, 2015-02-28Thh17, 2015-02-28T17:00:00Z"
    })
    void unusualPatternsAreReadWhereTheyGiveADate(String pattern, String written, String meant) {
        assertThat(TimeFormat.parse(pattern).millis(written))
                .hasValue(Instant.parse(meant).toEpochMilli());
    }
}
