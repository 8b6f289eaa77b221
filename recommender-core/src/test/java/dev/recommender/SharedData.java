package dev.recommender;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reference data that lies next to the project on some machines only. Tests that need it are skipped where it is
 * absent.
 */
public final class SharedData {
    private SharedData() {}

    /** The file or folder below the shared folder; skips the running test, saying why, if it is not there. */
    public static Path require(String relative) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path candidate = folder.resolve("shared").resolve(relative);
            if (Files.exists(candidate)) {
                return candidate;
            }
            folder = folder.getParent();
        }
        assumeTrue(false, "needs the reference data shared/" + relative + ", which is not beside this checkout");
        throw new AssertionError();
    }
}
