import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Spark's ALS of implicit feedback on packed records, run from source by a JVM that has Spark on its class path:
 *
 *     SparkAls.java RECORDS RANK ITERATIONS THREADS AGAIN OUTPUT|- ALPHA:REGULARIZATION...
 *
 * Prints for the first pair of parameters how long it takes to learn from events that are in memory, and again so often in
 * the same JVM. With an output it writes the vectors that each pair of parameters gives to OUTPUT-0, OUTPUT-1, ...: for
 * users, then for items, how many there are and what they have, then each one's number and its floats, all big-endian.
 */
public final class SparkAls {
    private static final int RECORD = 20;

    public static void main(String[] arguments) throws IOException {
        int threads = Integer.parseInt(arguments[3]);
        SparkSession spark = SparkSession.builder()
                .master("local[" + threads + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", threads)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        StructType columns = new StructType()
                .add("user", DataTypes.IntegerType)
                .add("item", DataTypes.IntegerType)
                .add("weight", DataTypes.FloatType);
        Dataset<Row> events = spark.createDataFrame(records(Path.of(arguments[0])), columns)
                .repartition(threads)
                .cache();
        print("events", events.count());
        int again = Integer.parseInt(arguments[4]);
        List<Double> seconds = new ArrayList<>();
        for (int setting = 6; setting < arguments.length; setting++) {
            String[] pair = arguments[setting].split(":");
            ALS als = new ALS()
                    .setImplicitPrefs(true)
                    .setRank(Integer.parseInt(arguments[1]))
                    .setMaxIter(Integer.parseInt(arguments[2]))
                    .setAlpha(Double.parseDouble(pair[0]))
                    .setRegParam(Double.parseDouble(pair[1]))
                    .setNumUserBlocks(threads)
                    .setNumItemBlocks(threads)
                    .setUserCol("user")
                    .setItemCol("item")
                    .setRatingCol("weight")
                    .setSeed(1);
            for (int turn = 0; turn <= (setting == 6 ? again : 0); turn++) {
                long began = System.nanoTime();
                ALSModel model = als.fit(events);
                // Vectors are made when they are asked for.
                model.userFactors().count();
                model.itemFactors().count();
                seconds.add((System.nanoTime() - began) / 1e9);
                if (turn == 0 && !arguments[5].equals("-")) {
                    write(model, Path.of(arguments[5] + "-" + (setting - 6)));
                }
            }
        }
        print("train", seconds.get(0));
        if (again > 0) {
            List<Double> later = new ArrayList<>(seconds.subList(1, again + 1));
            Collections.sort(later);
            print("trainAgain", (later.get((again - 1) / 2) + later.get(again / 2)) / 2);
        }
        spark.stop();
    }

    private static List<Row> records(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Row> rows = new ArrayList<>();
        for (int at = 0; at < bytes.limit(); at += RECORD) {
            rows.add(RowFactory.create(bytes.getInt(at), bytes.getInt(at + 4), bytes.getFloat(at + 8)));
        }
        return rows;
    }

    private static void write(ALSModel model, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (Dataset<Row> side : List.of(model.userFactors(), model.itemFactors())) {
                List<Row> rows = side.collectAsList();
                out.writeInt(rows.size());
                out.writeInt(model.rank());
                for (Row row : rows) {
                    out.writeInt(row.getInt(0));
                    for (Object number : row.getList(1)) {
                        out.writeFloat((Float) number);
                    }
                }
            }
        }
    }

    private static void print(String name, double value) {
        System.out.println(String.format(Locale.ROOT, "%s=%.9g", name, value));
    }
}
