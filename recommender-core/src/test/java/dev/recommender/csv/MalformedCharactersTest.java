package dev.recommender.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReason;
import dev.recommender.Query;
import dev.recommender.RefusedFileException;
import dev.recommender.TrainingException;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No letter of an id is ever replaced, so that ids which differ stay different. */
class MalformedCharactersTest {
    private static final String LATIN = "user,item\njos\u00ed,caf\u00ed\njos\u00e8,caf\u00e8\nx,caf\u00ed\nx,tea\n";

    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void latinIdsAreRejectedWithLineAndByte() throws IOException {
        CollectedEvents read = CollectedEvents.of(usage(LATIN.getBytes(ISO_8859_1)));
        assertThat(read.items).containsExactly("tea");
        assertThat(problems).extracting(Problem::line).containsExactly(2L, 3L, 4L);
        assertThat(problems).extracting(Problem::reason).containsOnly(ParsingReason.MALFORMED_CHARACTERS);
        assertThat(problems.get(0).detail()).startsWith("byte 4 is 0xED, which is no UTF-8");
        assertThat(problems.get(2).detail()).startsWith("byte 6 is 0xED");
        assertThat(ParsingReason.MALFORMED_CHARACTERS.remedy()).contains("windows-1252");
    }

    @Test
    void latinIdsAreReadWhereTheirCharsetIsNamed() throws IOException {
        CollectedEvents read =
                CollectedEvents.of(usage(LATIN.getBytes(ISO_8859_1)).charset("windows-1252"));
        assertThat(read.users).containsExactlyInAnyOrder("jos\u00ed", "jos\u00e8", "x");
        assertThat(read.items).containsExactlyInAnyOrder("caf\u00ed", "caf\u00e8", "tea");
        assertThat(read.report.files())
                .singleElement()
                .satisfies(file -> assertThat(file.charset()).isEqualTo("windows-1252"));
    }

    @Test
    void malformedLinesCountAgainstTheErrorBudget() {
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(
                        () -> CollectedEvents.of(usage("u,\u00e9\n".repeat(101).getBytes(ISO_8859_1))))
                .satisfies(e -> assertThat(e.report().errorCount()).isEqualTo(101))
                .withMessageContaining("usage.csv:1")
                .withMessageContaining("charset");
    }

    @Test
    void whatTheCharsetDoesNotHaveIsRejected() throws IOException {
        byte[] undefined = {'u', ',', 'a', '\n', 'u', ',', (byte) 0xE9, (byte) 0x81, '\n', 'u', ',', 'c', '\n'};
        CollectedEvents read = CollectedEvents.of(usage(undefined).charset("windows-1252"));
        assertThat(read.items).containsExactlyInAnyOrder("a", "c");
        assertThat(problems.get(0).detail()).startsWith("character 4 is none of the charset");
        byte[] latin = "u,a\nu,\u00e9\n".getBytes(ISO_8859_1);
        assertThat(CollectedEvents.of(usage(latin).charset("US-ASCII")).items).containsExactly("a");
    }

