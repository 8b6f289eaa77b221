package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of every command, with values that it cannot have: one line that names it, and status 2. */
@Tag("slow")
class WrongValuesTest {
    /** What makes a command run without the option that is tried; paths are below the folder of the test. */
    private static final Map<String, String> COMPLETE = Map.ofEntries(
            Map.entry("train", "--usage /usage.csv --model /new.model"),
            Map.entry("plan", "--usage /usage.csv"),
            Map.entry("recommend", "--model /shop.model --user c00001"),
            Map.entry("similar", "--model /shop.model --item p0001"),
            Map.entry("inspect", "--model /shop.model"),
            Map.entry("evaluate", "--usage /usage.csv --split random"),
            Map.entry("tune", "--usage /usage.csv --max-trials 1"),
            Map.entry("algorithms", ""),
            Map.entry("shop", "--output /shop --users 20 --items 12 --events 100"),
            Map.entry("demo", "--output /shop"),
            Map.entry("request-training", "--store /requests --usage usage.csv"),
            Map.entry("worker", "--store /store --until-idle"),
            Map.entry("vectors", "--model /shop.model --output /vectors.csv"),
            Map.entry("publish", "--store /store --model /shop.model"),
            Map.entry("forget", "--model /shop.model --user c00001 --output /less.model"),
            Map.entry("serve-from-store", "--store /store --ask c00001"),
            Map.entry("keys make", "--store /store --access recommendations --name shop"),
            Map.entry("keys list", "--store /store"),
            Map.entry("keys revoke", "--store /store 0190a0b0"),
            Map.entry("models list", "--store /store"),
            Map.entry("models show", "--store /store 0190a0b0-0000-7000-8000-000000000001"),
            Map.entry("models cancel", "--store /store 0190a0b0-0000-7000-8000-000000000001"),
            Map.entry("models delete", "--store /store 0190a0b0-0000-7000-8000-000000000001"),
            Map.entry("models default", "--store /store"),
            Map.entry("models alias", "--store /store"));

    /** Any text will do for these, or a file that may be there. */
    private static final List<String> FREE = List.of(
            "--user",
            "--items",
            "--item",
            "--description",
            "--name",
            "--usage",
            "--evaluation",
            "--catalog",
            "--test",
            "--events",
            "--users-file",
            "--only",
            "--exclude",
            "--query",
            "--model",
            "--output",
            "--report",
            "--store",
            "--cache",
            "--folder",
            "--parameters",
            "--journal",
            "--for-user",
            "--ask",
            "--delimiter",
            "--catalog-delimiter",
            "--catalog-value-separator",
            "--time-format");

    @TempDir
    static Path folder;

    @BeforeAll
    static void train() throws IOException {
        TrainedShop shop = TrainedShop.in(folder);
        Files.createDirectory(folder.resolve("store"));
        Files.copy(shop.usage(), folder.resolve("store/usage.csv"));
        Files.createDirectory(folder.resolve("requests"));
        Files.copy(shop.usage(), folder.resolve("requests/usage.csv"));
        Run published = Run.of("publish", "--store", folder.resolve("store"), "--model", shop.model());
        assertThat(published.status()).as(published.toString()).isZero();
    }

    static Stream<Arguments> options() {
        Stream.Builder<Arguments> options = Stream.builder();
        commands().forEach((name, command) -> {
            for (OptionSpec option : command.getCommandSpec().options()) {
                boolean flag = option.arity().max() == 0;
                if (!flag && !FREE.contains(option.longestName())) {
                    options.add(Arguments.of(name, option.longestName()));
                }
            }
        });
        return options.build();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("options")
    void aValueOfAnotherKindIsABadArgument(String command, String option) {
        Run run = run(command, option, "?!");

        assertThat(run.status()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: ").contains(option).hasLineCount(1);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("options")
    void aNumberOutOfRangeIsABadArgument(String command, String option) {
        for (String number : List.of("-1", "0", "1.5", "2147483648", "NaN")) {
            Run run = run(command, option, number);

            assertThat(run.status()).as("%s %s", number, run).isIn(0, 2);
            if (run.status() == 2) {
                assertThat(run.err())
                        .as(number)
                        .startsWith("error: ")
                        .contains(option)
                        .hasLineCount(1);
            }
        }
    }

    @Test
    void everyCommandRefusesWhatItDoesNotKnowAndRunsWithoutIt() {
        assertThat(COMPLETE).containsOnlyKeys(commands().keySet());
        COMPLETE.keySet().forEach(command -> {
            Run unknown = run(command, "--no-such-option", "");
            assertThat(unknown.status()).as(unknown.toString()).isEqualTo(2);
            assertThat(unknown.err())
                    .startsWith("error: ")
                    .contains("--no-such-option")
                    .hasLineCount(1);
        });
    }

    @Test
    void aCommandWithoutWhatItNeedsIsABadArgument() {
        COMPLETE.forEach((command, complete) -> {
            if (!complete.isEmpty() && !command.equals("demo")) {
                Run run = Run.of((Object[]) command.split(" "));
                assertThat(run.status()).as(run.toString()).isEqualTo(2);
                assertThat(run.err()).startsWith("error: ").hasLineCount(1);
            }
        });
    }

    /** All commands that do something, by their names, but for the one that serves until it is stopped. */
    private static Map<String, CommandLine> commands() {
        Map<String, CommandLine> commands = new TreeMap<>();
        Main.commandLine(new Main()).getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty()) {
                commands.put(name, command);
            }
            command.getSubcommands().forEach((inner, each) -> commands.put(name + " " + inner, each));
        });
        commands.remove("serve");
        return commands;
    }

    private static Run run(String command, String option, String value) {
        List<Object> words = new ArrayList<>(List.of(command.split(" ")));
        String complete = COMPLETE.get(command).replace(" /", " " + folder + "/");
        String[] given = complete.split(" ");
        for (int at = 0; at < given.length; at++) {
            boolean same = given[at].equals(option) && at + 1 < given.length;
            at += same ? 1 : 0;
            if (!same && !given[at].isEmpty()) {
                words.add(given[at]);
            }
        }
        words.add(option);
        if (!value.isEmpty()) {
            words.add(value);
        }
        return Run.of(words.toArray());
    }
}
