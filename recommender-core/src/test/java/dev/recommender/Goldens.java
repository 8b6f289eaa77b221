package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** Reference outputs and data that are part of the project; src/test/golden/README.md says where they come from. */
public final class Goldens {
    private Goldens() {}

    /** A file or folder of the reference outputs. */
    public static Path path(String relative) {
        Path path = Path.of("src/test/golden", relative);
        assertThat(path).exists();
        return path;
    }
}
