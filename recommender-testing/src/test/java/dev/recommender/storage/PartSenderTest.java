package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartSenderTest {
    private static final int PARALLELISM = 3;

    private final TransferPool pool = new TransferPool(PARALLELISM);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void theSentPartsMakeUpTheContent() throws IOException {
        Random random = new Random(8);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(1000)];
            random.nextBytes(bytes);
            int partSize = 1 + random.nextInt(100);
            Map<Integer, byte[]> sent = new ConcurrentHashMap<>();
            Set<byte[]> buffers = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            List<Integer> numbers = new PartSender(pool, partSize, 10_000).send("test", BlobContent.of(bytes), part -> {
                buffers.add(part.bytes());
                sent.put(part.number(), Arrays.copyOf(part.bytes(), part.length()));
                return part.number();
            });
            int parts = (bytes.length + partSize - 1) / partSize;
            assertThat(numbers).hasSize(parts).isSorted();
            assertThat(buffers).hasSize(Math.min(parts, PARALLELISM));
            for (int part = 1; part <= parts; part++) {
                int from = (part - 1) * partSize;
                assertThat(sent.get(part))
                        .isEqualTo(Arrays.copyOfRange(bytes, from, Math.min(from + partSize, bytes.length)));
            }
        }
    }

    @Test
    void partsAreLargerIfThereWouldBeTooMany() throws IOException {
        PartSender sender = new PartSender(pool, 10, 7);
        assertThat(sender.partSize()).isEqualTo(10);
        assertThat(sender.send("test", BlobContent.of(new byte[70]), PartSender.Part::length))
                .containsExactly(10, 10, 10, 10, 10, 10, 10);
        assertThat(sender.send("test", BlobContent.of(new byte[71]), PartSender.Part::length))
                .containsExactly(11, 11, 11, 11, 11, 11, 5);
    }

    @Test
    void contentsOfAnotherSizeThanTheySayAreRefused() {
        PartSender sender = new PartSender(pool, 10, 100);
        for (int size : new int[] {1, 19, 20, 35}) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> sender.send("test", BlobContentTest.content(size - 1, size), part -> true))
                    .withMessageContaining("only " + (size - 1) + " bytes");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> sender.send("test", BlobContentTest.content(size + 1, size), part -> true))
                    .withMessageContaining("more than " + size + " bytes");
        }
    }

    @Test
    void noPartIsOnItsWayAfterAFailure() {
        AtomicInteger running = new AtomicInteger();
        IOException failure = new IOException("refused");
        for (int failing = 1; failing <= 9; failing++) {
            int number = failing;
            assertThatThrownBy(() -> new PartSender(pool, 10, 100).send("test", BlobContent.of(new byte[85]), part -> {
                        running.incrementAndGet();
                        try {
                            if (part.number() == number) {
                                throw failure;
                            }
                            return true;
                        } finally {
                            running.decrementAndGet();
                        }
                    }))
                    .isSameAs(failure);
            assertThat(running).hasValue(0);
        }
    }
}
