package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells people to type can be typed from top to bottom in an empty folder. */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class ReadmeTest {
    private static final String PROGRAM = "java -jar recommender-cli/target/recommender.jar ";

    @TempDir
    Path folder;

    @Test
    void theCommandsOfTheServiceWorkInTheirOrder() throws Exception {
        assertThat(run("shop --output store/shop", "publish --store store"))
                .containsPattern("(?m)^\\S+Z training \\S+ completed after ")
                .contains("(answers as default)")
                .containsPattern("(?m)^champion  \\S+=1$")
                .containsPattern("(?m)^ +1  p\\d{4} ")
                .containsPattern("(?m)^model \\S+ is replaced by \\S+, also in ");
    }

    @Test
    void theCommandsOnFilesWorkInTheirOrder() throws Exception {
        assertThat(run("shop --output shop --users 5000"))
                .contains("saved shop.model", "every checksum holds", "because of", "without 1 user", "sar: ")
                .doesNotContain("note: ");
        assertThat(folder.resolve("all.csv")).content().startsWith("user,rank,item,score,source\n");
    }

    @Test
    void theCommandsThatCompareAlgorithmsWorkInTheirOrder() throws Exception {
        assertThat(run("shop --output which"))
                .contains("Evaluation of ridge against sar by ", "What differs between both trainings")
                .contains("wrote which.html", "saved ridge.model");
    }

    /** Runs the blocks of the README that hold one of these commands, by a shell; returns what they write. */
    private String run(String... commands) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (String command : commands) {
            List<ProjectFiles.Block> blocks = ProjectFiles.blocks(ProjectFiles.file("README.md"), "sh").stream()
                    .filter(block -> String.join("\n", block.lines()).contains(PROGRAM + command))
                    .toList();
            assertThat(blocks).as(command).hasSize(1);
            script.append(String.join("\n", blocks.get(0).lines())).append('\n');
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + Main.class.getName() + " ";
        Path file = Files.writeString(
                folder.resolve("readme.sh"), script.toString().replace(PROGRAM, java), StandardCharsets.UTF_8);
        Process process = new ProcessBuilder("sh", "-e", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(written).isZero();
        return written;
    }
}
