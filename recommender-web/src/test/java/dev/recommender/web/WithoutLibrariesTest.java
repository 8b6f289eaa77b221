package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on a class path that lacks all libraries of metrics and traces. */
@Tag("slow")
class WithoutLibrariesTest {
    @TempDir
    Path folder;

    @Test
    void aServerWorksWithoutLibrariesOfTelemetry() throws Exception {
        List<URL> path = new ArrayList<>();
        int left = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.matches(".*(micrometer|opentelemetry|prometheus).*")) {
                left++;
            } else {
                path.add(Path.of(entry).toUri().toURL());
            }
        }
        assertThat(left).isGreaterThan(3);
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Object said = loader.loadClass(ServerWithoutLibraries.class.getName())
                    .getMethod("ask", Path.class)
                    .invoke(null, folder);
            assertThat(said).isEqualTo("live 200, popular 404, metrics 404");
        }
    }
}
