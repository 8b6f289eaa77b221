package dev.recommender.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recommender.UsageEvent;
import dev.recommender.neighbors.Answers;
import dev.recommender.neighbors.LargeModels;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.SmallModels;
import dev.recommender.sar.SarModels;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved model appears whole or not at all. */
class SaveTest {
    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    void aModelIsReplacedWhileReadersHoldIt() throws IOException {
        Path file = folder.resolve("model");
        NeighborModel large = LargeModels.mapped();
        large.save(file);
        try (NeighborModel held = NeighborModel.open(file)) {
            SmallModels.full().save(file);
            assertThat(LargeModels.sample(held)).isEqualTo(LargeModels.sample(large));
            try (NeighborModel opened = NeighborModel.open(file)) {
                assertThat(Answers.of(opened)).isEqualTo(Answers.of(SmallModels.full()));
            }
            // A mapped model can even be saved over its own file.
            held.save(file);
        }
        try (NeighborModel opened = NeighborModel.open(file)) {
            assertThat(LargeModels.sample(opened)).isEqualTo(LargeModels.sample(large));
        }
        assertThat(names()).containsExactly("model");
    }

    @Test
    void aFolderInTheWayStaysAsItIsAndNothingIsLeftBehind() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("model"));
        Files.writeString(taken.resolve("note"), "keep me");
        NeighborModel model = SmallModels.full();
        assertThatThrownBy(() -> model.save(taken))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(taken + ": this is a folder; name a file in it");
        assertThat(Files.readString(taken.resolve("note"))).isEqualTo("keep me");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void aMissingFolderIsAnError() {
        NeighborModel model = SmallModels.full();
        assertThatThrownBy(() -> model.save(folder.resolve("none/model")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("none") + ": no such folder to save model in");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void anUnwritableFolderKeepsTheOldModel() throws IOException {
        Path file = folder.resolve("model");
        NeighborModel old = SarModels.train(SarTrainer.builder(), List.of(UsageEvent.of("u", "i")));
        old.save(file);
        assumeTrue(
                folder.toFile().setWritable(false) && !Files.isWritable(folder), "permissions do not bind this user");
        try {
            NeighborModel model = SmallModels.full();
            assertThatThrownBy(() -> model.save(file)).isInstanceOf(IOException.class);
        } finally {
            assertThat(folder.toFile().setWritable(true)).isTrue();
        }
        try (NeighborModel opened = NeighborModel.open(file)) {
            assertThat(Answers.of(opened)).isEqualTo(Answers.of(old));
        }
        assertThat(names()).containsExactly("model");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
