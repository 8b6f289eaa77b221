package dev.recommender.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.spi.Parameter.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each type of parameter, as JSON, as text of a command line, and as a builder's argument. */
class ParameterTest {
    private static final Parameter<Integer> SIZE = Parameter.whole("size", 1, 9, 5, "How large.");
    private static final Parameter<Integer> OPEN = Parameter.whole("open", -3, Integer.MAX_VALUE, 0, "How many.");
    private static final Parameter<OptionalInt> LIMIT = Parameter.optionalWhole("limit", 0, 100, "all", "At most.");
    private static final Parameter<Double> RATE = Parameter.decimal("rate", -0.5, 1, 0.25, "How fast.");
    private static final Parameter<Boolean> FLAG = Parameter.flag("flag", "Whether.");
    private static final Parameter<ScoreScale> SCALE =
            Parameter.choice("scale", ScoreScale.class, ScoreScale.RAW, "Which scale.");
    private static final Parameter<String> WORD = Parameter.text(
            "word",
            List.of("one", "two"),
            "a word that ends in x",
            "one",
            text -> {
                if (!List.of("one", "two").contains(text) && !text.endsWith("x")) {
                    throw new IllegalArgumentException();
                }
                return text;
            },
            text -> text,
            "Which word.");
    private static final Parameter<Optional<Duration>> HALF_LIFE =
            Parameter.optionalDuration("halfLife", Optional.of(Duration.ofDays(30)), "When half is left.");
    private static final Parameter<Optional<Instant>> UNTIL = Parameter.moment("until", "newest-event", "Until when.");
    private static final Parameter<EventWeights> WEIGHTS = Parameter.eventWeights("weights", "What events weigh.");
    private static final List<Parameter<?>> ALL =
            List.of(SIZE, OPEN, LIMIT, RATE, FLAG, SCALE, WORD, HALF_LIFE, UNTIL, WEIGHTS);

