package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class AlgorithmOptionsTest {
    /** A command with an option of its own that is called like a parameter. */
    @Command(name = "taken")
    private static final class Taken {
        @Option(names = "--support-threshold")
        int ownThreshold = 1;

        @Mixin
        AlgorithmOptions options = new AlgorithmOptions();
    }

    private Taken taken = new Taken();

    @Test
    void aParameterWhoseNameIsTakenHasTheAlgorithmsNameBeforeIt() {
        parse("--support-threshold", "3", "--sar-support-threshold", "7");

        assertThat(taken.ownThreshold).isEqualTo(3);
        assertThat(taken.options.parameters().toJson()).isEqualTo("{\"supportThreshold\":7}");
    }

    @Test
    void anOptionOfAnotherAlgorithmIsRefusedByItsWholeName() {
        parse("--algorithm", "category-popularity", "--sar-support-threshold", "7");

        assertThatThrownBy(taken.options::parameters)
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--sar-support-threshold is not an option of category-popularity; it goes with --algorithm sar");
    }

    @Test
    void aWrongValueIsReportedByTheOptionsName() {
        parse("--sar-support-threshold", "0");

        assertThatThrownBy(taken.options::parameters)
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--sar-support-threshold must be at least 1: 0");
    }

    /** A default that somebody types is without effect as any other value is; what a comparison takes over was not typed for it. */
    @Test
    void anOptionWithoutEffectIsRefusedWhateverItsValue() {
        parse("--session-gap", "30m");
        assertThatThrownBy(taken.options::parameters)
                .isInstanceOf(UsageException.class)
                .hasMessage("--session-gap has no effect unless --cooccurrence-unit is session; set that, or leave"
                        + " --session-gap out");

        parse("--session-gap", "30m", "--cooccurrence-unit", "session");
        assertThat(taken.options.parameters().value("sessionGap")).contains("PT30M");
        Map<String, String> ofUsers = Map.of("cooccurrence-unit", "user");
        assertThat(taken.options.changed(Optional.empty(), ofUsers).parameters().value("cooccurrenceUnit"))
                .contains("user");
        AlgorithmOptions typed =
                taken.options.changed(Optional.empty(), Map.of("cooccurrence-unit", "user", "session-gap", "30m"));
        assertThatThrownBy(typed::parameters).hasMessageContaining("--session-gap has no effect");
    }

    /** A pipe gives what it has once. */
    @Test
    void aFileOfParametersIsReadOnce(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("best.json"), "{\"algorithm\":\"ridge\",\"parameters\":{\"penalty\":3.0}}");
        parse("--parameters", file.toString());

        assertThat(taken.options.algorithm().name()).isEqualTo("ridge");
        Files.delete(file);
        assertThat(taken.options.parameters().value("penalty")).contains(3.0);
        AlgorithmOptions other = taken.options.changed(Optional.empty(), Map.of("half-life", "9d"));
        assertThat(other.parameters().value("penalty")).contains(3.0);
    }

    @Test
    void aFileOfParametersThatIsNoTextIsRefusedByItsName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("some.model"), new byte[] {(byte) 0xfe, (byte) 0xff, 1, 2});
        parse("--parameters", file.toString());

        assertThatThrownBy(taken.options::parameters)
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(
                        "--parameters \"" + file + "\" is no file of parameters: it must hold one JSON object");
    }

    private void parse(String... arguments) {
        taken = new Taken();
        CommandLine line = new CommandLine(taken);
        taken.options.addTo(line.getCommandSpec());
        line.parseArgs(arguments);
    }
}
