package dev.recommender.testing.storage;

import dev.recommender.storage.BlobNames;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keys that could lead out of a store, hide in it, or be mistaken for others. Every store refuses to write each of them, and to
 * read those that are no {@linkplain BlobNames names} of other programs' files either.
 */
public final class HostileKeys {
    private static final List<String> TRAVERSAL = List.of(
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            "//server/share",
            ".",
            "..",
            "a/..",
            "../a",
            "a/../../b",
            "a/./b",
            "a/.../b",
            "./a",
            "~",
            "~/a",
            "a\\b",
            "..\\a",
            "a/..\\..\\b",
            "C:",
            "C:\\a",
            "a:b",
            "file:///a",
            "%2e%2e",
            "a/%2e%2e/b",
            "..%2fa",
            "..;/a",
            ".hidden",
            "a/.writing/b",
            "-rf",
            "+a",
            "=a",
            "a.",
            "a./b",
            "a..",
            "*",
            "a?b",
            "$x",
            "${x}",
            "`id`",
            "a|b",
            "a;b",
            "a&b",
            "<a>",
            "'a'",
            "\"a\"",
            "a b",
            " a",
            "a ",
            "{a}",
            "[a]",
            "a,b",
            "a@b",
            "a!b",
            "a#b",
            "a^b");

    private static final List<String> CHARACTERS = List.of(
            "\u0000",
            "a\u0000b",
            "a\u0000/../b",
            "a\nb",
            "a\rb",
            "a\tb",
            "\u0007",
            "a\u007F",
            "a\u0085b",
            "\u00A0a",
            "\u00E4",
            "a\u0308",
            "\u202Ea",
            "\u200Ba",
            "\uFEFFa",
            "a\u2028b",
            "a\uFF0E\uFF0E",
            "\uFF0E\uFF0E/a",
            "\u2025/a",
            "\u2024\u2024/a",
            "a\u2215b",
            "a\u2044b",
            "a\uFF0Fb",
            "a\uFF3Cb",
            "\u0430bc",
            "\u0391",
            "\uFF41",
            "\u0131",
            "\u212A",
            "\uD83D\uDE00",
            "a\uD800",
            "\uDC00b",
            "\uFFFF",
            "\u0660");

    private static final List<String> DEVICES = List.of(
            "nul",
            "NUL",
            "a/CON.txt",
            "con",
            "aux",
            "aux.h/b",
            "PRN",
            "com1",
            "Com9.log",
            "lpt0",
            "LPT9",
            "a/nul/b",
            "nul.");

    private static final List<String> TOO_LONG = List.of(
            "s".repeat(101),
            "a/" + "s".repeat(101) + "/b",
            "s".repeat(100_000),
            "a/".repeat(200) + "b",
            "../".repeat(5_000) + "a");

    /** Those that could be names of other programs' files, which a store reads if they are there. */
    private static final Set<String> READABLE = Stream.of(
                    List.of(
                            "~",
                            "~/a",
                            "C:",
                            "a:b",
                            "%2e%2e",
                            "a/%2e%2e/b",
                            "..;/a",
                            "-rf",
                            "+a",
                            "=a",
                            "a.",
                            "a./b",
                            "a..",
                            "*",
                            "a?b",
                            "$x",
                            "`id`",
                            "a|b",
                            "a;b",
                            "a&b",
                            "<a>",
                            "'a'",
                            "\"a\"",
                            "a b",
                            " a",
                            "a ",
                            "{a}",
                            "[a]",
                            "a,b",
                            "a@b",
                            "a!b",
                            "a#b",
                            "a^b",
                            "${x}"),
                    List.of(
                            "\u00A0a",
                            "\u00E4",
                            "a\u0308",
                            "\u202Ea",
                            "\u200Ba",
                            "\uFEFFa",
                            "a\u2028b",
                            "a\uFF0E\uFF0E",
                            "\uFF0E\uFF0E/a",
                            "\u2025/a",
                            "\u2024\u2024/a",
                            "a\u2215b",
                            "a\u2044b",
                            "a\uFF0Fb",
                            "a\uFF3Cb",
                            "\u0430bc",
                            "\u0391",
                            "\uFF41",
                            "\u0131",
                            "\u212A",
                            "\uD83D\uDE00",
                            "\u0660"),
                    DEVICES,
                    List.of("s".repeat(101), "a/" + "s".repeat(101) + "/b", "a/".repeat(200) + "b"))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    private HostileKeys() {}

    /** Whether a store may look for a file of this name, which it would not write. */
    static boolean isReadable(String key) {
        return READABLE.contains(key) && !key.startsWith(".");
    }

    /** All of them. */
    public static List<String> all() {
        return Stream.of(TRAVERSAL, CHARACTERS, DEVICES, TOO_LONG)
                .flatMap(List::stream)
                .toList();
    }
}
