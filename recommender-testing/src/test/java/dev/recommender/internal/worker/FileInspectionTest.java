package dev.recommender.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.ParsingReason;
import dev.recommender.registry.FileFormat;
import dev.recommender.registry.Inspection;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.MemoryBlobStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of long files the start is looked into, to the end of a line, and nothing is left behind. */
class FileInspectionTest {
    private static final int LINES = 20_000;

    @TempDir
    Path folder;

    private final BlobStore store = new MemoryBlobStore();

    @ParameterizedTest
    @ValueSource(longs = {1000, 65_536, 65_537, 100_000})
    void aLongFileIsCutAtTheEndOfALine(long limit) throws Exception {
        String text = events();
        store.put("usage.csv", BlobContent.of(text));

        Inspection seen = inspect("usage.csv", limit);

        long whole =
                text.substring(0, (int) limit).chars().filter(c -> c == '\n').count();
        assertThat(seen.whole()).isFalse();
        assertThat(seen.report().successes()).isEqualTo(whole);
        assertThat(seen.report().errorCount()).isZero();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileThatFitsIsLookedIntoAsAWhole() throws Exception {
        String text = events();
        store.put("usage.csv", BlobContent.of(text));

        Inspection seen = inspect("usage.csv", text.length());

        assertThat(seen.whole()).isTrue();
        assertThat(seen.report().successes()).isEqualTo(LINES);
        assertThat(seen.users()).isEqualTo(100);
        assertThat(seen.items()).isEqualTo(LINES);
        assertThat(seen.events()).hasSize(Inspection.MAX_SHOWN);
    }

    @Test
    void ofAFolderAsManyFilesAreLookedIntoAsFit() throws Exception {
        store.put("usage/1.csv", BlobContent.of("u1,a\nu2,b\n"));
        store.put("usage/2.csv", BlobContent.of("u3,c\nu4,d\n"));
        store.put("usage/3.csv", BlobContent.of("u5,e\n"));

        assertThat(inspect("usage", 1000).users()).isEqualTo(5);
        assertThat(inspect("usage", 16).users()).isEqualTo(3);
        assertThat(inspect("usage", 10).users()).isEqualTo(2);
        assertThat(inspect("usage", 10).whole()).isFalse();
    }

    @Test
    void whatIsPackedAndTooLongIsRefusedAndWhatFitsIsUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(events().getBytes(StandardCharsets.UTF_8));
        }
        store.put("usage.csv.gz", BlobContent.of(packed.toByteArray()));

        assertThat(inspect("usage.csv.gz", packed.size()).users()).isEqualTo(100);
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> inspect("usage.csv.gz", packed.size() - 1))
                .withMessageContaining("usage.csv.gz")
                .withMessageContaining("train on it");
    }

    @Test
    void linesOfWhichTheSameIsToBeSaidAreOneFault() throws Exception {
        store.put("usage.csv", BlobContent.of(events() + ",no user\n".repeat(500)));

        Inspection refused = inspect("usage.csv", Long.MAX_VALUE);
        Inspection allowed = inspect(FileFormat.STANDARD.maxErrors(500));
        Inspection leftOut = inspect(FileFormat.STANDARD.skipRowsWithoutUser());

        assertThat(refused.refused()).isPresent();
        assertThat(refused.report().files()).hasSize(1);
        assertThat(refused.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.lines()).containsExactly(20_001L, 20_002L, 20_003L, 20_004L, 20_005L);
            assertThat(fault.count()).isEqualTo(101);
            assertThat(fault.detail()).isEqualTo("user is blank");
        });
        assertThat(allowed.refused()).isEmpty();
        assertThat(allowed.faults()).extracting(Inspection.Fault::count).containsExactly(500L);
        assertThat(leftOut.refused()).isEmpty();
        assertThat(leftOut.report().warningCount()).isEqualTo(500);
        assertThat(leftOut.faults())
                .extracting(Inspection.Fault::reason)
                .containsExactly(ParsingReason.SKIPPED_WITHOUT_USER);
    }

    @Test
    void itemsThatRepeatAreOneFaultHoweverManyTheyAre() throws Exception {
        StringBuilder lines = new StringBuilder("sku,name\n");
        for (int line = 0; line < 900; line++) {
            lines.append("item").append(line % 300).append(",Name\n");
        }
        store.put("catalog.csv", BlobContent.of(lines.append(",none\n").toString()));

        TrainingRequest request = TrainingRequest.of("usage.csv").catalog("catalog.csv");
        Inspection seen = FileInspection.ofCatalog(request, store, folder);

        assertThat(seen.items()).isEqualTo(300);
        assertThat(seen.report().warningCount()).isEqualTo(600);
        assertThat(seen.faults())
                .containsExactly(
                        new Inspection.Fault(
                                "catalog.csv",
                                List.of(302L, 303L, 304L, 305L, 306L),
                                600,
                                ParsingReason.DUPLICATE_ITEM_ID,
                                "id is \"item0\", and others"),
                        new Inspection.Fault(
                                "catalog.csv", List.of(902L), 1, ParsingReason.MISSING_FIELDS, "id is blank"));
    }

    @Test
    void ofManyFaultsTheFirstAreTold() throws Exception {
        StringBuilder wrong = new StringBuilder("user,item,time\nu1,i1,2026-01-01T00:00:00Z\n");
        for (int line = 0; line < 300; line++) {
            wrong.append("u1,i1,day ").append(line % 150).append('\n');
        }
        store.put("usage.csv", BlobContent.of(wrong.toString()));

        Inspection seen = inspect(FileFormat.STANDARD.maxErrors(300));

        assertThat(seen.faults()).hasSize(Inspection.MAX_FAULTS).allMatch(fault -> fault.count() == 2);
        assertThat(seen.faults().get(3).lines()).containsExactly(6L, 156L);
        assertThat(seen.report().errorCount()).isEqualTo(300);
    }

    private Inspection inspect(FileFormat format) throws IOException {
        return FileInspection.ofUsage(TrainingRequest.of("usage.csv").files(format), store, folder);
    }

    private Inspection inspect(String path, long limit) throws IOException {
        return FileInspection.ofUsage(TrainingRequest.of(path), store, folder, limit);
    }

    private static String events() {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            text.append('u').append(line % 100).append(",item").append(line).append('\n');
        }
        return text.toString();
    }
}
