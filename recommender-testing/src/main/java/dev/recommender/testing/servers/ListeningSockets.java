package dev.recommender.testing.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The sockets that listen on a port of this machine, and whose they are, as Linux lists them. */
final class ListeningSockets {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTENING = "0A";

    private final Set<String> links;

    private ListeningSockets(Set<String> links) {
        this.links = links;
    }

    /** Whether the system lists sockets at all. */
    static boolean areTold() {
        return Files.isReadable(TABLES.get(0));
    }

    /** The sockets that listen on a port at this moment, at whichever address. */
    static ListeningSockets on(int port) throws IOException {
        String end = String.format(Locale.ROOT, ":%04X", port);
        Set<String> links = new HashSet<>();
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                for (String line : Files.readAllLines(table)) {
                    // Number, local and remote address, state; the inode is the tenth.
                    String[] words = line.strip().split("\\s+");
                    if (words.length > 9 && words[1].endsWith(end) && words[3].equals(LISTENING)) {
                        links.add("socket:[" + words[9] + "]");
                    }
                }
            }
        }
        return new ListeningSockets(links);
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    /** Whether a process of this user has one of them open. */
    boolean isOf(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (links.contains(target(file))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
