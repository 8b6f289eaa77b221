package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.examples.Shop;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void train() throws IOException {
        TrainedShop.in(folder);
        Files.createDirectories(folder.resolve("folder/deeper"));
        Files.writeString(folder.resolve("bad.csv"), "p0001,yesterday\n");
        Files.writeString(folder.resolve("header.csv"), "movieId,title,genres\n1,One,A\n2,Two,B\n");
        Shop.open(200, 200, 6_000, 3).write(folder.resolve("both"));
        Files.writeString(folder.resolve("bad.json"), "{\"usr\": \"c00001\", \"count\": 0}");
        Files.writeString(folder.resolve("explained.json"), "{\"user\": \"c00001\", \"explain\": true}");
        Run bare = Run.of("train", "--usage", folder.resolve("usage.csv"), "--model", folder.resolve("bare.model"));
        assertThat(bare.status()).as(bare.toString()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "train --usage USAGE | --model",
                "train --model NEW | --usage",
                "train --usage USAGE --model NEW --similarity nonsense | nonsense",
                "train --usage USAGE --model NEW --similarity damped(1,2) | --similarity must be one of",
                "train --usage USAGE --model NEW --similarity damped(1,2,x) | numbers from 0 to 4: damped(1,2,x)",
                "train --usage USAGE --model NEW --score-scale odd | --score-scale must be one of",
                "train --usage USAGE --model NEW --histories some | --histories must be one of all, none, or a number of items from 1: some",
                "train --usage USAGE --model NEW --histories 1.5 | number of items from 1: 1.5",
                "train --usage USAGE --model NEW --session-gap 30m | --session-gap has no effect unless --cooccurrence-unit is session; set that, or leave --session-gap out",
                "train --usage USAGE --model NEW --max-distance 10 | --max-distance has no effect unless counting is sequential",
                "train --usage USAGE --model NEW --neighbor-popularity 0 | --neighbor-popularity has no effect on rows of all neighbors",
                "train --usage USAGE --model NEW --algorithm als --ratings --alpha 2 | --alpha has no effect on ratings",
                "train --usage USAGE --model NEW --algorithm ridge --penalty infinite --counts-per-item 1000 | --counts-per-item has no effect with an infinite penalty",
                "evaluate --usage USAGE --against-parameters session-gap=30m | has no effect unless",
                "train --usage USAGE --model NEW --half-life long | --half-life must be a span of time with its unit",
                "train --usage USAGE --model NEW --half-life -1 | or none: -1",
                "train --usage USAGE --model NEW --reference-time now | --reference-time must be a moment such as",
                "train --usage USAGE --model NEW --event-weights Click | --event-weights must be weights by type of event",
                "train --usage USAGE --model NEW --support-threshold 0 | --support-threshold must be at least 1: 0",
                "train --usage USAGE --model NEW --max-neighbors 0 | --max-neighbors must be at least 1, or all: 0",
                "train --usage USAGE --model NEW --cold-to-cold | --cold-to-cold has no effect without --cold-items",
                "train --usage USAGE --model NEW --cold-items 3 | --cold-items has no effect without a catalog",
                "train --usage USAGE --model NEW --algorithm none-such | --algorithm must be one of",
                "train --usage USAGE --model NEW --threads 0 | --threads must be at least 1: 0",
                "train --usage USAGE --model NEW --columns user | column item is missing",
                "train --usage USAGE --model NEW --columns user,item,colour | \"colour\"",
                "train --usage USAGE --model NEW --max-errors -1 | --max-errors must be at least 0: -1",
                "train --usage USAGE --model NEW --time-format b{ | --time-format must be auto",
                "train --usage USAGE --model NEW --cooccurrence-unit week | week",
                "train --usage USAGE --model NEW --bogus | --bogus",
                "train --usage USAGE --model NEW --counting sequential | --similarity must be cooccurrence, lift, cosine",
                "train --usage USAGE --model NEW --counting backwards | --counting must be one of symmetric, sequential",
                "train --usage USAGE --model NEW --max-distance 3 | --max-distance has no effect unless counting is",
                "train --usage USAGE --model NEW --cooccurrence-unit session --session-gap 30 | --session-gap must be a span",
                "train --usage USAGE --model NEW --cooccurrence-unit session --session-gap none | such as 30d, 12h, 1h30m",
                "train --usage USAGE --model NEW --session-gap PT1H | --session-gap has no effect unless --cooccurrence",
                "train --usage USAGE --model NEW --algorithm ridge --counting sequential | --counting is not an option of ridge",
                "recommend --model MODEL --user c00001 --recency linear | --recency has no effect without --items or",
                "recommend --model MODEL --items p0001 --recency PT5M | --recency \"PT5M\": a half-life has no effect on --items",
                "recommend --model MODEL --items p0001 --recency last | --recency must be one of linear, quadratic",
                "serve-from-store --store NEW --ask u --recency PT5M | --recency \"PT5M\": a half-life has no effect",
                "recommend --model MODEL | --user",
                "recommend --model MODEL --user c00001 --items p0001 | --items",
                "recommend --model MODEL --user c00001 --users-file USAGE | --users-file",
                "recommend --model MODEL --user c00001 --count 0 | error: --count must be at least 1: 0",
                "recommend --model MODEL --user c00001 --format xml | xml",
                "recommend --model MODEL --user c00001 --boost p0001 | --boost",
                "similar --model MODEL | --item",
                "similar --model MODEL --item p0001 --count 0 | 0",
                "evaluate --model MODEL | --test",
                "evaluate --model MODEL --test USAGE --half-life 3d | leave out the options of a training",
                "train --usage USAGE --model NEW --keep-unknown-items | --keep-unknown-items has no effect",
                "plan --usage USAGE --catalog-columns id=ID | --catalog-columns has no effect without --catalog",
                "evaluate --usage USAGE --format csv | --format",
                "evaluate --usage USAGE --split odd | odd",
                "evaluate --usage USAGE --split fixed-date --date soon | --date \"soon\": give a moment such as 2026-01-31T12:00:00Z",
                "evaluate --usage USAGE --k ten | ten",
                "recommend --model MODEL --query USAGE --count 3 --explain | --count, --explain have no effect beside --query",
                "evaluate --model MODEL --test USAGE --split random | --split has no effect beside --model",
                "evaluate --model MODEL --test USAGE --threads 2 | --threads has no effect beside --model",
                "evaluate --model MODEL --test USAGE --seed 2 | --seed has no effect where nothing is drawn",
                "evaluate --usage USAGE --split last-event --ratio 0.5 | --ratio has no effect with --split last-event",
                "evaluate --usage USAGE --split random --date 2026-01-01T00:00:00Z | --date has no effect with --split random",
                "models default 2026 --clear --store NEW | not both",
                "models alias --delete --store NEW | with the name of an alias alone",
                "models alias live --delete --roll-back --store NEW | with the name of an alias alone",
                "request-training --store NEW --usage a --wait -5s | --wait must be a span of time with its unit",
                "recommend --model MODEL --user c00001 --boost USAGE=1,5 | give FILE=FACTOR, with a factor such as 1.5",
                "recommend --model MODEL --user c00001 --boost USAGE | give FILE=FACTOR",
                "recommend --model MODEL --user c00001 --boost USAGE=0 | factor of a boost must be from 1e-100 to 1e100: 0",
                "recommend --model MODEL --user c00001 --min-score NaN | --min-score must be finite: NaN",
                "recommend --model MODEL --user c00001 --max-per-category 0 | --max-per-category must be at least 1: 0",
                "recommend --model MODEL --items p0001,,p0002 | --items",
                "recommend --model MODEL --user c00001 --format csv --explain | --explain has no effect with --format csv; --format json has the reasons",
                "recommend --model MODEL --query USAGE | usage.csv\": query: not JSON",
                "recommend --model MODEL --query QUERY | bad.json\": count must be at least 1: 0; usr is not a field of a query",
                "recommend --model MODEL --query EXPLAINED --format csv | explain has no effect with --format csv",
                "recommend --model BARE --user c00001 --max-per-category 2 | --max-per-category has no effect: no item of this model has a category",
                "shop --output USAGE | --output \"",
                "models list --store FOLDER --cache USAGE | --cache \"",
                "worker --store FOLDER --until-idle --folder USAGE | usage.csv\": this is a file; name a folder",
                "demo --output USAGE | --output \"",
                "serve-from-store --store NEW --ask u --refresh 3s | --refresh has no effect where nothing can move",
                "train --usage USAGE --model USAGE | is what --usage names, and would be lost",
                "train --usage USAGE --model BAD | is there, and is no model; delete it first",
                "recommend --model MODEL --user c00001 --output MODEL | is what --model names, and would be lost",
                "evaluate --usage USAGE --report USAGE | is what --usage names, and would be lost",
                "forget --model MODEL --user c00001 --output BAD | is there, and is no model",
                "shop --output NEW --items 3 | --items must be from 12 to 576: 3",
                "shop --output NEW --events 5000 | --events must be at least 9800 with 2000 customers, each of whom comes once at least; give fewer --users for fewer: 5000",
                "shop --output NEW --users 0 --events 5 | --users must be from 1 to 1000000: 0",
                "frobnicate | frobnicate",
                "'' | say what to do: train, plan, ",
            })
    void badArgumentsAreOneLineAndStatusTwo(String command, String told) {
        assertRefused(run(command), 2, told);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "train --usage ABSENT --model NEW | error: --usage ABSENT: no such file or folder",
                "train --usage FOLDER --model NEW | no such files: the folder holds none, and folders in it are not read",
                "train --usage USAGE --catalog ABSENT --model NEW | error: --catalog ABSENT: no such file or folder",
                "train --usage USAGE --model ABSENT/x.model | absent: no such file",
                "train --usage USAGE --columns user=who,item=item --model NEW | usage.csv:1 has no column named \"who\"; the header has",
                "train --usage HEADER --model NEW | error: --usage header.csv:1 seems to be a header",
                "train --usage HEADER --model NEW | say what the columns hold by --columns, by position",
                "train --usage HEADER --model NEW | or say that there is no header by --header no",
                "train --usage BOTH --model NEW | leave out files that hold something else",
                "train --usage USAGE --time-format epoch-seconds --model NEW | 101 lines",
                "recommend --model ABSENT --user c00001 | absent: no such file",
                "train --usage USAGE --time-format epoch-seconds --model NEW | raise the error budget by --max-errors",
                "train --usage USAGE --time-format epoch-seconds --model NEW | name the format of the times by --time-format",
                "recommend --model MODEL --events BAD | write times as in 2026-01-31T12:00:00Z",
                "recommend --model USAGE --user c00001 | error: --model USAGE: not a recommender model",
                "recommend --model MODEL --users-file ABSENT | absent: no such file",
                "recommend --model MODEL --user c00001 --output ABSENT/x.csv | absent: no such file",
                "similar --model USAGE --item p0001 | not a recommender model",
                "evaluate --usage USAGE --report ABSENT/page.html | absent: no such file",
                "inspect --model USAGE | not a recommender model",
                "train --usage USAGE --model FOLDER | folder: this is a folder; name a file in it",
                "inspect --model FOLDER | folder: this is a folder; name a file in it",
                "recommend --model FOLDER --user u | folder: this is a folder; name a file in it",
                "similar --model FOLDER --item i | folder: this is a folder; name a file in it",
                "evaluate --model FOLDER --test USAGE | folder: this is a folder; name a file in it",
                "forget --model FOLDER --user u --output NEW | folder: this is a folder; name a file in it",
                "publish --model FOLDER --store FOLDER | folder: this is a folder; name a file in it",
                "evaluate --usage USAGE --report FOLDER | folder: this is a folder; name a file in it",
                "train --usage USAGE --catalog FOLDER --model NEW | folder: is a folder; name the catalog's file",
                "train --usage USAGE --catalog USAGE --model NEW | the catalog",
                "evaluate --usage USAGE --split fixed-date --date 2001-01-01 | \"fixed date 2001-01-01T00:00:00Z\" leaves no event to train on; the events are from 20",
                "evaluate --usage USAGE --split fixed-date --date 2101-01-01 | leaves no event to test with; the events are from 20",
            })
    void badFilesAreOneLineAndStatusOne(String command, String told) {
        String named = told.replaceFirst("ABSENT", path("absent")).replaceFirst("USAGE", path("usage.csv"));
        assertRefused(run(command), 1, named);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "train --usage USAGE --model NEW --supportThreshold 3 | unknown option --supportThreshold; did you mean --support-threshold? (see --help)",
                "train --usage USAGE --model NEW --HALF_LIFE=3 | unknown option --HALF_LIFE; did you mean --half-life? (see --help)",
                "trian --usage USAGE | unknown command trian; did you mean train? (see --help)",
                "evalute | unknown command evalute; did you mean evaluate? (see --help)",
                "frobnicate | unknown command frobnicate (see --help)",
                "version | unknown command version; did you mean --version? (see --help)",
                "help trian | unknown command trian; did you mean train? (see --help)",
                "help models lsit | unknown command models lsit; did you mean models list? (see --help)",
                "recommend --modle MODEL --user u | unknown option --modle; did you mean --model? (see --help)",
                "recommend --user u --modle MODEL | unknown option --modle; did you mean --model? (see --help)",
                "train --usgae | unknown option --usgae; did you mean --usage? (see --help)",
                "models show --stroe NEW 0190 | unknown option --stroe; did you mean --store? (see --help)",
                "recommend --model MODEL --user u -x | unknown option -x (see --help)",
                "recommend --model MODEL --user u -m | unknown option -m (see --help)",
                "recommend -model MODEL --user u | unknown option -model; did you mean --model? (see --help)",
                "train MODEL --model NEW | unexpected argument MODEL; if it is usage, write --usage MODEL (see --help)",
                "train --usage --model NEW | --usage needs a value: PATH (see --help)",
                "recommend --user u --model | --model needs a value: FILE (see --help)",
                "recommend MODEL --user u | unexpected argument MODEL, and --model FILE is missing (see --help)",
                "recommend --user u | --model FILE is missing (see --help)",
                "publish --alias a | --store STORE and --model FILE are missing (see --help)",
                "help inspect shop | unexpected argument shop (see --help)",
                "models show --store NEW | ID is missing (see --help)",
                "models lsit --store NEW | unknown command models lsit; did you mean models list? (see --help)",
                "train --usage USAGE --model NEW --algoritm als | unknown option --algoritm; did you mean --algorithm? (see --help)",
                "train --usage USAGE --model NEW --max-neighbours=3 | unknown option --max-neighbours; did you mean --max-neighbors? (see --help)",
                "tune --usage USAGE --metrics ndcg@5 | unknown option --metrics; did you mean --metric? (see --help)",
                "train --usage USAGE --model NEW more | unexpected argument more (see --help)",
                "train --usage USAGE --model NEW --nonsense | unknown option --nonsense (see --help)",
                "recommend --model MODEL --user u --count 20% | --count must be a whole number: 20% (see --help)",
                "recommend --model MODEL --user u --min-score low | --min-score must be a number: low (see --help)",
                "recommend --model MODEL --user u --format xml | --format must be table, csv or json: xml (see --help)",
            })
    void wrongArgumentsAreNamedAsTyped(String command, String told) {
        String named = told.replaceAll("MODEL", path("shop.model"));
        assertThat(run(command)).isEqualTo(new Run(2, "", "error: " + named + "\n"));
    }

    /** Parameters are named as options in messages; a file or folder that has the name of one is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ratings.csv",
                "ratings",
                "threads",
                "alpha (1).csv",
                "histories of ann.csv",
                "halfLife.csv",
                "halfLife",
                "maxNeighbors(3).csv",
                "histories/usage.csv",
                "data/maxNeighbors/usage.csv",
                "/maxNeighbors",
            })
    void aFileIsNotTakenForAParameterOfItsName(String file) {
        assertThat(Run.of("train", "--usage", file, "--model", folder.resolve("new"))
                        .err())
                .isEqualTo("error: --usage " + file + ": no such file or folder\n");
    }

    /** Names of files in a folder are in no option. */
    @Test
    void aFileInAFolderIsNotTakenForAParameterOfItsName() throws IOException {
        Path files = Files.createDirectories(folder.resolve("halfLife"));
        Files.writeString(files.resolve("maxNeighbors.csv"), "who,what\na,b\n");

        assertThat(Run.of("train", "--usage", files, "--columns", "user=me,item=it", "--model", folder.resolve("new"))
                        .err())
                .startsWith("error: maxNeighbors.csv:1 has no column named \"me\"")
                .doesNotContain("--max-neighbors", "--half-life");
    }

    @Test
    void stackTracesAreForTheAsking() {
        assertThat(run("inspect --model ABSENT --verbose").err()).contains("NoSuchFileException", "\tat ");
    }

    @Test
    void outputThatCannotBeWrittenIsAnError() {
        StringWriter err = new StringWriter();
        PrintWriter full = new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("disk full");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });

        int status = Main.run(words("inspect --model MODEL"), full, new PrintWriter(err));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).startsWith("error: ").hasLineCount(1);
    }

    @Test
    @Tag("slow")
    void aHeapThatIsTooSmallIsOneLineWithALargerOne() throws Exception {
        Path large = folder.resolve("large");
        assertThat(Run.of("shop", "--output", large, "--users", 4000, "--events", 150_000)
                        .status())
                .isZero();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx12m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "train",
                        "--usage",
                        large.resolve("usage.csv").toString(),
                        "--memory",
                        "1g",
                        "--model",
                        folder.resolve("new").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(err)
                .contains("error: the JVM's heap of 12 MiB is too small")
                .contains("-Xmx18m")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    private static void assertRefused(Run run, int status, String told) {
        assertThat(run.status()).as(run.toString()).isEqualTo(status);
        assertThat(run.out().lines()).allMatch(line -> line.startsWith("read "));
        assertThat(run.err()).startsWith("error: ").contains(told).hasLineCount(1);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    private static Run run(String command) {
        return Run.of((Object[]) words(command));
    }

    private static String[] words(String command) {
        return Arrays.stream(command.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.replaceFirst("^USAGE", path("usage.csv"))
                        .replaceFirst("^MODEL", path("shop.model"))
                        .replaceFirst("^ABSENT", path("absent"))
                        .replaceFirst("^BARE", path("bare.model"))
                        .replaceFirst("^QUERY", path("bad.json"))
                        .replaceFirst("^EXPLAINED", path("explained.json"))
                        .replaceFirst("^HEADER", path("header.csv"))
                        .replaceFirst("^BAD", path("bad.csv"))
                        .replaceFirst("^FOLDER", path("folder"))
                        .replaceFirst("^BOTH", path("both"))
                        .replaceFirst("^NEW", path("new")))
                .toArray(String[]::new);
    }

    private static String path(String name) {
        return Matcher.quoteReplacement(folder.resolve(name).toString());
    }
}
