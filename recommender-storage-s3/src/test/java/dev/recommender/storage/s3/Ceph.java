package dev.recommender.storage.s3;

import dev.recommender.testing.servers.ServerExtension;
import dev.recommender.testing.servers.ServerProcess;
import dev.recommender.testing.servers.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A Ceph cluster of one monitor, one OSD that keeps its data in memory, and the gateway that speaks S3; its
 * create-if-absent is atomic. Any user can run it, as its three processes live in a folder of the build and listen on
 * loopback only.
 */
public final class Ceph extends ServerExtension<S3Server> {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    protected String name() {
        return "Ceph";
    }

    @Override
    protected S3Server start() throws Exception {
        Path folder = Path.of("target", "servers", "ceph").toAbsolutePath();
        Files.createDirectories(folder);
        return new Cluster(CephPackages.unpacked(), Files.createTempDirectory(folder, "cluster")).start();
    }

    /** One cluster under construction. */
    private static final class Cluster {
        private final Path root;
        private final Path data;
        private final Path libraries;
        private final String id = UUID.randomUUID().toString();
        private final List<ServerProcess> running = new ArrayList<>();

        Cluster(Path root, Path data) {
            this.root = root;
            this.data = data;
            this.libraries = firstFolder(root.resolve("usr/lib"), "-linux-gnu");
        }

        S3Server start() throws IOException, InterruptedException {
            int monitor = TestServers.freePort();
            int gateway = TestServers.freePort();
            for (String folder : List.of("mon", "osd", "rgw", "run")) {
                Files.createDirectories(data.resolve(folder));
            }
            Files.writeString(data.resolve("ceph.conf"), configuration(monitor, gateway));
            Path monitors = data.resolve("monmap");
            Path osds = data.resolve("osdmap");
            run("monmaptool", "--create", "--fsid", id, "--addv", "a", address(monitor), monitors.toString());
            run("osdmaptool", "--createsimple", "1", osds.toString());
            run("ceph-mon", "-i", "a", "--mkfs", "--monmap", monitors.toString(), "--osdmap", osds.toString());
            try {
                serve(monitor, "ceph-mon", "-i", "a", "-f");
                run("ceph-osd", "-i", "0", "--mkfs");
                // The user cannot be created before it is ready.
                running.add(ServerProcess.start(builder("ceph-osd", "-i", "0", "-f"), log("ceph-osd")));
                run(
                        "radosgw-admin",
                        "user",
                        "create",
                        "--uid=test",
                        "--display-name=test",
                        "--access-key=" + S3Server.ACCESS_KEY,
                        "--secret-key=" + S3Server.SECRET_KEY);
                serve(gateway, "radosgw", "-n", "client.rgw", "-f");
                return new S3Server(gateway, this::stop);
            } catch (IOException | InterruptedException e) {
                stop();
                throw e;
            }
        }

        private void stop() {
            for (int last = running.size() - 1; last >= 0; last--) {
                running.get(last).close();
            }
        }

        private String configuration(int monitor, int gateway) {
            return String.join(
                    "\n",
                    "[global]",
                    "fsid = " + id,
                    "mon host = " + address(monitor),
                    "public addr = 127.0.0.1",
                    "cluster addr = 127.0.0.1",
                    // Nobody else reaches the cluster, so that its parts need not prove who they are. The gateway would
                    // insist on encryption even so.
                    "auth cluster required = none",
                    "auth service required = none",
                    "auth client required = none",
                    "ms mon client mode = crc secure",
                    // One copy of everything, in memory.
                    "osd objectstore = memstore",
                    "memstore device bytes = " + (4L << 30),
                    "osd pool default size = 1",
                    "osd pool default min size = 1",
                    "osd pool default pg num = 4",
                    "osd pool default pgp num = 4",
                    "osd pool default pg autoscale mode = off",
                    "osd crush chooseleaf type = 0",
                    // Pools are made without waiting for other changes of the cluster's map.
                    "paxos propose interval = 0.05",
                    "mon allow pool size one = true",
                    "mon max pg per osd = 2000",
                    "mon data avail crit = 1",
                    "mon data = " + data.resolve("mon"),
                    "osd data = " + data.resolve("osd"),
                    "rgw data = " + data.resolve("rgw"),
                    "run dir = " + data.resolve("run"),
                    "admin socket = ",
                    "log file = " + data.resolve("$name.log"),
                    "mon cluster log file = " + data.resolve("cluster.log"),
                    "erasure code dir = " + libraries.resolve("ceph/erasure-code"),
                    "plugin dir = " + libraries.resolve("ceph"),
                    "osd class dir = " + libraries.resolve("rados-classes"),
                    "rgw frontends = beast endpoint=127.0.0.1:" + gateway + " tcp_nodelay=1",
                    "");
        }

        private static String address(int monitor) {
            return "[v2:127.0.0.1:" + monitor + "]";
        }

        private void serve(int port, String... command) throws IOException, InterruptedException {
            running.add(ServerProcess.start(builder(command), log(command[0]), port, LIMIT));
        }

        private void run(String... command) throws IOException, InterruptedException {
            Path log = log(command[0]);
            Process process = builder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " has not ended within " + LIMIT + ": " + Files.readString(log));
            }
            if (process.exitValue() != 0) {
                throw new IOException(command[0] + " failed: " + Files.readString(log));
            }
        }

        private Path log(String program) {
            return data.resolve(program + ".out");
        }

        private ProcessBuilder builder(String... command) {
            List<String> words = new ArrayList<>();
            words.add(root.resolve("usr/bin").resolve(command[0]).toString());
            words.addAll(Arrays.asList(command).subList(1, command.length));
            ProcessBuilder builder = new ProcessBuilder(words);
            builder.environment().put("CEPH_CONF", data.resolve("ceph.conf").toString());
            Path more = root.resolve("lib").resolve(libraries.getFileName());
            builder.environment()
                    .put(
                            "LD_LIBRARY_PATH",
                            libraries + File.pathSeparator + more + File.pathSeparator + libraries.resolve("ceph"));
            return builder;
        }

        private static Path firstFolder(Path parent, String end) {
            File[] found = parent.toFile().listFiles((folder, name) -> name.endsWith(end));
            if (found == null || found.length == 0) {
                throw new IllegalStateException("no folder *" + end + " in " + parent);
            }
            return found[0].toPath();
        }
    }
}
