package dev.recommender.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recommender.Query;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.SmallModels;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScratchPoolTest {
    @Test
    void whatCannotBeMadeIsNotWaitedFor() {
        ScratchPool pool = new ScratchPool(() -> {
            throw new IllegalStateException("no scorer");
        });
        assertThatThrownBy(pool::borrow).hasMessage("no scorer");
        assertThatThrownBy(pool::borrowAnother).hasMessage("no scorer");
        pool.close();
        assertThatThrownBy(pool::borrow).hasMessage("the model is closed");
    }

    @Test
    void aQueryCannotCloseItsOwnModel() {
        NeighborModel model = SmallModels.full();
        AtomicReference<Throwable> refused = new AtomicReference<>();
        Query query = Query.popular().where(item -> {
            refused.set(catchThrowable(model::close));
            return true;
        });

        assertThat(model.recommender().recommend(query)).isNotEmpty();

        assertThat(refused.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a query cannot close its own model; close the model after the query");
        model.close();
    }

    @Test
    void aModelMayBeClosedBySeveralThreadsAtOnce() throws Exception {
        AtomicReference<ScratchPool> next = new AtomicReference<>();
        AtomicReference<ScratchPool> closed = new AtomicReference<>();
        int rounds = 50_000;
        Thread other = new Thread(() -> {
            ScratchPool last = null;
            for (int round = 0; round < rounds; round++) {
                while (next.get() == last) {
                    Thread.onSpinWait();
                }
                last = next.get();
                last.close();
                closed.set(last);
            }
        });
        other.setDaemon(true);
        other.start();
        for (int round = 0; round < rounds; round++) {
            ScratchPool pool = new ScratchPool(() -> {
                throw new AssertionError("nothing is borrowed");
            });
            next.set(pool);
            pool.close();
            while (closed.get() != pool) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(pool::borrow).isInstanceOf(IllegalStateException.class);
        }
        other.join();
    }
}
