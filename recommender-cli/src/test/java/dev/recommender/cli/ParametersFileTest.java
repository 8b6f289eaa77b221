package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.TrainedModel;
import dev.recommender.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of parameters, as a tuning writes them. */
class ParametersFileTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
    }

    @Test
    void parametersComeFromAFileAndSingleOptionsChangeThem() throws IOException {
        Path file = Files.writeString(
                folder.resolve("own.json"),
                "{\"algorithm\": \"ridge\", \"parameters\": {\"penalty\": 3.0, \"halfLife\": null}}");
        Path model = folder.resolve("own.model");
        Run run = Run.of("train", "--usage", shop.usage(), "--parameters", file, "--half-life", "9d", "--model", model);

        assertThat(run.status()).as(run.err()).isZero();
        try (TrainedModel trained = Models.open(model)) {
            assertThat(trained.metadata().algorithm()).contains("ridge");
            assertThat(trained.metadata().parameters().value("penalty")).contains(3.0);
            assertThat(trained.metadata().parameters().value("halfLife")).contains("P9D");
        }
        Run evaluated = Run.of("evaluate", "--usage", shop.usage(), "--parameters", file, "--against-algorithm", "sar");
        assertThat(evaluated.out())
                .startsWith("Evaluation of ridge against sar by ")
                .contains("\nTrained by ridge with\n  penalty: 3.0\n  halfLife: none\n\n")
                .containsPattern("\n  halfLife +none +30d\n");
    }

    @Test
    void filesOfParametersThatAreWrongAreNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"algorithm\": ");
        Path unknown = Files.writeString(
                folder.resolve("unknown.json"), "{\"algorithm\": \"sar\", \"parameters\": {\"penalty\": 3}}");
        Path good = Files.writeString(folder.resolve("good.json"), "{\"algorithm\": \"sar\", \"parameters\": {}}");

        Path large = Files.write(folder.resolve("large.json"), new byte[2 << 20]);
        String form =
                "it must hold one JSON object such as {\"algorithm\": \"ridge\", \"parameters\": {\"penalty\": 8.0}}";
        for (Path another : List.of(shop.model(), large, shop.usage())) {
            assertThat(planned(another))
                    .isEqualTo("error: --parameters \"" + another + "\" is no file of parameters: " + form
                            + ", as tune --parameters writes it\n");
        }
        Path lines = Files.writeString(folder.resolve("lines.json"), "{\"algorithm\": \"sar\"}\n{}\n");
        assertThat(planned(lines)).contains("\"" + lines + "\": candidate: not JSON: line 2, column 2: there is ");
        assertThat(planned(broken))
                .startsWith("error: --parameters \"" + broken + "\": line 1 is not JSON: Unexpected end-of-input")
                .endsWith("; the file must hold one JSON object such as " + form.substring(form.indexOf('{')) + "\n");
        assertThat(planned("bare", "{\"penalty\": 3}"))
                .contains(
                        "bare.json\": line 1: penalty is not a field of a candidate, which has algorithm and parameters;"
                                + " a parameter of the algorithm stands within parameters\n");
        assertThat(planned("number", "{\"algorithm\": \"sar\",\n\"parameters\": {\n\"halfLife\": 30}}"))
                .contains("number.json\": line 3: halfLife must be a span of time with its unit, such as 30s, ")
                .endsWith(": 30\n");
        assertThat(planned("several", "{\"algorithm\": \"sar\",\n\"halfLife\": 30,\n\"maxNeighbors\": 9}"))
                .contains("line 2: halfLife is not a field", "; line 3: maxNeighbors is not a field");
        assertThat(planned("flat", "{\"algorithm\": \"sar\",\n \"parameters\": 7}"))
                .contains("line 2: parameters must be an object of parameters by name: 7\n");
        assertThat(planned("other", "{\n\"algorithm\": \"nothing\"}")).contains("line 2: algorithm must be one of [");
        assertThat(planned(unknown)).contains("--parameters \"" + unknown + "\": line 1: penalty is not a parameter");
        assertThat(planned(good, "--algorithm", "ridge"))
                .contains("--algorithm ridge does not go with --parameters \"" + good + "\", which is of sar");
        Path absent = folder.resolve("absent.json");
        assertThat(planned(absent)).isEqualTo("error: --parameters " + absent + ": no such file or folder\n");
    }

    private static String planned(String name, String text) throws IOException {
        return planned(Files.writeString(folder.resolve(name + ".json"), text));
    }

    private static String planned(Path file, String... more) {
        List<Object> words = new ArrayList<>(List.of("plan", "--usage", shop.usage(), "--parameters", file));
        words.addAll(List.of(more));
        Run run = Run.of(words.toArray());
        assertThat(run.status()).as(run.toString()).isPositive();
        return run.err();
    }
}
