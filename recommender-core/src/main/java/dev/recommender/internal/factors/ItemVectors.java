package dev.recommender.internal.factors;

import static dev.recommender.internal.model.ModelParts.require;

import dev.recommender.Verification;
import dev.recommender.internal.file.ModelFileReader;
import dev.recommender.internal.file.ModelFileWriter;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.DenseRows;
import dev.recommender.internal.rows.NumberFormat;
import dev.recommender.internal.util.IntSort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The vectors of all items, in the order in which they are searched: by their norms, the largest first. A tile holds the
 * vectors of so many items, number by number, so that one loop scores them all.
 *
 * <pre>
 * norms section, 12 bytes a place:      int32 item | float32 norm | float32 norm of the numbers behind the head
 * a tile, as a dense row:               for each number: its value of each item of the tile
 * </pre>
 *
 * <p>The head are the first numbers of a vector, about a quarter. Vectors are turned so that they hold the most of what
 * tells items apart. Norms are those of the vectors as they are kept. A norm is 0, or large enough that products are in the
 * normal range of floats. Immutable; shared between threads.
 */
final class ItemVectors {
    private static final int NORM_ENTRY = 12;
    private static final int TILE = 256;

    /** The tiles of small models are no wider than their items need. */
    private static final int GRAIN = 8;

    /** Shorter vectors are as good as zero, and are kept as that. */
    private static final float LEAST_NORM = 0x1p-60f;

    /** Sums of products with longer ones could be beyond the range of floats. */
    private static final float MOST_NORM = 0x1p100f;

    /** How far a norm may be off, as others may have computed it: less than bounds are widened by. */
    private static final double TOLERANCE = 0x1p-22;

    final int items;
    final int size;
    final int head;
    final int tileWidth;
    private final ByteBuffer section;
    private final DenseRows tiles;
    private final int[] itemOfPlace;
    private final int[] placeOfItem;
    private final float[] norms;
    private final float[] tailNorms;
    private final int[] firstItem;

    private ItemVectors(int size, ByteBuffer section, DenseRows tiles) {
        this.items = section.limit() / NORM_ENTRY;
        this.size = size;
        this.head = head(size);
        this.tileWidth = tileWidth(items);
        this.section = section;
        this.tiles = tiles;
        this.itemOfPlace = new int[items];
        this.norms = new float[tiles.rows() * tileWidth];
        this.tailNorms = new float[tiles.rows() * tileWidth];
        this.firstItem = new int[tiles.rows()];
        Arrays.fill(firstItem, Integer.MAX_VALUE);
        for (int place = 0; place < items; place++) {
            itemOfPlace[place] = section.getInt(NORM_ENTRY * place);
            norms[place] = section.getFloat(NORM_ENTRY * place + 4);
            tailNorms[place] = section.getFloat(NORM_ENTRY * place + 8);
            firstItem[place / tileWidth] = Math.min(firstItem[place / tileWidth], itemOfPlace[place]);
        }
        this.placeOfItem = IntSort.inverse(itemOfPlace);
    }

    private static int head(int size) {
        return Math.max(GRAIN, size / 4 / GRAIN * GRAIN);
    }

    private static int tileWidth(int items) {
        return Math.min(TILE, (items + GRAIN - 1) / GRAIN * GRAIN);
    }

    /** What the vectors of so many items take. */
    static long bytes(long items, long size, NumberFormat format) {
        long tiles = items / TILE + 1;
        return tiles * TILE * (size * format.bytes + (format.exact() ? 0 : Float.BYTES) + NORM_ENTRY);
    }

    /**
     * The vectors of items in a format.
     *
     * @param vectors by item index; they are replaced by what is kept of them, which is zero of those with a norm below
     *     2<sup>−60</sup>
     */
    static ItemVectors of(float[][] vectors, int size, NumberFormat format) {
        int items = vectors.length;
        int width = tileWidth(items);
        float[] factors = new float[items];
        float[] norms = new float[items];
        int[] order = new int[items];
        for (int item = 0; item < items; item++) {
            factors[item] = format.factor(vectors[item]);
            format.round(vectors[item], factors[item]);
            norms[item] = (float) Vectors.norm(vectors[item], 0);
            if (norms[item] < LEAST_NORM) {
                Arrays.fill(vectors[item], 0);
                norms[item] = 0;
            }
            order[item] = item;
        }
        IntSort.sort(order, (left, right) -> Float.compare(norms[right], norms[left]));
        DenseRows tiles = DenseRows.ofZeros((items + width - 1) / width, shape(width, size, format));
        float[] tile = new float[width * size];
        float[] factorsOfTile = new float[width];
        for (int row = 0; row < tiles.rows(); row++) {
            Arrays.fill(tile, 0);
            Arrays.fill(factorsOfTile, 0);
            int count = Math.min(width, items - row * width);
            for (int lane = 0; lane < count; lane++) {
                int item = order[row * width + lane];
                factorsOfTile[lane] = factors[item];
                for (int at = 0; at < size; at++) {
                    tile[at * width + lane] = vectors[item][at];
                }
            }
            tiles.write(row, tile, factorsOfTile);
        }
        return new ItemVectors(size, norms(vectors, order, head(size)), tiles);
    }

