package dev.recommender.models;

import dev.recommender.internal.file.FileLayout;
import dev.recommender.spi.Algorithm;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/** The providers of algorithms that there are just now, each looked at once. Used by one thread. */
final class InstalledAlgorithms {
    /** A class loader that cannot list its providers may fail again and again. */
    private static final int MAX_BROKEN = 100;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

    private final List<Algorithm> sound = new ArrayList<>();
    private final List<ServiceConfigurationError> broken = new ArrayList<>();
    private final Set<Class<?>> classes = new HashSet<>();

    private InstalledAlgorithms() {}

    /** Those of this library's class loader, then those of the calling thread's. */
    static InstalledAlgorithms find() {
        ClassLoader own = InstalledAlgorithms.class.getClassLoader();
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        return callers == null || callers == own ? find(List.of(own)) : find(List.of(own, callers));
    }

    static InstalledAlgorithms find(List<ClassLoader> loaders) {
        InstalledAlgorithms found = new InstalledAlgorithms();
        loaders.forEach(loader -> found.addAll(ServiceLoader.load(Algorithm.class, loader)));
        return found;
    }

    /** The algorithms that can be used, each of another class. */
    List<Algorithm> sound() {
        return sound;
    }

    /** Why others cannot be used. */
    List<ServiceConfigurationError> broken() {
        return broken;
    }

    private void addAll(ServiceLoader<Algorithm> loader) {
        Iterator<ServiceLoader.Provider<Algorithm>> providers = loader.stream().iterator();
        boolean more = true;
        while (more && broken.size() < MAX_BROKEN) {
            try {
                more = providers.hasNext();
                if (more) {
                    add(providers.next());
                }
            } catch (ServiceConfigurationError e) {
                broken.add(e);
            } catch (LinkageError e) {
                broken.add(new ServiceConfigurationError(
                        "an algorithm needs what is not installed: " + e.getMessage(), e));
            }
        }
    }

    private void add(ServiceLoader.Provider<Algorithm> provider) {
        // A provider method may promise no more than an interface, which says nothing of the class.
        boolean named = !Modifier.isAbstract(provider.type().getModifiers());
        if (named && !classes.add(provider.type())) {
            return;
        }
        Algorithm algorithm = provider.get();
        if (named || classes.add(algorithm.getClass())) {
            String name = Objects.toString(algorithm.name(), "");
            String kind = Objects.toString(algorithm.kind(), "");
            require(NAME.matcher(name).matches(), algorithm, "name", "lower-case letters, digits and hyphens", name);
            require(FileLayout.isKind(kind), algorithm, "kind", "four upper-case letters or digits", kind);
            sound.add(algorithm);
        }
    }

    private static void require(boolean holds, Algorithm algorithm, String what, String form, String value) {
        if (!holds) {
            throw new ServiceConfigurationError(what + " of algorithm "
                    + algorithm.getClass().getName() + " must be " + form + ": \"" + value + "\"");
        }
    }
}