    @Test
    void aQuotedRecordIsLeftOutAsAWhole() throws IOException {
        byte[] text = "u,a\nv,\"b\n\u00e9\nw,c\"\nx,d\n".getBytes(ISO_8859_1);
        CollectedEvents read = CollectedEvents.of(usage(text));
        assertThat(read.items).containsExactlyInAnyOrder("a", "d");
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo(ParsingReason.MALFORMED_CHARACTERS);
            assertThat(problem.line()).isEqualTo(3);
        });
    }

    @Test
    void aHeaderWithMalformedCharactersIsRefusedSinceItsColumnsAreUnknown() throws IOException {
        UsageCsv usage = usage("item,gr\u00f6\u00dfe,user\na,1,u\n".getBytes(ISO_8859_1));
        for (UsageCsv each : List.of(usage, usage.header(Header.YES), usage.columns("user=user,item=item"))) {
            assertThatExceptionOfType(RefusedFileException.class)
                    .isThrownBy(() -> CollectedEvents.of(each))
                    .withMessageContaining("usage.csv:1")
                    .withMessageContaining("charset");
        }
        assertThat(CollectedEvents.of(usage.charset("ISO-8859-1")).users).containsExactly("u");
    }

    @Test
    void utf8IsCheckedAsTheJdkDoes() {
        Random random = new Random(17);
        int malformed = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(4) == 0 ? 1 + random.nextInt(127) : 128 + random.nextInt(128));
            }
            String decoded = new String(bytes, UTF_8);
            int bad = Utf8Check.malformed(bytes, 0, bytes.length);
            boolean replaced =
                    decoded.indexOf('\ufffd') >= 0 && !java.util.Arrays.equals(decoded.getBytes(UTF_8), bytes);
            assertThat(bad >= 0).as(decoded).isEqualTo(replaced);
            malformed += bad >= 0 ? 1 : 0;
            if (bad >= 0) {
                assertThat(new String(bytes, 0, bad, UTF_8).getBytes(UTF_8))
                        .isEqualTo(java.util.Arrays.copyOf(bytes, bad));
            }
        }
        assertThat(malformed).isBetween(1000, 199_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "x\udc00", "\udc00\ud800", "caf\ud83dx"})
    void anIdWithHalfOfASurrogatePairIsRefusedEverywhere(String id) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UsageEvent.of(id, "i"))
                .withMessageContaining("user must be text")
                .withMessageContaining("character " + (id.startsWith("caf") ? 4 : id.startsWith("x") ? 2 : 1));
        assertThatIllegalArgumentException().isThrownBy(() -> UsageEvent.of("u", id));
        assertThatIllegalArgumentException().isThrownBy(() -> CatalogItem.of(id));
        assertThatIllegalArgumentException().isThrownBy(() -> Query.user(id));
        UsageEvents others = sink -> {
            sink.event("u", "i", UsageEvents.NO_TIME, dev.recommender.EventType.CUSTOM, 1);
            sink.event(id, "i", UsageEvents.NO_TIME, dev.recommender.EventType.CUSTOM, 1);
            return dev.recommender.ParsingReport.clean(2);
        };
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> SarTrainer.create().train(others))
                .withMessageContaining("half of a surrogate pair");
        // As the UTF-8 of a surrogate, as some databases write it.
        byte[] bytes = {'u', ',', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n', 'u', ',', 'a', '\n'};
        assertThat(CollectedEvents.of(usage(bytes)).items).containsExactly("a");
    }

    @Test
    void catalogsListsAndTextsRefuseMalformedCharacters() throws IOException {
        Path file = Files.write(folder.resolve("c.csv"), "a,tea\nb,caf\u00e9\n".getBytes(ISO_8859_1));
        Catalog catalog = CatalogCsv.read(file).onProblem(problems::add).load();
        assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("a");
        assertThat(problems)
                .containsExactly(new Problem(
                        ParsingReason.MALFORMED_CHARACTERS,
                        "c.csv",
                        2,
                        "byte 6 is 0xE9, which is no UTF-8, of \"b,caf\ufffd\""));
        assertThat(CatalogCsv.read(file)
                        .charset("windows-1252")
                        .load()
                        .item("b")
                        .orElseThrow()
                        .name())
                .contains("caf\u00e9");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> IdList.read(file).load())
                .withMessageContaining("c.csv:2 cannot be read: byte 6 is 0xE9");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> TextFile.read(file).load())
                .withMessageContaining("c.csv:2 cannot be read: byte 6");
        assertThat(TextFile.read(file).charset("windows-1252").load()).isEqualTo("a,tea\nb,caf\u00e9\n");
    }

    private UsageCsv usage(byte[] bytes) throws IOException {
        return UsageCsv.read(Files.write(folder.resolve("usage.csv"), bytes)).onProblem(problems::add);
    }
}
