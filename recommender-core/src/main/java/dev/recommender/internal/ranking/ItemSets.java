package dev.recommender.internal.ranking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recommender.ItemSet;
import dev.recommender.internal.rows.Ids;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** Item sets as bitmaps of one model's indexes, translated once for as long as a set is referenced. Shared. */
public final class ItemSets {
    private final Ids ids;
    private final Cache<ItemSet, RoaringBitmap> bitmaps =
            Caffeine.newBuilder().weakKeys().build();

    public ItemSets(Ids ids) {
        this.ids = ids;
    }

    RoaringBitmap[] of(List<ItemSet> sets) {
        RoaringBitmap[] found = new RoaringBitmap[sets.size()];
        for (int at = 0; at < found.length; at++) {
            found[at] = bitmaps.get(sets.get(at), this::translate);
        }
        return found;
    }

    private RoaringBitmap translate(ItemSet set) {
        RoaringBitmap bitmap = new RoaringBitmap();
        for (String id : set.ids()) {
            int item = ids.indexOf(id);
            if (item != Ids.UNKNOWN) {
                bitmap.add(item);
            }
        }
        bitmap.runOptimize();
        return bitmap;
    }
}