    @Test
    void wholeNumbers() {
        assertJson(SIZE, "1", 1, "1");
        assertJson(SIZE, "\"9\"", 9, "9");
        assertText(SIZE, " 7 ", 7);
        for (String json : new String[] {"0", "10", "-1", "9223372036854775807", "1e30", "3.0", "true", "null", "{}"}) {
            assertRefused(SIZE, json, "size must be from 1 to 9: ");
        }
        assertTextRefused(SIZE, "seven", "size must be from 1 to 9: seven");
        assertTextRefused(SIZE, "1.5", "size must be from 1 to 9: 1.5");
        assertTextRefused(SIZE, "", "size must be from 1 to 9: ");
        assertThat(SIZE.require(9)).isEqualTo(9);
        assertThatThrownBy(() -> SIZE.require(10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size must be from 1 to 9: 10");
        assertJson(OPEN, "-3", -3, "-3");
        assertJson(OPEN, "2147483647", Integer.MAX_VALUE, "2147483647");
        assertRefused(OPEN, "-4", "open must be at least -3: -4");
        assertRefused(OPEN, "2147483648", "open must be at least -3");
        assertType(SIZE, Type.WHOLE, "from 1 to 9", List.of(), "5");
    }

    @Test
    void wholeNumbersOrNoneWithADefault() {
        Parameter<OptionalInt> kept =
                Parameter.optionalWhole("kept", 1, 100, OptionalInt.of(20), "all", "How many are kept.");
        assertJson(kept, "null", OptionalInt.empty(), "null");
        assertText(kept, "all", OptionalInt.empty());
        assertText(kept, "7", OptionalInt.of(7));
        assertThat(kept.of(Parameters.empty())).hasValue(20);
        assertRefused(kept, "0", "kept must be from 1 to 100, or all: 0");
        assertType(kept, Type.WHOLE, "from 1 to 100, or all", List.of("all"), "20");
        assertThatThrownBy(
                        () -> Parameter.optionalWhole("kept", 1, 100, OptionalInt.of(0), "all", "How many are kept."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("default of kept must be from 1 to 100, or all: 0");
    }

    @Test
    void decimalNumbersOrAWord() {
        Parameter<OptionalDouble> force =
                Parameter.decimalOrWord("force", 0.5, 9, OptionalDouble.of(2), "infinite", "How strong.");
        assertJson(force, "0.5", OptionalDouble.of(0.5), "0.5");
        assertJson(force, "9", OptionalDouble.of(9), "9.0");
        assertJson(force, "\"infinite\"", OptionalDouble.empty(), "\"infinite\"");
        assertJson(force, "\"INFINITE\"", OptionalDouble.empty(), "\"infinite\"");
        assertText(force, " infinite ", OptionalDouble.empty());
        assertText(force, "2.5", OptionalDouble.of(2.5));
        for (String json : new String[] {"0.4", "9.5", "null", "true", "{}", "\"none\"", "\"Infinity\"", "\"NaN\""}) {
            assertRefused(force, json, "force must be from 0.5 to 9, or infinite: ");
        }
        assertThat(force.of(Parameters.empty())).hasValue(2);
        assertThat(force.text(Parameters.empty().with("force", "infinite"))).isEqualTo("infinite");
        assertType(force, Type.DECIMAL, "from 0.5 to 9, or infinite", List.of("infinite"), "2.0");
        assertThatThrownBy(() ->
                        Parameter.decimalOrWord("force", 0.5, 9, OptionalDouble.of(10), "infinite", "How strong."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("default of force must be from 0.5 to 9, or infinite: 10.0");
    }

    @Test
    void wholeNumbersOrNone() {
        assertJson(LIMIT, "null", OptionalInt.empty(), "null");
        assertJson(LIMIT, "0", OptionalInt.of(0), "0");
        assertJson(LIMIT, "\"all\"", OptionalInt.empty(), "null");
        assertText(LIMIT, "all", OptionalInt.empty());
        assertText(LIMIT, "none", OptionalInt.empty());
        assertText(LIMIT, "100", OptionalInt.of(100));
        assertRefused(LIMIT, "101", "limit must be from 0 to 100, or all: 101");
        assertTextRefused(LIMIT, "few", "limit must be from 0 to 100, or all: few");
        assertThatThrownBy(() -> LIMIT.require(OptionalInt.of(-1)))
                .hasMessage("limit must be from 0 to 100, or all: -1");
        assertType(LIMIT, Type.WHOLE, "from 0 to 100, or all", List.of("all"), "all");
    }

    @Test
    void decimalNumbers() {
        assertJson(RATE, "1", 1.0, "1.0");
        assertJson(RATE, "-0.5", -0.5, "-0.5");
        assertJson(RATE, "0.30000000000000004", 0.30000000000000004, "0.30000000000000004");
        assertText(RATE, "1e-3", 0.001);
        for (String json : new String[] {"1.0000001", "-0.6", "\"NaN\"", "\"much\"", "null", "false"}) {
            assertRefused(RATE, json, "rate must be from -0.5 to 1: ");
        }
        assertTextRefused(RATE, "2", "rate must be from -0.5 to 1: 2");
        assertThatThrownBy(() -> RATE.require(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate must be from -0.5 to 1: NaN");
        assertThatThrownBy(() -> RATE.require(1.5)).hasMessage("rate must be from -0.5 to 1: 1.5");
        assertType(RATE, Type.DECIMAL, "from -0.5 to 1", List.of(), "0.25");
    }

    @Test
    void decimalNumbersWithoutALimit() {
        double none = Double.POSITIVE_INFINITY;
        Parameter<Double> lambda = Parameter.decimal("lambda", 0, none, 0.1, "How strong.");
        assertJson(lambda, "1e300", 1e300, "1.0E300");
        assertRefused(lambda, "-1e-9", "lambda must be 0 or more: -1.0E-9");
        assertTextRefused(lambda, "Infinity", "lambda must be 0 or more: Infinity");
        assertThatThrownBy(() -> lambda.require(none)).hasMessage("lambda must be 0 or more: Infinity");
        assertType(lambda, Type.DECIMAL, "0 or more", List.of(), "0.1");
        assertThat(Parameter.decimal("x", -none, -0.5, -1, "X.").range()).isEqualTo("-0.5 or less");
        Parameter<Double> any = Parameter.decimal("x", -none, none, 0, "X.");
        assertThat(any.range()).isEqualTo("a number");
        assertTextRefused(any, "NaN", "x must be a number: NaN");
        assertDefault(any);
    }

    @Test
    void aParameterThatContradictsItselfIsNotMade() {
        double none = Double.POSITIVE_INFINITY;
        assertNotMade(() -> Parameter.whole("size", 1, 9, 0, "How large."), "default of size must be from 1 to 9: 0");
        assertNotMade(
                () -> Parameter.whole("size", 9, 1, 5, "How large."), "range of size must hold a number: from 9 to 1");
        assertNotMade(
                () -> Parameter.optionalWhole("size", 9, 1, "all", "How large."),
                "range of size must hold a number: from 9 to 1");
        assertNotMade(
                () -> Parameter.decimal("rate", 0, 1, 1.5, "How fast."), "default of rate must be from 0 to 1: 1.5");
        assertNotMade(
                () -> Parameter.decimal("rate", 0, 1, Double.NaN, "How fast."),
                "default of rate must be from 0 to 1: NaN");
        assertNotMade(
                () -> Parameter.decimal("rate", 0, none, none, "How fast."),
                "default of rate must be 0 or more: Infinity");
        assertNotMade(
                () -> Parameter.decimal("rate", Double.NaN, 1, 1, "How fast."),
                "range of rate must hold a number: from NaN to 1.0");
        assertNotMade(
                () -> Parameter.decimal("rate", none, none, 1, "How fast."),
                "range of rate must hold a number: from Infinity to Infinity");
        assertNotMade(
                () -> Parameter.optionalDuration("halfLife", Optional.of(Duration.ZERO), "When half is left."),
                "default of halfLife must be a span of time with its unit, such as 30d, 12h, 1h30m or PT30M, more than 0;"
                        + " or none: P0D");
        for (String name : List.of("", "Size", "min-users", "min_users", "2nd", "größe", "min users")) {
            assertNotMade(
                    () -> Parameter.flag(name, "Whether."),
                    "name of a parameter must be in camel case, such as minUsers: " + name);
        }
    }

    private static void assertNotMade(ThrowingCallable factory, String problem) {
        assertThatThrownBy(factory).isInstanceOf(IllegalArgumentException.class).hasMessage(problem);
    }

    @Test
    void flags() {
        assertJson(FLAG, "true", true, "true");
        assertJson(FLAG, "\"false\"", false, "false");
        assertText(FLAG, "true", true);
        for (String json : new String[] {"1", "\"yes\"", "null", "\"TRUE \""}) {
            assertRefused(FLAG, json, "flag must be true or false: ");
        }
        assertType(FLAG, Type.FLAG, "true or false", List.of("true", "false"), "false");
    }

    @Test
    void choices() {
        assertJson(SCALE, "\"unit-interval\"", ScoreScale.UNIT_INTERVAL, "\"unit-interval\"");
        assertText(SCALE, "UNIT_INTERVAL", ScoreScale.UNIT_INTERVAL);
        assertText(SCALE, " Rating", ScoreScale.RATING);
        assertRefused(SCALE, "\"percent\"", "scale must be one of raw, rating, unit-interval: percent");
        assertRefused(SCALE, "1", "scale must be one of raw, rating, unit-interval: 1");
        assertRefused(SCALE, "null", "scale must be one of raw, rating, unit-interval: none");
        assertType(
                SCALE,
                Type.TEXT,
                "one of raw, rating, unit-interval",
                List.of("raw", "rating", "unit-interval"),
                "raw");
    }

    @Test
    void texts() {
        assertJson(WORD, "\"two\"", "two", "\"two\"");
        assertText(WORD, " TWO ", "two");
        assertText(WORD, " Box ", "Box");
        assertTextRefused(WORD, "BOX", "word must be one of one, two, or a word that ends in x: BOX");
        assertRefused(WORD, "\"three\"", "word must be one of one, two, or a word that ends in x: three");
        assertTextRefused(WORD, "Three", "word must be one of one, two, or a word that ends in x: Three");
        assertType(WORD, Type.TEXT, "one of one, two, or a word that ends in x", List.of("one", "two"), "one");
    }

    @Test
    void textsWithoutChoices() {
        Parameter<String> path =
                Parameter.text("path", List.of(), "the path of a file", "/", text -> text, text -> text, "Which file.");
        assertJson(path, "\"/Data/Ärger \"", "/Data/Ärger", "\"/Data/Ärger\"");
        assertRefused(path, "true", "path must be the path of a file: true");
        assertType(path, Type.TEXT, "the path of a file", List.of(), "/");
        Parameter<String> any = Parameter.text("any", List.of(), "", "A", text -> text, text -> text, "Whatever.");
        assertText(any, "aB", "aB");
        assertType(any, Type.TEXT, "a text", List.of(), "A");
        assertDefault(any);
    }

    @Test
    void durations() {
        assertJson(HALF_LIFE, "\"P30D\"", Optional.of(Duration.ofDays(30)), "\"P30D\"");
        assertJson(HALF_LIFE, "\"PT36H\"", Optional.of(Duration.ofHours(36)), "\"PT36H\"");
        assertJson(HALF_LIFE, "\"PT48H\"", Optional.of(Duration.ofDays(2)), "\"P2D\"");
        assertJson(HALF_LIFE, "\"7d\"", Optional.of(Duration.ofDays(7)), "\"P7D\"");
        assertJson(HALF_LIFE, "\"0.5d\"", Optional.of(Duration.ofHours(12)), "\"PT12H\"");
        assertJson(HALF_LIFE, "null", Optional.empty(), "null");
        assertText(HALF_LIFE, " 30D ", Optional.of(Duration.ofDays(30)));
        assertText(HALF_LIFE, "1d1h30m1.5s", Optional.of(Duration.ofMillis(91_801_500)));
        assertText(HALF_LIFE, "pt1h", Optional.of(Duration.ofHours(1)));
        assertText(HALF_LIFE, "none", Optional.empty());
        for (String text : new String[] {
            "0",
            "0d",
            "-1d",
            "30m1h",
            "1 d",
            "soon",
            "P",
            "PT0S",
            "-P1D",
            "1e3d",
            "NaN",
            "",
            "PT9999999999999999999H",
            "9999999999999999999d",
            "0.000000001s"
        }) {
            assertTextRefused(
                    HALF_LIFE, text, "halfLife must be a span of time with its unit, such as 30d, 12h, 1h30m");
        }
        assertRefused(HALF_LIFE, "7", "halfLife must be a span of time with its unit");
        assertThat(HALF_LIFE.range())
                .isEqualTo("a span of time with its unit, such as 30d, 12h, 1h30m or PT30M, more than 0; or none");
        assertRefused(HALF_LIFE, "true", "halfLife must be a span of time with its unit");
        Duration longest = Duration.ofMillis(Long.MAX_VALUE);
        Duration shortest = Duration.ofMillis(1);
        for (Duration extreme : List.of(shortest, longest)) {
            Parameters written = HALF_LIFE.put(Parameters.empty(), Optional.of(extreme));
            assertThat(HALF_LIFE.of(Parameters.parse(written.toJson()))).contains(extreme);
        }
        assertThatThrownBy(() -> HALF_LIFE.require(Optional.of(longest.plusMillis(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("halfLife")
                .hasMessageContaining("more than 0 and up to 292 million years; or none: ");
        assertTextRefused(
                HALF_LIFE,
                "9999999999999999999d",
                "halfLife must be a span of time with its unit, such as 30d, 12h, 1h30m or PT30M, more than 0 and up to 292"
                        + " million years; or none: 9");
        assertThatThrownBy(() -> HALF_LIFE.require(Optional.of(Duration.ZERO))).hasMessageEndingWith(": P0D");
        assertType(HALF_LIFE, Type.DURATION, HALF_LIFE.range(), List.of("none"), "30d");
    }

    /** Only whoever gives a number needs to hear which units there are. */
    @Test
    void aNumberAloneIsShownWithItsUnits() {
        for (String number : List.of("2", "30", "0.5")) {
            assertTextRefused(
                    HALF_LIFE,
                    number,
                    String.format(
                            "halfLife must be a span of time with its unit, such as %1$ss, %1$sm, %1$sh or %1$sd for"
                                    + " seconds, minutes, hours or days; or none: %1$s",
                            number));
        }
        for (String other : List.of("0", "0.0", "-2", "1e3", "2w", "0s")) {
            assertTextRefused(
                    HALF_LIFE,
                    other,
                    "halfLife must be a span of time with its unit, such as 30d, 12h, 1h30m or PT30M, more than 0; or none: "
                            + other);
        }
    }

    @Test
    void durationsThatMustBe() {
        Parameter<Duration> gap = Parameter.duration("gap", Duration.ofMinutes(30), "How long.");
        assertJson(gap, "\"45m\"", Duration.ofMinutes(45), "\"PT45M\"");
        assertText(gap, "2h", Duration.ofHours(2));
        assertTextRefused(gap, "none", gap.name() + " must be " + gap.range());
        assertRefused(gap, "null", "gap must be a span of time with its unit");
        assertThat(gap.range()).doesNotContain("none");
        assertType(gap, Type.DURATION, gap.range(), List.of(), "30m");
        for (String text : List.of("1d", "36h", "90m", "1d2h3m4.005s", "0.001s", "59.999s", "24h0.5s", "P400D")) {
            Parameters given = gap.read(Parameters.empty(), text);
            assertThat(gap.read(Parameters.empty(), gap.text(given))).isEqualTo(given);
        }
        assertThat(gap.text(gap.read(Parameters.empty(), "36h"))).isEqualTo("1d12h");
        assertThat(gap.text(gap.read(Parameters.empty(), "PT1H30.25S"))).isEqualTo("1h30.25s");
        assertThat(gap.text(Parameters.empty().with("gap", "soon"))).isEqualTo("soon");
    }

    @Test
    void everySpanOfMillisecondsAndEveryMomentComesBack() {
        Random random = new Random(1);
        for (int round = 0; round < 5000; round++) {
            long millis = random.nextLong() >>> 1 + random.nextInt(62);
            Optional<Duration> span = Optional.of(Duration.ofMillis(Math.max(1, millis)));
            assertThat(HALF_LIFE.of(Parameters.parse(
                            HALF_LIFE.put(Parameters.empty(), span).toJson())))
                    .isEqualTo(span);
            long since = random.nextLong() >> random.nextInt(62);
            Optional<Instant> moment = Optional.of(Instant.ofEpochMilli(Math.max(Long.MIN_VALUE + 1, since)));
            assertThat(UNTIL.of(Parameters.parse(
                            UNTIL.put(Parameters.empty(), moment).toJson())))
                    .isEqualTo(moment);
        }
    }

    @Test
    void moments() {
        Instant noon = Instant.parse("2026-11-29T12:00:00Z");
        assertJson(UNTIL, "\"2026-11-29T12:00:00Z\"", Optional.of(noon), "\"2026-11-29T12:00:00Z\"");
        assertJson(UNTIL, "null", Optional.empty(), "null");
        assertText(UNTIL, "2026-11-29t12:00:00.5z", Optional.of(noon.plusMillis(500)));
        assertText(UNTIL, "newest-event", Optional.empty());
        assertText(UNTIL, "none", Optional.empty());
        for (String text : new String[] {"yesterday", "2026-11-29", "1764417600", "", "+999999999-01-01T00:00:00Z"}) {
            assertTextRefused(
                    UNTIL, text, "until must be a moment such as 2026-11-29T12:00:00Z, or newest-event: " + text);
        }
        assertRefused(UNTIL, "1764417600", "until must be a moment");
        assertType(UNTIL, Type.MOMENT, UNTIL.range(), List.of("newest-event"), "newest-event");
    }

    @Test
    void eventWeights() {
        EventWeights clicks = EventWeights.standard().with(EventType.CLICK, 0.5).with(EventType.of("Play"), -2);
        String all = "{\"AddShopCart\":3.0,\"Click\":0.5,\"Play\":-2.0,\"Purchase\":4.0,\"RecommendationClick\":2.0,"
                + "\"RemoveShopCart\":-1.0}";
        assertJson(WEIGHTS, "{\"click\":0.5,\"Play\":-2}", clicks, all);
        assertJson(WEIGHTS, all, clicks, all);
        assertJson(
                WEIGHTS,
                "{}",
                EventWeights.standard(),
                WEIGHTS.put(Parameters.empty(), EventWeights.standard())
                        .toJson()
                        .replaceAll("^\\{\"weights\":|\\}$", ""));
        assertText(WEIGHTS, "click=0.5, Play = -2", clicks);
        String problem = "weights must be weights by type of event, each named once, such as Click=1,Purchase=4: ";
        for (String text : new String[] {
            "Click", "=1", "Click=", "Click=x", "Click=1e39", "Click=NaN", "", "Click=1,Click=2", "Click=1,cl-ick=2"
        }) {
            assertTextRefused(WEIGHTS, text, problem + text);
        }
        assertRefused(WEIGHTS, "{\"Click\":1,\"CLICK\":2}", problem);
        assertRefused(WEIGHTS, "{\" \":1}", problem);
        assertRefused(WEIGHTS, "7", problem + "7");
        assertRefused(WEIGHTS, "null", problem + "none");
        assertType(
                WEIGHTS,
                Type.WEIGHTS,
                WEIGHTS.range(),
                List.of(),
                "AddShopCart=3.0,Click=1.0,Purchase=4.0,RecommendationClick=2.0,RemoveShopCart=-1.0");
    }

    @Test
    void defaultsComeBackAsValuesAsTextAndAsJson() {
        ALL.forEach(ParameterTest::assertDefault);
    }

    private static <T> void assertDefault(Parameter<T> parameter) {
        assertThat(parameter.of(Parameters.empty())).isEqualTo(parameter.defaultValue());
        Parameters read = parameter.read(Parameters.empty(), parameter.defaultText());
        assertThat(parameter.of(read)).as(parameter.name()).isEqualTo(parameter.defaultValue());
        Parameters put = parameter.put(Parameters.empty(), parameter.defaultValue());
        assertThat(put).isEqualTo(read);
        assertThat(parameter.of(Parameters.parse(put.toJson()))).isEqualTo(parameter.defaultValue());
        assertThat(parameter.require(parameter.defaultValue())).isEqualTo(parameter.defaultValue());
        assertThat(parameter)
                .hasToString(parameter.name() + ": " + parameter.range() + "; default: " + parameter.defaultText());
        assertThat(parameter.description()).isNotBlank();
    }

    private static void assertType(Parameter<?> parameter, Type type, String range, List<String> choices, String text) {
        assertThat(parameter.type()).isEqualTo(type);
        assertThat(parameter.range()).isEqualTo(range);
        assertThat(parameter.choices()).isEqualTo(choices);
        assertThat(parameter.defaultText()).isEqualTo(text);
    }

    /** The JSON is the value, and the value is written in its normal form. */
    private static <T> void assertJson(Parameter<T> parameter, String json, T value, String normal) {
        Parameters read = Parameters.parse("{\"" + parameter.name() + "\":" + json + "}");
        assertThat(parameter.of(read)).isEqualTo(value);
        assertThat(parameter.put(Parameters.empty().with("other", 1), value).toJson())
                .isEqualTo("{\"other\":1,\"" + parameter.name() + "\":" + normal + "}");
        assertThat(parameter.require(value)).isEqualTo(value);
    }

    private static <T> void assertText(Parameter<T> parameter, String text, T value) {
        Parameters read = parameter.read(Parameters.empty(), text);
        assertThat(read).isEqualTo(parameter.put(Parameters.empty(), value));
        assertThat(parameter.of(read)).isEqualTo(value);
    }

    private static void assertRefused(Parameter<?> parameter, String json, String problem) {
        Parameters given = Parameters.parse("{\"" + parameter.name() + "\":" + json + "}");
        assertThatThrownBy(() -> parameter.of(given))
                .as(json)
                .isInstanceOfSatisfying(
                        InvalidParametersException.class,
                        e -> assertThat(e.violations())
                                .singleElement()
                                .asString()
                                .startsWith(problem));
    }

    private static void assertTextRefused(Parameter<?> parameter, String text, String problem) {
        assertThatThrownBy(() -> parameter.read(Parameters.empty(), text))
                .as(text)
                .isInstanceOfSatisfying(
                        InvalidParametersException.class,
                        e -> assertThat(e.violations())
                                .singleElement()
                                .asString()
                                .startsWith(problem)
                                .endsWith(": " + text));
    }

    @Test
    void aTableIsUnmodifiable() {
        Map<?, ?> table = (Map<?, ?>) WEIGHTS.put(Parameters.empty(), EventWeights.standard())
                .value("weights")
                .orElseThrow();
        assertThatThrownBy(table::clear).isInstanceOf(UnsupportedOperationException.class);
    }
}
