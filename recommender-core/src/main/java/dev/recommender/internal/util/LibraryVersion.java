package dev.recommender.internal.util;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this library, from a resource that the build fills in. */
public final class LibraryVersion {
    private LibraryVersion() {}

    public static String current() {
        try (InputStream resource = LibraryVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            if (resource != null) {
                properties.load(resource);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