    /** The numbers of one item share a factor: items of a tile may be of very different size. */
    private static DenseRows.Shape shape(int width, int size, NumberFormat format) {
        return new DenseRows.Shape(width * size, width, format);
    }

    private static ByteBuffer norms(float[][] vectors, int[] order, int head) {
        ByteBuffer section = Bytes.littleEndian(Bytes.checkedLength("norms", (long) NORM_ENTRY * order.length));
        for (int place = 0; place < order.length; place++) {
            float[] vector = vectors[order[place]];
            section.putInt(NORM_ENTRY * place, order[place]);
            section.putFloat(NORM_ENTRY * place + 4, (float) Vectors.norm(vector, 0));
            section.putFloat(NORM_ENTRY * place + 8, (float) Vectors.norm(vector, head));
        }
        return section;
    }

    /** Takes the sections of the vectors from a file; what must hold for them to be read at all is checked. */
    static ItemVectors read(
            ModelFileReader file, int norms, int directory, int table, int items, int size, NumberFormat format)
            throws IOException {
        ByteBuffer section = file.section(norms);
        require(section.limit() == (long) NORM_ENTRY * items, "norms of another number of items");
        int width = tileWidth(items);
        require((long) width * size < Integer.MAX_VALUE / Float.BYTES, "vectors of too many numbers");
        DenseRows tiles = file.denseRows(directory, table, shape(width, size, format));
        require(tiles.rows() == (items + TILE - 1L) / TILE, "tiles of another number of items");
        boolean[] taken = new boolean[items];
        for (int place = 0; place < items; place++) {
            int item = section.getInt(NORM_ENTRY * place);
            require(item >= 0 && item < items && !taken[item], "norms are of no order of the items");
            taken[item] = true;
        }
        return new ItemVectors(size, section, tiles);
    }

    /**
     * Checks that the norms are those of the vectors.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    void verify(Verification verification) {
        if (verification == Verification.NONE) {
            return;
        }
        for (int place = 0; place < items; place++) {
            float norm = norms[place];
            require(norm == 0 || norm >= LEAST_NORM && norm <= MOST_NORM, "bad norm");
            require(place == 0 || norm <= norms[place - 1], "norms are not in order");
            require(tailNorms[place] >= 0 && tailNorms[place] <= norm * (1 + TOLERANCE), "bad norm of a tail");
        }
        if (verification == Verification.ON_OPEN) {
            float[] vector = new float[size];
            // In the order of places, since those of a tile are read from the same lines of the cache.
            for (int place = 0; place < items; place++) {
                read(itemOfPlace[place], vector);
                double most = TOLERANCE * norms[place];
                boolean own = Math.abs(norms[place] - Vectors.norm(vector, 0)) <= most
                        && Math.abs(tailNorms[place] - Vectors.norm(vector, head)) <= most;
                require(own, "a norm that is not its vector's");
            }
        }
    }

    void write(ModelFileWriter file, int norms, int directory, int table) {
        file.section(norms, section).denseRows(directory, table, tiles);
    }

    ItemVectors onHeap() {
        return new ItemVectors(size, Bytes.copy(section), tiles.onHeap());
    }

    NumberFormat format() {
        return tiles.shape().format();
    }

    int tiles() {
        return tiles.rows();
    }

    /** How many items a tile holds. */
    int count(int tile) {
        return Math.min(tileWidth, items - tile * tileWidth);
    }

    /** The smallest index of a tile's items. */
    int firstItem(int tile) {
        return firstItem[tile];
    }

    /** The largest norm of a tile's items. */
    float norm(int tile) {
        return norms[tile * tileWidth];
    }

    /** The norms by place; a tile's are together. */
    float[] norms() {
        return norms;
    }

    /** The norms of what is behind the head, by place. */
    float[] tailNorms() {
        return tailNorms;
    }

    int item(int place) {
        return itemOfPlace[place];
    }

    /** The norm of an item's vector. */
    float normOf(int item) {
        return norms[placeOfItem[item]];
    }

    /** Copies one number of all items of a tile. */
    void read(int tile, int number, float[] values) {
        tiles.read(tile, number * tileWidth, tileWidth, values);
    }

    /** Copies an item's vector. */
    void read(int item, float[] vector) {
        int place = placeOfItem[item];
        tiles.readTurn(place / tileWidth, place % tileWidth, vector);
    }
}
